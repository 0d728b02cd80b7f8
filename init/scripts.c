/*
 * Startup scripts and hooks: which comes next, and starting it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "child.h"
#include "dir.h"
#include "format.h"
#include "log.h"
#include "scripts.h"

void
scripts_start(struct scripts *scripts, const char *first, const char *directory,
    const char *last)
{
	scripts->first = first;
	scripts->directory = directory;
	scripts->last = last;
	scripts->name[0] = scripts->file[0] = '\0';
}

static bool
take(struct scripts *scripts, const char **file)
{
	if (*file == NULL)
		return false;
	format(scripts->file, sizeof scripts->file, "%s", *file);
	*file = NULL;
	return true;
}

/*
 * The next of the directory, whatever it is. One that does not exist is an
 * empty one.
 */
static bool
take_following(struct scripts *scripts)
{
	int found;

	if (scripts->directory == NULL)
		return false;
	found = dir_following(scripts->directory, scripts->name);
	if (found == 1) {
		format(scripts->file, sizeof scripts->file, "%s/%s",
		    scripts->directory, scripts->name);
		return true;
	}
	if (found == -1 && errno != ENOENT)
		log_warn(
		    "cannot read %s: %s", scripts->directory, strerror(errno));
	scripts->directory = NULL;
	return false;
}

/*
 * .gitkeep and the like are nobody's mistake.
 */
static bool
is_hidden(const char *file)
{
	return strncmp(strrchr(file, '/'), "/.", 2) == 0;
}

static bool
is_runnable(const char *file, bool may_miss)
{
	const char *fault = NULL;
	struct stat st;

	if (stat(file, &st) == -1) {
		if (may_miss && errno == ENOENT)
			return false;
		fault = strerror(errno);
	} else if (!S_ISREG(st.st_mode)) {
		fault = "not a regular file";
	} else if (access(file, X_OK) == -1) {
		fault = (st.st_mode & 0111) == 0 ? "not executable (chmod +x)" :
						   strerror(errno);
	}
	if (fault != NULL && !is_hidden(file))
		log_warn("%s is left out: %s", file, fault);
	return fault == NULL;
}

static bool
next_file(struct scripts *scripts)
{
	if (take(scripts, &scripts->first))
		return true;
	while (take_following(scripts))
		if (is_runnable(scripts->file, false))
			return true;
	return take(scripts, &scripts->last) &&
	    is_runnable(scripts->file, true);
}

pid_t
scripts_next(
    struct scripts *scripts, char *const *environment, enum child_group group)
{
	char *slots[] = { NULL, scripts->file, NULL };
	struct child_spec spec = {
		.file = scripts->file,
		.argv = slots + 1,
		.environment = environment,
		.group = group,
	};

	if (!next_file(scripts))
		return 0;
	log_info("Running %s...", scripts->file);
	return child_start(&spec);
}

const char *
scripts_file(const struct scripts *scripts)
{
	return scripts->file;
}
