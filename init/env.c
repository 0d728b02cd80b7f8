/*
 * The environment in memory, and when it is read and written.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "env.h"
#include "envdump.h"
#include "envfiles.h"
#include "envfmt.h"
#include "envlist.h"
#include "log.h"

#define DIRECTORY "/etc/container_environment"

static struct envlist environment = ENVLIST_EMPTY;
static struct envlist unsaved = ENVLIST_EMPTY; /* not in the directory */

/*
 * The files; with `known`, those whose name it has not.
 */
static void
add_files(struct envlist *list, const struct envlist *known)
{
	char *string;
	size_t i;

	for (i = 0; (string = envfiles_string(i)) != NULL; i++)
		if (known == NULL || !envlist_has(known, string))
			envlist_add(list, string);
}

static void
save(const struct envlist *list)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (!envfmt_is_private(list->strings[i]) &&
		    !envdump_variable(list->strings[i]))
			envlist_add(&unsaved, list->strings[i]);
	envdump_report();
}

static void
take_runtime(struct envlist *list, char **from)
{
	for (; *from != NULL; from++)
		if (strchr(*from, '=') != NULL)
			envlist_add(list, *from);
	envlist_sort(list);
}

static void
warn_unreadable(void)
{
	static bool warned;

	if (!warned)
		log_warn("cannot read %s: %s", DIRECTORY, strerror(errno));
	warned = true;
}

/*
 * The runtime's variables win over the files; then every one of them is a
 * file.
 */
void
env_boot(char **from)
{
	struct envlist runtime = ENVLIST_EMPTY;

	take_runtime(&environment, from);
	if (envfiles_scan() == -1) {
		if (errno != ENOENT)
			warn_unreadable();
		return;
	}
	take_runtime(&runtime, from);
	add_files(&environment, &runtime);
	envlist_sort(&environment);
	save(&runtime);
	envlist_free(&runtime);
	envdump_all(environment.strings, true);
}

/*
 * The directory is the environment now, and what could not be saved there.
 */
static void
rebuild(void)
{
	struct envlist list = ENVLIST_EMPTY, files = ENVLIST_EMPTY;
	size_t i;

	add_files(&files, NULL);
	add_files(&list, NULL);
	for (i = 0; i < unsaved.count; i++)
		if (!envlist_has(&files, unsaved.strings[i]))
			envlist_add(&list, unsaved.strings[i]);
	envlist_sort(&list);
	envlist_free(&files);
	envlist_free(&environment);
	environment = list;
}

void
env_reload(void)
{
	int changed = envfiles_scan();

	if (changed == -1) {
		if (errno != ENOENT)
			warn_unreadable();
		return;
	}
	if (changed == 1)
		rebuild();
	envdump_all(environment.strings, changed == 1);
}

char **
env_list(void)
{
	return environment.strings;
}
