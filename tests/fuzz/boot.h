#ifndef FUZZ_BOOT_H
#define FUZZ_BOOT_H

#include <stdbool.h>

#include "fuzz.h"
#include "runsvdir-glue/ctl/timeline.h"
#include "runsvdir-glue/ctl/times.h"

/*
 * A boot made up of any bytes, with names of any bytes.
 *
 * boot_take: all of the input becomes a timeline, as timeline_read and
 * timeline_measure leave one; its bars are there until the next call.
 */
#define BARS_MAX 24

static inline unsigned int
boot_byte(const uint8_t **data, size_t *size)
{
	if (*size == 0)
		return 0;
	--*size;
	return *(*data)++;
}

/*
 * From a microsecond to some 17 years, small and large ones alike.
 */
static inline int64_t
boot_time(const uint8_t **data, size_t *size)
{
	unsigned int mantissa = boot_byte(data, size);

	return (int64_t)(mantissa + 1) << boot_byte(data, size) % 41;
}

static inline void
boot_name(const uint8_t **data, size_t *size, char *name, size_t room)
{
	size_t length = strnlen((const char *)*data, *size), n = length;

	if (n >= room)
		n = room - 1;
	memcpy(name, *data, n);
	name[n] = '\0';
	length += length < *size;
	*data += length;
	*size -= length;
}

/*
 * As timeline_read leaves them.
 */
static inline void
boot_service(
    struct bar *bar, unsigned int flags, const uint8_t **data, size_t *size)
{
	bar->later = flags & 1;
	bar->has_check = flags & 2;
	if (flags & 4)
		return; /* waits */
	bar->up = flags & 8;
	bar->up_us = bar->begin_us;
	if (!bar->up && flags & 16) {
		bar->end_us = bar->begin_us + boot_time(data, size) - 1;
	} else if (flags & 16)
		bar->up_us += boot_time(data, size);
	if (!bar->has_check)
		bar->ready_us = bar->up_us;
	else if (bar->up && flags & 32 && !bar->later)
		bar->failing = true;
	else if (flags & 64 && !bar->later)
		bar->ready_us = bar->up_us + boot_time(data, size) - 1;
}

static inline void
boot_bar(struct bar *bar, const uint8_t **data, size_t *size)
{
	unsigned int kind = boot_byte(data, size);

	*bar = (struct bar){ .kind = (enum bar_kind)(kind % BAR_KINDS),
		.begin_us = boot_time(data, size),
		.up_us = -1,
		.ready_us = -1,
		.end_us = -1 };
	if (bar->kind == BAR_SERVICE)
		boot_service(bar, boot_byte(data, size), data, size);
	else if (kind < 128)
		bar->end_us = bar->begin_us + boot_time(data, size) - 1;
	boot_name(data, size, bar->name, sizeof bar->name);
	if (bar->name[0] == '\0')
		strcpy(bar->name, "x");
}

static inline void
boot_take(struct timeline *timeline, const uint8_t **data, size_t *size)
{
	static struct bar bars[BARS_MAX];
	struct ctl_state state = { .tick_us = 10000 };
	unsigned int flags = boot_byte(data, size);

	memset(timeline, 0, sizeof *timeline);
	timeline->bars = bars;
	timeline->written = flags & 1;
	timeline->over = (enum over)((flags >> 1 & 3) % 3);
	if (flags & 8)
		strcpy(state.directory, "/run/my_init");
	state.now_us = boot_time(data, size);
	state.epoch = (uint64_t)(boot_time(data, size) / state.tick_us);
	boot_name(data, size, timeline->host, sizeof timeline->host);
	while (*size > 0 && timeline->count < BARS_MAX)
		boot_bar(&bars[timeline->count++], data, size);
	timeline_by_begin(timeline);
	timeline_measure(timeline, &state);
	if (timeline->begin_us != -1)
		ctl_time_iso(timeline->begin_us, timeline->when);
}

#endif
