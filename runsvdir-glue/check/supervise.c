/*
 * Where runsv keeps its state. One whose files come from the build of the
 * image tells of a service that does not run.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "parts.h"
#include "report.h"
#include "root.h"
#include "init/format.h"

/*
 * The directory in which a link's target is, or would be.
 */
static void
parent_of(char parent[PATH_MAX], const char *path, const char *target)
{
	char *slash;

	strlcpy(parent, path, PATH_MAX);
	slash = strrchr(parent, '/');
	if (target[0] == '/')
		strlcpy(parent, target, PATH_MAX);
	else
		format(slash + 1, PATH_MAX - (size_t)(slash + 1 - parent), "%s",
		    target);
	slash = parent + strlen(parent);
	while (slash > parent + 1 && slash[-1] == '/')
		*--slash = '\0';
	slash = strrchr(parent, '/');
	slash[slash == parent] = '\0';
}

/*
 * runsv makes the last component that a link names, and no other.
 */
static void
check_dangling(const char *path)
{
	char target[PATH_MAX], parent[PATH_MAX];
	struct stat st;

	if (root_readlink(path, target, sizeof target) == -1)
		return;
	parent_of(parent, path, target);
	if (root_stat(parent, &st) == -1)
		report_fault(path,
		    "a link to %s, and there is no %s: mkdir -p %s", target,
		    parent, parent);
}

static bool
holds(const char *path, const char *name)
{
	char file[PATH_MAX];
	struct stat st;

	format(file, sizeof file, "%s/%s", path, name);
	return root_lstat(file, &st) == 0;
}

/*
 * In a container that runs it is in use, and right.
 */
static bool
is_in_use(const char *path)
{
	char file[PATH_MAX];

	format(file, sizeof file, "%s/ok", path);
	return root_has_reader(file);
}

void
supervise_check(const char *path)
{
	struct stat st;

	if (root_lstat(path, &st) == -1)
		return;
	if (root_stat(path, &st) == -1)
		check_dangling(path);
	else if (!S_ISDIR(st.st_mode))
		report_fault(path,
		    "not a directory, and runsv needs it as one: remove it");
	else if ((holds(path, "lock") || holds(path, "status")) &&
	    !is_in_use(path))
		report_warning(path,
		    "left over from a service that ran when the image was "
		    "built: rm -r it");
}
