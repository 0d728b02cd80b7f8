/*
 * Files that have not changed need not be read again.
 */
#include "stamp.h"

#define SETTLED_NS 20000000 /* two ticks at the slowest */

static long long
nanoseconds(struct timespec time)
{
	return (long long)time.tv_sec * 1000000000 + time.tv_nsec;
}

void
stamp_take(struct stamp *stamp, const struct stat *st)
{
	struct timespec now;
	long long age;

	clock_gettime(CLOCK_REALTIME, &now);
	age = nanoseconds(now) - nanoseconds(st->st_ctim);
	*stamp = (struct stamp){
		.dev = st->st_dev,
		.ino = st->st_ino,
		.size = st->st_size,
		.mtime = st->st_mtim,
		.ctime = st->st_ctim,
		.settled = age > SETTLED_NS,
	};
}

bool
stamp_same(const struct stamp *stamp, const struct stat *st)
{
	return stamp->settled && stamp->dev == st->st_dev &&
	    stamp->ino == st->st_ino && stamp->size == st->st_size &&
	    nanoseconds(stamp->mtime) == nanoseconds(st->st_mtim) &&
	    nanoseconds(stamp->ctime) == nanoseconds(st->st_ctim);
}
