/*
 * Starting a process. Between vfork and exec the child runs on the memory of
 * the sleeping parent, so it may leave its errno and a word there, and must
 * not touch anything else.
 */
#include <errno.h>
#include <unistd.h>

#include "child.h"
#include "exec.h"
#include "signals.h"
#include "terminal.h"
#include "user.h"
#include "wstatus.h"

static void
write_own_pid(char *to)
{
	char digits[CHILD_PID_MAX];
	int pid = getpid(), count = 0;

	for (; pid > 0; pid /= 10)
		digits[count++] = (char)('0' + pid % 10);
	while (count > 0)
		*to++ = digits[--count];
	*to = '\0';
}

static void
become(struct child_spec *spec)
{
	if (spec->own_pid != NULL)
		write_own_pid(spec->own_pid);
	if (spec->group == CHILD_FOREGROUND)
		terminal_give();
	else if (spec->group == CHILD_LEADS)
		setpgid(0, 0);
	signals_restore();
	spec->fault = CHILD_DIRECTORY;
	if (spec->directory != NULL && chdir(spec->directory) == -1)
		return;
	spec->fault = CHILD_USER;
	if (spec->user != NULL && user_become(spec->user) == -1)
		return;
	spec->fault = CHILD_EXEC;
	exec_command(spec->file, spec->argv, spec->environment);
}

pid_t
child_start(struct child_spec *spec)
{
	char *name = spec->argv[0];
	volatile int error = 0;
	pid_t pid;

	pid = vfork();
	if (pid == 0) {
		become(spec);
		error = errno;
		/* Where vfork is a fork (qemu-user), the status says it. */
		_exit(wstatus_code(wstatus_of_exec(error)));
	}
	spec->argv[0] = name; /* exec_command may have changed it */
	if (pid == -1 || error == 0)
		return pid;
	errno = error;
	return -1;
}
