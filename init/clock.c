/*
 * The one clock of the program and the arithmetic of deadlines.
 */
#include <limits.h>
#include <time.h>

#include "clock.h"

int64_t
clock_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
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
