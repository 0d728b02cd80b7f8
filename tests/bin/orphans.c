/*
 * Leaves processes behind that nobody waits for.
 *
 *	orphans [-cdqs] [-o FILE] [-n COUNT]
 *
 * Each of COUNT (1) forks twice and has a session of its own, so that PID 1
 * becomes its parent. When all are there the line "READY" is printed to stdout
 * and the program ends with 0. An orphan waits for TERM, notes it as a line
 * "SIGTERM PID" at the end of FILE, and ends.
 *	-c  instead, it forks a successor and ends, for ever: one alive at a
 *	    time, and never the same; TERM is ignored
 *	-d  it is deaf to TERM: it notes it and stays
 *	-q  it ends at once (READY then says that all have been started)
 *	-s  it is stopped by SIGSTOP
 */
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "patient.h"

static bool chain, deaf, quick, stopped;
static int out = -1;
static volatile sig_atomic_t ended;

static void
on_term(int sig)
{
	char buf[64];

	(void)sig;
	snprintf(buf, sizeof(buf), "SIGTERM %d\n", (int)getpid());
	if (out != -1 && write(out, buf, strlen(buf)) == -1)
		_exit(1);
	ended = !deaf;
}

/* Whoever is killed here leaves nobody; whoever is not, leaves one. */
static void
be_a_chain(void)
{
	for (;;) {
		pid_t pid = fork();

		if (pid > 0)
			_exit(0);
	}
}

static void
be_an_orphan(int ready)
{
	sigset_t all, none;

	if (quick)
		_exit(0);
	sigfillset(&all);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &all, NULL);
	signal(SIGTERM, chain ? SIG_IGN : on_term);
	signal(SIGHUP, SIG_IGN);
	sigprocmask(SIG_SETMASK, chain ? &none : &all, NULL);
	if (stopped) {
		/* the reader is told by a helper that sees the stop */
		close(ready);
		raise(SIGSTOP);
	} else if (write(ready, "", 1) != 1)
		_exit(1);
	close(ready);
	if (chain)
		be_a_chain();
	while (!ended)
		sigsuspend(&none);
	_exit(0);
}

/* The one in the middle ends as soon as it has seen what it must see. */
static void
middle(int ready)
{
	int status;
	pid_t pid;

	setsid();
	pid = patient_fork();
	if (pid == 0) {
		setsid();
		be_an_orphan(ready);
	}
	if (stopped &&
	    (waitpid(pid, &status, WUNTRACED) != pid ||
		write(ready, "", 1) != 1))
		_exit(1);
	_exit(0);
}

static void
start(int ready)
{
	pid_t pid = patient_fork();

	if (pid == 0)
		middle(ready);
	if (waitpid(pid, NULL, 0) != pid)
		err(1, "waitpid");
}

int
main(int argc, char **argv)
{
	int c, p[2];
	long count = 1;
	char byte;

	while ((c = getopt(argc, argv, "cdn:o:qs")) != -1)
		switch (c) {
		case 'c':
			chain = true;
			break;
		case 'd':
			deaf = true;
			break;
		case 'n':
			count = atol(optarg);
			break;
		case 'o':
			out = open(optarg, O_WRONLY | O_CREAT | O_APPEND, 0666);
			if (out == -1)
				err(1, "%s", optarg);
			break;
		case 'q':
			quick = true;
			break;
		case 's':
			stopped = true;
			break;
		default:
			return 2;
		}
	signal(SIGCHLD, SIG_DFL);
	if (pipe2(p, O_CLOEXEC) == -1)
		err(1, "pipe");
	for (long i = 0; i < count; i++) {
		start(p[1]);
		if (!quick && read(p[0], &byte, 1) != 1)
			err(1, "an orphan was lost");
	}
	puts("READY");
	return 0;
}
