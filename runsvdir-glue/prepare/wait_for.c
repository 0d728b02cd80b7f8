/*
 * Waiting for another service. It is looked at often at first, since most are
 * there in some milliseconds; then inotify tells of what happens to it, and
 * what that misses is seen a second later. (To close an inotify takes 5 to
 * 10 ms, so those who need none have none.)
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init/format.h"
#include "init/proc.h"
#include "prepare.h"
#include "at.h"
#include "record.h"
#include "runsvdir-glue/svstatus.h"
#include "wait_for.h"

#define FIRST_MS 1
#define QUIET_MS 64 /* from then on with inotify */
#define CHECK_MS 50
#define MOST_MS 1000
#define PATH_ROOM (PATH_MAX + NAME_MAX + 16)

/*
 * The supervise directory that a living runsv has for this service: a
 * prepared one's is beside our own.
 */
static bool
find_supervise(const struct origin *origin, const char *name, int *at,
    char path[PATH_ROOM])
{
	format(path, PATH_ROOM, "../%s/supervise", name);
	*at = AT_FDCWD;
	if (at_is_live(*at, path))
		return true;
	format(path, PATH_ROOM, "%s/supervise", name);
	*at = origin->scan;
	return at_is_live(*at, path);
}

/*
 * Does it still execute this program? Whose file may not be seen has become
 * another user, so it does not.
 */
static bool
is_one_of_us(pid_t pid)
{
	char path[64];
	struct stat st, own;

	format(path, sizeof path, "/proc/%d/exe", (int)pid);
	return stat(path, &st) == 0 && stat("/proc/self/exe", &own) == 0 &&
	    st.st_ino == own.st_ino && st.st_dev == own.st_dev;
}

static bool
has_begun(pid_t pid)
{
	struct proc_stat stat;

	if (proc_stat(pid, &stat) == -1)
		return kill(pid, 0) == 0 || errno == EPERM;
	return !stat.dead && !stat.forked &&
	    strncmp(stat.name, LIFE_COMM, strlen(LIFE_COMM)) != 0 &&
	    !is_one_of_us(pid);
}

static bool
runs(const struct origin *origin, const char *name)
{
	char path[PATH_ROOM];
	struct svstatus status;
	int at;

	return find_supervise(origin, name, &at, path) &&
	    at_status(at, path, &status) && status.state == SVSTATUS_RUN &&
	    status.want_up && status.pid > 0 && has_begun(status.pid);
}

/*
 * All that may change: the directory of the services, the service, its
 * supervise. What is not there yet is watched at the next look.
 */
static void
watch(int fd, const struct origin *origin, const char *name)
{
	static const char *const below[] = { "", "/supervise" };
	const uint32_t events = IN_CREATE | IN_MOVED_TO | IN_ONLYDIR;
	char path[PATH_ROOM];
	size_t i;

	for (i = 0; i < sizeof below / sizeof below[0]; i++) {
		format(path, sizeof path, "../%s%s", name, below[i]);
		inotify_add_watch(fd, path, events);
		format(path, sizeof path, "%s/%s%s", origin->scan_path, name,
		    below[i]);
		inotify_add_watch(fd, path, events);
	}
	inotify_add_watch(fd, "..", events);
	inotify_add_watch(fd, origin->scan_path, events);
}

/*
 * true: something has happened.
 */
static bool
pause_or_event(int fd, int ms)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	char events[4096];

	if (poll(&pfd, 1, ms) < 1 || fd == -1)
		return false;
	while (read(fd, events, sizeof events) > 0)
		;
	return true;
}

static bool
is_left_out(const char *name)
{
	char path[PATH_ROOM];

	format(path, sizeof path, "../%s/" LIFE_LEFT_OUT, name);
	return access(path, F_OK) == 0;
}

bool
wait_for(const struct origin *origin, const char *name, void begin(void))
{
	int ms = FIRST_MS, check_ms = CHECK_MS, fd = -1;
	bool up, waited = false;

	while (at_is_directory(origin->scan, name) && !is_left_out(name)) {
		begin(); /* a check may take its time */
		if (fd != -1)
			watch(fd, origin, name);
		up = runs(origin, name);
		if (up && wait_check(origin->scan, name))
			break;
		waited = true;
		if (up) {
			pause_or_event(-1, check_ms);
			check_ms =
			    check_ms * 2 < MOST_MS ? check_ms * 2 : MOST_MS;
			continue;
		}
		if (pause_or_event(fd, ms))
			ms = FIRST_MS;
		else
			ms = ms * 2 < MOST_MS ? ms * 2 : MOST_MS;
		if (ms >= QUIET_MS && fd == -1)
			fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	}
	if (fd != -1)
		close(fd);
	return waited;
}
