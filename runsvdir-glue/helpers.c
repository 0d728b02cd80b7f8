/*
 * Where our helpers are, and what runsvdir is told for them.
 */
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helpers.h"
#include "init/exec.h"
#include "init/format.h"
#include "init/log.h"

#define VARIABLES 6

/*
 * What our own programs are told by; my_init alone says it, so those of the
 * environment do not count.
 */
static const char *const ours[] = { "PATH", "MY_INIT_STATE", "MY_INIT_LOG",
	"MY_INIT_BRAKE", "MY_INIT_ONLY", "MY_INIT_LIB", NULL };

/* What would lead my_initctl elsewhere. */
static const char *const places[] = { "SVDIR", "MY_INIT_STATE", NULL };

static const char *
named_directory(void)
{
	const char *named = getenv("MY_INIT_LIB");

	return named != NULL && *named == '/' ? named : NULL;
}

static const char *
directory(void)
{
	const char *named = named_directory();

	return named != NULL ? named : HELPERS_DIRECTORY;
}

size_t
helpers_path(char *path, size_t size, const char *name)
{
	return format(path, size, "%s/%s", directory(), name);
}

static bool
is_one_of(const char *variable, const char *const *names)
{
	size_t length = strcspn(variable, "=");

	for (; *names != NULL; names++)
		if (strncmp(*names, variable, length) == 0 &&
		    (*names)[length] == '\0')
			return true;
	return false;
}

/*
 * The new ones first, then those that have none of the names.
 */
static char *const *
replaced(char *const *environment, const char *const *names, char **added,
    size_t count)
{
	size_t room = count + 1, at = count, i;
	static char **lists[2] __attribute__((used)); /* for good */
	char **list;

	for (i = 0; environment[i] != NULL; i++)
		room++;
	list = calloc(room, sizeof *list);
	if (list == NULL)
		return environment;
	lists[names == ours] = list;
	memcpy(list, added, count * sizeof *list);
	for (; *environment != NULL; environment++)
		if (!is_one_of(*environment, names))
			list[at++] = *environment;
	return list;
}

static void
add(char **added, size_t *count, const char *name, const char *value)
{
	char *text = value == NULL ? NULL : format_new("%s=%s", name, value);

	if (text != NULL)
		added[(*count)++] = text;
}

char *const *
helpers_environment(
    char *const *environment, const struct runsvdir_setup *setup)
{
	const char *path = exec_variable(environment, "PATH");
	char *added[VARIABLES], program[PATH_MAX];
	size_t count = 0;

	helpers_path(program, sizeof program, "runsv");
	if (setup->state == NULL || access(program, X_OK) == -1) {
		if (setup->log != NULL || setup->brake != NULL ||
		    setup->only != NULL)
			log_warn("--log, --brake and --only have no effect: "
				 "%s",
			    setup->state == NULL ?
				"there is no directory for state" :
				"no program runsv in /usr/lib/my_init");
		return environment;
	}
	added[0] = format_new(
	    "PATH=%s:%s", directory(), path == NULL ? EXEC_PATH : path);
	if (added[count] == NULL)
		return environment;
	count++;
	add(added, &count, "MY_INIT_STATE", setup->state);
	add(added, &count, "MY_INIT_LOG", setup->log);
	add(added, &count, "MY_INIT_BRAKE", setup->brake);
	add(added, &count, "MY_INIT_ONLY", setup->only);
	add(added, &count, "MY_INIT_LIB", named_directory());
	return replaced(environment, ours, added, count);
}

char *const *
helpers_places(char *const *environment, const char *state)
{
	char *added[1];
	size_t count = 0;

	add(added, &count, "MY_INIT_STATE", state);
	return replaced(environment, places, added, count);
}
