#ifndef SIGNALS_H
#define SIGNALS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Every signal that can be blocked is, from signals_block on, and is met in
 * signals_wait alone. There are no handlers.
 *
 * signals_block: main's first act. Remembers the mask and the dispositions
 * that the program was started with, then SIGCHLD is set to default. Cannot
 * fail.
 *
 * signals_wait: waits until a signal comes (1, *event filled), `fd` becomes
 * readable (2; pass -1 for none) or the deadline (clock.h, milliseconds)
 * passes (0). The only function of the program that waits. Signals of one
 * number coalesce in the kernel: SIGCHLD says "call waitpid until it has
 * nothing", never more.
 *
 * signals_forget: all descriptors were closed; those of ours are not to be used
 * any more. What they have brought is not lost.
 *
 * signals_restore: back to the mask and the dispositions that my_init was
 * started with; for a child between vfork and exec, and for an exit that
 * prints a text.
 *
 * signals_stop: stops us by this signal (TSTP, TTIN, TTOU), as the kernel would
 * without us; true when we were and somebody has continued us, whose SIGCONT
 * is to come; false, at once, where nobody could do that (an orphaned process
 * group, setpgid(2)).
 */
struct signal_event {
	int signo;
	pid_t pid; /* sender; 0 when it is outside our pid namespace */
	uid_t uid;
	bool from_process; /* kill(2) and its kin, not the kernel */
};

enum { SIGNALS_DEADLINE, SIGNALS_SIGNAL, SIGNALS_FD };

void signals_block(void);
int signals_wait(struct signal_event *event, int64_t deadline, int fd);
void signals_forget(void);
void signals_restore(void);
bool signals_stop(int signo);

#endif
