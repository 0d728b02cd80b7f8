/*
 * Startup scripts and hooks.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "parts.h"
#include "program.h"
#include "report.h"
#include "root.h"
#include "init/format.h"

#define STARTUP "/etc/my_init.d"
#define PRE_SHUTDOWN "/etc/my_init.pre_shutdown.d"
#define POST_SHUTDOWN "/etc/my_init.post_shutdown.d"
#define RC_LOCAL "/etc/rc.local"
#define USE (PROGRAM_BY_SH | PROGRAM_SCRIPT)

static size_t
check_directory(const char *directory)
{
	struct names names;
	char path[PATH_MAX];
	size_t i, count = 0;

	if (names_read(&names, directory) == -1) {
		if (errno != ENOENT)
			report_fault(directory,
			    "cannot be read: %s: make it a "
			    "directory that can be, or remove it",
			    strerror(errno));
		return 0;
	}
	for (i = 0; i < names.count; i++) {
		format(path, sizeof path, "%s/%s", directory, names.list[i]);
		count += program_check(path, USE);
	}
	names_free(&names);
	return count;
}

/*
 * The variables of the image are ours where we run in it.
 */
static const char *
startup_directory(void)
{
	const char *directory =
	    root_is_own() ? getenv("ENV_INIT_DIRECTORY") : NULL;

	return directory != NULL && directory[0] == '/' ? directory : STARTUP;
}

size_t
scripts_check(void)
{
	struct stat st;
	size_t count = check_directory(startup_directory());

	if (root_lstat(RC_LOCAL, &st) == 0)
		count += program_check(RC_LOCAL, USE);
	count += check_directory(PRE_SHUTDOWN);
	return count + check_directory(POST_SHUTDOWN);
}
