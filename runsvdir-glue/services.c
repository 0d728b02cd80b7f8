/*
 * The stop of all services. The truth is in the processes: when runsvdir is
 * gone, each runsv is a child of ours. Most end when their service does, and
 * SIGCHLD tells. A runsv that sleeps does not: therefore the run of the first
 * service that is still there is watched as well (watch.h).
 */
#include <signal.h>
#include <stddef.h>
#include <string.h>

#include "init/clock.h"
#include "init/hot.h"
#include "init/log.h"
#include "init/proc.h"
#include "order.h"
#include "runsvdir.h"
#include "search.h"
#include "service.h"
#include "services.h"
#include "watch.h"

#define SERVICES_MAX 1024
#define SAY_MAX 12
#define BIRTH_MS 2	/* look again for a runsv that is being born */
#define BIRTH_MAX_MS 64 /* ... at first; then at twice the time */
#define ASLEEP_MS 16	/* look again at a runsv that sleeps */
#define SWEEP_MS 50	/* look at all; then at twice the time, ... */
#define RUNSVDIR_MS 20	/* runsvdir may have missed TERM before its poll */

LARGE static struct service services[SERVICES_MAX];
static size_t count, first; /* all before the first are done */
static size_t unborn;	    /* children of ours that are runsvdir */
static size_t forked;	    /* and will be runsv */
static size_t untold;	    /* runsv without a FIFO yet */
static pid_t runsvdir;
static bool ordered;  /* their order may count */
static bool complete; /* all have been found */
static bool hung_up;  /* runsvdir has sent TERM to all of them */
static int64_t birth; /* the pause before the next look */
static bool forced;   /* the time was up, maybe before anything was found */
static int64_t told;  /* runsvdir got TERM, or HUP */
static int urges;     /* and what it gets if it has missed that */
static int64_t began, look_again; /* of the services themselves */
static int64_t sweep, pace;	  /* the next look at all, and the pause */

static bool
is_known(pid_t pid)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (services[i].runsv == pid)
			return true;
	return false;
}

static void
found(pid_t pid, bool young)
{
	if (count == SERVICES_MAX)
		return;
	kill(pid, SIGCONT); /* a SIGSTOP may be on its way */
	services[count].runsv = pid;
	if (runsvdir_has_told(pid))
		services[count].state = SERVICE_TOLD;
	services[count].young = young;
	services[count].has_term = hung_up;
	services[count].found = clock_now();
	if (!ordered)
		service_look(&services[count], false);
	count++;
}

/*
 * Nobody is told before all are known whose order counts.
 */
static void
look_at_new(size_t i)
{
	if (ordered && order_step(services, count, forked == 0, clock_now()))
		i = first;
	for (; i < count; i++) {
		if (ordered)
			service_look(&services[i], false);
		if (services[i].state == SERVICE_NEW && !services[i].held)
			untold++;
	}
}

/*
 * The kernel's list of children may leave out one while others die. All are
 * found when everybody who was is done, and nobody is new; where an order
 * counts the list is read until it brings nobody, before anybody is told.
 */
static void
find(void)
{
	size_t before = count, last;

	ordered = order_look();
	do {
		last = count;
		unborn = search_runsv(is_known, found, forced, &forked);
	} while (ordered && count > last);
	look_at_new(before);
	complete = unborn == 0 && count == before;
}

void
services_kill(bool supervisors)
{
	size_t i;

	forced = true;
	if (runsvdir > 0)
		kill(runsvdir, SIGKILL);
	for (i = first; i < count; i++)
		if (service_pending(&services[i])) {
			if (services[i].held) {
				services[i].held = false;
				service_look(&services[i], true);
			}
			service_kill(&services[i], supervisors);
		}
}

static void
begin(void)
{
	began = clock_now();
	pace = SWEEP_MS;
	sweep = began + pace;
	birth = BIRTH_MS;
	find();
	if (forced)
		services_kill(false);
}

/*
 * As long as runsvdir lives it may reap a runsv, and we would wait for one
 * that is gone; or start it anew. So it goes first.
 */
void
services_stop(pid_t pid, int wstatus, bool adopts)
{
	runsvdir = pid;
	hung_up = pid == 0 && runsvdir_hung_up(wstatus);
	told = clock_now();
	if (runsvdir == 0) {
		begin();
		return;
	}
	kill(runsvdir, adopts ? SIGTERM : SIGHUP);
	kill(runsvdir, SIGCONT);
	urges = adopts ? SIGKILL : SIGHUP;
	pace = RUNSVDIR_MS;
}

void
services_reaped(pid_t pid, int wstatus)
{
	size_t i;

	if (pid == runsvdir) {
		runsvdir = 0;
		hung_up = runsvdir_hung_up(wstatus);
		begin();
		return;
	}
	for (i = first; i < count; i++)
		if (service_reaped(&services[i], pid))
			return;
}

/*
 * A logger that begins to drain is looked after soon, however long the rest
 * has taken.
 */
static pid_t
look_at(struct service *service, int64_t now)
{
	enum service_state before = service->state;
	pid_t pid = service_look(service, now >= began + SWEEP_MS);

	if (before != SERVICE_DRAINING && service->state == SERVICE_DRAINING) {
		pace = SWEEP_MS;
		sweep = now + pace;
	}
	return pid;
}

static void
look_at_first(int64_t now)
{
	pid_t pid = 0;
	size_t i;

	while (first < count && !service_pending(&services[first]))
		first++;
	for (i = first; i < count; i++) {
		if (services[i].held || !service_pending(&services[i]))
			continue;
		if (watch_goes_on())
			return;
		watch_end();
		pid = look_at(&services[i], now);
		if (service_pending(&services[i]))
			break;
	}
	if (pid > 0)
		look_again = watch_begin(pid, now);
	else if (first < count && now >= began + SWEEP_MS)
		look_again = now + ASLEEP_MS;
}

static void
look_at_all(int64_t now)
{
	size_t i;

	untold = 0;
	for (i = first; i < count; i++) {
		look_at(&services[i], now);
		if (now >= sweep)
			service_nudge(&services[i]);
		if (services[i].state == SERVICE_NEW && !services[i].held)
			untold++;
	}
	if (now >= sweep) {
		pace *= 2;
		sweep = now + pace;
	}
}

void
services_step(void)
{
	int64_t now = clock_now();

	look_again = CLOCK_NEVER;
	if (runsvdir > 0) {
		if (now >= told + pace) {
			kill(runsvdir, urges);
			pace *= 2;
		}
		return;
	}
	if (order_step(services, count, forked == 0, now) || untold > 0 ||
	    now >= sweep)
		look_at_all(now);
	look_at_first(now);
	if (unborn > 0 || first == count)
		find();
	if (first < count)
		look_at_first(now);
}

bool
services_stopped(void)
{
	if (runsvdir == 0 && first == count)
		watch_end();
	return runsvdir == 0 && first == count && complete;
}

int
services_fd(void)
{
	return watch_fd();
}

int64_t
services_wake(void)
{
	int64_t now = clock_now(), wake = clock_least(sweep, look_again);

	wake = clock_least(wake, order_wake());
	if (runsvdir > 0)
		return told + pace;
	if (untold > 0 || unborn > 0) {
		wake = clock_least(wake, now + birth);
		birth = clock_least(birth * 2, BIRTH_MAX_MS);
	}
	return wake;
}

void
services_pending(void say(const char *name, pid_t pid))
{
	size_t i;
	int said = 0;

	if (runsvdir > 0)
		say("runsvdir", runsvdir);
	for (i = first; i < count && said < SAY_MAX; i++)
		if (service_pending(&services[i])) {
			service_say(&services[i], say);
			said++;
		}
}
