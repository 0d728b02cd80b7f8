/*
 * Writes that do not wait, by the kind of what standard error is.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "nowait.h"

#ifndef RWF_NOWAIT
#define RWF_NOWAIT 0x00000008
#endif

static int terminal = -1;

/*
 * A terminal that says POLLOUT may still make a long line wait for more room
 * (n_tty_write in drivers/tty/n_tty.c), so it gets an open file of our own.
 */
static int
write_terminal(const char *line, size_t length)
{
	if (terminal == -1)
		terminal = open("/proc/self/fd/2",
		    O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (terminal == -1)
		return -1;
	return write(terminal, line, length) < 0 ? -1 : 0;
}

/*
 * Pipes and sockets: pwritev2(RWF_NOWAIT) cannot block even when another
 * writer fills it this very moment, but pipes know it only since Linux 6.5;
 * before, ask first. (Files are written to as usual: there it would refuse
 * whenever a time stamp must be updated, on btrfs and xfs.)
 */
static int
write_pipe(const char *line, size_t length)
{
	struct iovec iov = { .iov_base = (void *)(uintptr_t)line,
		.iov_len = length };
	struct pollfd pfd = { .fd = STDERR_FILENO, .events = POLLOUT };

	if (syscall(SYS_pwritev2, STDERR_FILENO, &iov, 1L, -1L, -1L,
		RWF_NOWAIT) >= 0)
		return 0;
	if (errno == EAGAIN || errno == EBADF || errno == EPIPE)
		return -1;
	if (poll(&pfd, 1, 0) != 1 || !(pfd.revents & POLLOUT))
		return -1;
	return write(STDERR_FILENO, line, length) < 0 ? -1 : 0;
}

int
nowait_write(const char *line, size_t length)
{
	struct stat st;

	if (fstat(STDERR_FILENO, &st) == -1)
		return -1;
	if (S_ISCHR(st.st_mode) && isatty(STDERR_FILENO) &&
	    write_terminal(line, length) == 0)
		return 0;
	if (S_ISCHR(st.st_mode) && terminal != -1)
		return -1;
	if (!S_ISREG(st.st_mode))
		return write_pipe(line, length);
	return write(STDERR_FILENO, line, length) < 0 ? -1 : 0;
}

void
nowait_forget(void)
{
	terminal = -1;
}
