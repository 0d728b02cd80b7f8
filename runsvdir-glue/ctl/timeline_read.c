/*
 * Collecting the boot: what my_init has written down, and when the services
 * began.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "files.h"
#include "names.h"
#include "times.h"
#include "timeline.h"
#include "init/format.h"
#include "init/proc.h"

#define BOOT_MAX 262144 /* 1000 lines and more */

/*
 * runsv starts its service at once. One that is much younger than its runsv
 * has ended before, and one whose runsv came long after the boot was added.
 */
#define AT_ONCE_US 2000000
#define AFTER_BOOT_US 10000000

static const char *const kinds[BAR_KINDS] = { "boot", "script", "services",
	"wait", "command", "service" };

const char *
timeline_kind(enum bar_kind kind)
{
	return kinds[kind];
}

static struct bar *
add(struct timeline *timeline, enum bar_kind kind)
{
	size_t room = timeline->room == 0 ? 64 : timeline->room * 2;
	struct bar *bars;

	if (timeline->count == timeline->room) {
		bars = reallocarray(timeline->bars, room, sizeof *bars);
		if (bars == NULL)
			return NULL;
		timeline->bars = bars;
		timeline->room = room;
	}
	bars = &timeline->bars[timeline->count++];
	*bars = (struct bar){ .kind = kind,
		.begin_us = -1,
		.up_us = -1,
		.ready_us = -1,
		.end_us = -1 };
	return bars;
}

/*
 * "WHAT BEGIN END NAME"; what is no such line is passed over.
 */
static int
add_line(struct timeline *timeline, char *line)
{
	char *text, *from;
	struct bar *bar;
	int64_t begin, end;
	int kind;

	text = strchr(line, ' ');
	if (text == NULL)
		return 0;
	*text++ = '\0';
	for (kind = 0; kind < BAR_SERVICE; kind++)
		if (strcmp(line, kinds[kind]) == 0)
			break;
	if (kind == BAR_SERVICE)
		return 0;
	from = text;
	begin = strtoll(from, &text, 10);
	if (text == from || begin <= 0)
		return 0;
	end = strtoll(text, &text, 10);
	bar = add(timeline, (enum bar_kind)kind);
	if (bar == NULL)
		return -1;
	bar->begin_us = begin;
	bar->end_us = end >= begin ? end : -1;
	format(bar->name, sizeof bar->name, "%s",
	    *text == ' ' && text[1] != '\0' ? text + 1 : kinds[kind]);
	return 0;
}

static int
read_boot(struct timeline *timeline, const struct ctl_state *state)
{
	char path[sizeof state->directory + 8], *text, *line, *rest;
	int result = 0;

	timeline->over = OVER_UNKNOWN;
	if (state->directory[0] == '\0')
		return 0;
	text = malloc(BOOT_MAX);
	if (text == NULL)
		return -1;
	format(path, sizeof path, "%s/boot", state->directory);
	timeline->over = OVER_NO;
	timeline->written = ctl_file_read(-1, path, text, BOOT_MAX) != -1;
	if (timeline->written)
		timeline->over = OVER_YES;
	else
		text[0] = '\0';
	rest = text;
	while (result == 0 && (line = strsep(&rest, "\n")) != NULL)
		result = add_line(timeline, line);
	free(text);
	return result;
}

/*
 * When its runsv began; -1 when that cannot be seen.
 */
static int64_t
runsv_us(const struct ctl_state *state, pid_t pid)
{
	struct proc_stat stat;

	if (pid <= 0 || proc_stat(pid, &stat) == -1 ||
	    proc_stat(stat.ppid, &stat) == -1 || stat.start == 0)
		return -1;
	return (int64_t)stat.start * state->tick_us;
}

static bool
is_added(const struct ctl_state *state, const struct view *view,
    int64_t begin_us, int64_t booted_us)
{
	int64_t runsv = runsv_us(state, view->pid);

	if (runsv == -1)
		runsv = begin_us;
	return booted_us != -1 && runsv > booted_us + AFTER_BOOT_US;
}

static bool
is_later(const struct ctl_state *state, const struct view *view,
    int64_t begin_us, int64_t booted_us)
{
	int64_t runsv = runsv_us(state, view->pid);

	if (is_added(state, view, begin_us, booted_us))
		return true;
	if (view->has_life)
		return view->restarts > 0;
	return runsv != -1 && begin_us > runsv + AT_ONCE_US;
}

/*
 * A service that is down has a bar when it is known when it ran.
 */
static int
add_service(struct timeline *timeline, const struct ctl_state *state,
    const struct view *view, int64_t booted_us)
{
	bool lives = view->state != VIEW_DOWN && view->pid > 0;
	struct bar *bar;

	if (!lives && (!view->has_life || view->began_us == -1))
		return 0;
	bar = add(timeline, BAR_SERVICE);
	if (bar == NULL)
		return -1;
	strlcpy(bar->name, view->name, sizeof bar->name);
	bar->up = view_is_up(view);
	bar->prepared = view->has_life;
	bar->has_check = view_has_check(state, view->name);
	bar->begin_us = lives ? view->forked_us : view->began_us;
	if (view->state != VIEW_WAITING && view->state != VIEW_BRAKING)
		bar->up_us = bar->begin_us;
	if (view->state == VIEW_RUN)
		bar->up_us = view->since_us;
	if (!lives && view->ended_us >= view->began_us)
		bar->end_us = view->ended_us;
	bar->later = is_later(state, view, bar->begin_us, booted_us);
	return 0;
}

/*
 * Should it be up, and is not? What has come long after the boot, and what
 * nobody starts (--skip-runit), says nothing of it; what may not be seen may
 * be up.
 */
static void
count_up(struct timeline *timeline, const struct ctl_state *state,
    const struct view *view, int64_t booted_us, bool no_runit)
{
	if (view_is_up(view) || !view_is_wanted(state, view) ||
	    (no_runit && view->state == VIEW_NO_RUNSV) ||
	    is_added(state, view, view->forked_us, booted_us))
		return;
	if (view->state != VIEW_UNKNOWN)
		timeline->over = OVER_NO;
	else if (timeline->over == OVER_YES)
		timeline->over = OVER_UNKNOWN;
}

static int
read_services(struct timeline *timeline, const struct ctl_state *state)
{
	static char *all[] = { NULL };
	bool no_runit = timeline->written;
	const struct bar *bar;
	struct view *views;
	int64_t booted_us = -1;
	size_t i, count, first = timeline->count;
	int result = 0;

	for (i = 0; i < first; i++) {
		bar = &timeline->bars[i];
		if (bar->kind != BAR_COMMAND && bar->end_us > booted_us)
			booted_us = bar->end_us;
		no_runit = no_runit && bar->kind != BAR_SERVICES;
	}
	if (ctl_names_views(state, all, &views, &count) == -1)
		return -1;
	for (i = 0; result == 0 && i < count; i++)
		if (view_read(state, &views[i])) {
			count_up(
			    timeline, state, &views[i], booted_us, no_runit);
			result =
			    add_service(timeline, state, &views[i], booted_us);
		}
	free(views);
	return result == 0 ? timeline_judge(timeline, state, first) : -1;
}

int
timeline_read(struct timeline *timeline, const struct ctl_state *state)
{
	memset(timeline, 0, sizeof *timeline);
	if (read_boot(timeline, state) == -1 ||
	    read_services(timeline, state) == -1)
		return -1;
	timeline_by_begin(timeline);
	timeline_measure(timeline, state);
	if (timeline->begin_us != -1)
		ctl_time_iso(ctl_state_wall_us(state, timeline->begin_us),
		    timeline->when);
	if (gethostname(timeline->host, sizeof timeline->host - 1) == -1)
		timeline->host[0] = '\0';
	return 0;
}
