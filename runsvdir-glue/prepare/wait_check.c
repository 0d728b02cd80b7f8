/*
 * Running the `check` of another service (runit's own, as for sv check).
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "init/clock.h"
#include "init/exec.h"
#include "init/format.h"
#include "wait_for.h"

#define CHECK_MAX_MS 10000

static volatile pid_t running; /* 0: none */
static void (*before)(int);    /* what TERM did */

/*
 * Who waits can be told to stop while a check runs, and takes it along.
 */
static void
end_both(int signo)
{
	if (running > 0)
		kill(-running, SIGKILL);
	signal(signo, before);
	raise(signo);
}

/*
 * In a process group of its own, so that all of it can be killed. What it
 * prints is for people who run it by hand.
 */
static void
become_check(int scan, const char *name, const sigset_t *mask)
{
	char file[] = "./check";
	char *slots[] = { NULL, file, NULL };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), service;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGTERM, before);
	sigprocmask(SIG_SETMASK, mask, NULL);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	service = openat(scan, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (service != -1 && fchdir(service) == 0)
		exec_command(file, slots + 1, environ);
	_exit(126);
}

/*
 * Its wait status, or -1 when it did not end in time.
 */
static int
await(pid_t pid, const sigset_t *child)
{
	int64_t deadline = clock_now() + CHECK_MAX_MS, left;
	struct timespec ts;
	int status = -1;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		left = clock_remaining(clock_now(), deadline);
		if (left == 0) {
			kill(-pid, SIGKILL);
			waitpid(pid, &status, 0);
			return -1;
		}
		ts.tv_sec = left / 1000;
		ts.tv_nsec = left % 1000 * 1000000;
		sigtimedwait(child, NULL, &ts);
	}
	return status;
}

bool
wait_check(int scan, const char *name)
{
	char path[NAME_MAX + 8];
	sigset_t blocked, child, old;
	int status;
	pid_t pid;

	format(path, sizeof path, "%s/check", name);
	if (faccessat(scan, path, X_OK, 0) == -1)
		return true;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigfillset(&blocked);
	sigprocmask(SIG_SETMASK, &blocked, &old);
	before = signal(SIGTERM, end_both);
	pid = fork();
	if (pid == 0)
		become_check(scan, name, &old);
	if (pid > 0) {
		setpgid(pid, pid);
		running = pid;
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	sigprocmask(SIG_BLOCK, &child, NULL);
	status = pid == -1 ? -1 : await(pid, &child);
	running = 0;
	signal(SIGTERM, before);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return status == 0;
}
