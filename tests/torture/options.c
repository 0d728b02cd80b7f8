/*
 * What the command lines of both programs mean.
 */
#include <err.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common.h"

double
number(const char *text, double most)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end != '\0' || !(value >= 0 && value <= most))
		errx(2, "not a number from 0 to %g: %s", most, text);
	return value;
}

unsigned
take_names(char *list, const char *kind, int find(const char *name))
{
	unsigned bits = 0;
	char *word;
	int i;

	for (word = strtok(list, ","); word != NULL; word = strtok(NULL, ",")) {
		if ((i = find(word)) == -1)
			errx(2, "no such %s: %s", kind, word);
		bits |= 1u << i;
	}
	return bits;
}

/* The program is built one directory above this one. */
const char *
find_program(const char *named)
{
	static char path[PATH_MAX];
	char beside[PATH_MAX + 16];
	ssize_t n;

	if (named == NULL) {
		n = readlink("/proc/self/exe", beside, PATH_MAX);
		beside[n > 0 ? n : 0] = '\0';
		strcpy(strrchr(beside, '/'), "/../my_init");
		named = beside;
	}
	if (realpath(named, path) == NULL)
		err(2, "%s", named);
	return path;
}

double
find_slack(void)
{
	const char *slack = getenv("SLACK");

	return slack != NULL ? number(slack, 1000) : 1;
}

uint64_t
make_seed(void)
{
	return (uint64_t)time(NULL) % 1000000 * 1000 +
	    (uint64_t)getpid() % 1000;
}
