#ifndef DIR_H
#define DIR_H

#include <limits.h>
#include <stddef.h>

/*
 * Directories without malloc, for use on the stop path too.
 *
 * dir_open: 0, or -1 with errno. The struct is the caller's and large; it
 * owns one descriptor until dir_close.
 * dir_read: the next name, "." and ".." left out, valid until the next call;
 * *type is a DT_ constant of dirent.h. NULL at the end, or where the rest
 * cannot be read: then `error` is the errno, else 0.
 * dir_following: of the names in `path`, the least in byte order that comes
 * after `name` ("" for the first) replaces `name`: 1; 0 when there is none,
 * -1 with errno. It reads the directory anew, so nothing is kept between two
 * calls and files that come or go meanwhile are seen.
 *
 * A local file system answers at once; one over a network may block.
 */
struct dir {
	int fd, error;
	size_t at, length;
	_Alignas(8) char buffer[8192];
};

int dir_open(struct dir *, const char *path);
const char *dir_read(struct dir *, unsigned char *type);
void dir_close(struct dir *);
int dir_following(const char *path, char name[NAME_MAX + 1]);

#endif
