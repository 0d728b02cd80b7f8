/*
 * The init's own lines on standard error.
 */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "format.h"
#include "hot.h"
#include "log.h"
#include "nowait.h"
#include "proc.h"
#include "tagline.h"
#include "turn.h"

#define NAME "my_init"

HOT static bool quiet, loud, formed;
LARGE static struct tagline form;
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

/*
 * In the worst case a byte becomes three, and it all must be one write.
 */
static size_t
put_in_form(char *line, size_t length)
{
	LARGE static char out[PIPE_BUF];
	const char *at = line;
	struct timespec now;

	if (length > LOG_FORMED_MAX) {
		length = LOG_FORMED_MAX;
		line[length - 1] = '\n';
	}
	clock_gettime(CLOCK_REALTIME, &now);
	if (form.json)
		tagline_json(&form, NAME, now.tv_sec,
		    (unsigned int)(now.tv_nsec / 1000), proc_self());
	length = tagline_put(&form, &at, line + length, out, sizeof out);
	memcpy(line, out, length);
	return length;
}

/*
 * One line, whose end it gets.
 */
static int
put(char *line, size_t length)
{
	line[length++] = '\n';
	if (formed)
		length = put_in_form(line, length);
	return turn_write(line, length);
}

static void
say(const char *kind, const char *fmt, va_list ap)
{
	LARGE static char text[PIPE_BUF], line[PIPE_BUF];
	int error = errno;

	if (dropped > 0 && !turn_waits() &&
	    put(line,
		format(line, sizeof line,
		    "*** warning: %lu lines were lost here", dropped)) == 0)
		dropped = 0;
	vformat(text, sizeof text, fmt, ap);
	if (put(line, append(line, append(line, 0, kind), text)) == -1)
		dropped++;
	errno = error;
}

void
log_text(const char *text)
{
	LARGE static char copy[PIPE_BUF];

	strlcpy(copy, text, sizeof copy);
	nowait_write(copy, strlen(copy));
}

void
log_form(const char *name)
{
	formed = name != NULL && strcmp(name, "raw") != 0;
	if (!formed)
		return;
	form.json = strcmp(name, "json") == 0;
	if (!form.json)
		tagline_text(&form, NAME);
}

void
log_between(const char *directory)
{
	char path[PATH_MAX];

	if (!formed)
		return;
	format(path, sizeof path, "%s/log.lock", directory);
	turn_open(path);
}

bool
log_reaped(pid_t pid)
{
	return turn_reaped(pid, &dropped);
}

void
log_end(void)
{
	turn_end(&dropped);
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
