/*
 * The first processes of a container, until they execute the program.
 */
#include <sys/syscall.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "anytime.h"

#define PATIENCE_NS 10000000000

/* A machine that is full for the moment is no fault of the program. */
pid_t
child_clone(unsigned long flags)
{
	uint64_t until = now_ns() + PATIENCE_NS;
	pid_t pid;

	do
		pid = (pid_t)syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
	while (pid == -1 && errno == EAGAIN && now_ns() < until &&
	    usleep(10000) == 0);
	must(pid, "clone");
	return pid;
}

static void
clean_signals(void)
{
	sigset_t none;
	int signo;

	for (signo = 1; signo < _NSIG; signo++)
		signal(signo, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void
child_clean(int output)
{
	int null;

	setsid();
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	dup2(null, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	syscall(SYS_close_range, 3, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */);
	clean_signals();
}

void
child_go(int fd)
{
	if (write(fd, "", 1) != 1)
		err(125, "go");
	close(fd);
}
