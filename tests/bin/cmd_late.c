/*
 * Runs a program whose descriptor is a full pipe that is read later.
 *
 *	cmd_late FD FIFO PROG [ARG...]
 *
 * FIFO is open for reading too, so that PROG does not lose its reader and
 * whoever opens FIFO later reads what has been written.
 */
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	static char page[4096];
	int fd;

	if (argc < 4)
		errx(125, "FD, FIFO and PROG are needed");
	if ((fd = open(argv[2], O_RDWR | O_NONBLOCK)) == -1)
		err(125, "%s", argv[2]);
	page[sizeof(page) - 1] = '\n';
	while (write(fd, page, sizeof(page)) > 0)
		;
	if (fcntl(fd, F_SETFL, O_RDWR) == -1)
		err(125, "fcntl");
	if (dup2(fd, atoi(argv[1])) == -1)
		err(125, "dup2");
	close(fd);
	execvp(argv[3], argv + 3);
	err(127, "%s", argv[3]);
}
