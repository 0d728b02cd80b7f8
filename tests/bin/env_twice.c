/*
 * Runs a program with variables as they are told, be it twice.
 *
 *	env_twice NAME VALUE ... -- PROG [ARG...]
 *
 * PATH comes first.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VARIABLES_MAX 16

int
main(int argc, char **argv)
{
	char *variables[VARIABLES_MAX + 1] = { NULL };
	int at = 1, count = 0;

	if (asprintf(&variables[count++], "PATH=%s", getenv("PATH")) == -1)
		err(125, "asprintf");
	for (; at + 1 < argc && strcmp(argv[at], "--") != 0; at += 2)
		if (count == VARIABLES_MAX ||
		    asprintf(&variables[count++], "%s=%s", argv[at],
			argv[at + 1]) == -1)
			errx(125, "too many variables");
	if (at + 1 >= argc)
		errx(125, "PROG is needed");
	execve(argv[at + 1], argv + at + 1, variables);
	err(127, "%s", argv[at + 1]);
}
