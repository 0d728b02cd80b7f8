/*
 * The init's own lines on standard error.
 */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "format.h"
#include "hot.h"
#include "log.h"
#include "nowait.h"

HOT static bool quiet, loud;
static unsigned long dropped;

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
		len = format(lost, sizeof lost,
		    "*** warning: %lu lines were lost here\n", dropped);
		if (nowait_write(lost, len) == 0)
			dropped = 0;
	}
	vformat(text, sizeof text, fmt, ap);
	len = append(line, append(line, 0, kind), text);
	line[len++] = '\n';
	if (nowait_write(line, len) == -1)
		dropped++;
	errno = error;
}

void
log_text(const char *text)
{
	static char copy[PIPE_BUF];

	strlcpy(copy, text, sizeof copy);
	nowait_write(copy, strlen(copy));
}

void
log_quiet(void)
{
	quiet = true;
}

void
log_loud(void)
{
	loud = true;
}

void
log_verbose(const char *fmt, ...)
{
	va_list ap;

	if (!loud)
		return;
	va_start(ap, fmt);
	say("*** ", fmt, ap);
	va_end(ap);
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
