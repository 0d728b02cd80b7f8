/*
 * Runs a program whose stderr is a full pipe that nobody reads and that never
 * breaks; -o its stdout too.
 *
 *	fullpipe [-o] PROG [ARG...]
 *
 * The one descriptor is open for reading as well, so no reader is needed.
 */
#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	static char page[4096];
	char path[64];
	bool both = false;
	int c, p[2], fd;

	while ((c = getopt(argc, argv, "+o")) != -1)
		if (c == 'o')
			both = true;
		else
			return 125;
	if (optind == argc || pipe2(p, O_CLOEXEC) == -1)
		err(125, "pipe");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", p[0]);
	if ((fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)) == -1)
		err(125, "%s", path);
	while (write(fd, page, sizeof(page)) > 0)
		;
	while (write(fd, page, 1) > 0)
		;
	if (fcntl(fd, F_SETFL, O_RDWR) == -1)
		err(125, "fcntl");
	if (both)
		dup2(fd, 1);
	dup2(fd, 2);
	execvp(argv[optind], argv + optind);
	_exit(127);
}
