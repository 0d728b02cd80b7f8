/*
 * The files of a container, below the working directory.
 */
#include <sys/stat.h>

#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "anytime.h"

#define QUICK_SCRIPTS 20

static char *actor;
static size_t actor_size;

void
must(int result, const char *what)
{
	if (result == -1)
		err(125, "%s", what);
}

/* The actor is built beside this program. */
void
tree_open(void)
{
	char path[PATH_MAX + 8];
	struct stat st;
	ssize_t n;
	int fd;

	must((int)(n = readlink("/proc/self/exe", path, PATH_MAX)), "self");
	path[n] = '\0';
	strcpy(strrchr(path, '/'), "/actor");
	must(fd = open(path, O_RDONLY | O_CLOEXEC), path);
	must(fstat(fd, &st), path);
	actor_size = (size_t)st.st_size;
	if ((actor = malloc(actor_size)) == NULL ||
	    read(fd, actor, actor_size) != st.st_size)
		err(125, "%s", path);
	close(fd);
}

void
tree_file(const char *path, const void *bytes, size_t size, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);

	if (fd == -1 || write(fd, bytes, size) != (ssize_t)size)
		err(125, "%s", path);
	close(fd);
}

void
tree_act(const char *path)
{
	must(link("actor", path), path);
}

/* What a container that was killed leaves in its image's writable layer. */
static void
make_stale(const char *directory, int i)
{
	/* 2020, and: down, wanted down; or: PID 4242 runs, wanted up. */
	unsigned char status[20] = { 0x40, 0, 0, 0, 0x5e, 0x0b, 0xe1, 0x0a };
	char path[PATH_MAX];

	if (i % 2 == 0) {
		status[17] = 'd';
	} else {
		status[12] = 0x92;
		status[13] = 0x10;
		status[17] = 'u';
		status[19] = 1;
	}
	snprintf(path, sizeof path, "%s/supervise", directory);
	must(mkdir(path, 0700), path);
	snprintf(path, sizeof path, "%s/supervise/status", directory);
	tree_file(path, status, sizeof status, 0644);
	snprintf(path, sizeof path, "%s/supervise/lock", directory);
	tree_file(path, "", 0, 0600);
	snprintf(path, sizeof path, "%s/supervise/control", directory);
	must(mkfifo(path, 0600), path);
	snprintf(path, sizeof path, "%s/supervise/ok", directory);
	must(mkfifo(path, 0600), path);
}

static void
make_services(const struct shot *shot)
{
	unsigned flags = shot->variant->flags;
	char at[64], path[PATH_MAX];
	int i;

	for (i = 0; i < shot->services; i++) {
		snprintf(at, sizeof at, "etc/service/s%02d", i);
		must(mkdir(at, 0755), at);
		snprintf(path, sizeof path, "%s/run", at);
		tree_act(path);
		if (flags & HAS_FINISH) {
			snprintf(path, sizeof path, "%s/finish", at);
			tree_act(path);
		}
		if (flags & HAS_LOGGERS) {
			snprintf(path, sizeof path, "%s/log", at);
			must(mkdir(path, 0755), path);
			snprintf(path, sizeof path, "%s/log/run", at);
			tree_act(path);
		}
		if (flags & STALE)
			make_stale(at, i);
	}
}

static void
make_scripts(unsigned flags)
{
	char path[64];
	int i;

	for (i = 0; flags & HAS_QUICK && i < QUICK_SCRIPTS; i++) {
		snprintf(path, sizeof path, "etc/my_init.d/quick%02d", i);
		tree_act(path);
	}
	if (flags & HAS_PATIENT)
		tree_act("etc/my_init.d/patient");
	if (flags & HAS_STRAY)
		tree_act("etc/my_init.d/stray");
	if (flags & HAS_HOOKS) {
		tree_act("etc/my_init.pre_shutdown.d/hook-pre");
		tree_act("etc/my_init.post_shutdown.d/hook-post");
	}
}

void
tree_make(const struct shot *shot)
{
	static const char *const directories[] = { "etc", "etc/my_init.d",
		"etc/my_init.pre_shutdown.d", "etc/my_init.post_shutdown.d",
		"etc/service", "etc/container_environment", "usr", "proc",
		"dev", "run", "tmp", "root" };
	size_t i;

	for (i = 0; i < sizeof directories / sizeof directories[0]; i++)
		must(mkdir(directories[i], 0755), directories[i]);
	tree_file("actor", actor, actor_size, 0755);
	tree_act("command");
	make_services(shot);
	make_scripts(shot->variant->flags);
}
