/*
 * Processes that make trouble when they are to end.
 *
 *	cmd_storm [-f|-s SIGNAL] [-n COUNT] [-o FILE]
 *
 * COUNT (1) orphans, each in a session of its own, are deaf to TERM and wait.
 * When all are there "READY" is appended to FILE and the program ends with 0.
 * At TERM each orphan
 *	-f  forks a successor and ends, for ever; after STORM of them
 *	    (all together) some milliseconds apart, so that the machine
 *	    keeps pids for others
 *	-s  sends SIGNAL (a number) to process 1, or to its first parent
 *	    when that is another, for ever
 */
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "patient.h"

#define STORM 2000

static pid_t target;

static void
storm(int signo, int fast)
{
	int count;

	for (count = 0;; count++) {
		if (signo > 0)
			kill(target, signo);
		else if (fork() > 0)
			_exit(0);
		if (signo == 0 && count >= fast)
			usleep(4000);
	}
}

static void
orphan(int signo, int fast)
{
	sigset_t term;
	int got;

	if (patient_fork() != 0)
		_exit(0);
	setsid();
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	while (sigwait(&term, &got) != 0)
		;
	storm(signo, fast);
}

int
main(int argc, char **argv)
{
	int c, count = 1, signo = 0, out = -1;
	sigset_t term;

	while ((c = getopt(argc, argv, "fn:o:s:")) != -1)
		switch (c) {
		case 'f': break;
		case 'n': count = atoi(optarg); break;
		case 'o':
			out = open(optarg, O_WRONLY | O_CREAT | O_APPEND, 0666);
			break;
		case 's': signo = atoi(optarg); break;
		default: return 2;
		}
	target = getppid();
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	for (int i = 0; i < count; i++) {
		pid_t pid = patient_fork();

		if (pid == 0)
			orphan(signo, STORM / count);
		if (waitpid(pid, NULL, 0) != pid)
			err(1, "waitpid");
	}
	if (out != -1 && write(out, "READY\n", 6) != 6)
		err(1, "write");
	return 0;
}
