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
#include "secrets.h"

#define DIRECTORY "/etc/container_environment"

static struct envlist environment = ENVLIST_EMPTY;
/* Variables of the runtime that are not in the directory, and what its files
 * said in their stead at the boot. */
static struct envlist unsaved = ENVLIST_EMPTY, shadowed = ENVLIST_EMPTY;
static struct envlist secret = ENVLIST_EMPTY; /* in no dump */
static struct envlist given = ENVLIST_EMPTY;  /* with them, if there are any */
static const char *secrets;		      /* their names */
static bool is_directory; /* the environment is what the directory says */

/*
 * The files; with `known`, those whose name it has not.
 */
static void
add_files(struct envlist *list, const struct envlist *known)
{
	char *string;
	size_t i;

	for (i = 0; (string = envfiles_string(i)) != NULL; i++)
		if (known == NULL || envlist_find(known, string) == NULL)
			envlist_add(list, string);
}

static void
keep(char *variable, const struct envlist *files)
{
	char *file = envlist_find(files, variable);

	envlist_add(&unsaved, variable);
	if (file != NULL)
		file = strdup(file);
	if (file != NULL)
		envlist_add(&shadowed, file);
}

/*
 * Each variable of the runtime becomes a file. `writable` is false where
 * there is no directory to write to.
 */
static void
save(const struct envlist *list, bool writable)
{
	struct envlist files = ENVLIST_EMPTY;
	size_t i;

	add_files(&files, NULL);
	for (i = 0; i < list->count; i++)
		if (!envfmt_is_private(list->strings[i]) &&
		    (!writable || !envdump_variable(list->strings[i])))
			keep(list->strings[i], &files);
	envlist_free(&files);
	envdump_report();
}

static void
take_runtime(struct envlist *list, char **from)
{
	for (; *from != NULL; from++)
		if (strchr(*from, '=') != NULL && !secrets_has(secrets, *from))
			envlist_add(list, *from);
	envlist_unique(list);
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
 * What the dumps hold, and the secrets, who win.
 */
static void
give(void)
{
	size_t i;

	if (secret.count == 0)
		return;
	envlist_free(&given);
	given = (struct envlist)ENVLIST_EMPTY;
	for (i = 0; i < secret.count; i++)
		envlist_add(&given, secret.strings[i]);
	for (i = 0; i < environment.count; i++)
		if (!secrets_has(secrets, environment.strings[i]))
			envlist_add(&given, environment.strings[i]);
}

/*
 * The runtime's variables win over the files; then every one of them is a
 * file.
 */
void
env_boot(char **from, const char *secret_names)
{
	struct envlist runtime = ENVLIST_EMPTY;
	bool readable = envfiles_scan() != -1;

	if (!readable && errno != ENOENT)
		warn_unreadable();
	secrets = secret_names;
	secrets_read(secrets, from, &secret);
	take_runtime(&runtime, from);
	take_runtime(&environment, from);
	add_files(&environment, &runtime);
	envlist_sort(&environment);
	save(&runtime, readable);
	envlist_free(&runtime);
	if (readable)
		envdump_all(environment.strings, true);
	give();
}

/*
 * Does the file still say what the runtime overrode at the boot?
 */
static bool
is_overridden(const char *file)
{
	const char *old = envlist_find(&shadowed, file);

	return old != NULL && strcmp(old, file) == 0;
}

/*
 * The directory is the environment now, and what could not be saved there.
 */
static void
rebuild(void)
{
	struct envlist list = ENVLIST_EMPTY, files = ENVLIST_EMPTY;
	char *file;
	size_t i;

	add_files(&files, NULL);
	for (i = 0; i < files.count; i++)
		if (!is_overridden(files.strings[i]))
			envlist_add(&list, files.strings[i]);
	for (i = 0; i < unsaved.count; i++) {
		file = envlist_find(&files, unsaved.strings[i]);
		if (file == NULL || is_overridden(file))
			envlist_add(&list, unsaved.strings[i]);
	}
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
	if (!is_directory)
		changed = 1;
	if (changed == 1)
		rebuild();
	is_directory = true;
	envdump_all(environment.strings, changed == 1);
	give();
}

char **
env_list(void)
{
	return secret.count > 0 ? given.strings : environment.strings;
}
