#ifndef CHILD_H
#define CHILD_H

#include <sys/types.h>

/*
 * How a process is started. `file`, `argv` and `environment` are as
 * exec_command (exec.h) wants them.
 *
 * CHILD_SHARES keeps our process group. CHILD_LEADS makes one of its own, so
 * that Ctrl-C does not reach it. CHILD_FOREGROUND does that too and hands it
 * the terminal, if standard input is one and its foreground is ours.
 *
 * child_start: the pid (the caller's to reap), or -1 with errno as the exec
 * or the fork set it. It returns when the exec has happened (vfork(2)): no
 * signal can meet the child half made. The child has the mask and the
 * dispositions that my_init was started with.
 *
 * child_reclaim_terminal: takes the foreground of the terminal back, if it
 * was handed over and the child it went to has ended.
 */
enum child_group { CHILD_SHARES, CHILD_LEADS, CHILD_FOREGROUND };

struct child_spec {
	char *file;
	char **argv;
	char *const *environment;
	enum child_group group;
};

pid_t child_start(const struct child_spec *);
void child_reclaim_terminal(void);

#endif
