/*
 * The file system of one run.  Everything lies on a tmpfs that ends with the
 * run, so a service's supervise directory is always new and nothing has to be
 * cleaned up.  The scan directory's time is set back: runsvdir sleeps for a
 * second where it was touched in the current one.
 */
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <err.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "stage.h"

#define ACTOR BOARD_DIR "/actor"
#define SCAN_DIR "/etc/service"
#define SCRIPT_DIR "/etc/my_init.d"
#define LONG_AGO 1000000000

/* Files of /etc that the dynamic linker and the C library want to see. */
static const char *const kept[] = {
	"/etc/ld.so.cache",
	"/etc/passwd",
	"/etc/group",
	"/etc/nsswitch.conf",
};
#define NKEPT (sizeof(kept) / sizeof(kept[0]))

static void
make_dir(const char *path)
{
	if (mkdir(path, 0755) == -1)
		err(1, "mkdir %s", path);
}

static void
copy_in(int from, const char *path, mode_t mode)
{
	char buf[65536];
	ssize_t n;
	int to;

	if (from == -1)
		return;
	if ((to = open(path, O_WRONLY | O_CREAT | O_EXCL, mode)) == -1)
		err(1, "open %s", path);
	while ((n = read(from, buf, sizeof(buf))) > 0)
		if (write(to, buf, (size_t)n) != n)
			err(1, "write %s", path);
	if (n == -1)
		err(1, "read for %s", path);
	close(from);
	close(to);
}

static void
make_link(const char *path)
{
	if (link(ACTOR, path) == -1)
		err(1, "link %s", path);
}

static void
set_back(const char *path)
{
	const struct timespec old[2] = { { .tv_sec = LONG_AGO },
		{ .tv_sec = LONG_AGO } };

	if (utimensat(AT_FDCWD, path, old, 0) == -1)
		err(1, "utimensat %s", path);
}

static void
make_file(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, mode);
	ssize_t length = (ssize_t)strlen(text);

	if (fd == -1 || write(fd, text, (size_t)length) != length)
		err(1, "%s", path);
	close(fd);
}

static void
make_service(const struct play *p, int i)
{
	char path[128], text[16];

	snprintf(path, sizeof(path), SCAN_DIR "/s%04d", i);
	make_dir(path);
	snprintf(path, sizeof(path), SCAN_DIR "/s%04d/run", i);
	make_link(path);
	snprintf(path, sizeof(path), SCAN_DIR "/s%04d/critical", i);
	if (p->critical)
		make_file(path, "", 0644);
	snprintf(path, sizeof(path), SCAN_DIR "/s%04d/after", i);
	snprintf(text, sizeof(text), "s%04d\n", i - 1);
	if (p->levels > 0 && (i - 1) % p->levels > 0)
		make_file(path, text, 0644);
}

static void
make_services(const struct play *p)
{
	int i;

	make_dir(SCAN_DIR);
	for (i = 1; i <= p->services; i++)
		make_service(p, i);
	set_back(SCAN_DIR);
}

static void
script_path(char *path, size_t size, int i)
{
	snprintf(path, size, SCRIPT_DIR "/s%04d", i);
}

static void
make_scripts(const struct play *p)
{
	static const char text[] = "#!/bin/sh\nexit 0\n";
	char path[128];
	int i;

	make_dir(SCRIPT_DIR);
	if (p->waiting_script)
		make_link(SCRIPT_DIR "/wait");
	for (i = 1; i <= p->scripts; i++) {
		script_path(path, sizeof(path), i);
		if (p->static_scripts) {
			make_link(path);
			continue;
		}
		make_file(path, text, 0755);
		set_back(path);
	}
}

int
stage_scripts_read(const struct play *p)
{
	char path[128];
	struct stat st;
	int i, n = 0;

	for (i = 1; i <= p->scripts; i++) {
		script_path(path, sizeof(path), i);
		n += stat(path, &st) == 0 && st.st_atime > LONG_AGO;
	}
	return n;
}

static struct board *
make_board(const struct play *p)
{
	struct board *b;
	int fd;

	fd = open(BOARD_PATH, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1 || ftruncate(fd, sizeof(*b)) == -1)
		err(1, "%s", BOARD_PATH);
	b = mmap(NULL, sizeof(*b), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_POPULATE, fd, 0);
	if (b == MAP_FAILED)
		err(1, "mmap");
	close(fd);
	b->expected = (uint32_t)(p->waiting_script ? 1 : p->services);
	b->linger_ms = (uint32_t)p->linger_ms;
	return b;
}

struct board *
stage_build(const struct play *p)
{
	int fd[NKEPT], actor;
	size_t i;

	for (i = 0; i < NKEPT; i++)
		fd[i] = open(kept[i], O_RDONLY | O_CLOEXEC);
	if ((actor = open(p->actor, O_RDONLY | O_CLOEXEC)) == -1)
		err(1, "%s", p->actor);
	if (unshare(CLONE_NEWNS) == -1)
		err(1, "unshare");
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1 ||
	    mount("bench", "/etc", "tmpfs", MS_STRICTATIME, "mode=755") == -1 ||
	    mount("bench", "/run", "tmpfs", 0, "mode=755") == -1)
		err(1, "mount");
	for (i = 0; i < NKEPT; i++)
		copy_in(fd[i], kept[i], 0644);
	make_dir(BOARD_DIR);
	make_dir("/etc/container_environment");
	copy_in(actor, ACTOR, 0755);
	make_link(BOARD_DIR "/true");
	make_link(BOARD_DIR "/mark");
	make_link(BOARD_DIR "/pause");
	if (mkfifo(BOARD_FIFO, 0600) == -1)
		err(1, "mkfifo");
	make_services(p);
	make_scripts(p);
	return make_board(p);
}
