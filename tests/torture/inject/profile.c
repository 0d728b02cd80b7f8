/*
 * How many system calls each scene makes.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inject.h"

#define TIMES 3

/* What a course without a hit calls: the most of a few. */
void
profile_measure(
    const struct how *how, const struct scene *scene, struct profile *p)
{
	const struct hit none = { .scene = scene, .call = -1 };
	struct try try;
	const struct course *c = &try.course;
	const char *fault;
	int i, call;

	for (i = 0; i < TIMES; i++) {
		p->calls = p->calls > 0 ? p->calls : 10000;
		fault = try_case(how, &none, p, &try);
		if (fault != NULL) {
			report_case(how, &none, c, fault);
			exit(EXIT_FAILURE);
		}
		if (i == 0 || c->calls > p->calls)
			p->calls = c->calls;
		for (call = 0; call < CALLS_MAX; call++)
			if (c->count[call] > p->count[call])
				p->count[call] = c->count[call];
	}
}

/* Of scenes that are not in the file there are zeros. */
void
profile_read(const struct how *how, struct profile *profiles, size_t size)
{
	FILE *file = how->profile != NULL ? fopen(how->profile, "re") : NULL;

	if (file == NULL)
		return;
	if (fread(profiles, size, 1, file) != 1)
		memset(profiles, 0, size);
	fclose(file);
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
