/*
 * The stop of all services. The truth is in the processes: when runsvdir is
 * gone, each runsv is a child of ours. Most end when their service does, and
 * SIGCHLD tells. A runsv that sleeps does not: therefore the run of the first
 * service that is still there is watched by a pidfd. One at a time is enough,
 * since all are waited for. (Not by inotify: to close it takes 5 to 10 ms, a
 * grace period of SRCU, in Linux 6.18.)
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init/clock.h"
#include "init/proc.h"
#include "service.h"
#include "services.h"

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

#define SERVICES_MAX 1024
#define SAY_MAX 12
#define YOUNG_TICKS 50	/* of 10 ms */
#define BIRTH_MS 2	/* look again for a runsv that is being born */
#define BIRTH_MAX_MS 64 /* ... at first; then at twice the time */
#define STATUS_MS 1	/* runsv has yet to note that run has ended */
#define UNWATCHED_MS 16 /* look again where a pidfd cannot be had */
#define SWEEP_MS 50	/* look at all; then at twice the time, ... */
#define RUNSVDIR_MS 20	/* runsvdir may have missed TERM before its poll */

static struct service services[SERVICES_MAX];
static size_t count, first; /* all before the first are done */
static size_t unborn;	    /* children of ours that are runsvdir */
static size_t untold;	    /* runsv without a FIFO yet */
static pid_t runsvdir;
static bool complete; /* all have been found */
static int64_t birth; /* the pause before the next look */
static bool forced;   /* the time was up, maybe before anything was found */
static int64_t told;  /* runsvdir got TERM */
static int64_t began, sweep, look_again; /* of the services themselves */

static struct {
	int fd;
	pid_t pid; /* the one that the fd is, or that it last was */
	int64_t pause;
} watch = { -1, 0, 0 };

/*
 * A child of ours called runsvdir is a runsv that has been forked and is not
 * executed yet; a TERM would be lost, or come beside the `x`. Or it is somebody
 * else's runsvdir, left to us; that one ends, and leaves us its own. A child
 * that was merely forked by a runsv is a service or a logger in the making.
 */
static void
found(pid_t pid, void *context)
{
	struct proc_stat stat;
	size_t i;

	(void)context;
	for (i = 0; i < count; i++)
		if (services[i].runsv == pid)
			return;
	if (proc_stat(pid, &stat) == -1 || stat.dead)
		return;
	if (strcmp(stat.name, "runsvdir") == 0) {
		unborn++;
		if (!stat.forked)
			kill(pid, SIGTERM);
	}
	if (strcmp(stat.name, "runsv") != 0 || stat.forked ||
	    count == SERVICES_MAX)
		return;
	kill(pid, SIGCONT); /* a SIGSTOP may be on its way */
	services[count].runsv = pid;
	services[count].young = stat.start + YOUNG_TICKS > proc_now();
	service_look(&services[count], false);
	if (services[count++].state == SERVICE_NEW)
		untold++;
}

/*
 * The kernel's list of children may leave out one while others die. All are
 * found when everybody who was is done, and nobody is new.
 */
static void
find(void)
{
	size_t before = count;

	unborn = 0;
	proc_children(getpid(), found, NULL);
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
		if (service_pending(&services[i]))
			service_kill(&services[i], supervisors);
}

static void
begin(void)
{
	began = clock_now();
	sweep = began + SWEEP_MS;
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
services_stop(pid_t pid, bool adopts)
{
	runsvdir = pid;
	told = clock_now();
	if (runsvdir == 0) {
		begin();
		return;
	}
	kill(runsvdir, adopts ? SIGTERM : SIGHUP);
	kill(runsvdir, SIGCONT);
}

void
services_reaped(pid_t pid)
{
	size_t i;

	if (pid == runsvdir) {
		runsvdir = 0;
		begin();
		return;
	}
	for (i = first; i < count; i++)
		if (service_reaped(&services[i], pid))
			return;
}

static void
unwatch(void)
{
	if (watch.fd != -1)
		close(watch.fd);
	watch.fd = -1;
}

static bool
is_watched(void)
{
	struct pollfd pfd = { .fd = watch.fd, .events = POLLIN };

	return watch.fd != -1 && poll(&pfd, 1, 0) == 0;
}

/*
 * Waits for the end of this run or finish. When it has ended and the status
 * still names it, runsv is about to act, or hangs in a control script.
 */
static void
watch_for(pid_t pid, int64_t now)
{
	if (pid == watch.pid) {
		look_again = now + watch.pause;
		if (watch.pause < UNWATCHED_MS)
			watch.pause *= 2;
		return;
	}
	watch.fd = (int)syscall(SYS_pidfd_open, pid, 0);
	watch.pid = pid;
	/* ESRCH: it has ended, and been reaped, meanwhile. */
	watch.pause =
	    watch.fd == -1 && errno != ESRCH ? UNWATCHED_MS : STATUS_MS;
	if (watch.fd == -1)
		look_again = now + watch.pause;
}

static void
look_at_first(int64_t now)
{
	pid_t pid = 0;

	for (; first < count; first++) {
		if (!service_pending(&services[first]))
			continue;
		if (is_watched())
			return;
		unwatch();
		pid = service_look(&services[first], now >= began + SWEEP_MS);
		if (service_pending(&services[first]))
			break;
	}
	if (pid > 0)
		watch_for(pid, now);
	else if (first < count && now >= began + SWEEP_MS)
		look_again = now + UNWATCHED_MS;
}

static void
look_at_all(int64_t now)
{
	size_t i;

	untold = 0;
	for (i = first; i < count; i++) {
		service_look(&services[i], now >= began + SWEEP_MS);
		if (now >= sweep)
			service_nudge(&services[i]);
		if (services[i].state == SERVICE_NEW)
			untold++;
	}
	if (now >= sweep)
		sweep = now + (now - began);
}

void
services_step(void)
{
	int64_t now = clock_now();

	look_again = CLOCK_NEVER;
	if (runsvdir > 0) {
		if (now >= told + RUNSVDIR_MS)
			kill(runsvdir, SIGKILL);
		return;
	}
	if (untold > 0 || now >= sweep)
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
		unwatch();
	return runsvdir == 0 && first == count && complete;
}

int
services_fd(void)
{
	return watch.fd;
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t
services_wake(void)
{
	int64_t now = clock_now(), wake = least(sweep, look_again);

	if (runsvdir > 0)
		return now + RUNSVDIR_MS;
	if (untold > 0 || unborn > 0) {
		wake = least(wake, now + birth);
		birth = least(birth * 2, BIRTH_MAX_MS);
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
