/*
 * Starting a process. Between vfork and exec the child runs on the memory of
 * the sleeping parent, so it may leave its errno and a word there, and must
 * not touch anything else.
 */
#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

#include "child.h"
#include "exec.h"
#include "signals.h"

#define EXIT_NO_EXEC 127

static volatile bool handed_over; /* the terminal; set in the child */

/*
 * TOSTOP or not, tcsetpgrp from the background sends SIGTTOU; it is blocked
 * here. Failure leaves the command without the terminal, which is no reason
 * not to run it.
 */
static void
join_group(enum child_group group)
{
	pid_t parent_group = getpgrp();

	if (group == CHILD_SHARES)
		return;
	setpgid(0, 0);
	if (group == CHILD_FOREGROUND &&
	    tcgetpgrp(STDIN_FILENO) == parent_group)
		handed_over = tcsetpgrp(STDIN_FILENO, getpid()) == 0;
}

pid_t
child_start(const struct child_spec *spec)
{
	char *name = spec->argv[0];
	volatile int error = 0;
	pid_t pid;

	pid = vfork();
	if (pid == 0) {
		join_group(spec->group);
		signals_restore();
		exec_command(spec->file, spec->argv, spec->environment);
		error = errno;
		_exit(EXIT_NO_EXEC);
	}
	spec->argv[0] = name; /* exec_command may have changed it */
	if (pid == -1 || error == 0)
		return pid;
	errno = error;
	return -1;
}

void
child_reclaim_terminal(void)
{
	if (handed_over)
		tcsetpgrp(STDIN_FILENO, getpgrp());
	handed_over = false;
}
