/*
 * Writing the environment to /etc.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "envdump.h"
#include "envfmt.h"
#include "format.h"
#include "log.h"
#include "stamp.h"

#define DIRECTORY "/etc/container_environment"
#define SH_DUMP "/etc/container_environment.sh"
#define JSON_DUMP "/etc/container_environment.json"
/* With an = in it, so that it can never be taken for a variable. */
#define TEMPORARY "=my_init"

static int failures, failure_errno;
static char failure_name[64];

static bool
has_bytes(const char *path, const char *bytes, size_t length)
{
	char buffer[4096];
	size_t at = 0;
	ssize_t n = 0;
	int fd;

	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return false;
	while (at <= length && (n = read(fd, buffer, sizeof buffer)) > 0) {
		if (at + (size_t)n > length ||
		    memcmp(bytes + at, buffer, (size_t)n) != 0)
			break;
		at += (size_t)n;
	}
	close(fd);
	return n == 0 && at == length;
}

/*
 * A new file has our owner. Where the old one's cannot be given to it, the
 * group and the others lose what the old mode gave them.
 */
static int
set_mode(int fd, const struct stat *old)
{
	mode_t mode = old->st_mode & 0777;
	struct stat new;

	if (fstat(fd, &new) == -1)
		return -1;
	if ((new.st_uid != old->st_uid || new.st_gid != old->st_gid) &&
	    fchown(fd, old->st_uid, old->st_gid) == -1)
		mode &= 0700;
	return fchmod(fd, mode);
}

static int
write_all(int fd, const char *bytes, size_t length)
{
	ssize_t n;

	for (; length > 0; bytes += n, length -= (size_t)n) {
		n = write(fd, bytes, length);
		if (n == -1)
			return -1;
	}
	return 0;
}

static int
replace(
    const char *path, const char *temporary, const char *bytes, size_t length)
{
	struct stat old;
	int error, fd;

	if (lstat(path, &old) == -1 || !S_ISREG(old.st_mode))
		old = (struct stat){ .st_mode = 0640,
			.st_uid = geteuid(),
			.st_gid = getegid() };
	else if ((size_t)old.st_size == length &&
	    has_bytes(path, bytes, length))
		return 0;
	unlink(temporary);
	fd = open(temporary,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1)
		return -1;
	if (set_mode(fd, &old) == -1 || write_all(fd, bytes, length) == -1)
		error = errno;
	else
		error = 0;
	if (close(fd) == -1 && error == 0)
		error = errno;
	if (error == 0 && rename(temporary, path) == -1)
		error = errno;
	if (error == 0)
		return 0;
	unlink(temporary);
	errno = error;
	return -1;
}

/*
 * One newline at the end of a file does not count, so a value that ends in
 * one gets another.
 */
static int
write_variable(const char *name, size_t name_length, const char *value)
{
	size_t length = strlen(value);
	char path[512], *bytes;
	int result;

	if (format(path, sizeof path, "%s/%.*s", DIRECTORY, (int)name_length,
		name) >= sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (envfmt_value_length(value, length) == length)
		return replace(path, DIRECTORY "/" TEMPORARY, value, length);
	bytes = format_new("%s\n", value);
	if (bytes == NULL)
		return -1;
	result = replace(path, DIRECTORY "/" TEMPORARY, bytes, length + 1);
	free(bytes);
	return result;
}

bool
envdump_variable(const char *variable)
{
	size_t length = strcspn(variable, "=");

	errno = EINVAL;
	if (length > 0 && memchr(variable, '/', length) == NULL &&
	    write_variable(variable, length, variable + length + 1) == 0)
		return true;
	if (failures++ == 0) {
		failure_errno = errno;
		format(failure_name, sizeof failure_name, "%.*s", (int)length,
		    variable);
	}
	return false;
}

void
envdump_report(void)
{
	if (failures > 0)
		log_warn("%d variables could not be saved in %s (the first, "
			 "%s: %s): they are passed on all the same",
		    failures, DIRECTORY, failure_name, strerror(failure_errno));
	failures = 0;
}

bool
envdump_is_temporary(const char *name)
{
	return strcmp(name, TEMPORARY) == 0;
}

/*
 * Where the rest of the text goes, and how much room there is; nowhere while
 * it is only measured.
 */
static char *
rest(char *out, size_t size, size_t length, size_t *room)
{
	*room = size > length ? size - length : 0;
	return *room > 0 ? out + length : NULL;
}

static size_t
format_sh(char *out, size_t size, char *const *variables)
{
	size_t length = 0, room;
	char *to;

	for (; *variables != NULL; variables++) {
		if (envfmt_is_private(*variables) || **variables == '=')
			continue;
		to = rest(out, size, length, &room);
		length += envfmt_sh(to, room, *variables);
	}
	return length;
}

static size_t
format_json(char *out, size_t size, char *const *variables)
{
	size_t length = 1, room;
	bool first = true;
	char *to;

	if (size > 0)
		out[0] = '{';
	for (; *variables != NULL; variables++) {
		if (**variables == '=')
			continue;
		if (!first && length + 2 <= size)
			memcpy(out + length, ", ", 2);
		length += first ? 0 : 2;
		first = false;
		to = rest(out, size, length, &room);
		length += envfmt_json(to, room, *variables);
	}
	if (length < size)
		out[length] = '}';
	return length + 1;
}

struct dump {
	const char *path, *temporary;
	size_t (*format)(char *, size_t, char *const *);
	struct stamp stamp; /* of what was written last */
	bool warned;
};

static void
write_dump(struct dump *dump, char *const *variables)
{
	size_t length = dump->format(NULL, 0, variables);
	char *text = malloc(length);
	struct stat st;

	if (text != NULL)
		dump->format(text, length, variables);
	if (text == NULL ||
	    replace(dump->path, dump->temporary, text, length) == -1) {
		if (!dump->warned)
			log_warn(
			    "cannot write %s: %s", dump->path, strerror(errno));
		dump->warned = true;
	} else if (lstat(dump->path, &st) == 0) {
		stamp_take(&dump->stamp, &st);
	}
	free(text);
}

void
envdump_all(char *const *variables, bool changed)
{
	static struct dump dumps[] = {
		{ .path = SH_DUMP,
		    .temporary = SH_DUMP TEMPORARY,
		    .format = format_sh },
		{ .path = JSON_DUMP,
		    .temporary = JSON_DUMP TEMPORARY,
		    .format = format_json },
	};
	struct stat st;
	size_t i;

	for (i = 0; i < sizeof dumps / sizeof dumps[0]; i++)
		if (changed || lstat(dumps[i].path, &st) == -1 ||
		    !stamp_same(&dumps[i].stamp, &st))
			write_dump(&dumps[i], variables);
}
