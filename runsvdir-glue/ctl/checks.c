/*
 * Running checks. SIGCHLD is blocked but for the time of a wait, so that none
 * gets lost between a look and the wait.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "checks.h"
#include "init/clock.h"
#include "init/exec.h"
#include "init/wstatus.h"

static sigset_t inherited, waiting;

static void
interrupt(int signo)
{
	(void)signo;
}

void
checks_begin(void)
{
	struct sigaction action = { .sa_handler = interrupt };
	sigset_t chld;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, &inherited);
	waiting = inherited;
	sigdelset(&waiting, SIGCHLD);
	sigaction(SIGCHLD, &action, NULL);
}

/*
 * What a check writes is for nobody: a line that a program reads as ours
 * would be a lie.
 */
static void
become(const struct ctl_state *state, const char *name, pid_t parent)
{
	static char file[] = "./check";
	char *argv[] = { NULL, file, NULL };
	int fd;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	sigprocmask(SIG_SETMASK, &inherited, NULL);
	fd = open("/dev/null", O_RDWR);
	if (fd != -1) {
		dup2(fd, STDIN_FILENO);
		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
		if (fd > STDERR_FILENO)
			close(fd);
	}
	fd = openat(
	    state->services_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd != -1 && fchdir(fd) == 0)
		exec_command(file, argv + 1, environ);
	_exit(WEXITSTATUS(wstatus_of_exec(errno)));
}

int
checks_start(
    const struct ctl_state *state, const char *name, struct check *check)
{
	pid_t self = getpid(), pid = fork();

	if (pid == -1)
		return -1;
	if (pid == 0)
		become(state, name, self);
	setpgid(pid, pid);
	check->pid = pid;
	check->done = false;
	return 0;
}

void
checks_reap(struct check *checks, size_t count)
{
	int status;
	pid_t pid;
	size_t i;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (i = 0; i < count; i++)
			if (checks[i].pid == pid) {
				checks[i].pid = 0;
				checks[i].status = status;
				checks[i].done = true;
			}
}

void
checks_kill(struct check *checks, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (checks[i].pid > 0) {
			kill(-checks[i].pid, SIGKILL);
			kill(checks[i].pid, SIGKILL);
		}
}

void
checks_wait(int fd, int64_t deadline)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	int ms = clock_remaining(clock_now(), deadline);
	struct timespec timeout = { ms / 1000, ms % 1000 * 1000000L };

	ppoll(&pfd, 1, ms == -1 ? NULL : &timeout, &waiting);
}
