#ifndef CHILD_H
#define CHILD_H

#include <sys/types.h>

/*
 * How a process is started. `file`, `argv` and `environment` are as
 * exec_command (exec.h) wants them. `directory` is where it works, `user` who
 * it is; NULL: as we are. At `own_pid` is room for CHILD_PID_MAX bytes.
 *
 * CHILD_SHARES keeps our process group. CHILD_LEADS makes one of its own, so
 * that Ctrl-C does not reach it. CHILD_FOREGROUND does that too and hands it
 * the terminal (terminal.h).
 *
 * child_start: the pid (the caller's to reap), or -1 with errno, and in
 * `fault` what it was that failed: the fork or the exec, the directory, the
 * user. It returns when the exec has happened (vfork(2)): no signal can meet
 * the child half made. The child has the mask and the dispositions that
 * my_init was started with.
 */
#define CHILD_PID_MAX 11

enum child_group { CHILD_SHARES, CHILD_LEADS, CHILD_FOREGROUND };
enum child_fault { CHILD_EXEC, CHILD_DIRECTORY, CHILD_USER };

struct user;

struct child_spec {
	char *file;
	char **argv;
	char *const *environment;
	const char *directory;
	const struct user *user;
	char *own_pid; /* where the child writes its pid; or NULL */
	enum child_group group;
	enum child_fault fault;
};

pid_t child_start(struct child_spec *);

#endif
