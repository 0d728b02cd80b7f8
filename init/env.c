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
#include "log.h"

#define DIRECTORY "/etc/container_environment"
#define STRING_MAX 131072 /* MAX_ARG_STRLEN, linux/binfmts.h, NUL included */

struct list {
	char **strings; /* NULL-terminated */
	size_t count, room;
};

static char *nothing[] = { NULL };
static struct list environment = { nothing, 0, 0 };
static struct list unsaved = { nothing, 0, 0 };

static void
list_add(struct list *list, char *string)
{
	char **strings;
	size_t room;

	if (list->count + 1 >= list->room) {
		room = list->room == 0 ? 64 : list->room * 2;
		strings = reallocarray(list->room == 0 ? NULL : list->strings,
		    room, sizeof *strings);
		if (strings == NULL) {
			log_warn("no memory for the variable %.*s",
			    (int)strcspn(string, "="), string);
			return;
		}
		list->strings = strings;
		list->room = room;
	}
	list->strings[list->count++] = string;
	list->strings[list->count] = NULL;
}

static int
compare_names(const void *a, const void *b)
{
	const char *left = *(char *const *)a, *right = *(char *const *)b;

	while (*left == *right && *left != '=' && *left != '\0') {
		left++;
		right++;
	}
	if ((*left == '=' || *left == '\0') &&
	    (*right == '=' || *right == '\0'))
		return 0;
	if (*left == '=')
		return -1;
	if (*right == '=')
		return 1;
	return (unsigned char)*left - (unsigned char)*right;
}

static void
list_sort(struct list *list)
{
	if (list->count > 1)
		qsort(list->strings, list->count, sizeof *list->strings,
		    compare_names);
}

static bool
list_has(const struct list *list, const char *string)
{
	return list->count > 0 && bsearch(&string, list->strings, list->count,
	    sizeof *list->strings, compare_names) != NULL;
}

/*
 * "NAME=value" from a file's bytes, allocated, or NULL with a warning.
 */
static char *
read_value(int fd, const char *name, size_t size)
{
	size_t name_length = strlen(name), at = name_length + 1;
	char *string;
	ssize_t n;

	if (at + size >= STRING_MAX + 1) {
		log_warn("%s/%s is too large for a variable, %zu bytes of at "
			 "most %zu: it is left out", DIRECTORY, name, size,
		    STRING_MAX - at - 1);
		return NULL;
	}
	string = malloc(at + size + 1);
	if (string == NULL) {
		log_warn("no memory for %s/%s", DIRECTORY, name);
		return NULL;
	}
	memcpy(string, name, name_length);
	string[name_length] = '=';
	n = size == 0 ? 0 : read(fd, string + at, size);
	if (n < 0) {
		log_warn("cannot read %s/%s: %s", DIRECTORY, name,
		    strerror(errno));
		free(string);
		return NULL;
	}
	string[at + envfmt_value_length(string + at, (size_t)n)] = '\0';
	if (memchr(string + at, '\0', (size_t)n) != NULL &&
	    strlen(string + at) + 1 < (size_t)n) {
		log_warn("%s/%s holds a NUL byte: it is left out", DIRECTORY,
		    name);
		free(string);
		return NULL;
	}
	return string;
}

/*
 * The type is asked for before the file is opened (opening some devices and
 * FIFOs has effects) and after it (it may have been replaced meanwhile).
 */
static char *
read_variable(int dirfd, const char *name, unsigned char type)
{
	struct stat st;
	char *string;
	int fd;

	if (!envfmt_is_name(name)) {
		if (!envdump_is_temporary(name))
			log_warn("%s/%s cannot be the name of a variable: it "
				 "is left out", DIRECTORY, name);
		return NULL;
	}
	if (type != DT_REG && fstatat(dirfd, name, &st, 0) == -1) {
		log_warn("cannot read %s/%s: %s", DIRECTORY, name,
		    strerror(errno));
		return NULL;
	}
	if (type != DT_REG && !S_ISREG(st.st_mode)) {
		log_warn("%s/%s is not a regular file: it is left out",
		    DIRECTORY, name);
		return NULL;
	}
	fd = openat(dirfd, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd == -1 || fstat(fd, &st) == -1) {
		log_warn("cannot read %s/%s: %s", DIRECTORY, name,
		    strerror(errno));
		if (fd != -1)
			close(fd);
		return NULL;
	}
	string = S_ISREG(st.st_mode) ?
	    read_value(fd, name, (size_t)st.st_size) : NULL;
	close(fd);
	return string;
}

/*
 * Adds what the directory holds and `list` has not; sorted at the end.
 */
static int
import(struct list *list, const struct list *known)
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
		if (known != NULL && list_has(known, string))
			free(string);
		else
			list_add(list, string);
	}
	dir_close(&dir);
	list_sort(list);
	return 0;
}

static void
copy_environment(struct list *list, char **from)
{
	for (; *from != NULL; from++)
		if (strchr(*from, '=') != NULL)
			list_add(list, *from);
	list_sort(list);
}

/*
 * The runtime's variables win over the files; then every one of them is a
 * file.
 */
void
env_boot(char **from)
{
	struct list known = { nothing, 0, 0 };
	size_t i;

	copy_environment(&environment, from);
	copy_environment(&known, from);
	if (import(&environment, &known) == -1) {
		if (errno != ENOENT)
			log_warn("cannot read %s: %s", DIRECTORY,
			    strerror(errno));
		free(known.room > 0 ? known.strings : NULL);
		return;
	}
	for (i = 0; i < known.count; i++)
		if (!envfmt_is_private(known.strings[i]) &&
		    !envdump_variable(known.strings[i]))
			list_add(&unsaved, known.strings[i]);
	free(known.room > 0 ? known.strings : NULL);
	envdump_report();
	envdump_all(environment.strings);
}

static void
list_free(struct list *list, const struct list *keep)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (!list_has(keep, list->strings[i]))
			free(list->strings[i]);
	free(list->strings);
}

void
env_reload(void)
{
	static bool ours; /* the strings are from malloc, not the runtime's */
	struct list list = { nothing, 0, 0 };
	size_t i, count;

	if (import(&list, NULL) == -1)
		return;
	count = list.count;
	for (i = 0; i < unsaved.count; i++) {
		struct list imported = { list.strings, count, 0 };

		if (!list_has(&imported, unsaved.strings[i]))
			list_add(&list, unsaved.strings[i]);
	}
	list_sort(&list);
	if (ours)
		list_free(&environment, &unsaved);
	environment = list;
	ours = true;
	envdump_all(environment.strings);
}

char **
env_list(void)
{
	return environment.strings;
}
