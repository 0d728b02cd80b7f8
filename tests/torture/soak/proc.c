/*
 * What the kernel says of a process.
 */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "soak.h"

static int
slurp(pid_t pid, const char *name, char *text, size_t size)
{
	char path[64];
	size_t used = 0;
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return -1;
	while ((n = read(fd, text + used, size - 1 - used)) > 0)
		used += (size_t)n;
	close(fd);
	text[used] = '\0';
	return n == -1 ? -1 : 0;
}

int
proc_children(pid_t pid, pid_t children[CHILDREN_MAX])
{
	static char text[CHILDREN_MAX * 8];
	char name[64], *at = text, *end;
	int count;

	snprintf(name, sizeof name, "task/%d/children", (int)pid);
	if (slurp(pid, name, text, sizeof text) == -1)
		return -1;
	for (count = 0; count < CHILDREN_MAX; count++) {
		children[count] = (pid_t)strtol(at, &end, 10);
		if (end == at)
			break;
		at = end;
	}
	return count;
}

char
proc_state(pid_t pid)
{
	char text[1024], *at;

	if (slurp(pid, "stat", text, sizeof text) == -1 ||
	    (at = strrchr(text, ')')) == NULL || strlen(at) < 3)
		return '\0';
	return at[2];
}

int
proc_fds(pid_t pid)
{
	char path[64];
	struct dirent *entry;
	int count = 0;
	DIR *dir;

	snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
	if ((dir = opendir(path)) == NULL)
		return -1;
	while ((entry = readdir(dir)) != NULL)
		count += entry->d_name[0] != '.';
	closedir(dir);
	return count;
}

static long
kib(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at == NULL ? -1 : strtol(at + strlen(name), NULL, 10);
}

int
proc_memory(pid_t pid, long *rss, long *anonymous)
{
	char text[4096];

	*rss = *anonymous = -1;
	if (slurp(pid, "smaps_rollup", text, sizeof text) == -1)
		return -1;
	*rss = kib(text, "\nRss:");
	*anonymous = kib(text, "\nAnonymous:");
	return 0;
}

pid_t
proc_child(pid_t pid, const char *name)
{
	static pid_t children[CHILDREN_MAX];
	int i, count = proc_children(pid, children);
	char text[64];

	for (i = 0; i < count; i++)
		if (slurp(children[i], "comm", text, sizeof text) == 0 &&
		    strncmp(text, name, strlen(name)) == 0 &&
		    text[strlen(name)] == '\n')
			return children[i];
	return 0;
}

static bool
works_in(pid_t pid, const char *directory)
{
	char path[64], target[PATH_MAX];
	size_t length = strlen(directory);
	ssize_t n;

	snprintf(path, sizeof path, "/proc/%d/cwd", (int)pid);
	n = readlink(path, target, sizeof target);
	return n >= (ssize_t)length &&
	    memcmp(target + n - length, directory, length) == 0;
}

pid_t
proc_logger(pid_t runsvdir, const char *directory)
{
	static pid_t supervisors[CHILDREN_MAX], children[CHILDREN_MAX];
	int i, j, n, count = proc_children(runsvdir, supervisors);

	for (i = 0; i < count; i++) {
		n = proc_children(supervisors[i], children);
		for (j = 0; j < n; j++)
			if (works_in(children[j], directory))
				return children[j];
	}
	return 0;
}
