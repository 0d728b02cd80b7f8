/*
 * The process table as /proc shows it.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/auxv.h>
#include <time.h>
#include <unistd.h>

#include "dir.h"
#include "format.h"
#include "hot.h"
#include "number.h"
#include "proc.h"

#define PF_FORKNOEXEC 0x40 /* linux/sched.h */

static ssize_t
read_file(const char *path, char *text, size_t size)
{
	int error, fd;
	ssize_t n;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	n = read(fd, text, size - 1);
	error = errno;
	close(fd);
	errno = error;
	if (n >= 0)
		text[n] = '\0';
	return n;
}

pid_t
proc_self(void)
{
	HOT static pid_t self;

	if (self == 0)
		self = getpid();
	return self;
}

/*
 * Goes so many fields ahead, to a number there; 0 for one below zero.
 */
static uint64_t
field(const char **at, int ahead)
{
	uint64_t value;
	const char *digits;

	for (; ahead > 0 && *at != NULL; ahead--)
		*at = strchr(*at + 1, ' ');
	digits = *at == NULL ? "" : *at + 1;
	number_take(&digits, &value);
	return value;
}

/*
 * The name may hold spaces and parentheses: it ends at the last ')'. Then
 * come the state (field 3), the parent (4), the flags (9), the threads (20; a
 * zombie that has more than its own is a process whose first thread has
 * ended), and the start time (22).
 */
int
proc_stat(pid_t pid, struct proc_stat *stat)
{
	char path[64], text[1024];
	const char *from, *to, *at;
	size_t length;

	format(path, sizeof path, "/proc/%d/stat", (int)pid);
	if (read_file(path, text, sizeof text) <= 0)
		return -1;
	from = strchr(text, '(');
	to = strrchr(text, ')');
	if (from == NULL || to == NULL || to < from || to[1] != ' ') {
		errno = EINVAL;
		return -1;
	}
	length = (size_t)(to - from - 1);
	if (length >= sizeof stat->name)
		length = sizeof stat->name - 1;
	memcpy(stat->name, from + 1, length);
	stat->name[length] = '\0';
	stat->state = to[2];
	at = to + 1;
	stat->ppid = (pid_t)field(&at, 4 - 3);
	stat->pgrp = (pid_t)field(&at, 5 - 4);
	stat->forked = (field(&at, 9 - 5) & PF_FORKNOEXEC) != 0;
	stat->dead =
	    field(&at, 20 - 9) <= 1 && strchr("ZXx", stat->state) != NULL;
	stat->start = field(&at, 22 - 20);
	return 0;
}

int
proc_each(proc_visitor *each, void *context)
{
	struct dir dir;
	const char *name;
	unsigned char type;
	uint64_t pid;
	int error = ENOENT;

	if (dir_open(&dir, "/proc") == -1)
		return -1;
	while ((name = dir_read(&dir, &type)) != NULL)
		if (number_take(&name, &pid)) {
			error = 0;
			each((pid_t)pid, context);
		}
	dir_close(&dir);
	errno = dir.error != 0 ? dir.error : error;
	return errno == 0 ? 0 : -1;
}

struct child_filter {
	pid_t parent;
	proc_visitor *each;
	void *context;
};

static void
visit_if_child(pid_t pid, void *context)
{
	struct child_filter *filter = context;
	struct proc_stat stat;

	if (proc_stat(pid, &stat) == 0 && stat.ppid == filter->parent)
		filter->each(pid, filter->context);
}

int
proc_children(pid_t parent, proc_visitor *each, void *context)
{
	struct child_filter filter = { parent, each, context };
	char buffer[4096];
	ssize_t i, n;
	int fd, pid = 0;

	format(buffer, sizeof buffer, "/proc/%d/task/%d/children", (int)parent,
	    (int)parent);
	fd = open(buffer, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return proc_each(visit_if_child, &filter);
	while ((n = read(fd, buffer, sizeof buffer)) > 0)
		for (i = 0; i < n; i++) {
			if (buffer[i] >= '0' && buffer[i] <= '9') {
				pid = pid * 10 + (buffer[i] - '0');
				continue;
			}
			if (pid > 0)
				each(pid, context);
			pid = 0;
		}
	close(fd);
	return n == 0 ? 0 : proc_each(visit_if_child, &filter);
}

int
proc_argument(pid_t pid, int index, char *text, size_t size)
{
	char path[64], all[4096];
	const char *argument = all;
	ssize_t n;

	format(path, sizeof path, "/proc/%d/cmdline", (int)pid);
	n = read_file(path, all, sizeof all);
	if (n <= 0)
		return -1;
	for (; index > 0 && argument < all + n; index--)
		argument += strlen(argument) + 1;
	if (argument >= all + n) {
		errno = ENOENT;
		return -1;
	}
	format(text, size, "%s", argument);
	return 0;
}

unsigned long long
proc_now(void)
{
	struct timespec ts;
	unsigned long long hz = getauxval(AT_CLKTCK);

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (unsigned long long)ts.tv_sec * hz +
	    (unsigned long long)ts.tv_nsec * hz / 1000000000;
}
