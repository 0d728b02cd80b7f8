/*
 * Everything that runs inside the container of the soak, in one static
 * program.
 *
 *	soak_actor end		a service that ends at once; its directory's
 *				name is a letter and its number
 *	soak_actor end-ask	the same, and PID 1 gets a line in its FIFO
 *	soak_actor log		writes lines as fast as they are taken
 *	soak_actor orphans	leaves orphans behind
 *	soak_actor sink		the logger of a service that has one of its own
 *
 * All do no more than the board wants. A service that may not end yet waits:
 * so each portion has exactly as many starts as were wanted.
 */
#include <sys/wait.h>

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "board.h"

#define FAILED 111
#define EVENTS "/run/my_init/events"
#define LOT 32768
#define BROOD 8 /* orphans of one parent */

static void
write_all(const char *bytes, size_t length)
{
	ssize_t n;

	while (length > 0) {
		if ((n = write(STDOUT_FILENO, bytes, length)) <= 0)
			_exit(FAILED);
		bytes += n;
		length -= (size_t)n;
	}
}

/* A word that means nothing: PID 1 has to read it, and may keep nothing. */
static void
ask(void)
{
	int fd = open(EVENTS, O_WRONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd != -1 && write(fd, "soak\n", 5) == 5)
		board_add(&board->requests, 1);
	close(fd);
}

static int
end(bool asks)
{
	static char path[PATH_MAX], line[TEXT_MAX];
	unsigned long service;

	if (getcwd(path, sizeof path) == NULL)
		return FAILED;
	service = strtoul(strrchr(path, '/') + 2, NULL, 10);
	if (service >= SERVICES_MAX)
		return FAILED;
	board_await(STARTS, board_add(&board->tickets, 1));
	write_all(line,
	    text_start((unsigned)service, ++board->starts[service], line));
	if (asks)
		ask();
	board_add(&board->done[STARTS], 1);
	return (int)(service % 2);
}

/* As many whole lines as a buffer holds in one write, as stdio does it. */
static void
write_log(void)
{
	static char lot[LOT + TEXT_MAX];
	uint64_t done = 0, wanted, line = 0;
	size_t used;

	for (;;) {
		board_await(BYTES, done);
		wanted = board_read(&board->wanted[BYTES]) - done;
		for (used = 0; used < wanted && used < LOT;)
			used += text_line(line++, lot + used);
		write_all(lot, used);
		done += used;
		board_add(&board->lines, line - board->lines);
		board_add(&board->done[BYTES], used);
	}
}

static pid_t
bear_dead(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		_exit(0);
	return pid;
}

/*
 * Half of them are dead when PID 1 becomes their parent, and half die later.
 */
static _Noreturn void
bear(void)
{
	pid_t pid = 0;
	int i;

	for (i = 0; i < BROOD / 2 && pid != -1; i++)
		pid = bear_dead();
	for (; i < BROOD && pid != -1; i++)
		if ((pid = fork()) == 0) {
			while (getppid() != 1)
				sched_yield();
			_exit(0);
		}
	_exit(pid == -1 ? FAILED : 0);
}

static void
leave_orphans(void)
{
	uint64_t done = 0;
	int status;
	pid_t pid;

	for (;; done += BROOD) {
		board_await(ORPHANS, done);
		if ((pid = fork()) == 0)
			bear();
		if (pid == -1 || waitpid(pid, &status, 0) != pid || status != 0)
			_exit(FAILED);
		board_add(&board->done[ORPHANS], BROOD);
	}
}

static int
sink(void)
{
	static char text[65536];
	char *at, *newline;
	size_t used = 0;
	ssize_t n;

	while ((n = read(STDIN_FILENO, text + used, sizeof text - used)) > 0) {
		used += (size_t)n;
		at = text;
		while ((newline = memchr(
			    at, '\n', used - (size_t)(at - text))) != NULL) {
			text_heard(at, (size_t)(newline - at));
			at = newline + 1;
		}
		used -= (size_t)(at - text);
		memmove(text, at, used);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	const char *role = argc > 1 ? argv[1] : "";

	board_map(getenv(BOARD_VARIABLE));
	if (strcmp(role, "end") == 0)
		return end(false);
	if (strcmp(role, "end-ask") == 0)
		return end(true);
	if (strcmp(role, "sink") == 0)
		return sink();
	if (strcmp(role, "log") == 0)
		write_log();
	if (strcmp(role, "orphans") == 0)
		leave_orphans();
	return FAILED;
}
