/*
 * Reading directories with getdents64(2): opendir(3) allocates.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "dir.h"

/* The kernel's struct linux_dirent64, getdents(2). */
struct entry {
	uint64_t ino;
	int64_t off;
	uint16_t reclen;
	uint8_t type;
	char name[];
};

int
dir_open(struct dir *dir, const char *path)
{
	dir->at = dir->length = 0;
	dir->error = 0;
	dir->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
	return dir->fd == -1 ? -1 : 0;
}

const char *
dir_read(struct dir *dir, unsigned char *type)
{
	const struct entry *entry;
	long n;

	for (;;) {
		if (dir->at == dir->length) {
			n = syscall(SYS_getdents64, dir->fd, dir->buffer,
			    sizeof dir->buffer);
			if (n == -1 && errno == EINTR)
				continue;
			if (n == -1)
				dir->error = errno;
			if (n <= 0)
				return NULL;
			dir->at = 0;
			dir->length = (size_t)n;
		}
		entry = (const struct entry *)(dir->buffer + dir->at);
		dir->at += entry->reclen;
		if (strcmp(entry->name, ".") == 0 ||
		    strcmp(entry->name, "..") == 0)
			continue;
		*type = entry->type;
		return entry->name;
	}
}

void
dir_close(struct dir *dir)
{
	close(dir->fd);
	dir->fd = -1;
}

int
dir_following(const char *path, char name[NAME_MAX + 1])
{
	char least[NAME_MAX + 1] = "";
	struct dir dir;
	const char *next;
	unsigned char type;

	if (dir_open(&dir, path) == -1)
		return -1;
	while ((next = dir_read(&dir, &type)) != NULL)
		if (strcmp(next, name) > 0 &&
		    (least[0] == '\0' || strcmp(next, least) < 0))
			strlcpy(least, next, sizeof least);
	dir_close(&dir);
	if (dir.error != 0) {
		errno = dir.error;
		return -1;
	}
	if (least[0] == '\0')
		return 0;
	strlcpy(name, least, NAME_MAX + 1);
	return 1;
}
