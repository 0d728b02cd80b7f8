#ifndef CTL_CHECK_ROOT_H
#define CTL_CHECK_ROOT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

/*
 * The files of an image below a directory, as a program in it would find them:
 * absolute links and ".." do not lead out of it. Paths begin with "/", the
 * image's own.
 *
 * root_set: 0, or -1 with errno. The only one that must come first.
 * root_is_own: is the image the root of this very process?
 * root_lstat, root_stat: as lstat(2) and stat(2).
 * root_readlink: the text of a link, cut to size, NUL-terminated; 0 or -1.
 * root_access: may we execute it? 0, or -1 with errno.
 * root_read: the first `size` bytes of a regular file, or as many as there
 * are; -1 with errno, EINVAL for what is not regular. Nothing else is opened.
 * root_open_directory: its descriptor for getdents64(2), the caller's; or -1
 * with errno.
 * root_has_reader: is it a FIFO that somebody reads? Nothing is written to it.
 */
int root_set(const char *directory);
bool root_is_own(void);
int root_lstat(const char *path, struct stat *);
int root_stat(const char *path, struct stat *);
int root_readlink(const char *path, char *text, size_t size);
int root_access(const char *path);
ssize_t root_read(const char *path, char *bytes, size_t size);
int root_open_directory(const char *path);
bool root_has_reader(const char *path);

#endif
