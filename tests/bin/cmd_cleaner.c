/*
 * A program whose TERM trap leaves work to a child, and ends.
 *
 *	cmd_cleaner [-l] FILE
 *
 * Appends "READY" to FILE; at TERM it ends with 0, and its child appends
 * "cleaned up" 50 ms later, or "told to end" as soon as it gets a TERM.
 *	-l  no child; the first thread ends, and the second, at TERM, appends
 *	    "cleaned up" after 50 ms
 */
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int out = -1;
static bool leaderless;
static sigset_t term;

static void
line(const char *text)
{
	if (write(out, text, strlen(text)) == -1)
		err(1, "write");
}

static void *
work(void *arg)
{
	struct timespec ms50 = { .tv_nsec = 50000000 };

	line("READY\n");
	while (sigwaitinfo(&term, NULL) != SIGTERM)
		;
	if (leaderless || fork() == 0)
		line(sigtimedwait(&term, NULL, &ms50) == SIGTERM ?
			"told to end\n" :
			"cleaned up\n");
	_exit(0);
	return arg;
}

int
main(int argc, char **argv)
{
	pthread_t thread;

	leaderless = argc == 3 && strcmp(argv[1], "-l") == 0;
	if (argc != 2 + leaderless)
		errx(2, "FILE is needed");
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	out = open(argv[argc - 1], O_WRONLY | O_CREAT | O_APPEND, 0666);
	if (out == -1)
		err(1, "%s", argv[argc - 1]);
	if (!leaderless)
		work(NULL);
	if (pthread_create(&thread, NULL, work, NULL) != 0)
		errx(1, "thread");
	pthread_exit(NULL);
}
