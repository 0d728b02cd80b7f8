/*
 * The one clock of the program and the arithmetic of deadlines.
 */
#include <limits.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

static int64_t
milliseconds(const struct timespec *ts)
{
	return (int64_t)ts->tv_sec * 1000 + ts->tv_nsec / 1000000;
}

/*
 * The system call: the library's way through the vdso costs two page faults
 * and a search for the symbol, more than all the calls of a short life. But a
 * filter may refuse what hardly anybody calls.
 */
int64_t
clock_now(void)
{
	struct timespec ts;

#if LONG_MAX > INT_MAX
	if (syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &ts) == 0)
		return milliseconds(&ts);
#endif
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return milliseconds(&ts);
}

int
clock_remaining(int64_t now, int64_t deadline)
{
	if (deadline == CLOCK_NEVER)
		return -1;
	if (deadline <= now)
		return 0;
	if (deadline - now > INT_MAX)
		return INT_MAX;
	return (int)(deadline - now);
}

int64_t
clock_after(int64_t now, int64_t ms)
{
	if (ms == CLOCK_NEVER || now > CLOCK_NEVER - ms)
		return CLOCK_NEVER;
	return now + ms;
}

int64_t
clock_least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}
