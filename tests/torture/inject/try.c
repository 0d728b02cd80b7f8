/*
 * A case, and the same again where the machine may be to blame for its fault:
 * when it was good but late, or not all came up in the time there is for that,
 * or no process was to spare. Then it goes before all others.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "inject.h"

#define TRIES 4
#define REST_US 100000 /* before the second try; then ever longer */

static bool
is_late(const struct how *how, const struct hit *hit, const struct course *c)
{
	return (double)c->o.stop_us > (double)course_limit_us(hit) * how->slack;
}

/*
 * False where the fault is the program's. Else there is a fault, which counts
 * if it is there each time.
 */
static bool
is_to_try_again(const struct how *how, const struct hit *hit,
    const struct course *c, const char **fault, char text[FAULT_MAX])
{
	if (*fault != NULL && verdict_of_machine(hit))
		snprintf(text, FAULT_MAX,
		    "FAILED: the machine had no process to spare");
	else if (*fault != NULL)
		return c->gave_up && strstr(*fault, NOT_UP) != NULL;
	else if (is_late(how, hit, c))
		snprintf(text, FAULT_MAX, "FAILED: took %.1f ms, each time",
		    (double)c->o.stop_us / 1e3);
	else
		return false;
	*fault = text;
	return true;
}

const char *
try_case(const struct how *how, const struct hit *hit,
    const struct profile *profile, struct try *try)
{
	const char *fault;

	try->times = 0;
	do {
		worker_favour(try->times > 0);
		if (try->times > 0)
			usleep(try->times * REST_US);
		course_run(hit, &try->course);
		fault = course_fault(hit, &try->course, profile, try->fault);
		try->times++;
	} while (is_to_try_again(how, hit, &try->course, &fault, try->fault) &&
	    try->times < TRIES);
	worker_favour(false);
	return fault;
}
