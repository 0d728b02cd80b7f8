/*
 * fork() for programs of tests: where the machine has no process left, which
 * other tests may have taken for a moment, it is tried again for PATIENCE
 * seconds. Then, and at any other error, the program ends with a word.
 */
#ifndef PATIENT_H
#define PATIENT_H

#include <err.h>
#include <errno.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 15

static inline pid_t
patient_fork(void)
{
	const struct timespec nap = { .tv_nsec = 1000000 };
	time_t end = time(NULL) + PATIENCE;
	pid_t pid;

	while ((pid = fork()) == -1) {
		if (errno != EAGAIN || time(NULL) > end)
			err(1, "fork");
		nanosleep(&nap, NULL);
	}
	return pid;
}

#endif
