#ifndef STAMP_H
#define STAMP_H

#include <stdbool.h>
#include <sys/stat.h>
#include <time.h>

/*
 * What stat(2) says of a file, to know later that it is unchanged. A file
 * changed less than a tick ago may change again and show the same times (the
 * kernel stamps with the clock of its tick, 10 ms at the most); such a stamp
 * is not settled and is never the same.
 *
 * stamp_take: of a file that is about to be read. stamp_same: is it that
 * file, unchanged since?
 */
struct stamp {
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec mtime, ctime;
	bool settled;
};

void stamp_take(struct stamp *, const struct stat *);
bool stamp_same(const struct stamp *, const struct stat *);

#endif
