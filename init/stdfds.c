/*
 * Standard descriptors that are closed, and those that shall be.
 */
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "nowait.h"
#include "stdfds.h"

#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#define LAST_FD 1023 /* where close_range(2) is missing (before Linux 5.9) */

void
stdfds_plug(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
		if (fd == -1)
			fd = open("/", O_PATH | O_CLOEXEC);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

static void
close_from(unsigned int first, unsigned int last)
{
	unsigned int fd;

	if (syscall(SYS_close_range, first, last, 0) == 0)
		return;
	for (fd = first; fd <= last && fd <= LAST_FD; fd++)
		close((int)fd);
}

void
stdfds_release(void)
{
	close_from(STDIN_FILENO, STDOUT_FILENO);
	close_from(STDERR_FILENO + 1, ~0U);
	nowait_forget();
}
