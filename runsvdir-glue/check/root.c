/*
 * An image's files, whatever its symbolic links say. The links are followed
 * here and not by openat2(2)'s RESOLVE_IN_ROOT: builders run on kernels before
 * 5.6, in gVisor, and under seccomp profiles which refuse that call, and what
 * is followed in one way everywhere is tested everywhere. Nobody changes an
 * image while it is checked, so a path that was found free of links stays so;
 * the last component is opened with O_NOFOLLOW all the same.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "root.h"
#include "init/format.h"

#define LINKS_MAX 40 /* MAXSYMLINKS, linux/namei.h */
#define OPEN_FLAGS (O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

struct walk {
	char real[PATH_MAX]; /* what is found: no link, "..", or "//" in it */
	char rest[PATH_MAX]; /* what is still to be walked */
	int links;
};

static int root = -1;

int
root_set(const char *directory)
{
	root = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return root == -1 ? -1 : 0;
}

bool
root_is_own(void)
{
	struct stat own, st;

	return stat("/", &own) == 0 && fstat(root, &st) == 0 &&
	    own.st_dev == st.st_dev && own.st_ino == st.st_ino;
}

/*
 * For the *at calls: relative to the root.
 */
static const char *
below(const char *real)
{
	return real[0] == '\0' ? "." : real + 1;
}

static void
walk_up(struct walk *walk)
{
	char *slash = strrchr(walk->real, '/');

	if (slash != NULL)
		*slash = '\0';
}

/*
 * Cuts the next component off the rest.
 */
static size_t
walk_take(struct walk *walk, char name[NAME_MAX + 1])
{
	const char *from = walk->rest + strspn(walk->rest, "/");
	size_t length = strcspn(from, "/");

	if (length > NAME_MAX)
		return length;
	memcpy(name, from, length);
	name[length] = '\0';
	memmove(walk->rest, from + length, strlen(from + length) + 1);
	return length;
}

static int
walk_link(struct walk *walk)
{
	char target[PATH_MAX], rest[PATH_MAX];
	ssize_t n;

	if (++walk->links > LINKS_MAX) {
		errno = ELOOP;
		return -1;
	}
	n = readlinkat(root, below(walk->real), target, sizeof target - 1);
	if (n == -1)
		return -1;
	target[n] = '\0';
	strlcpy(rest, walk->rest, sizeof rest);
	if (format(walk->rest, sizeof walk->rest, "%s%s", target, rest) >=
	    sizeof walk->rest) {
		errno = ENAMETOOLONG;
		return -1;
	}
	walk_up(walk);
	if (target[0] == '/')
		walk->real[0] = '\0';
	return 0;
}

/*
 * One component. The last one is followed only where that is asked for; a
 * slash behind it asks for it too.
 */
static int
walk_step(struct walk *walk, const char *name, bool follow, struct stat *st)
{
	size_t length = strlen(walk->real);

	if (strcmp(name, ".") == 0)
		return 0;
	if (strcmp(name, "..") == 0) {
		walk_up(walk);
		return fstatat(root, below(walk->real), st, 0);
	}
	if (format(walk->real + length, sizeof walk->real - length, "/%s",
		name) >= sizeof walk->real - length) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (fstatat(root, below(walk->real), st, AT_SYMLINK_NOFOLLOW) == -1)
		return -1;
	if (S_ISLNK(st->st_mode))
		return walk->rest[0] != '\0' || follow ? walk_link(walk) : 0;
	if (walk->rest[0] == '\0' || S_ISDIR(st->st_mode))
		return 0;
	errno = ENOTDIR;
	return -1;
}

static int
resolve(const char *path, bool follow, char real[PATH_MAX], struct stat *st)
{
	struct walk walk = { .links = 0 };
	char name[NAME_MAX + 1];
	size_t length;

	if (strlcpy(walk.rest, path, sizeof walk.rest) >= sizeof walk.rest) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (fstat(root, st) == -1)
		return -1;
	while ((length = walk_take(&walk, name)) > 0) {
		if (length > NAME_MAX) {
			errno = ENAMETOOLONG;
			return -1;
		}
		if (walk_step(&walk, name, follow, st) == -1)
			return -1;
	}
	strlcpy(real, walk.real, PATH_MAX);
	return fstatat(root, below(real), st, AT_SYMLINK_NOFOLLOW);
}

int
root_lstat(const char *path, struct stat *st)
{
	char real[PATH_MAX];

	return resolve(path, false, real, st);
}

int
root_stat(const char *path, struct stat *st)
{
	char real[PATH_MAX];

	return resolve(path, true, real, st);
}

int
root_readlink(const char *path, char *text, size_t size)
{
	char real[PATH_MAX];
	struct stat st;
	ssize_t n;

	if (resolve(path, false, real, &st) == -1)
		return -1;
	n = readlinkat(root, below(real), text, size - 1);
	if (n == -1)
		return -1;
	text[n] = '\0';
	return 0;
}

int
root_access(const char *path)
{
	char real[PATH_MAX];
	struct stat st;

	if (resolve(path, true, real, &st) == -1)
		return -1;
	return faccessat(root, below(real), X_OK, AT_EACCESS);
}

/*
 * The type is asked for before the file is opened, since opening a device has
 * effects.
 */
static int
open_as(const char *path, mode_t type, int flags)
{
	char real[PATH_MAX];
	struct stat st;

	if (resolve(path, true, real, &st) == -1)
		return -1;
	if ((st.st_mode & S_IFMT) != type) {
		errno = type == S_IFDIR ? ENOTDIR : EINVAL;
		return -1;
	}
	return openat(root, below(real), flags | OPEN_FLAGS);
}

ssize_t
root_read(const char *path, char *bytes, size_t size)
{
	int error, fd = open_as(path, S_IFREG, O_RDONLY);
	size_t length = 0;
	ssize_t n = 0;

	if (fd == -1)
		return -1;
	while (length < size) {
		n = read(fd, bytes + length, size - length);
		if (n == -1 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		length += (size_t)n;
	}
	error = errno;
	close(fd);
	errno = error;
	return n == -1 ? -1 : (ssize_t)length;
}

int
root_open_directory(const char *path)
{
	return open_as(path, S_IFDIR, O_RDONLY | O_DIRECTORY);
}

bool
root_has_reader(const char *path)
{
	int fd = open_as(path, S_IFIFO, O_WRONLY);

	if (fd == -1)
		return false;
	close(fd);
	return true;
}
