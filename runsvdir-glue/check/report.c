/*
 * The lines of `my_initctl check`. Names in an image are whatever its maker
 * wrote: none may forge a line, or speak to the terminal.
 */
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "report.h"
#include "init/format.h"
#include "runsvdir-glue/ctl/out.h"

#define TEXT_ROOM 8192

static size_t faults;

static void __attribute__((format(printf, 3, 0)))
say(const char *kind, const char *path, const char *fmt, va_list ap)
{
	static char text[TEXT_ROOM];
	struct out out;

	if (vformat(text, sizeof text, fmt, ap) >= sizeof text)
		memcpy(text + sizeof text - sizeof "...", "...", sizeof "...");
	out_open(&out, STDERR_FILENO);
	out_text(&out, kind);
	out_shown(&out, path);
	out_text(&out, ": ");
	out_shown(&out, text);
	out_text(&out, "\n");
	(void)out_close(&out); /* the status tells all the same */
}

void
report_fault(const char *path, const char *fmt, ...)
{
	va_list ap;

	faults++;
	va_start(ap, fmt);
	say("", path, fmt, ap);
	va_end(ap);
}

void
report_warning(const char *path, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("warning: ", path, fmt, ap);
	va_end(ap);
}

size_t
report_faults(void)
{
	return faults;
}

static void
add_count(struct out *out, size_t count, const char *what)
{
	out_format(
	    out, "%lu %s%s", (unsigned long)count, what, count == 1 ? "" : "s");
}

int
report_summary(size_t services, size_t scripts)
{
	struct out out;

	out_open(&out, STDOUT_FILENO);
	add_count(&out, services, "service");
	out_text(&out, ", ");
	add_count(&out, scripts, "script");
	out_text(&out, ": ");
	if (faults == 0)
		out_text(&out, "no faults");
	else
		add_count(&out, faults, "fault");
	out_text(&out, "\n");
	return out_close(&out);
}
