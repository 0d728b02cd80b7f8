/*
 * How many system calls each scene makes.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "inject.h"

#define TIMES 3

/* What a course without a hit calls: the most of a few. */
void
profile_measure(
    const struct how *how, const struct scene *scene, struct profile *p)
{
	const struct hit none = { .scene = scene, .call = -1 };
	char text[FAULT_MAX];
	struct course c;
	const char *fault;
	int i, call;

	for (i = 0; i < TIMES; i++) {
		p->calls = p->calls > 0 ? p->calls : 10000;
		course_run(&none, &c);
		fault = course_fault(&none, &c, p, text);
		if (fault != NULL) {
			report_case(how, &none, &c, fault);
			exit(EXIT_FAILURE);
		}
		if (i == 0 || c.calls > p->calls)
			p->calls = c.calls;
		for (call = 0; call < CALLS_MAX; call++)
			if (c.count[call] > p->count[call])
				p->count[call] = c.count[call];
	}
}

bool
profile_read(const struct how *how, struct profile *profiles, size_t size)
{
	bool whole;
	FILE *file = how->profile != NULL ? fopen(how->profile, "re") : NULL;

	if (file == NULL)
		return false;
	whole = fread(profiles, size, 1, file) == 1;
	fclose(file);
	return whole;
}

void
profile_write(
    const struct how *how, const struct profile *profiles, size_t size)
{
	FILE *file;

	if (how->profile == NULL)
		return;
	if ((file = fopen(how->profile, "we")) == NULL ||
	    fwrite(profiles, size, 1, file) != 1 || fclose(file) != 0)
		err(125, "%s", how->profile);
}
