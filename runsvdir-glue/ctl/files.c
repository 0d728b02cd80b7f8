/*
 * Reading small files whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

ssize_t
ctl_file_read(int fd, const char *path, char *text, size_t size)
{
	struct stat st;
	ssize_t n = -1;
	int error;

	fd = openat(fd, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	errno = EINVAL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		n = read(fd, text, size - 1);
	error = errno;
	close(fd);
	errno = error;
	text[n > 0 ? n : 0] = '\0';
	return n;
}

bool
ctl_is_same(int fd, const char *path, const char *other)
{
	struct stat one, two;

	return fstatat(fd, path, &one, 0) == 0 && stat(other, &two) == 0 &&
	    one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

bool
ctl_life_read(const char *path, unsigned long long epoch, struct life *life)
{
	char text[LIFE_MAX];
	ssize_t n = ctl_file_read(AT_FDCWD, path, text, sizeof text);

	return n > 0 && life_parse(life, text, epoch);
}
