/*
 * Runs a program with some descriptors closed:	closefd FD... -- PROG [ARG...]
 */
#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		close(atoi(argv[i]));
	if (i + 1 >= argc)
		errx(125, "-- PROG is missing");
	execvp(argv[i + 1], argv + i + 1);
	_exit(127); /* stderr may be closed */
}
