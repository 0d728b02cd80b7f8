/*
 * The root of a container. It is mounted on the desk of its worker, which it
 * hides when it becomes "/".
 */
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <unistd.h>

#include "anytime.h"

#define ROOT DESK "/root"

struct board *board;

void
root_open(void)
{
	int fd;

	tree_open();
	must(unshare(CLONE_NEWNS), "mount namespace");
	must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private");
	must(mount("tmpfs", DESK, "tmpfs", 0, "mode=700"), DESK);
	must(mkdir(ROOT, 0755), ROOT);
	fd = open(DESK "/board", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	must(ftruncate(fd, sizeof *board), "board");
	board = mmap(
	    NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (board == MAP_FAILED)
		err(125, "board");
	close(fd);
}

void
root_begin(void)
{
	must(mount("tmpfs", ROOT, "tmpfs", 0, "mode=755"), ROOT);
	must(chdir(ROOT), ROOT);
}

void
root_show(const char *from, const char *to)
{
	must(mkdir(to, 0755) == -1 && errno != EEXIST ? -1 : 0, to);
	must(mount(from, to, NULL, MS_BIND | MS_REC, NULL), to);
	must(mount(NULL, to, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL), to);
}

void
root_show_file(const char *from, const char *to)
{
	tree_file(to, "", 0, 0644);
	must(mount(from, to, NULL, MS_BIND, NULL), to);
}

/* Directories of the machine's root, which are links where /usr is merged. */
void
root_show_machine(void)
{
	static const char *const names[] = { "/usr", "/bin", "/sbin", "/lib",
		"/lib64" };
	char target[PATH_MAX];
	ssize_t n;
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		n = readlink(names[i], target, sizeof target - 1);
		if (n > 0) {
			target[n] = '\0';
			must(symlink(target, names[i] + 1), names[i]);
		} else if (access(names[i], F_OK) == 0) {
			root_show(names[i], names[i] + 1);
		}
	}
	root_show_file("/dev/null", "dev/null");
	root_show_file(DESK "/board", "board");
}

void
root_enter(void)
{
	must((int)syscall(SYS_pivot_root, ".", "."), "pivot_root");
	must(umount2(".", MNT_DETACH), "old root");
	must(chdir("/"), "/");
	must(mount("proc", "/proc", "proc", 0, NULL), "proc");
}
