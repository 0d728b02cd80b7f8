/*
 * The order of a stop: who is held until others have ended, and for how long.
 */
#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "arrows.h"
#include "init/clock.h"
#include "init/format.h"
#include "init/hot.h"
#include "order.h"

#define LOOK_MS 2

static const struct arrow *arrows;
static size_t arrow_count;
static int64_t deadline, until = CLOCK_NEVER;
static int64_t look_again = CLOCK_NEVER;
static bool possible, waited;
LARGE static char folders[PATH_MAX];

void
order_begin(const char *state, int64_t end)
{
	deadline = end;
	folders[0] = '\0';
	if (state != NULL)
		format(folders, sizeof folders, "%s/services", state);
}

/*
 * The first may have been prepared a moment ago.
 */
bool
order_look(void)
{
	if (!possible && folders[0] != '\0')
		possible = access(folders, F_OK) == 0 || errno != ENOENT;
	return possible;
}

static bool
is_done(const struct service *service)
{
	return service->overdue || service_ended(service);
}

/*
 * Is there one that needs it and has not ended? With `by`, is that one?
 */
static bool
is_needed(const struct service *all, size_t index, const struct service *by)
{
	const struct service *from;
	size_t i;

	for (i = 0; i < arrow_count; i++) {
		from = &all[arrows[i].from];
		if (arrows[i].to == index && !arrows[i].closes &&
		    !is_done(from) && (by == NULL || by == from))
			return true;
	}
	return false;
}

static bool
holds_any(const struct service *all, size_t count, const struct service *by)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (all[i].held && is_needed(all, i, by))
			return true;
	return false;
}

static void
kill_overdue(struct service *all, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!all[i].held && !is_done(&all[i]) &&
		    holds_any(all, count, &all[i])) {
			service_kill(&all[i], false);
			all[i].overdue = true;
		}
}

/*
 * Past the deadline there is nothing left to halve.
 */
static int64_t
halfway(int64_t now)
{
	if (deadline == CLOCK_NEVER || now >= deadline)
		return CLOCK_NEVER;
	return now + (deadline - now + 1) / 2;
}

void
order_hurry(int64_t end)
{
	deadline = end;
	if (until != CLOCK_NEVER)
		until = clock_least(until, halfway(clock_now()));
}

bool
order_step(struct service *all, size_t count, bool complete, int64_t now)
{
	bool changed = false, holds;
	size_t i;

	if (!possible)
		return false;
	complete = complete && arrows_read(all, count, now);
	arrows = arrows_of(&arrow_count);
	look_again = complete ? CLOCK_NEVER : now + LOOK_MS;
	if (arrow_count == 0 && complete && !waited)
		return false;
	waited = !complete;
	if (now >= until)
		kill_overdue(all, count);
	for (i = 0; i < count; i++) {
		holds = all[i].state == SERVICE_NEW &&
		    (!complete || is_needed(all, i, NULL));
		changed = changed || (all[i].held && !holds);
		all[i].held = holds;
	}
	if (changed || now >= until || until == CLOCK_NEVER)
		until = halfway(now);
	return changed;
}

int64_t
order_wake(void)
{
	return clock_least(look_again, arrow_count == 0 ? CLOCK_NEVER : until);
}
