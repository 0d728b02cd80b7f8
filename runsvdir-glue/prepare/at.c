/*
 * Files that others may have made.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init/dir.h"
#include "init/format.h"
#include "at.h"
#include "runsvdir-glue/svstatus.h"

static int
fail(int fd, int error)
{
	if (fd != -1)
		close(fd);
	errno = error;
	return -1;
}

static ssize_t
read_regular(int dir, const char *name, int flags, char *bytes, size_t size)
{
	struct stat st;
	size_t length = 0;
	ssize_t n = 1;
	char more;
	int fd;

	fd = openat(
	    dir, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | flags);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode))
		return fail(fd, S_ISDIR(st.st_mode) ? EISDIR : EINVAL);
	while (n > 0 && length < size) {
		n = read(fd, bytes + length, size - length);
		if (n > 0)
			length += (size_t)n;
	}
	if (n == -1)
		return fail(fd, errno);
	if (length == size && read(fd, &more, 1) > 0)
		return fail(fd, EFBIG);
	close(fd);
	return (ssize_t)length;
}

/*
 * Links are followed: an image or a volume may well have them, and who can
 * write to a service directory decides what it runs anyway.
 */
ssize_t
at_read(int dir, const char *name, char *bytes, size_t size)
{
	return read_regular(dir, name, 0, bytes, size);
}

/*
 * A supervise directory is often given to the user of the service, for sv, so
 * here a link is not followed: it might lead to a device.
 */
bool
at_status(int dir, const char *supervise, struct svstatus *status)
{
	char bytes[SVSTATUS_SIZE + 1], path[NAME_MAX * 2];
	ssize_t n;

	format(path, sizeof path, "%s/status", supervise);
	n = read_regular(dir, path, O_NOFOLLOW, bytes, sizeof bytes);
	return n >= 0 &&
	    svstatus_decode(status, (unsigned char *)bytes, (size_t)n);
}

int
at_directory(int dir, const char *name)
{
	return openat(dir, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

int
at_own_directory(int dir, const char *name)
{
	struct stat st;
	bool made;
	int fd;

	made = mkdirat(dir, name, 0755) == 0;
	if (!made && errno != EEXIST)
		return -1;
	fd = at_directory(dir, name);
	if (fd == -1 || fstat(fd, &st) == -1)
		return fail(fd, errno);
	if (st.st_uid != geteuid())
		return fail(fd, EPERM);
	if (made) /* whatever the umask is */
		fchmod(fd, 0755);
	else if (st.st_mode & (S_IWGRP | S_IWOTH))
		return fail(fd, EPERM);
	return fd;
}

int
at_list(struct dir *dir, int at, const char *name)
{
	dir->at = dir->length = 0;
	dir->error = 0;
	dir->fd =
	    openat(at, name, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
	return dir->fd == -1 ? -1 : 0;
}

bool
at_is_link(int dir, const char *name, const char *text)
{
	char is[PATH_MAX];
	ssize_t n = readlinkat(dir, name, is, sizeof is);

	return n >= 0 && (size_t)n == strlen(text) &&
	    memcmp(is, text, (size_t)n) == 0;
}

int
at_link(int dir, const char *name, const char *text)
{
	if (at_is_link(dir, name, text))
		return 0;
	if (at_remove(dir, name) == -1 && errno != ENOENT)
		return -1;
	return symlinkat(text, dir, name);
}

static int
empty(int fd, int depth)
{
	struct dir dir;
	const char *name;
	unsigned char type;
	int sub;

	if (at_list(&dir, fd, ".") == -1)
		return -1;
	while ((name = dir_read(&dir, &type)) != NULL) {
		if (unlinkat(fd, name, 0) == 0 || depth == 0)
			continue;
		sub = at_directory(fd, name);
		if (sub == -1)
			continue;
		empty(sub, depth - 1);
		close(sub);
		unlinkat(fd, name, AT_REMOVEDIR);
	}
	dir_close(&dir);
	return 0;
}

int
at_remove(int dir, const char *name)
{
	int fd;

	if (unlinkat(dir, name, 0) == 0)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	fd = at_directory(dir, name);
	if (fd == -1)
		return -1;
	empty(fd, AT_DEPTH - 1);
	close(fd);
	return unlinkat(dir, name, AT_REMOVEDIR);
}

bool
at_is_directory(int dir, const char *name)
{
	struct stat st;

	return fstatat(dir, name, &st, 0) == 0 && S_ISDIR(st.st_mode);
}

/*
 * Of a link that leads nowhere, runsv makes the last component.
 */
static bool
can_make_target(int dir)
{
	char text[PATH_MAX];
	char *slash;
	ssize_t n = readlinkat(dir, "supervise", text, sizeof text - 1);

	if (n == -1)
		return faccessat(dir, ".", W_OK | X_OK, 0) == 0;
	text[n] = '\0';
	slash = strrchr(text, '/');
	if (slash == NULL)
		return faccessat(dir, ".", W_OK | X_OK, 0) == 0;
	slash[slash == text] = '\0';
	return faccessat(dir, text, W_OK | X_OK, 0) == 0;
}

bool
at_can_supervise(int dir)
{
	if (faccessat(dir, "supervise", W_OK | X_OK, 0) == 0)
		return true;
	return errno == ENOENT && can_make_target(dir);
}

/*
 * Its runsv has the reading end of the FIFO `ok` open as long as it lives.
 */
bool
at_is_live(int dir, const char *supervise)
{
	char path[NAME_MAX * 2];
	struct stat st;
	bool live;
	int fd;

	format(path, sizeof path, "%s/ok", supervise);
	fd = openat(dir, path,
	    O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		return false;
	live = fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode);
	close(fd);
	return live;
}

int
at_touch(int dir, const char *name)
{
	int fd = openat(dir, name,
	    O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0644);

	if (fd == -1)
		return -1;
	close(fd);
	return 0;
}

void
at_order(const char *control, char order)
{
	int fd = open(
	    control, O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode))
		(void)!write(fd, &order, 1);
	close(fd);
}
