/*
 * Secrets from files.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format.h"
#include "log.h"
#include "secrets.h"

#define BETWEEN ", \t\n"
#define SECRET_MAX 131072 /* of one string of the environment (execve(2)) */

/*
 * The next name of the list, or 0 at its end.
 */
static size_t
next_name(const char **names)
{
	*names += strspn(*names, BETWEEN);
	return strcspn(*names, BETWEEN);
}

/*
 * The value of the variable that is called `name` and `suffix`.
 */
static char *
find(char *const *environment, const char *name, size_t length,
    const char *suffix)
{
	size_t more = strlen(suffix);

	for (; *environment != NULL; environment++)
		if (strncmp(*environment, name, length) == 0 &&
		    strncmp(*environment + length, suffix, more) == 0 &&
		    (*environment)[length + more] == '=')
			return *environment;
	return NULL;
}

/*
 * A link is followed: the files of Kubernetes are links.
 */
static ssize_t
read_file(const char *path, char *bytes, size_t size)
{
	struct stat st;
	ssize_t n;
	int fd;

	if (stat(path, &st) == -1)
		return -1;
	if (!S_ISREG(st.st_mode)) {
		errno = EINVAL;
		return -1;
	}
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	n = read(fd, bytes, size);
	close(fd);
	if (n == (ssize_t)size) {
		errno = EFBIG;
		return -1;
	}
	return n;
}

static void
take_file(
    const char *name, size_t length, const char *path, struct envlist *list)
{
	char *variable = malloc(SECRET_MAX);
	ssize_t n = -1;

	if (variable != NULL && length + 2 < SECRET_MAX) {
		memcpy(variable, name, length);
		variable[length] = '=';
		n = read_file(
		    path, variable + length + 1, SECRET_MAX - length - 2);
	}
	if (n == -1) {
		log_warn("no secret %.*s: %s: %s", (int)length, name, path,
		    strerror(errno));
		free(variable);
		return;
	}
	if (n > 0 && variable[length + (size_t)n] == '\n')
		n--;
	variable[length + 1 + (size_t)n] = '\0';
	envlist_add(list, variable);
}

void
secrets_read(const char *names, char *const *environment, struct envlist *list)
{
	char *direct, *file;
	size_t length;

	for (; names != NULL && (length = next_name(&names)) > 0;
	     names += length) {
		direct = find(environment, names, length, "");
		file = find(environment, names, length, "_FILE");
		if (direct != NULL && file != NULL)
			log_warn("%.*s is set, so %.*s_FILE is not read",
			    (int)length, names, (int)length, names);
		if (direct != NULL)
			envlist_add(list, direct);
		else if (file != NULL)
			take_file(names, length, strchr(file, '=') + 1, list);
		else
			log_warn("no secret %.*s: neither it nor %.*s_FILE is "
				 "set",
			    (int)length, names, (int)length, names);
	}
}

bool
secrets_has(const char *names, const char *variable)
{
	size_t length, own = strcspn(variable, "=");

	for (; names != NULL && (length = next_name(&names)) > 0;
	     names += length)
		if (length == own && strncmp(names, variable, own) == 0)
			return true;
	return false;
}
