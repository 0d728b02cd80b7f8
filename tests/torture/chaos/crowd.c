/*
 * Who is in the container.
 */
#include <sys/syscall.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chaos.h"

/* The name may hold anything, but nothing behind it holds a `)'. */
static bool
read_process(int proc, const char *pid, struct process *process)
{
	char path[32], text[512], *name, *rest;
	unsigned long long start;
	ssize_t n = -1;
	int fd, parent;

	snprintf(path, sizeof path, "%.16s/stat", pid);
	if ((fd = openat(proc, path, O_RDONLY | O_CLOEXEC)) != -1) {
		n = read(fd, text, sizeof text - 1);
		close(fd);
	}
	if (n <= 0)
		return false;
	text[n] = '\0';
	name = strchr(text, '(');
	rest = strrchr(text, ')');
	if (name == NULL || rest == NULL ||
	    sscanf(rest,
		") %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u "
		"%*d %*d %*d %*d %*d %*d %llu",
		&process->state, &parent, &start) != 3)
		return false;
	*rest = '\0';
	process->pid = atoi(pid);
	process->parent = parent;
	process->start = start;
	snprintf(process->name, sizeof process->name, "%.15s", name + 1);
	return true;
}

void
crowd_look(int proc, struct crowd *crowd)
{
	struct dirent *entry;
	DIR *dir = NULL;
	int fd;

	crowd->count = 0;
	if ((fd = openat(proc, ".", O_RDONLY | O_CLOEXEC)) == -1 ||
	    (dir = fdopendir(fd)) == NULL)
		return;
	while (crowd->count < CROWD_MAX && (entry = readdir(dir)) != NULL)
		if (atoi(entry->d_name) > 0 &&
		    read_process(proc, entry->d_name, &crowd->of[crowd->count]))
			crowd->count++;
	closedir(dir);
}

const struct process *
crowd_find(const struct crowd *crowd, pid_t pid)
{
	int i;

	for (i = 0; i < crowd->count; i++)
		if (crowd->of[i].pid == pid)
			return &crowd->of[i];
	return NULL;
}

const struct process *
crowd_named(const struct crowd *crowd, const char *name)
{
	int i;

	for (i = 0; i < crowd->count; i++)
		if (strcmp(crowd->of[i].name, name) == 0)
			return &crowd->of[i];
	return NULL;
}

/*
 * Its pid outside is not known; but its directory in /proc is a descriptor for
 * it (pidfd_send_signal(2)).
 */
bool
crowd_signal(int proc, pid_t pid, int signo)
{
	char name[16];
	bool sent;
	int fd;

	snprintf(name, sizeof name, "%d", (int)pid);
	fd = openat(proc, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return false;
	sent = syscall(SYS_pidfd_send_signal, fd, signo, NULL, 0) == 0;
	close(fd);
	return sent;
}
