/*
 * /etc/container_environment: what my_init would leave out at the boot.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "names.h"
#include "parts.h"
#include "report.h"
#include "root.h"
#include "init/envfmt.h"
#include "init/format.h"

#define DIRECTORY "/etc/container_environment"
#define STRING_MAX 131072 /* MAX_ARG_STRLEN, linux/binfmts.h, NUL included */

static bool
is_file(const char *path)
{
	struct stat st;

	if (root_stat(path, &st) == -1)
		report_fault(path, "%s: correct it, or remove it",
		    errno == ENOENT ? "a link that leads nowhere" :
				      strerror(errno));
	else if (S_ISDIR(st.st_mode))
		report_fault(path,
		    "a directory, and each variable is a file: remove it");
	else if (!S_ISREG(st.st_mode))
		report_fault(path, "not a regular file: remove it");
	else
		return true;
	return false;
}

static void
check_value(const char *path, const char *name)
{
	static char value[STRING_MAX];
	ssize_t read = root_read(path, value, sizeof value);
	size_t length = read > 0 ? (size_t)read : 0;
	size_t used = envfmt_value_length(value, length);

	if (read == -1)
		report_fault(
		    path, "cannot be read: %s: chmod a+r it", strerror(errno));
	else if (strlen(name) + 1 + used + 1 > STRING_MAX)
		report_fault(path,
		    "too large for a variable (%d bytes with its name): "
		    "shorten it",
		    STRING_MAX - 1);
	else if (memchr(value, '\0', length) != NULL)
		report_fault(path, "it holds a NUL byte: write it anew");
	else if (used > 0 && value[used - 1] == '\r')
		report_warning(
		    path, "its value ends in CR: sed -i 's/\\r$//' it");
}

void
environment_check(void)
{
	struct names names;
	char path[PATH_MAX];
	const char *name;
	size_t i;

	if (names_read(&names, DIRECTORY) == -1) {
		if (errno == EACCES)
			report_warning(DIRECTORY,
			    "not checked: %s: check as root", strerror(errno));
		else if (errno != ENOENT)
			report_fault(DIRECTORY,
			    "cannot be read: %s: make it a directory",
			    strerror(errno));
		return;
	}
	for (i = 0; i < names.count; i++) {
		name = names.list[i];
		if (strncmp(name, "..", 2) == 0)
			continue; /* "..data": a ConfigMap's own */
		format(path, sizeof path, "%s/%s", DIRECTORY, name);
		if (!envfmt_is_name(name))
			report_fault(
			    path, "no variable can have this name: rename it");
		else if (is_file(path))
			check_value(path, name);
	}
	names_free(&names);
}
