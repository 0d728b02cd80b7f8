#ifndef CASES_H
#define CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "anytime.h"

/*
 * Which cases are tried, and what became of each.
 */
#define CHOICE_MAX 16
#define TRIES 3 /* of a case whose only fault is that it took too long */

enum age { AGE_BOTH, AGE_FRESH, AGE_OLD };

struct choice {
	unsigned variants; /* a bit each; 0: all */
	int services[CHOICE_MAX], service_counts;
	enum age age;
	uint32_t from_us, to_us;
	bool one_delay;
	int sample, repeat;
	uint64_t seed;
};

struct run {
	int jobs, load;
	uint32_t width_us;
};

enum { RESULT_NONE, RESULT_GOOD, RESULT_LATE, RESULT_BAD };

struct result {
	uint32_t stop_us, services, held; /* how many were there */
	uint8_t what, tries;
};

/* choose.c: *count shots, in the order in which they are tried. */
struct shot *choose(const struct choice *, size_t *count);

/* run.c: the exit status of the whole. */
int run_cases(
    const struct settings *, const struct choice *, const struct run *);
void run_command_line(
    const struct shot *, const struct settings *, char *text, size_t size);

/* report.c */
void report(const struct shot *, const struct result *, size_t count,
    const struct settings *, const struct run *);

#endif
