/*
 * The files of the environment's directory as variables, with a memory: a
 * file that has not changed since it was read is not read again.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dir.h"
#include "envdump.h"
#include "envfiles.h"
#include "envfmt.h"
#include "envlist.h"
#include "log.h"
#include "stamp.h"

#define DIRECTORY "/etc/container_environment"
#define STRING_MAX 131072 /* MAX_ARG_STRLEN, linux/binfmts.h, NUL included */

struct file {
	char *string; /* "NAME=value"; first, for envlist_compare */
	struct stamp stamp;
	bool taken; /* the string goes on in the next scan */
};

static struct file *files, *previous; /* sorted by name */
static size_t file_count, previous_count, room;
static struct envlist warned = ENVLIST_EMPTY; /* names of files */

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
open_regular(int dirfd, const char *name, struct stat *st)
{
	int fd;

	errno = EINVAL;
	if (!S_ISREG(st->st_mode))
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
read_variable(int dirfd, const char *name, struct stat *st)
{
	char *string = NULL;
	int error, fd;

	fd = open_regular(dirfd, name, st);
	if (fd != -1)
		string = read_value(fd, name, st->st_size);
	error = errno;
	if (fd != -1)
		close(fd);
	if (string == NULL)
		leave_out(name, reason(error));
	return string;
}

static struct file *
find_previous(const char *name)
{
	return previous_count == 0 ? NULL :
				     bsearch(&name, previous, previous_count,
					 sizeof *previous, envlist_compare);
}

/*
 * Takes a file into the list, from memory where it is the same. True when
 * that changes what the list says.
 */
static bool
take_file(int dirfd, const char *name)
{
	struct file *old = find_previous(name), *file = &files[file_count];
	struct stat st;

	if (fstatat(dirfd, name, &st, 0) == -1) {
		leave_out(name, strerror(errno));
		return false;
	}
	if (old != NULL && stamp_same(&old->stamp, &st)) {
		*file = *old;
		old->taken = true;
		file_count++;
		return false;
	}
	stamp_take(&file->stamp, &st);
	file->string = read_variable(dirfd, name, &st);
	if (file->string == NULL)
		return false;
	file->taken = false;
	file_count++;
	if (old == NULL || strcmp(old->string, file->string) != 0)
		return true;
	free(file->string);
	file->string = old->string;
	old->taken = true;
	return false;
}

/*
 * What is left of the scan before the last one is no longer in use.
 */
static void
turn_over(void)
{
	size_t i;

	for (i = 0; i < previous_count; i++)
		if (!previous[i].taken)
			free(previous[i].string);
	free(previous);
	previous = files;
	previous_count = file_count;
	files = NULL;
	file_count = room = 0;
}

static bool
make_room(void)
{
	struct file *more;

	if (file_count < room)
		return true;
	more = reallocarray(files, room + 64, sizeof *files);
	if (more == NULL)
		return false;
	files = more;
	room += 64;
	return true;
}

static bool
is_left(void)
{
	size_t i;

	for (i = 0; i < previous_count; i++)
		if (!previous[i].taken)
			return true;
	return false;
}

int
envfiles_scan(void)
{
	struct dir dir;
	unsigned char type;
	const char *name;
	bool changed = false;

	if (dir_open(&dir, DIRECTORY) == -1)
		return -1;
	turn_over();
	while ((name = dir_read(&dir, &type)) != NULL) {
		if (envdump_is_temporary(name) || strncmp(name, "..", 2) == 0)
			continue; /* "..data": a ConfigMap's own */
		if (!envfmt_is_name(name))
			leave_out(name, "no variable can have this name");
		else if (!make_room())
			leave_out(name, strerror(errno));
		else if (take_file(dir.fd, name))
			changed = true;
	}
	dir_close(&dir);
	if (dir.error != 0)
		log_warn("cannot read all of %s: %s", DIRECTORY,
		    strerror(dir.error));
	if (file_count > 1)
		qsort(files, file_count, sizeof *files, envlist_compare);
	return changed || is_left() ? 1 : 0;
}

char *
envfiles_string(size_t index)
{
	return index < file_count ? files[index].string : NULL;
}
