/*
 * The times of the boot.
 */
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "format.h"
#include "hot.h"
#include "rundir.h"
#include "timeline.h"

#define FILE_NAME "boot"
#define ROOM 16384
#define LINE_MAX_SIZE 512

LARGE static char text[ROOM];
static size_t length;
static bool written;
static struct {
	const char *what;
	char name[256];
	unsigned long long begin;
} last;

static unsigned long long
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (unsigned long long)ts.tv_sec * 1000000 +
	    (unsigned long long)ts.tv_nsec / 1000;
}

static void
add(unsigned long long end)
{
	char line[LINE_MAX_SIZE];
	size_t size;

	if (last.what == NULL)
		return;
	size = format(line, sizeof line, "%s %llu %llu %s\n", last.what,
	    last.begin, end, last.name);
	if (length + size < ROOM)
		length += format(text + length, ROOM - length, "%s", line);
	last.what = NULL;
}

void
timeline_begin(const char *what, const char *name)
{
	char *c;

	add(0);
	last.what = what;
	last.begin = now();
	format(last.name, sizeof last.name, "%s", name);
	for (c = last.name; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
}

void
timeline_end(void)
{
	add(now());
}

/*
 * With what has begun and not ended, which is noted when it does.
 */
void
timeline_show(void)
{
	const char *what = last.what;
	size_t kept = length;

	add(0);
	rundir_write(FILE_NAME, text, length);
	length = kept;
	last.what = what;
}

void
timeline_write(void)
{
	timeline_show();
	written = true;
}

void
timeline_mend(void)
{
	if (written && !rundir_has(FILE_NAME))
		timeline_show();
}
