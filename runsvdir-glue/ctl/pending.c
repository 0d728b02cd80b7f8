/*
 * Services on their way up.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "names.h"
#include "pending.h"
#include "init/clock.h"

#define PAUSE_MS 50 /* between two tries of a check, doubling */
#define PAUSE_MAX_MS 1000
#define HANGS_MS 10000
#define SETTLE_US 50000 /* without a check: what ends sooner was never up */

static int
allocate(struct pendings *all)
{
	all->list = calloc(all->count + 1, sizeof *all->list);
	all->checks = calloc(all->count + 1, sizeof *all->checks);
	if (all->list != NULL && all->checks != NULL)
		return 0;
	ctl_error("%s", strerror(errno));
	free(all->views);
	free(all->list);
	free(all->checks);
	return -1;
}

int
pending_begin(struct pendings *all, char *const *names)
{
	all->named = names[0] != NULL;
	if (ctl_names_views(&all->state, names, &all->views, &all->count) == -1)
		return -1;
	return allocate(all);
}

void
pending_end(struct pendings *all)
{
	checks_kill(all->checks, all->count);
	free(all->views);
	free(all->list);
	free(all->checks);
}

static void
look_at_check(struct pendings *all, size_t i)
{
	struct pending *pending = &all->list[i];
	struct check *check = &all->checks[i];
	int64_t now = clock_now();

	if (check->pid > 0) {
		if (now >= pending->check_at)
			checks_kill(check, 1);
		return;
	}
	if (check->done) {
		check->done = false;
		pending->ready = check->status == 0;
		pending->checked = !pending->ready;
		pending->pause_ms = pending->pause_ms == 0 ?
		    PAUSE_MS :
		    pending->pause_ms * 2 < PAUSE_MAX_MS ?
		    pending->pause_ms * 2 :
		    PAUSE_MAX_MS;
		pending->check_at = now + pending->pause_ms;
		return;
	}
	if (now >= pending->check_at &&
	    checks_start(&all->state, all->views[i].name, check) == 0)
		pending->check_at = now + HANGS_MS;
}

/*
 * When it has ended meanwhile, its check must pass anew.
 */
static void
start_over(struct pendings *all, size_t i)
{
	if (all->checks[i].pid > 0)
		checks_kill(&all->checks[i], 1);
	all->checks[i].pid = 0;
	all->checks[i].done = false;
	all->list[i] = (struct pending){ .ready = false };
}

void
pending_look(struct pendings *all, size_t i)
{
	struct view *view = &all->views[i];
	struct pending *pending = &all->list[i];

	if (!view_read(&all->state, view) ||
	    !view_is_wanted(&all->state, view)) {
		start_over(all, i);
		pending->gone = true;
	} else if (!view_is_up(view))
		start_over(all, i);
	else if (view_has_check(&all->state, view->name))
		look_at_check(all, i);
	else
		pending->ready = view->since_us == -1 ||
		    all->state.now_us - view->since_us >= SETTLE_US;
}

/*
 * Takes over what is known of those that were there before; both lists are
 * in byte order.
 */
static bool
read_names(struct pendings *all)
{
	static char *none[] = { NULL };
	struct pendings old = *all;
	size_t i, j = 0;

	if (pending_begin(all, none) == -1) {
		*all = old;
		return false;
	}
	for (i = 0; i < all->count; i++) {
		while (j < old.count &&
		    strcmp(old.views[j].name, all->views[i].name) < 0)
			j++;
		if (j == old.count ||
		    strcmp(old.views[j].name, all->views[i].name) != 0)
			continue;
		all->list[i] = old.list[j];
		all->checks[i] = old.checks[j];
	}
	free(old.views);
	free(old.list);
	free(old.checks);
	return true;
}

bool
pending_confirm(struct pendings *all)
{
	bool same = all->named || read_names(all), up, wanted;
	struct view *view;
	size_t i;

	for (i = 0; i < all->count; i++) {
		view = &all->views[i];
		wanted = view_read(&all->state, view) &&
		    view_is_wanted(&all->state, view);
		up = wanted && view_is_up(view);
		if (!wanted) {
			all->list[i].gone = true;
			continue;
		}
		if (!up || !all->list[i].ready) {
			start_over(all, i);
			same = false;
		}
	}
	return same;
}

void
pending_say(struct pendings *all, size_t i)
{
	const struct view *view = &all->views[i];
	char words[VIEW_WORDS_MAX];

	view_why(&all->state, view, words);
	if (!view_is_up(view))
		ctl_error("%s: %s", view->name, words);
	else if (all->checks[i].pid > 0 && !all->list[i].checked)
		ctl_error("%s: its check hangs", view->name);
	else
		ctl_error("%s: its check fails", view->name);
}
