/*
 * A TERM as soon as the child of a program exists.
 *
 *	one_early [-p] [-n TRIES] [-s STATUS] PROG [ARG...]
 *
 * Runs PROG TRIES (1) times (-p: as PID 1 of a namespace of its own). Each
 * time it looks on without a rest until PROG has a child, and sends PROG a
 * TERM: at once, or some microseconds later, from try to try another number
 * up to 300. PROG must end with STATUS (143). Prints what went otherwise; ends
 * with 0 when nothing did.
 */
#include <sys/syscall.h>
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define STEP_NS 20000
#define STEPS 16
#define DEADLINE_NS 15000000000LL

static bool as_pid_1;

static long long
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static pid_t
start(char **argv)
{
	int flags = SIGCHLD | (as_pid_1 ? CLONE_NEWPID : 0);
	pid_t pid = (pid_t)syscall(SYS_clone, flags, 0, 0, 0, 0);

	if (pid == -1)
		err(2, "clone");
	if (pid == 0) {
		execvp(argv[0], argv);
		err(127, "%s", argv[0]);
	}
	return pid;
}

static bool
has_child(int children)
{
	char c;

	return pread(children, &c, 1, 0) == 1;
}

/* False when it has ended before it had a child. */
static bool
await_child(pid_t pid)
{
	long long end = now_ns() + DEADLINE_NS;
	siginfo_t info = { .si_pid = 0 };
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pid,
	    (int)pid);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		err(2, "%s", path);
	while (!has_child(fd)) {
		waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT);
		if (info.si_pid != 0 || now_ns() > end) {
			close(fd);
			return false;
		}
	}
	close(fd);
	return true;
}

static void
spin(long long ns)
{
	long long end = now_ns() + ns;

	while (ns > 0 && now_ns() < end)
		;
}

/* Its wait status, or -1 when it did not end in time. */
static int
await_end(pid_t pid)
{
	long long end = now_ns() + DEADLINE_NS;
	int status;

	while (waitpid(pid, &status, WNOHANG) != pid) {
		if (now_ns() > end) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			return -1;
		}
		sched_yield();
	}
	return status;
}

static bool
try(char **argv, int number, int expected)
{
	long long delay = number % STEPS * STEP_NS;
	pid_t pid = start(argv);
	int status;

	if (!await_child(pid)) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		warnx("try %d: no child", number);
		return false;
	}
	spin(delay);
	kill(pid, SIGTERM);
	status = await_end(pid);
	if (status == -1)
		warnx("try %d: a TERM after %lld ns was lost", number, delay);
	else if (!WIFEXITED(status) || WEXITSTATUS(status) != expected)
		warnx("try %d: a TERM after %lld ns: wait status %#x", number,
		    delay, (unsigned)status);
	else
		return true;
	return false;
}

int
main(int argc, char **argv)
{
	int c, tries = 1, expected = 143, failed = 0;

	while ((c = getopt(argc, argv, "+n:ps:")) != -1)
		switch (c) {
		case 'n':
			tries = atoi(optarg);
			break;
		case 'p':
			as_pid_1 = true;
			break;
		case 's':
			expected = atoi(optarg);
			break;
		default:
			return 2;
		}
	if (optind == argc || tries <= 0)
		errx(2, "PROG is needed");
	for (int i = 0; i < tries && failed < 3; i++)
		failed += try(argv + optind, i, expected) ? 0 : 1;
	return failed > 0 ? 1 : 0;
}
