/*
 * The order of the bars, what of them is worth a picture, and for how long the
 * boot took.
 */
#include <stdlib.h>
#include <string.h>

#include "times.h"
#include "timeline.h"
#include "init/format.h"

/*
 * A directory in front of a script's name tells nothing new.
 */
const char *
timeline_label(const struct bar *bar)
{
	const char *slash = strrchr(bar->name, '/');

	return bar->kind == BAR_SCRIPT && slash != NULL && slash[1] != '\0' ?
	    slash + 1 :
	    bar->name;
}

/*
 * What the boot took, as far as that is known.
 */
void
timeline_span(const struct timeline *timeline, char text[64])
{
	static const char *const words[] = {
		[OVER_YES] = ": ",
		[OVER_NO] = ", so far: ",
		[OVER_UNKNOWN] = ", at least: ",
	};
	char span[CTL_TIME_MAX];

	ctl_time_span(timeline->span_us, span);
	format(text, 64, "%s%s", words[timeline->over], span);
}

bool
timeline_is_open(const struct bar *bar)
{
	return bar->kind == BAR_SERVICE && !bar->later && bar->end_us == -1 &&
	    (bar->up_us == -1 || bar->failing);
}

static int
compare(const void *one, const void *other)
{
	const struct bar *a = one, *b = other;

	if (a->begin_us != b->begin_us)
		return a->begin_us < b->begin_us ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int64_t
up_of(const struct bar *bar)
{
	if (bar->later || (bar->kind == BAR_SERVICE && bar->up_us == -1))
		return INT64_MAX;
	return bar->kind == BAR_SERVICE ? bar->up_us : bar->begin_us;
}

static int
compare_up(const void *one, const void *other)
{
	const struct bar *a = one, *b = other;

	if (a->later != b->later)
		return a->later ? 1 : -1;
	if (up_of(a) != up_of(b))
		return up_of(a) < up_of(b) ? -1 : 1;
	return compare(one, other);
}

void
timeline_by_begin(struct timeline *timeline)
{
	if (timeline->count > 1)
		qsort(timeline->bars, timeline->count, sizeof *timeline->bars,
		    compare);
}

void
timeline_by_up(struct timeline *timeline)
{
	if (timeline->count > 1)
		qsort(timeline->bars, timeline->count, sizeof *timeline->bars,
		    compare_up);
}

/*
 * From the first begin to the last moment that belongs to the boot: a
 * command, or a service that ends some day, goes on at the edge. While PID 1
 * has written nothing down, that is since it began; what is not up waits
 * until now.
 */
void
timeline_measure(struct timeline *timeline, const struct ctl_state *state)
{
	int64_t born = (int64_t)state->epoch * state->tick_us, last;
	bool alone = state->directory[0] == '\0';
	bool goes_on =
	    !timeline->written && !alone && timeline->over == OVER_NO;
	const struct bar *bar, *end = timeline->bars + timeline->count;

	timeline->begin_us = timeline->end_us = -1;
	for (bar = timeline->bars; bar < end; bar++) {
		if (bar->later)
			continue;
		last = bar->ready_us > bar->up_us ? bar->ready_us : bar->up_us;
		if (bar->begin_us > last)
			last = bar->begin_us;
		if (bar->kind < BAR_COMMAND && bar->end_us > last)
			last = bar->end_us;
		if (timeline->begin_us == -1)
			timeline->begin_us = bar->begin_us;
		if (last > timeline->end_us)
			timeline->end_us = last;
		goes_on = goes_on || timeline_is_open(bar) ||
		    (bar->kind < BAR_COMMAND && bar->end_us == -1);
	}
	if (timeline->begin_us == -1)
		return;
	if (!timeline->written && !alone && born < timeline->begin_us)
		timeline->begin_us = born;
	if (goes_on && timeline->end_us < state->now_us)
		timeline->end_us = state->now_us;
	timeline->span_us = timeline->end_us - timeline->begin_us;
	if (timeline->over == OVER_NO && state->now_us > timeline->end_us)
		timeline->span_us = state->now_us - timeline->begin_us;
}
