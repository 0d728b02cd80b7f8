#ifndef CTL_FILES_H
#define CTL_FILES_H

#include <stdbool.h>
#include <sys/types.h>

#include "runsvdir-glue/life.h"

/*
 * Small files that others write. None of them is waited for, whatever it is.
 *
 * ctl_file_read: below the directory `fd`, cut to `size` - 1 bytes, with a NUL
 * behind; how many bytes there are, or -1 with errno.
 * ctl_is_same: are the file below the directory `fd` and the other one?
 * ctl_life_read: false when there is none, or it is of another my_init than
 * the one that began at `epoch`.
 */
ssize_t ctl_file_read(int fd, const char *path, char *text, size_t size);
bool ctl_is_same(int fd, const char *path, const char *other);
bool ctl_life_read(const char *path, unsigned long long epoch, struct life *);

#endif
