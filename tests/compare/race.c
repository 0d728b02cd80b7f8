/*
 * Starts an init many times, each as PID 1 of a pid namespace, and sends each a
 * TERM at another moment of its beginning.
 *
 *	race [-n TRIES] [-s STATUS] MODE INIT [ARG...]
 *	race pause | race parting
 *
 * MODE is
 *	call	TERM after the first system call of the first, the second of the
 *		second and so on, until one has a child by then (TRIES at most)
 *	child	TERM as soon as the init has a child
 *	end	no TERM
 * Ends with 0 when each of TRIES (200) has ended within three seconds (with
 * STATUS, if it is given); with 1 at the first that has not, and says which.
 *
 * `race pause` is a command that waits, and `race parting` one that ends with 7
 * together with two orphans of its own.
 */
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DEADLINE_MS 3000

static int tries = 200, status = -1;

/* The orphans read what ends when the command does. */
static int
part(void)
{
	int p[2], ready[2];
	char c;

	if (pipe2(p, O_CLOEXEC) == -1 || pipe2(ready, O_CLOEXEC) == -1)
		err(125, "pipe");
	for (int i = 0; i < 2; i++) {
		pid_t pid = fork();

		if (pid == 0 && fork() != 0)
			_exit(0);
		if (pid == 0) {
			close(p[1]);
			if (write(ready[1], "", 1) != 1)
				_exit(1);
			_exit((int)read(p[0], &c, 1));
		}
		if (pid == -1 || waitpid(pid, NULL, 0) != pid ||
		    read(ready[0], &c, 1) != 1)
			err(125, "fork");
	}
	return 7;
}

/* It has been executed when this returns; a traced one has stopped there. */
static pid_t
start(char **argv, bool traced)
{
	int p[2], null, how;
	pid_t pid;
	char c;

	if (pipe2(p, O_CLOEXEC) == -1)
		err(125, "pipe");
	pid = (pid_t)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0);
	if (pid == -1)
		err(125, "clone");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		setsid();
		if ((null = open("/dev/null", O_RDWR | O_CLOEXEC)) == -1)
			_exit(125);
		dup2(null, 0);
		if (traced)
			ptrace(PTRACE_TRACEME, 0, 0, 0);
		execvp(argv[0], argv);
		err(125, "%s", argv[0]);
	}
	close(p[1]);
	while (read(p[0], &c, 1) == -1 && errno == EINTR)
		;
	close(p[0]);
	if (traced && (waitpid(pid, &how, 0) != pid || !WIFSTOPPED(how)))
		errx(125, "%s was not executed", argv[0]);
	return pid;
}

static bool
has_child(int children)
{
	char c;

	return pread(children, &c, 1, 0) == 1;
}

static int
open_children(pid_t pid)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pid,
	    (int)pid);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		err(125, "%s", path);
	return fd;
}

/* Without a pause: the moment is gone in some microseconds. */
static void
await_child(pid_t pid)
{
	int fd = open_children(pid);
	time_t end = time(NULL) + DEADLINE_MS / 1000;

	while (!has_child(fd) && time(NULL) <= end)
		;
	close(fd);
}

/*
 * After its system call of that number; what is pending then meets the mask and
 * the handlers of that moment. True if it has a child.
 */
static bool
term_after_call(pid_t pid, int number)
{
	int how, fd = open_children(pid);
	bool grown = false;

	for (int stops = 0; stops < 2 * number && !grown;) {
		if (ptrace(PTRACE_SYSCALL, pid, 0, 0) == -1 ||
		    waitpid(pid, &how, 0) != pid || !WIFSTOPPED(how))
			errx(125, "it ended before it had a child");
		stops += WSTOPSIG(how) == SIGTRAP;
		grown = has_child(fd);
	}
	close(fd);
	kill(pid, SIGTERM);
	ptrace(PTRACE_DETACH, pid, 0, 0);
	return grown;
}

/* True when it has ended in time, as it should. */
static bool
ends(pid_t pid, int number)
{
	int how, fd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	bool in_time;

	if (fd == -1)
		err(125, "pidfd_open");
	in_time = poll(&p, 1, DEADLINE_MS) == 1;
	close(fd);
	kill(pid, SIGKILL);
	if (waitpid(pid, &how, 0) != pid)
		err(125, "waitpid");
	if (!in_time)
		warnx("try %d: it did not end", number);
	else if (status != -1 &&
	    (!WIFEXITED(how) || WEXITSTATUS(how) != status)) {
		warnx("try %d: wait status %#x", number, (unsigned)how);
		in_time = false;
	}
	return in_time;
}

/* True when the last one had a child. */
static bool
try(const char *mode, char **argv, int number)
{
	bool grown = false;
	pid_t pid = start(argv, strcmp(mode, "call") == 0);

	if (strcmp(mode, "call") == 0)
		grown = term_after_call(pid, number);
	else if (strcmp(mode, "child") == 0) {
		await_child(pid);
		kill(pid, SIGTERM);
	}
	if (!ends(pid, number))
		exit(1);
	return grown;
}

int
main(int argc, char **argv)
{
	int c;

	if (argc == 2 && strcmp(argv[1], "pause") == 0)
		return pause();
	if (argc == 2 && strcmp(argv[1], "parting") == 0)
		return part();
	while ((c = getopt(argc, argv, "+n:s:")) != -1)
		switch (c) {
		case 'n':
			tries = atoi(optarg);
			break;
		case 's':
			status = atoi(optarg);
			break;
		default:
			return 125;
		}
	if (argc - optind < 2)
		errx(125, "MODE and INIT are needed");
	for (int i = 1; i <= tries; i++)
		if (try(argv[optind], argv + optind + 1, i)) {
			warnx("it had a child after %d system calls", i);
			break;
		}
	return 0;
}
