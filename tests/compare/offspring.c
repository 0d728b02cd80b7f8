/*
 * A command whose children outlive it, and need a moment when told to end.
 *
 *	offspring [-d] [-n COUNT] [-s] MARKS
 *	offspring -q COUNT
 *
 * COUNT (4) children append "READY" to the file MARKS; when all have, the
 * program ends with 3.  At TERM a child appends "TERM", works for 50 ms,
 * appends "clean" and ends.
 *	-d  the children are deaf: they append "TERM" and stay
 *	-s  each has a session of its own, as daemons do
 *	-q  instead, COUNT orphans, 500 at a time, that end at once; it ends
 *with 0 when all have been started
 */
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int marks;

static void
mark(const char *line)
{
	if (write(marks, line, strlen(line)) == -1)
		_exit(1);
}

static void
child(const sigset_t *term, int ready, bool deaf)
{
	struct timespec work = { .tv_nsec = 50000000 };

	mark("READY\n");
	if (write(ready, "", 1) != 1)
		_exit(1);
	close(ready);
	do {
		while (sigwaitinfo(term, NULL) != SIGTERM)
			;
		mark("TERM\n");
	} while (deaf);
	while (nanosleep(&work, &work) == -1)
		;
	mark("clean\n");
	_exit(0);
}

/* They are orphans as soon as the one in the middle has ended. */
static int
herds(long count)
{
	for (; count > 0; count -= 500) {
		pid_t middle = fork();

		if (middle == -1)
			err(125, "fork");
		for (long i = 0; middle == 0 && i < 500 && i < count; i++) {
			pid_t pid = fork();

			if (pid <= 0)
				_exit(pid == 0 ? 0 : 1);
		}
		if (middle == 0)
			_exit(0);
		int how;
		if (waitpid(middle, &how, 0) != middle || how != 0)
			errx(125, "not all were started");
	}
	return 0;
}

int
main(int argc, char **argv)
{
	bool deaf = false, sessions = false;
	int c, count = 4, p[2];
	sigset_t term;
	char byte;

	while ((c = getopt(argc, argv, "dn:q:s")) != -1)
		switch (c) {
		case 'd':
			deaf = true;
			break;
		case 'n':
			count = atoi(optarg);
			break;
		case 'q':
			return herds(atol(optarg));
		case 's':
			sessions = true;
			break;
		default:
			return 125;
		}
	if (optind != argc - 1)
		errx(125, "MARKS is needed");
	marks = open(argv[optind], O_WRONLY | O_CREAT | O_APPEND, 0666);
	if (marks == -1 || pipe(p) == -1)
		err(125, "%s", argv[optind]);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	for (int i = 0; i < count; i++) {
		pid_t pid = fork();

		if (pid == -1)
			err(125, "fork");
		if (pid == 0) {
			if (sessions)
				setsid();
			child(&term, p[1], deaf);
		}
		if (read(p[0], &byte, 1) != 1)
			err(125, "a child was lost");
	}
	return 3;
}
