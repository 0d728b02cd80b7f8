/*
 * The init's own lines on standard error. The pipe or terminal behind it is
 * shared with every child, so O_NONBLOCK, which belongs to the open file and
 * not to the descriptor, may not be set on it.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "log.h"

#ifndef RWF_NOWAIT
#define RWF_NOWAIT 0x00000008
#endif

static bool quiet;
static unsigned long dropped;

/*
 * A write that does not wait. pwritev2(RWF_NOWAIT) cannot block even when
 * another writer fills the pipe this very moment, but pipes know it only
 * since Linux 6.5 and terminals not at all (EOPNOTSUPP); there, ask first.
 */
static int
write_nowait(char *line, size_t len)
{
	struct iovec iov = { .iov_base = line, .iov_len = len };
	struct pollfd pfd = { .fd = STDERR_FILENO, .events = POLLOUT };

	if (syscall(SYS_pwritev2, STDERR_FILENO, &iov, 1L, -1L, -1L,
		RWF_NOWAIT) >= 0)
		return 0;
	if (errno == EAGAIN || errno == EBADF || errno == EPIPE)
		return -1;
	if (poll(&pfd, 1, 0) != 1 || !(pfd.revents & POLLOUT))
		return -1;
	return write(STDERR_FILENO, line, len) < 0 ? -1 : 0;
}

/*
 * Copies the text with its control characters made visible. Always leaves
 * room for the newline.
 */
static size_t
append(char *line, size_t at, const char *text)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *p;

	for (p = (const unsigned char *)text; *p != '\0'; p++) {
		if (at > PIPE_BUF - 6)
			break;
		if (*p >= ' ' && *p != 0x7f) {
			line[at++] = (char)*p;
			continue;
		}
		line[at++] = '\\';
		line[at++] = 'x';
		line[at++] = hex[*p >> 4];
		line[at++] = hex[*p & 15];
	}
	return at;
}

static void
say(const char *kind, const char *fmt, va_list ap)
{
	static char text[PIPE_BUF], line[PIPE_BUF], lost[64];
	int error = errno;
	size_t len;

	if (dropped > 0) {
		len = (size_t)snprintf(lost, sizeof lost,
		    "*** warning: %lu lines were lost here\n", dropped);
		if (write_nowait(lost, len) == 0)
			dropped = 0;
	}
	vsnprintf(text, sizeof text, fmt, ap);
	len = append(line, append(line, 0, kind), text);
	line[len++] = '\n';
	if (write_nowait(line, len) == -1)
		dropped++;
	errno = error;
}

void
log_text(const char *text)
{
	static char copy[PIPE_BUF];

	strlcpy(copy, text, sizeof copy);
	write_nowait(copy, strlen(copy));
}

void
log_quiet(void)
{
	quiet = true;
}

void
log_info(const char *fmt, ...)
{
	va_list ap;

	if (quiet)
		return;
	va_start(ap, fmt);
	say("*** ", fmt, ap);
	va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("*** warning: ", fmt, ap);
	va_end(ap);
}

void
log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("*** ", fmt, ap);
	va_end(ap);
}
