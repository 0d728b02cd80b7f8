/*
 * Our part of the environment.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "runsvdir-glue/critical.h"
#include "runsvdir-glue/only.h"
#include "init/format.h"
#include "prepare.h"
#include "env.h"

static const char *
set(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

/*
 * Is the runsv of this directory ourselves? By the file, not by the name: one
 * that was missed would be executed by itself for ever.
 */
static bool
is_ours(const char *directory, size_t length, const struct stat *ours)
{
	char path[PATH_MAX];
	struct stat st;

	return format(path, sizeof path, "%.*s/runsv", (int)length, directory) <
	    sizeof path &&
	    stat(path, &st) == 0 && st.st_ino == ours->st_ino &&
	    st.st_dev == ours->st_dev;
}

/*
 * Takes our directory out of PATH, in place.
 */
static void
clean_path(const char *lib)
{
	char own[PATH_MAX];
	char *path = getenv("PATH"), *from, *to;
	struct stat st;
	size_t length;
	bool more = true, any = false;

	format(own, sizeof own, "%s/runsv", lib);
	if (path == NULL || stat(own, &st) == -1)
		return;
	for (from = to = path; more; from += length + 1) {
		length = strcspn(from, ":");
		more = from[length] == ':';
		if (is_ours(from, length, &st))
			continue;
		if (any)
			*to++ = ':';
		any = true;
		memmove(to, from, length);
		to += length;
	}
	*to = '\0';
	if (!any)
		unsetenv("PATH");
}

void
env_take(struct prepare_env *env)
{
	env->lib = set("MY_INIT_LIB");
	if (env->lib == NULL)
		env->lib = PREPARE_LIB;
	env->state = set("MY_INIT_STATE");
	env->only = set("MY_INIT_ONLY");
	env->has_brake = set("MY_INIT_BRAKE") != NULL;
	env->tags = env_tags();
	clean_path(env->lib);
	unsetenv("MY_INIT_STATE");
	unsetenv("MY_INIT_ONLY");
}

bool
env_lists(const char *list, const char *name)
{
	const char *word;
	size_t length;

	while ((length = only_next(&list, &word)) > 0)
		if (length == strlen(name) && memcmp(word, name, length) == 0)
			return true;
	return false;
}

bool
env_tags(void)
{
	const char *mode = set("MY_INIT_LOG");

	return mode != NULL &&
	    (strcmp(mode, "tag") == 0 || strcmp(mode, "json") == 0);
}

int
env_brake(void)
{
	const char *brake = set("MY_INIT_BRAKE");

	return brake == NULL ? -1 : critical_brake(brake, strlen(brake));
}
