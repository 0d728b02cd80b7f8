/*
 * Very many orphans, fast: all of them are dead when PID 1 becomes their
 * parent.
 *
 *	one_orphans COUNT [BATCH]
 *
 * A child makes BATCH (100) children that end at once, and ends: that again
 * until there were COUNT. Where there are very many, or pids run out, it waits
 * for some to be reaped.
 */
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "patient.h"

static bool
bear(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		_exit(0);
	return pid > 0;
}

static void
breed(long count)
{
	while (count > 0)
		if (bear())
			count--;
		else if (errno != EAGAIN)
			_exit(1);
		else
			sched_yield();
	_exit(0);
}

int
main(int argc, char **argv)
{
	long count = argc > 1 ? atol(argv[1]) : 0;
	long batch = argc > 2 ? atol(argv[2]) : 100;
	int status;
	pid_t pid;

	if (count <= 0 || batch <= 0)
		errx(2, "COUNT is needed");
	signal(SIGCHLD, SIG_DFL);
	for (; count > 0; count -= batch) {
		patient_room();
		while ((pid = fork()) == -1)
			if (errno != EAGAIN)
				err(1, "fork");
		if (pid == 0)
			breed(count < batch ? count : batch);
		if (waitpid(pid, &status, 0) != pid || status != 0)
			errx(1, "a batch failed");
	}
	return 0;
}
