/*
 * Finding a program and becoming it.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "exec.h"
#include "format.h"
#include "hot.h"

const char *
exec_variable(char *const *environment, const char *name)
{
	size_t length = strlen(name);

	for (; *environment != NULL; environment++)
		if (strncmp(*environment, name, length) == 0 &&
		    (*environment)[length] == '=')
			return *environment + length + 1;
	return NULL;
}

static void
read_magic(const char *file, char magic[SELFMAG])
{
	int error = errno, fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	memset(magic, 0, SELFMAG);
	if (fd != -1) {
		(void)!read(fd, magic, SELFMAG);
		close(fd);
	}
	errno = error;
}

static bool
is_elf(const char magic[SELFMAG])
{
	return memcmp(magic, ELFMAG, SELFMAG) == 0;
}

/*
 * A program for another machine is no script for sh, nor is one whose first
 * line names an interpreter that the kernel cannot make out.
 */
static bool
is_text(const char magic[SELFMAG])
{
	return !is_elf(magic) && (magic[0] != '#' || magic[1] != '!');
}

static void
exec_file(char *file, char **argv, char *const *environment)
{
	static char shell[] = "/bin/sh";
	char *name = argv[0], magic[SELFMAG];

	execve(file, argv, environment);
	if (errno == ENOENT && access(file, F_OK) == 0) {
		read_magic(file, magic);
		errno = is_elf(magic) ? EXEC_NO_LOADER : EXEC_NO_INTERPRETER;
	}
	if (errno != ENOEXEC)
		return;
	read_magic(file, magic);
	if (!is_text(magic))
		return;
	argv[-1] = shell;
	argv[0] = file;
	execve(shell, argv - 1, environment);
	argv[0] = name;
}

/*
 * A directory that may not be searched holds nothing for us; a file that is
 * there and may not be executed is remembered, it explains more than ENOENT.
 */
static bool
try(char *path, char **argv, char *const *environment, int *error)
{
	exec_file(path, argv, environment);
	if (errno == EACCES && access(path, F_OK) == 0)
		*error = errno = EACCES;
	else if (errno == EACCES)
		errno = ENOENT;
	return errno == EACCES || errno == ENOENT || errno == ENOTDIR;
}

/*
 * Each directory of PATH in turn; an empty one is ".".
 */
static void
exec_search(char **argv, char *const *environment)
{
	LARGE static char path[PATH_MAX];
	const char *from = exec_variable(environment, "PATH");
	int error = ENOENT;
	size_t length;

	if (from == NULL)
		from = EXEC_PATH;
	for (;; from += length + 1) {
		length = strcspn(from, ":");
		if (format(path, sizeof path, "%.*s%s%s", (int)length, from,
			length > 0 ? "/" : "./", argv[0]) < sizeof path &&
		    !try(path, argv, environment, &error))
			return;
		if (from[length] == '\0')
			break;
	}
	errno = error;
}

void
exec_command(char *file, char **argv, char *const *environment)
{
	if (file == NULL && strchr(argv[0], '/') != NULL)
		file = argv[0];
	if (file != NULL)
		exec_file(file, argv, environment);
	else if (argv[0][0] != '\0')
		exec_search(argv, environment);
	else
		errno = ENOENT;
}

const char *
exec_reason(int error)
{
	if (error == EXEC_NO_INTERPRETER)
		return "the interpreter in its first line was not found "
		       "(often because its lines end in CR LF)";
	if (error == EXEC_NO_LOADER)
		return "its loader was not found (built for another libc)";
	return strerror(error);
}
