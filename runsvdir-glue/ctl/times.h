#ifndef CTL_TIME_H
#define CTL_TIME_H

#include <stdint.h>

/*
 * Pure. Times as text.
 *
 * ctl_time_ago: a duration for people, in two units at most: "0.3s", "12s",
 * "3m05s", "2h07m", "4d03h"; "-" when it is negative.
 * ctl_time_iso: microseconds of Unix as "2026-11-22T11:12:13.123Z".
 * ctl_time_span: a short duration for people, "0.8 ms", "123 ms", "1.23 s".
 */
#define CTL_TIME_MAX 32

void ctl_time_ago(int64_t us, char text[CTL_TIME_MAX]);
void ctl_time_iso(int64_t unix_us, char text[CTL_TIME_MAX]);
void ctl_time_span(int64_t us, char text[CTL_TIME_MAX]);

#endif
