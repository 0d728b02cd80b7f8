/*
 * my_initctl wait: until all that should be up are.
 *
 * It looks again when something has moved in a supervise directory or in what
 * my_init keeps of a service. That a waiting run has become its service
 * (another comm) moves nothing, and inotify may be missing: so it looks again
 * after a tick, which grows from 1 ms to TICK_MAX_MS while nothing happens.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "checks.h"
#include "ctl.h"
#include "names.h"
#include "pending.h"
#include "init/clock.h"
#include "init/format.h"

#define TICK_MAX_MS 100

/*
 * Watches what moves when this service does; the same again is no harm.
 */
static void
watch(int fd, const struct ctl_state *state, const char *name)
{
	static const uint32_t mask = IN_MOVED_TO | IN_CREATE;
	char path[sizeof state->directory + NAME_MAX + 32];

	format(path, sizeof path, "%s/%s/supervise", state->services, name);
	if (inotify_add_watch(fd, path, mask) == -1) {
		format(path, sizeof path, "%s/%s", state->services, name);
		inotify_add_watch(fd, path, mask);
	}
	if (state->directory[0] == '\0')
		return;
	format(path, sizeof path, "%s/services/%s/supervise", state->directory,
	    name);
	inotify_add_watch(fd, path, mask);
	format(path, sizeof path, "%s/services/%s", state->directory, name);
	inotify_add_watch(fd, path, mask);
}

/*
 * Watches first, then looks, so that nothing can move in between.
 */
static size_t
look_at_all(struct pendings *all, int fd)
{
	size_t i, left = 0;

	for (i = 0; i < all->count; i++) {
		if (all->list[i].ready || all->list[i].gone)
			continue;
		if (fd != -1)
			watch(fd, &all->state, all->views[i].name);
		pending_look(all, i);
		if (!all->list[i].ready && !all->list[i].gone)
			left++;
	}
	return left;
}

static bool
drain(int fd)
{
	char events[4096];
	bool some = false;

	while (fd != -1 && read(fd, events, sizeof events) > 0)
		some = true;
	return some;
}

static void
report(struct pendings *all)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (!all->list[i].ready && !all->list[i].gone)
			pending_say(all, i);
}

static int
wait_for(struct pendings *all, int fd, int64_t deadline)
{
	int64_t next, now, tick = 1;

	for (;;) {
		ctl_state_clock(&all->state);
		if (all->state.directory[0] == '\0') /* maybe by now */
			ctl_state_directory(&all->state);
		checks_reap(all->checks, all->count);
		if (look_at_all(all, fd) == 0 && pending_confirm(all))
			return CTL_OK;
		now = clock_now();
		if (now >= deadline) {
			report(all);
			return CTL_FAILED;
		}
		next = clock_after(now, tick);
		checks_wait(fd, next < deadline ? next : deadline);
		tick = drain(fd)	   ? 1 :
		    tick * 2 < TICK_MAX_MS ? tick * 2 :
					     TICK_MAX_MS;
	}
}

/*
 * What is named must be there at once: a misspelt name would be waited for
 * for ever.
 */
static int
know_names(struct pendings *all)
{
	int status = CTL_OK;
	size_t i;

	for (i = 0; all->named && i < all->count; i++)
		if (!view_read(&all->state, &all->views[i])) {
			ctl_names_unknown(&all->state, all->views[i].name);
			status = CTL_FAILED;
		}
	return status;
}

int
ctl_wait(int argc, char **argv)
{
	struct ctl_options options;
	struct pendings all;
	int64_t deadline = CLOCK_NEVER;
	int status = ctl_options(&options, CTL_TIMEOUT, argc, argv);

	if (status != CTL_OK)
		return status;
	if ((options.given & CTL_TIMEOUT) != 0)
		deadline = clock_after(clock_now(), options.timeout_ms);
	if (ctl_state_open(&all.state) != CTL_OK ||
	    pending_begin(&all, options.operands) == -1)
		return CTL_FAILED;
	checks_begin();
	status = know_names(&all);
	if (status == CTL_OK)
		status = wait_for(
		    &all, inotify_init1(IN_NONBLOCK | IN_CLOEXEC), deadline);
	pending_end(&all);
	return status;
}
