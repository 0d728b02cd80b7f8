/*
 * Time.
 */
#include <stdlib.h>
#include <time.h>

#include "soak.h"

#define NAP_NS 5000000

int64_t
clock_ms(void)
{
	static struct timespec begin;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (begin.tv_sec == 0)
		begin = now;
	return (int64_t)(now.tv_sec - begin.tv_sec) * 1000 +
	    (now.tv_nsec - begin.tv_nsec) / 1000000;
}

void
clock_nap(void)
{
	const struct timespec nap = { .tv_nsec = NAP_NS };

	nanosleep(&nap, NULL);
}

int64_t
clock_patience_ms(double seconds)
{
	const char *slack = getenv("SLACK");
	double factor = slack == NULL ? 1 : strtod(slack, NULL);

	return (int64_t)(seconds * 1000 * (factor > 1 ? factor : 1));
}
