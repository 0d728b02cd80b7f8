#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

/*
 * Time is CLOCK_MONOTONIC in milliseconds, so a step of the wall clock moves
 * no deadline. CLOCK_NEVER is the deadline that never comes.
 *
 * clock_now never fails and never blocks.
 * clock_remaining is pure: the timeout in milliseconds that poll(2) wants for
 * a deadline: -1 for CLOCK_NEVER, 0 when it has passed.
 * clock_after is pure: the deadline `ms` after `now`; saturates.
 * clock_least is pure: the earlier deadline, the shorter time.
 */
#define CLOCK_NEVER INT64_MAX

int64_t clock_now(void);
int clock_remaining(int64_t now, int64_t deadline);
int64_t clock_after(int64_t now, int64_t ms);
int64_t clock_least(int64_t a, int64_t b);

#endif
