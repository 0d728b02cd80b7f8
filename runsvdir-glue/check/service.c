/*
 * One service directory.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "runsvdir-glue/critical.h"
#include "names.h"
#include "parts.h"
#include "program.h"
#include "report.h"
#include "root.h"
#include "init/format.h"

#define NUMBER_MAX 4096 /* bytes of a file with one number in it */

/*
 * A file of the service, checked where it is there.
 */
static bool
check_part(const struct names *names, const char *directory, const char *name,
    unsigned int use)
{
	char path[PATH_MAX];

	if (names_find(names, name) == names->count)
		return false;
	format(path, sizeof path, "%s/%s", directory, name);
	program_check(path, use);
	return true;
}

static void
check_run(const struct names *names, const char *directory, unsigned int use)
{
	char path[PATH_MAX];

	if (check_part(names, directory, "run", use))
		return;
	format(path, sizeof path, "%s/run", directory);
	report_fault(path,
	    "missing: add a script that execs the program, and chmod +x it");
}

/*
 * runsv looks for these names only (2.1.2: control bytes).
 */
static void
check_control(const char *directory)
{
	static const char *const bytes[] = { "1", "2", "a", "c", "d", "h", "i",
		"k", "o", "p", "q", "t", "u", "x" };
	char path[PATH_MAX];
	struct names names;
	size_t i;

	format(path, sizeof path, "%s/control", directory);
	if (names_read(&names, path) == -1) {
		if (errno != ENOENT)
			report_fault(path,
			    "cannot be read: %s: make it a directory",
			    strerror(errno));
		return;
	}
	for (i = 0; i < sizeof bytes / sizeof bytes[0]; i++)
		check_part(&names, path, bytes[i], PROGRAM_CONTROL);
	names_free(&names);
}

static void
check_log(const char *directory)
{
	char path[PATH_MAX], supervise[PATH_MAX];
	struct names names;

	format(path, sizeof path, "%s/log", directory);
	if (names_read(&names, path) == -1) {
		if (errno == ENOTDIR || errno == ENOENT)
			report_warning(path,
			    "not a directory, so the service has no logger: "
			    "make it one with a run in it, or remove it");
		else
			report_fault(
			    path, "cannot be read: %s", strerror(errno));
		return;
	}
	check_run(&names, path, 0);
	check_part(&names, path, "finish", 0);
	names_free(&names);
	format(supervise, sizeof supervise, "%s/supervise", path);
	supervise_check(supervise);
}

static void
check_number(const struct names *names, const char *directory, const char *name,
    int parse(const char *, size_t), const char *fault)
{
	char path[PATH_MAX], text[NUMBER_MAX];
	ssize_t length;

	if (names_find(names, name) == names->count)
		return;
	format(path, sizeof path, "%s/%s", directory, name);
	length = root_read(path, text, sizeof text);
	if (length == -1)
		report_fault(path, "cannot be read: %s: make it a file",
		    errno == EINVAL ? "not a regular file" : strerror(errno));
	else if (parse(text, (size_t)length) == -1)
		report_fault(path, "%s", fault);
}

static bool
has(const struct names *names, const char *name)
{
	return names_find(names, name) < names->count;
}

/*
 * Without a #! a program is run by sh where we start it and not runsv.
 */
static void
check_names(const char *path, const struct names *names)
{
	char supervise[PATH_MAX];
	unsigned int use = has(names, "critical") || has(names, "after") ||
		has(names, "brake") ?
	    PROGRAM_BY_SH :
	    0;

	check_run(names, path, use | PROGRAM_RUN);
	check_part(names, path, "finish", use);
	check_part(names, path, "check", 0);
	check_number(names, path, "critical", critical_parse,
	    "neither empty nor a number from 1 to 1000: correct it");
	check_number(names, path, "brake", critical_brake,
	    "not a number of seconds from 0 to 86400: correct it");
	if (has(names, "control"))
		check_control(path);
	if (has(names, "log"))
		check_log(path);
	format(supervise, sizeof supervise, "%s/supervise", path);
	supervise_check(supervise);
}

void
service_check(const char *path)
{
	struct names names;

	if (names_read(&names, path) == -1) {
		report_fault(
		    path, "cannot be read: %s: chmod a+rx it", strerror(errno));
		return;
	}
	check_names(path, &names);
	names_free(&names);
}
