/*
 * Is the boot over, and were all services up then? Nobody notes when a check
 * passes, but who waited for that says when it had: a service that comes
 * `after` the other one and has begun, and PID 1 when its wait was over. A
 * check without such a witness is asked now.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checks.h"
#include "files.h"
#include "timeline.h"
#include "init/clock.h"
#include "init/format.h"
#include "runsvdir-glue/after.h"

#define CHECKS_MS 5000
#define CANNOT_RUN 126 /* or 127 */

struct services {
	struct timeline *timeline;
	struct bar *first;
	size_t count;
	int64_t witness_us; /* something that waited for some was over */
};

static int
compare(const void *one, const void *other)
{
	const struct bar *a = one, *b = other;

	return strcmp(a->name, b->name);
}

/*
 * What was up only later was not waited for: of each circle one arrow is
 * ignored.
 */
static void
witness(const struct services *services, struct bar *bar)
{
	int64_t us = services->witness_us;

	if (bar->has_check && !bar->later && bar->up_us != -1 &&
	    bar->up_us <= us && (bar->ready_us == -1 || us < bar->ready_us))
		bar->ready_us = us;
}

static void
visit(const char *name, size_t length, void *context)
{
	const struct services *services = context;
	struct bar key = { .kind = BAR_SERVICE }, *bar;

	format(key.name, sizeof key.name, "%.*s", (int)length, name);
	bar = bsearch(
	    &key, services->first, services->count, sizeof key, compare);
	if (bar != NULL)
		witness(services, bar);
}

static void
find_witnesses(struct services *services, const struct ctl_state *state)
{
	struct timeline *timeline = services->timeline;
	static char text[AFTER_TEXT_MAX];
	char path[sizeof timeline->bars->name + 8];
	const struct bar *bar, *end = timeline->bars + timeline->count;
	size_t i;

	for (bar = timeline->bars; bar < end; bar++) {
		services->witness_us = bar->up_us;
		if (bar->kind == BAR_WAIT && bar->end_us != -1) {
			services->witness_us = bar->end_us;
			for (i = 0; i < services->count; i++)
				witness(services, &services->first[i]);
		} else if (bar->prepared && !bar->later && bar->up_us != -1) {
			format(path, sizeof path, "%s/after", bar->name);
			if (ctl_file_read(state->services_fd, path, text,
				sizeof text) > 0)
				after_each(text, visit, services);
		}
	}
}

/*
 * One that passes now did so at some time; one that cannot be run says
 * nothing.
 */
static void
take(struct services *services, struct bar *bar, const struct check *check)
{
	enum over *over = &services->timeline->over;

	bar->failing = !check->done ||
	    (check->status != 0 &&
		!(WIFEXITED(check->status) &&
		    (WEXITSTATUS(check->status) | 1) == (CANNOT_RUN | 1)));
	if (bar->failing)
		*over = OVER_NO;
	else if (*over == OVER_YES)
		*over = OVER_UNKNOWN;
}

static bool
is_any_running(const struct check *checks, size_t count)
{
	while (count > 0)
		if (checks[--count].pid > 0)
			return true;
	return false;
}

static int
ask(struct services *services, const struct ctl_state *state)
{
	size_t i, count = services->count;
	struct check *checks = calloc(count + 1, sizeof *checks);
	bool *asked = calloc(count + 1, sizeof *asked);
	int64_t deadline = clock_after(clock_now(), CHECKS_MS);
	struct bar *bars = services->first;

	if (checks == NULL || asked == NULL) {
		free(checks);
		free(asked);
		return -1;
	}
	checks_begin();
	for (i = 0; i < count; i++)
		asked[i] = bars[i].has_check && bars[i].up && !bars[i].later &&
		    bars[i].ready_us == -1 &&
		    checks_start(state, bars[i].name, &checks[i]) == 0;
	while (is_any_running(checks, count) && clock_now() < deadline) {
		checks_wait(-1, deadline);
		checks_reap(checks, count);
	}
	checks_kill(checks, count);
	for (i = 0; i < count; i++)
		if (asked[i])
			take(services, &bars[i], &checks[i]);
	free(checks);
	free(asked);
	return 0;
}

int
timeline_judge(
    struct timeline *timeline, const struct ctl_state *state, size_t first)
{
	struct services services = { .timeline = timeline,
		.count = timeline->count - first };
	size_t i;

	for (i = 0; i < first; i++)
		if (timeline->bars[i].kind < BAR_COMMAND &&
		    timeline->bars[i].end_us == -1)
			timeline->over = OVER_NO;
	if (services.count == 0)
		return 0;
	services.first = timeline->bars + first;
	find_witnesses(&services, state);
	for (i = 0; i < services.count; i++)
		if (!services.first[i].has_check)
			services.first[i].ready_us = services.first[i].up_us;
	return ask(&services, state);
}
