/*
 * For programs of tests that make many processes, beside others on the machine.
 * patient_fork: where no process is left it tries again for PATIENCE seconds.
 * Then, and at any other error, the program ends with a word.
 * patient_room: waits while there are more than CROWD, dead ones with them, but
 * not for long, for they may be the machine's own.
 */
#ifndef PATIENT_H
#define PATIENT_H

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 15
#define CROWD 8000 /* a kernel may have no more than 32768 */

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

static inline void
patient_room(void)
{
	const struct timespec nap = { .tv_nsec = 1000000 };
	char text[128], *total;
	ssize_t n;
	int fd, i;

	for (i = 0; i < 200; i++) {
		if ((fd = open("/proc/loadavg", O_RDONLY | O_CLOEXEC)) == -1)
			return;
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
		text[n > 0 ? n : 0] = '\0';
		total = strchr(text, '/');
		if (total == NULL || atol(total + 1) < CROWD)
			return;
		nanosleep(&nap, NULL);
	}
}

#endif
