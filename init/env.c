/*
 * The environment in memory: a list of "NAME=value", sorted by name. Reading
 * it from the directory; writing is envdump.c.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dir.h"
#include "env.h"
#include "envdump.h"
#include "envfmt.h"
#include "envlist.h"
#include "log.h"

#define DIRECTORY "/etc/container_environment"
#define STRING_MAX 131072 /* MAX_ARG_STRLEN, linux/binfmts.h, NUL included */

static struct envlist environment = ENVLIST_EMPTY;
static struct envlist unsaved = ENVLIST_EMPTY; /* not in the directory */
static struct envlist warned = ENVLIST_EMPTY;  /* names of files */

/*
 * A file that is no variable is told of once, not after each script.
 */
static void
leave_out(const char *name, const char *why)
{
	char *copy;
	size_t i;

	for (i = 0; i < warned.count; i++)
		if (strcmp(warned.strings[i], name) == 0)
			return;
	copy = strdup(name);
	if (copy != NULL)
		envlist_add(&warned, copy);
	log_warn("%s/%s is left out: %s", DIRECTORY, name, why);
}

/*
 * "NAME=value" from a file's bytes, allocated. NULL with errno: E2BIG for
 * what execve(2) would refuse, EILSEQ for what no string can hold.
 */
static char *
read_value(int fd, const char *name, off_t size)
{
	size_t at = strlen(name) + 1, length;
	char *string;
	ssize_t n;

	if (size > STRING_MAX) {
		errno = E2BIG;
		return NULL;
	}
	string = malloc(at + (size_t)size + 1);
	if (string == NULL)
		return NULL;
	memcpy(string, name, at);
	string[at - 1] = '=';
	n = size == 0 ? 0 : read(fd, string + at, (size_t)size);
	length = n <= 0 ? 0 : envfmt_value_length(string + at, (size_t)n);
	string[at + length] = '\0';
	if (n >= 0 && strlen(string + at) != length)
		errno = EILSEQ;
	else if (n >= 0 && at + length + 1 > STRING_MAX)
		errno = E2BIG;
	else if (n >= 0)
		return string;
	free(string);
	return NULL;
}

/*
 * The type is asked for before the file is opened, since opening a FIFO or a
 * device has effects, and after it, since it may have been replaced.
 */
static int
open_regular(int dirfd, const char *name, unsigned char type, struct stat *st)
{
	int fd;

	if (type != DT_REG && fstatat(dirfd, name, st, 0) == -1)
		return -1;
	errno = EINVAL;
	if (type != DT_REG && !S_ISREG(st->st_mode))
		return -1;
	fd = openat(dirfd, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	if (fstat(fd, st) == 0 && S_ISREG(st->st_mode))
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}

static const char *
reason(int error)
{
	switch (error) {
	case EINVAL:
		return "not a regular file";
	case E2BIG:
		return "too large for a variable (131071 bytes with its name)";
	case EILSEQ:
		return "it holds a NUL byte";
	default:
		return strerror(error);
	}
}

static char *
read_variable(int dirfd, const char *name, unsigned char type)
{
	char *string = NULL;
	struct stat st;
	int fd;

	if (envdump_is_temporary(name))
		return NULL;
	if (!envfmt_is_name(name)) {
		leave_out(name, "this cannot be the name of a variable");
		return NULL;
	}
	fd = open_regular(dirfd, name, type, &st);
	if (fd != -1)
		string = read_value(fd, name, st.st_size);
	if (string == NULL)
		leave_out(name, reason(errno));
	if (fd != -1)
		close(fd);
	return string;
}

/*
 * Adds what the directory holds and `list` has not; sorted at the end.
 */
static int
import(struct envlist *list, const struct envlist *known)
{
	struct dir dir;
	unsigned char type;
	const char *name;
	char *string;

	if (dir_open(&dir, DIRECTORY) == -1)
		return -1;
	while ((name = dir_read(&dir, &type)) != NULL) {
		string = read_variable(dir.fd, name, type);
		if (string == NULL)
			continue;
		if (known != NULL && envlist_has(known, string))
			free(string);
		else
			envlist_add(list, string);
	}
	dir_close(&dir);
	envlist_sort(list);
	return 0;
}

static void
copy_environment(struct envlist *list, char **from)
{
	for (; *from != NULL; from++)
		if (strchr(*from, '=') != NULL)
			envlist_add(list, *from);
	envlist_sort(list);
}

/*
 * The runtime's variables win over the files; then every one of them is a
 * file.
 */
void
env_boot(char **from)
{
	struct envlist known = ENVLIST_EMPTY;
	size_t i;

	copy_environment(&environment, from);
	copy_environment(&known, from);
	if (import(&environment, &known) == -1) {
		if (errno != ENOENT)
			log_warn(
			    "cannot read %s: %s", DIRECTORY, strerror(errno));
		free(known.room > 0 ? known.strings : NULL);
		return;
	}
	for (i = 0; i < known.count; i++)
		if (!envfmt_is_private(known.strings[i]) &&
		    !envdump_variable(known.strings[i]))
			envlist_add(&unsaved, known.strings[i]);
	free(known.room > 0 ? known.strings : NULL);
	envdump_report();
	envdump_all(environment.strings);
}

void
env_reload(void)
{
	static bool ours; /* the strings are from malloc, not the runtime's */
	struct envlist list = ENVLIST_EMPTY;
	size_t i, count;

	if (import(&list, NULL) == -1)
		return;
	count = list.count;
	for (i = 0; i < unsaved.count; i++) {
		struct envlist imported = { list.strings, count, 0 };

		if (!envlist_has(&imported, unsaved.strings[i]))
			envlist_add(&list, unsaved.strings[i]);
	}
	envlist_sort(&list);
	if (ours)
		envlist_free(&environment, &unsaved);
	environment = list;
	ours = true;
	envdump_all(environment.strings);
}

char **
env_list(void)
{
	return environment.strings;
}
