/*
 * The directory of my_init's state.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "format.h"
#include "hot.h"
#include "proc.h"
#include "rundir.h"

#define NAME "my_init"
#define REQUESTS "events"
#define OWNER "pid"
#define TEMPORARY ".new"
#define TRIES 16
#define PATH_ROOM 256
#define OTHERS_WRITE (S_IWGRP | S_IWOTH)

LARGE static char path[PATH_ROOM];
static int directory = -1, owner = -1, requests = -1;

/*
 * In /tmp anybody may have made it before us.
 */
static int
open_own(void)
{
	struct stat st;
	int fd;

	if (mkdir(path, 0755) == -1 && errno != EEXIST)
		return -1;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && st.st_uid == geteuid() &&
	    (st.st_mode & OTHERS_WRITE) == 0)
		return fd;
	close(fd);
	errno = EACCES;
	return -1;
}

/*
 * The lock lasts as long as we do, and is seen from other pid namespaces.
 */
static bool
lock(void)
{
	owner = openat(directory, OWNER,
	    O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0644);
	return owner != -1 && flock(owner, LOCK_EX | LOCK_NB) == 0;
}

static bool
sign(void)
{
	struct proc_stat self;
	char text[64];
	size_t length;

	if (proc_stat(proc_self(), &self) == -1)
		self.start = 0;
	length = format(
	    text, sizeof text, "%d %llu\n", (int)proc_self(), self.start);
	return pwrite(owner, text, length, 0) == (ssize_t)length &&
	    ftruncate(owner, (off_t)length) == 0;
}

/*
 * We hold it open for writing as well, so it never is at its end.
 */
static bool
make_requests(void)
{
	unlinkat(directory, REQUESTS, 0);
	if (mkfifoat(directory, REQUESTS, 0600) == -1)
		return false;
	requests = openat(
	    directory, REQUESTS, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	return requests != -1;
}

static void
drop(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

static bool
take(void)
{
	bool locked;

	directory = open_own();
	locked = lock();
	if (locked && sign() && make_requests())
		return true;
	if (locked)
		unlinkat(directory, OWNER, 0); /* others would look here */
	drop(&owner);
	drop(&directory);
	return false;
}

static bool
try(const char *base)
{
	size_t length = proc_self() == 1 ?
	    format(path, sizeof path, "%s/" NAME, base) :
	    format(path, sizeof path, "%s/" NAME ".%d", base, (int)proc_self());

	return base[0] == '/' && length < sizeof path && take();
}

bool
rundir_open(const char *first)
{
	const char *bases[] = { first, "/run", "/dev/shm", "/tmp" };
	size_t i;

	for (i = 0; i < sizeof bases / sizeof bases[0]; i++)
		if (bases[i] != NULL && try(bases[i]))
			return true;
	return false;
}

const char *
rundir_path(void)
{
	return directory == -1 ? NULL : path;
}

int
rundir_fd(void)
{
	return requests;
}

static bool
is_at(int at, const char *name, int fd)
{
	struct stat there, ours;

	return fstatat(at, name, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
	    fstat(fd, &ours) == 0 && there.st_dev == ours.st_dev &&
	    there.st_ino == ours.st_ino;
}

static bool
is_whole(void)
{
	return is_at(AT_FDCWD, path, directory) &&
	    is_at(directory, OWNER, owner) &&
	    is_at(directory, REQUESTS, requests);
}

/*
 * Who deletes goes on while we mend: so the watch comes first, then the look.
 * (The library's fcntl(2) knows much that we have no use for: a kilobyte.)
 */
void
rundir_watch(void)
{
	int tries;

	if (directory == -1)
		return;
	for (tries = 0; tries < TRIES; tries++) {
		if (syscall(SYS_fcntl, directory, F_SETSIG, RUNDIR_SIGNAL) == 0)
			syscall(SYS_fcntl, directory, F_NOTIFY,
			    DN_DELETE | DN_MULTISHOT);
		if (is_whole())
			return;
		drop(&requests);
		drop(&owner);
		drop(&directory);
		take();
	}
}

bool
rundir_has(const char *name)
{
	struct stat st;

	return fstatat(directory, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/*
 * A writer's line is in the FIFO whole (PIPE_BUF); we may have read a part.
 */
bool
rundir_request(char line[RUNDIR_LINE_MAX])
{
	LARGE static char buffer[RUNDIR_LINE_MAX];
	static size_t length;
	static bool too_long;
	bool whole;
	char *end;
	ssize_t n;

	do {
		while ((end = memchr(buffer, '\n', length)) == NULL) {
			if (length == sizeof buffer) {
				too_long = true;
				length = 0;
			}
			n = read(
			    requests, buffer + length, sizeof buffer - length);
			if (n <= 0)
				return false;
			length += (size_t)n;
		}
		whole = !too_long;
		too_long = false;
		*end++ = '\0';
		memcpy(line, buffer, (size_t)(end - buffer));
		length -= (size_t)(end - buffer);
		memmove(buffer, end, length);
	} while (!whole);
	return true;
}

void
rundir_write(const char *name, const char *bytes, size_t length)
{
	bool whole;
	int fd;

	if (directory == -1)
		return;
	fd = openat(directory, TEMPORARY,
	    O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC,
	    0644);
	if (fd == -1)
		return;
	whole = write(fd, bytes, length) == (ssize_t)length;
	close(fd);
	if (whole)
		renameat(directory, TEMPORARY, directory, name);
}
