/*
 * The stop of all services. The truth is in the processes: a runsv is a
 * child of runsvdir and, once that is gone, of ours. SIGCHLD tells of the
 * end of a runsv or a logger, inotify of a status that changed; a timer
 * serves only where neither can.
 */
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "init/clock.h"
#include "init/proc.h"
#include "service.h"
#include "services.h"

#define SERVICES_MAX 1024
#define WATCHES_MAX 4096
#define SAY_MAX 12
#define BIRTH_MS 2	   /* look again for a runsv that is being born */
#define BIRTH_LIMIT_MS 500 /* it takes one exec */
#define UNWATCHED_MS 10	   /* look again where inotify cannot help */
#define DRAIN_MS 250	   /* first look at who holds a logger; then doubled */
#define RUNSVDIR_MS 20	   /* runsvdir may have missed TERM before its poll */

static struct service services[SERVICES_MAX];
static size_t count;
static short by_watch[WATCHES_MAX]; /* index + 1 */
static int inotify = -1;
static pid_t runsvdir;
static int64_t runsvdir_told, runsvdir_ended;
static int64_t asleep_check; /* when those that did not answer are looked at */
static int64_t drain_check, drain_pause;
static bool unborn; /* a child of runsvdir that is not yet a runsv */

static void
look(struct service *service)
{
	enum service_state before = service->state;

	service_look(service, inotify);
	if (service->watch > 0 && service->watch < WATCHES_MAX)
		by_watch[service->watch] = (short)(service - services + 1);
	if (before == SERVICE_NEW && service->state == SERVICE_TOLD)
		asleep_check = service->told + SERVICE_ASLEEP_MS;
	if (service->state == SERVICE_DOWN && runsvdir == 0)
		service_release(service);
	if (service->state == SERVICE_DRAINING && drain_check == 0) {
		drain_pause = DRAIN_MS;
		drain_check = clock_now() + drain_pause;
	}
}

static void
check_drains(int64_t now)
{
	bool draining = false;
	size_t i;

	if (drain_check == 0 || now < drain_check)
		return;
	for (i = 0; i < count; i++)
		if (service_check_drain(&services[i]))
			draining = true;
	drain_pause *= 2;
	drain_check = draining ? now + drain_pause : 0;
}

static void
found(pid_t pid, void *context)
{
	struct proc_stat stat;
	size_t i;

	(void)context;
	for (i = 0; i < count; i++)
		if (services[i].runsv == pid)
			return;
	if (pid == runsvdir || proc_stat(pid, &stat) == -1 || stat.state == 'Z')
		return;
	if (strcmp(stat.name, "runsvdir") == 0)
		unborn = true;
	if (strcmp(stat.name, "runsv") != 0 || count == SERVICES_MAX)
		return;
	if (stat.state == 'T')
		kill(pid, SIGCONT);
	services[count] = (struct service){ .runsv = pid, .watch = -1 };
	look(&services[count++]);
}

static void
find(void)
{
	unborn = false;
	proc_children(runsvdir > 0 ? runsvdir : getpid(), found, NULL);
}

void
services_stop(pid_t pid)
{
	inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	runsvdir = pid;
	find();
	runsvdir_told = runsvdir_ended = clock_now();
	if (runsvdir > 0) {
		kill(runsvdir, SIGTERM);
		kill(runsvdir, SIGCONT);
	}
}

void
services_reaped(pid_t pid)
{
	size_t i;

	if (pid == runsvdir) {
		runsvdir = 0;
		runsvdir_ended = clock_now();
		find();
		for (i = 0; i < count; i++)
			services[i].changed = true;
		return;
	}
	for (i = 0; i < count; i++)
		if (service_reaped(&services[i], pid))
			return;
}

static void
take_event(const struct inotify_event *event)
{
	size_t i;

	if (event->wd > 0 && event->wd < WATCHES_MAX) {
		if (by_watch[event->wd] > 0 &&
		    strcmp(event->name, "status") == 0)
			services[by_watch[event->wd] - 1].changed = true;
		return;
	}
	for (i = 0; i < count; i++) /* IN_Q_OVERFLOW */
		services[i].changed = true;
}

static void
read_events(void)
{
	_Alignas(struct inotify_event) char buffer[8192];
	const struct inotify_event *event;
	ssize_t at, n;

	while ((n = read(inotify, buffer, sizeof buffer)) > 0)
		for (at = 0; at < n;
		     at += (ssize_t)(sizeof *event + event->len)) {
			event = (const struct inotify_event *)(buffer + at);
			take_event(event);
		}
}

static bool
is_birth_awaited(int64_t now)
{
	return runsvdir == 0 && unborn && now < runsvdir_ended + BIRTH_LIMIT_MS;
}

void
services_step(void)
{
	int64_t now = clock_now();
	bool check = asleep_check > 0 && now >= asleep_check;
	size_t i;

	if (inotify != -1)
		read_events();
	if (runsvdir > 0 && now >= runsvdir_told + RUNSVDIR_MS)
		kill(runsvdir, SIGKILL);
	if (is_birth_awaited(now))
		find();
	if (check)
		asleep_check = 0;
	check_drains(now);
	for (i = 0; i < count; i++)
		if (service_pending(&services[i]) &&
		    (check || services[i].changed || services[i].watch <= 0 ||
			services[i].state == SERVICE_NEW ||
			services[i].state == SERVICE_DOWN))
			look(&services[i]);
}

bool
services_stopped(void)
{
	size_t i;

	if (runsvdir > 0 || is_birth_awaited(clock_now()))
		return false;
	for (i = 0; i < count; i++)
		if (service_pending(&services[i]))
			return false;
	return true;
}

int
services_fd(void)
{
	return inotify;
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t
services_wake(void)
{
	int64_t now = clock_now(), wake = CLOCK_NEVER;
	size_t i;

	if (asleep_check > 0)
		wake = asleep_check;
	if (drain_check > 0)
		wake = least(wake, drain_check);
	if (runsvdir > 0)
		wake = least(wake, now + RUNSVDIR_MS);
	if (is_birth_awaited(now))
		wake = least(wake, now + BIRTH_MS);
	for (i = 0; i < count; i++) {
		if (services[i].state == SERVICE_NEW)
			wake = least(wake, now + BIRTH_MS);
		if (services[i].state == SERVICE_TOLD && services[i].watch <= 0)
			wake = least(wake, now + UNWATCHED_MS);
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
	for (i = 0; i < count && said < SAY_MAX; i++)
		if (service_pending(&services[i])) {
			service_say(&services[i], say);
			said++;
		}
}

void
services_kill(bool supervisors)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (service_pending(&services[i]))
			service_kill(&services[i], supervisors);
}
