/*
 * Times as text.
 */
#include <stdbool.h>

#include "times.h"
#include "init/format.h"

#define SECOND INT64_C(1000000)
#define DAY 86400

void
ctl_time_ago(int64_t us, char text[CTL_TIME_MAX])
{
	unsigned long s = us < 0 ? 0 : (unsigned long)(us / SECOND);

	if (us < 0)
		format(text, CTL_TIME_MAX, "-");
	else if (s < 10)
		format(text, CTL_TIME_MAX, "%lu.%lus", s,
		    (unsigned long)(us / 100000 % 10));
	else if (s < 60)
		format(text, CTL_TIME_MAX, "%lus", s);
	else if (s < 3600)
		format(text, CTL_TIME_MAX, "%lum%02us", s / 60,
		    (unsigned int)(s % 60));
	else if (s < DAY)
		format(text, CTL_TIME_MAX, "%luh%02um", s / 3600,
		    (unsigned int)(s / 60 % 60));
	else
		format(text, CTL_TIME_MAX, "%lud%02uh", s / DAY,
		    (unsigned int)(s / 3600 % 24));
}

static bool
is_leap(unsigned int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/*
 * Neither the time zone nor the locale plays a part.
 */
void
ctl_time_iso(int64_t unix_us, char text[CTL_TIME_MAX])
{
	static const unsigned int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31,
		30, 31, 30, 31 };
	unsigned int year = 1970, month = 0, length, second;
	int64_t days;

	if (unix_us < 0)
		unix_us = 0;
	days = unix_us / (DAY * SECOND);
	second = (unsigned int)(unix_us / SECOND % DAY);
	for (; days >= (is_leap(year) ? 366 : 365); year++)
		days -= is_leap(year) ? 366 : 365;
	for (;; month++) {
		length = lengths[month] + (month == 1 && is_leap(year));
		if (days < length)
			break;
		days -= length;
	}
	format(text, CTL_TIME_MAX, "%04u-%02u-%02uT%02u:%02u:%02u.%03uZ", year,
	    month + 1, (unsigned int)days + 1, second / 3600, second / 60 % 60,
	    second % 60, (unsigned int)(unix_us / 1000 % 1000));
}

void
ctl_time_span(int64_t us, char text[CTL_TIME_MAX])
{
	unsigned long ms = (unsigned long)(us < 0 ? 0 : us / 1000);

	if (ms < 10)
		format(text, CTL_TIME_MAX, "%lu.%u ms", ms,
		    (unsigned int)(us < 0 ? 0 : us / 100 % 10));
	else if (ms < 1000)
		format(text, CTL_TIME_MAX, "%lu ms", ms);
	else if (ms < 100000)
		format(text, CTL_TIME_MAX, "%lu.%02u s", ms / 1000,
		    (unsigned int)(ms / 10 % 100));
	else
		format(text, CTL_TIME_MAX, "%lu s", ms / 1000);
}
