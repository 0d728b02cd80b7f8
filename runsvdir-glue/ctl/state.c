/*
 * Finding the services and what my_init has written down.
 *
 * A state directory may lie where everybody can make one (/tmp, /dev/shm), so
 * it is believed only when it belongs to root, to us, or to whoever is PID 1,
 * and when the process that its file `pid` names is that very process, not a
 * later one with the same number.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "ctl.h"
#include "state.h"
#include "init/dir.h"
#include "init/format.h"
#include "init/number.h"
#include "init/proc.h"

#define DEFAULT_SERVICES "/etc/service"
#define NAME "my_init"
#define SECOND_US INT64_C(1000000)

static bool
is_trusted(const struct stat *st)
{
	struct stat first;

	return st->st_uid == 0 || st->st_uid == geteuid() ||
	    (stat("/proc/1", &first) == 0 && first.st_uid == st->st_uid);
}

/*
 * Where /proc shows nothing (hidepid), that the process is there must do.
 */
static bool
is_alive(pid_t pid, unsigned long long start)
{
	struct proc_stat stat;

	if (pid <= 0)
		return false;
	if (proc_stat(pid, &stat) == 0)
		return !stat.dead && stat.start == start;
	return kill(pid, 0) == 0 || errno == EPERM;
}

static bool
try(struct ctl_state *state, const char *path)
{
	char file[sizeof state->directory + 8], text[64];
	const char *at = text;
	uint64_t owner;
	struct stat st;
	ssize_t n;
	int fd;

	if (lstat(path, &st) == -1 || !S_ISDIR(st.st_mode) || !is_trusted(&st))
		return false;
	format(file, sizeof file, "%s/pid", path);
	fd = open(file, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return false;
	n = read(fd, text, sizeof text - 1);
	close(fd);
	if (n <= 0)
		return false;
	text[n] = '\0';
	if (!number_take(&at, &owner) || *at++ != ' ' ||
	    !number_take(&at, &state->epoch))
		return false;
	state->owner = (int)owner;
	if (!is_alive(state->owner, state->epoch))
		return false;
	strlcpy(state->directory, path, sizeof state->directory);
	return true;
}

/*
 * One that is not PID 1 may be in a directory with its number behind.
 */
static bool
try_numbered(struct ctl_state *state, const char *base)
{
	char path[sizeof state->directory];
	struct dir dir;
	const char *name;
	unsigned char type;
	bool found = false;

	if (dir_open(&dir, base) == -1)
		return false;
	while (!found && (name = dir_read(&dir, &type)) != NULL)
		found = strncmp(name, NAME ".", sizeof NAME) == 0 &&
		    format(path, sizeof path, "%s/%s", base, name) <
			sizeof path &&
		    try(state, path);
	dir_close(&dir);
	return found;
}

void
ctl_state_directory(struct ctl_state *state)
{
	const char *bases[] = { getenv("MY_INIT_RUN"), "/run", "/dev/shm",
		"/tmp" };
	const char *given = getenv("MY_INIT_STATE");
	char path[sizeof state->directory];
	size_t i, count = sizeof bases / sizeof bases[0];

	state->directory[0] = state->why[0] = '\0';
	if (given != NULL && given[0] != '\0') {
		if (given[0] != '/' || !try(state, given))
			format(state->why, sizeof state->why,
			    "no running my_init has its state in %s", given);
		return;
	}
	if (bases[0] != NULL && bases[0][0] != '/')
		bases[0] = NULL;
	for (i = 0; i < count; i++)
		if (bases[i] != NULL &&
		    format(path, sizeof path, "%s/" NAME, bases[i]) <
			sizeof path &&
		    try(state, path))
			return;
	for (i = 0; i < count; i++)
		if (bases[i] != NULL && try_numbered(state, bases[i]))
			return;
	format(state->why, sizeof state->why,
	    "no state of a running my_init in %s%s/run, /dev/shm or /tmp",
	    bases[0] != NULL ? bases[0] : "", bases[0] != NULL ? ", " : "");
}

static int64_t
microseconds(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

void
ctl_state_clock(struct ctl_state *state)
{
	long ticks = sysconf(_SC_CLK_TCK);

	state->now_us = microseconds(CLOCK_BOOTTIME);
	state->wall_offset_us = microseconds(CLOCK_REALTIME) - state->now_us;
	state->tick_us = ticks > 0 ? 1000000 / ticks : 10000;
}

int64_t
ctl_state_wall_us(const struct ctl_state *state, int64_t us)
{
	return us + state->wall_offset_us;
}

int
ctl_state_open(struct ctl_state *state)
{
	const char *given = getenv("SVDIR");

	state->elsewhere = given != NULL && given[0] != '\0';
	state->services = state->elsewhere ? given : DEFAULT_SERVICES;
	state->services_fd =
	    open(state->services, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (state->services_fd == -1) {
		ctl_error(
		    "cannot read %s: %s", state->services, strerror(errno));
		return CTL_FAILED;
	}
	ctl_state_directory(state);
	ctl_state_clock(state);
	return CTL_OK;
}

int64_t
ctl_state_boot_us(
    const struct ctl_state *state, int64_t seconds, uint32_t nanoseconds)
{
	int64_t most = INT64_MAX / 4 / SECOND_US;

	if (seconds < 0 || seconds > most)
		seconds = seconds < 0 ? 0 : most;
	return seconds * SECOND_US + nanoseconds / 1000 - state->wall_offset_us;
}
