/*
 * Arrows from a service to those that it needs, by their names. All are read
 * anew when another service is found.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "after.h"
#include "arrows.h"
#include "init/format.h"
#include "init/hot.h"
#include "init/log.h"
#include "supervise.h"

#define ARROWS_MAX 4096
#define SERVICES_MAX CIRCLE_SERVICES_MAX
#define FILE_MAX AFTER_TEXT_MAX
#define NAME_ROOM (NAME_MAX + 1)
#define BIRTH_MS 50 /* from the fork of a runsv to its directory, at most */

LARGE static struct arrow arrows[ARROWS_MAX];
static size_t arrow_count;
LARGE static char names[SERVICES_MAX][NAME_ROOM]; /* "": it is gone */
static size_t named;				  /* of the services */
static bool full;

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
 * Of the runsv's own working directory.
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

struct source {
	uint16_t from;
	size_t services;
};

/*
 * Two may have the name, when one has taken the place of the other.
 */
static void
add_arrow(const char *name, size_t length, void *context)
{
	const struct source *source = context;
	size_t to;

	(void)length;
	for (to = 0; to < source->services; to++) {
		if (strcmp(names[to], name) != 0)
			continue;
		if (arrow_count < ARROWS_MAX) {
			arrows[arrow_count].from = source->from;
			arrows[arrow_count].closes = false;
			arrows[arrow_count++].to = (uint16_t)to;
			continue;
		}
		if (!full)
			log_warn("more than %d names in files after: the rest "
				 "is ignored at the stop",
			    ARROWS_MAX);
		full = true;
	}
}

/*
 * A runsv that is new may not have gone into its directory yet; who comes after
 * whom is not known before it has, or before it has had its time.
 */
static bool
name_all(const struct service *all, size_t services, int64_t now)
{
	bool known;

	for (; named < services; named++) {
		known =
		    supervise_name(all[named].runsv, names[named], NAME_ROOM);
		if (all[named].state == SERVICE_NEW &&
		    now < all[named].found + BIRTH_MS &&
		    (!known || !supervise_is_there(all[named].runsv)))
			return false;
		if (!known)
			names[named][0] = '\0';
	}
	return true;
}

/*
 * Of each its place among those that may be in circles.
 */
static void
rank(size_t services, const bool *in, uint16_t place[SERVICES_MAX])
{
	size_t i, j;

	for (i = 0; i < services; i++)
		for (place[i] = 0, j = 0; in[i] && j < services; j++)
			place[i] += in[j] && strcmp(names[j], names[i]) < 0;
}

bool
arrows_read(const struct service *all, size_t services, int64_t now)
{
	LARGE static char text[FILE_MAX];
	LARGE static bool in[SERVICES_MAX];
	LARGE static uint16_t place[SERVICES_MAX];
	struct source source = { 0, services };

	if (named == services)
		return true;
	if (!name_all(all, services, now))
		return false;
	for (arrow_count = 0; source.from < services; source.from++)
		if (read_after(all[source.from].runsv, text) > 0)
			after_each(text, add_arrow, &source);
	if (circle_find(arrows, arrow_count, in, services)) {
		rank(services, in, place);
		circle_open(arrows, arrow_count, in, place, services);
	}
	return true;
}

const struct arrow *
arrows_of(size_t *count)
{
	*count = arrow_count;
	return arrows;
}
