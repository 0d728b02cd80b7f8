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
	bars->kind = kind;
	bars->later = false;
	bars->begin_us = bars->up_us = bars->end_us = -1;
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

	if (state->directory[0] == '\0')
		return 0;
	text = malloc(BOOT_MAX);
	if (text == NULL)
		return -1;
	format(path, sizeof path, "%s/boot", state->directory);
	if (ctl_file_read(-1, path, text, BOOT_MAX) == -1)
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
is_later(const struct ctl_state *state, const struct view *view,
    int64_t begin_us, int64_t booted_us)
{
	int64_t runsv = runsv_us(state, view->pid);

	if (runsv == -1)
		runsv = begin_us;
	if (booted_us != -1 && runsv > booted_us + AFTER_BOOT_US)
		return true;
	if (view->has_life)
		return view->restarts > 0;
	return begin_us > runsv + AT_ONCE_US;
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

static int
read_services(struct timeline *timeline, const struct ctl_state *state)
{
	static char *all[] = { NULL };
	struct view *views;
	int64_t booted_us = -1;
	size_t i, count;
	int result = 0;

	for (i = 0; i < timeline->count; i++)
		if (timeline->bars[i].kind != BAR_COMMAND &&
		    timeline->bars[i].end_us > booted_us)
			booted_us = timeline->bars[i].end_us;
	if (ctl_names_views(state, all, &views, &count) == -1)
		return -1;
	for (i = 0; result == 0 && i < count; i++)
		if (view_read(state, &views[i]))
			result =
			    add_service(timeline, state, &views[i], booted_us);
	free(views);
	return result;
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

/*
 * From the first begin to the last moment that belongs to the boot: a
 * command, or a service that ends some day, goes on at the edge.
 */
static void
measure(struct timeline *timeline)
{
	const struct bar *bar;
	int64_t last;
	size_t i;

	timeline->begin_us = timeline->end_us = -1;
	for (i = 0; i < timeline->count; i++) {
		bar = &timeline->bars[i];
		if (bar->later)
			continue;
		last = bar->begin_us;
		if (bar->up_us > last)
			last = bar->up_us;
		if (bar->kind < BAR_COMMAND && bar->end_us > last)
			last = bar->end_us;
		if (timeline->begin_us == -1)
			timeline->begin_us = bar->begin_us;
		if (last > timeline->end_us)
			timeline->end_us = last;
	}
}

int
timeline_read(struct timeline *timeline, const struct ctl_state *state)
{
	memset(timeline, 0, sizeof *timeline);
	if (read_boot(timeline, state) == -1 ||
	    read_services(timeline, state) == -1)
		return -1;
	if (timeline->count > 1)
		qsort(timeline->bars, timeline->count, sizeof *timeline->bars,
		    compare);
	measure(timeline);
	if (timeline->begin_us != -1)
		ctl_time_iso(ctl_state_wall_us(state, timeline->begin_us),
		    timeline->when);
	if (gethostname(timeline->host, sizeof timeline->host - 1) == -1)
		timeline->host[0] = '\0';
	return 0;
}
