/*
 * The order of a stop: arrows from a service to the names of those it needs.
 * Most containers have none, and then no name is even asked for.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "after.h"
#include "init/clock.h"
#include "init/format.h"
#include "init/hot.h"
#include "init/log.h"
#include "order.h"
#include "supervise.h"

#define ARROWS_MAX 4096
#define SERVICES_MAX 1024
#define FILE_MAX AFTER_TEXT_MAX
#define NAME_ROOM (NAME_MAX + 1)
#define BIRTH_MS 50 /* from the fork of a runsv to its directory, at most */
#define LOOK_MS 2

/*
 * Names are compared by a hash of 64 bits: two that share one would at worst
 * wait for each other for half of the time.
 */
LARGE static struct {
	uint16_t from;
	uint64_t to;
} arrows[ARROWS_MAX];
static size_t arrow_count;
LARGE static uint64_t names[SERVICES_MAX]; /* 0: not asked for */
static int64_t deadline, until = CLOCK_NEVER;
static int64_t look_again = CLOCK_NEVER;
static size_t noted; /* of the services, what they come after was read */
static bool possible, waited;
LARGE static char folders[PATH_MAX];

void
order_begin(const char *state, int64_t end)
{
	deadline = end;
	folders[0] = '\0';
	if (state != NULL)
		format(folders, sizeof folders, "%s/services", state);
}

/*
 * The first may have been prepared a moment ago.
 */
bool
order_look(void)
{
	if (!possible && folders[0] != '\0')
		possible = access(folders, F_OK) == 0 || errno != ENOENT;
	return possible;
}

/*
 * FNV-1a.
 */
static uint64_t
hash(const char *name, size_t length)
{
	uint64_t value = UINT64_C(0xcbf29ce484222325);

	while (length-- > 0)
		value =
		    (value ^ (unsigned char)*name++) * UINT64_C(0x100000001b3);
	return value == 0 ? 1 : value;
}

static uint64_t
name_of(const struct service *all, size_t index)
{
	char name[NAME_ROOM];

	if (names[index] == 0 &&
	    supervise_name(all[index].runsv, name, sizeof name))
		names[index] = hash(name, strlen(name));
	return names[index];
}

/*
 * Most services have none, and a runsv may be gone.
 */
static ssize_t
unread(pid_t runsv)
{
	char name[NAME_ROOM];
	int error = errno;

	if (error == ENOENT || error == ESRCH)
		return -1;
	supervise_name(runsv, name, sizeof name);
	log_warn("service %s is stopped without its order: cannot read its "
		 "file after: %s",
	    name, strerror(error));
	return -1;
}

/*
 * Of the runsv's own working directory; a FIFO or a device is not waited for.
 */
static ssize_t
read_after(pid_t runsv, char text[FILE_MAX])
{
	char path[64];
	struct stat st;
	ssize_t n = -1;
	int fd;

	format(path, sizeof path, "/proc/%d/cwd/after", (int)runsv);
	if (stat(path, &st) == -1)
		return unread(runsv);
	if (!S_ISREG(st.st_mode))
		return -1;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		return unread(runsv);
	n = read(fd, text, FILE_MAX - 1);
	if (n == -1)
		unread(runsv);
	close(fd);
	if (n >= 0)
		text[n] = '\0';
	return n;
}

static void
add_arrow(const char *name, size_t length, void *from)
{
	if (arrow_count == ARROWS_MAX)
		return;
	arrows[arrow_count].from = *(const uint16_t *)from;
	arrows[arrow_count++].to = hash(name, length);
}

/*
 * Reads what those that were found come after. A runsv that is new may not
 * have gone into its directory yet; who comes after whom is not known before
 * it has, or before it has had its time.
 */
static bool
note(const struct service *all, size_t count, int64_t now)
{
	LARGE static char text[FILE_MAX];
	uint16_t from;

	for (; noted < count; noted++) {
		if (all[noted].state == SERVICE_NEW &&
		    now < all[noted].found + BIRTH_MS &&
		    (name_of(all, noted) == 0 ||
			!supervise_is_there(all[noted].runsv)))
			return false;
		from = (uint16_t)noted;
		if (read_after(all[noted].runsv, text) > 0)
			after_each(text, add_arrow, &from);
	}
	return true;
}

static bool
is_done(const struct service *service)
{
	return service->overdue || service_ended(service);
}

/*
 * Is there one that needs it and has not ended? With `by`, is that one?
 */
static bool
is_needed(const struct service *all, size_t index, const struct service *by)
{
	const struct service *from;
	size_t i;

	for (i = 0; i < arrow_count; i++) {
		from = &all[arrows[i].from];
		if (arrows[i].to == name_of(all, index) &&
		    from != &all[index] && !is_done(from) &&
		    (by == NULL || by == from))
			return true;
	}
	return false;
}

static bool
holds_any(const struct service *all, size_t count, const struct service *by)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (all[i].held && is_needed(all, i, by))
			return true;
	return false;
}

static void
kill_overdue(struct service *all, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!all[i].held && !is_done(&all[i]) &&
		    holds_any(all, count, &all[i])) {
			service_kill(&all[i], false);
			all[i].overdue = true;
		}
}

/*
 * Where nobody is left who could end, a circle holds itself.
 */
static bool
is_circle(const struct service *all, size_t count)
{
	size_t i, held = 0;

	for (i = 0; i < count; i++) {
		if (!all[i].held && !service_ended(&all[i]) && !all[i].overdue)
			return false;
		held += all[i].held;
	}
	return held > 0;
}

/*
 * Past the deadline there is nothing left to halve.
 */
static int64_t
halfway(int64_t now)
{
	if (deadline == CLOCK_NEVER || now >= deadline)
		return CLOCK_NEVER;
	return now + (deadline - now + 1) / 2;
}

bool
order_step(struct service *all, size_t count, bool complete, int64_t now)
{
	bool changed = false, circle, holds;
	size_t i;

	if (!possible)
		return false;
	complete = note(all, count, now) && complete;
	look_again = complete ? CLOCK_NEVER : now + LOOK_MS;
	if (arrow_count == 0 && complete && !waited)
		return false;
	waited = !complete;
	if (now >= until)
		kill_overdue(all, count);
	for (i = 0; i < count; i++) {
		holds = all[i].state == SERVICE_NEW &&
		    (!complete || is_needed(all, i, NULL));
		changed = changed || (all[i].held && !holds);
		all[i].held = holds;
	}
	circle = complete && is_circle(all, count);
	for (i = 0; circle && i < count; i++)
		all[i].held = false;
	if (changed || now >= until || until == CLOCK_NEVER)
		until = halfway(now);
	return changed || circle;
}

int64_t
order_wake(void)
{
	return clock_least(look_again, arrow_count == 0 ? CLOCK_NEVER : until);
}
