/*
 * Where a prepared service has its supervise directory: in its folder, and a
 * link in the service directory leads there, so that sv finds it. Where no
 * link can be made but what is there can be used, it is the other way round.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init/format.h"
#include "prepare.h"
#include "at.h"

/*
 * Removes what a runsv that is no more has left; only that, so that a
 * directory with anything else in it stays.
 */
static int
remove_left(int service)
{
	static const char *const names[] = { "lock", "control", "ok", "pid",
		"pid.new", "stat", "stat.new", "status", "status.new" };
	struct stat st, own;
	size_t i;
	int fd;

	if (unlinkat(service, "supervise", 0) == 0)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	fd = at_directory(service, "supervise");
	if (fd == -1)
		return -1;
	errno = EBUSY; /* a mount point */
	if (fstat(fd, &st) == -1 || fstatat(service, ".", &own, 0) == -1 ||
	    st.st_dev != own.st_dev) {
		close(fd);
		return -1;
	}
	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		unlinkat(fd, names[i], 0);
	close(fd);
	return unlinkat(service, "supervise", AT_REMOVEDIR);
}

/*
 * Another runsv that lives there is not ours to disturb.
 */
static int
link_to(int service, const char *target)
{
	struct stat st;

	if (at_is_link(service, "supervise", target))
		return 0;
	if (fstatat(service, "supervise", &st, AT_SYMLINK_NOFOLLOW) == 0) {
		if (at_is_live(service, "supervise")) {
			errno = EBUSY;
			return -1;
		}
		if (remove_left(service) == -1)
			return -1;
	}
	return symlinkat(target, service, "supervise");
}

static int
make_here(int folder)
{
	struct stat st;

	if (fstatat(folder, "supervise", &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    !S_ISDIR(st.st_mode))
		unlinkat(folder, "supervise", 0);
	if (mkdirat(folder, "supervise", 0700) == 0 || errno == EEXIST)
		return 0;
	return -1;
}

int
prepare_supervise(int folder, const struct prepare *service)
{
	char target[PATH_MAX];

	format(target, sizeof target, "%s/services/%s/supervise",
	    service->state, service->name);
	if (make_here(folder) == -1)
		return -1;
	if (link_to(service->service, target) == 0 ||
	    at_is_live(service->service, "supervise") ||
	    faccessat(service->service, "supervise", W_OK | X_OK, 0) == -1 ||
	    !at_is_directory(service->service, "supervise"))
		return 0;
	return at_link(folder, "supervise", "origin/supervise");
}
