/*
 * Runs a program with a descriptor that is the write end of a special pipe.
 *
 *	cmd_pipe gone FD PROG [ARG...]
 *	cmd_pipe packets FD FIFO PROG [ARG...]
 *	cmd_pipe read FIFO
 *
 * gone: its reader is.  packets: each write(2) to FIFO is one packet; `read`
 * prints each as it came and, after it, a line "== N bytes", until all writers
 * are gone.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
orphaned_pipe(void)
{
	int p[2];

	if (pipe(p) == -1)
		err(125, "pipe");
	close(p[0]);
	return p[1];
}

static int
packet_pipe(const char *fifo)
{
	int fd = open(fifo, O_WRONLY);

	if (fd == -1 || fcntl(fd, F_SETFL, O_DIRECT) == -1)
		err(125, "%s", fifo);
	return fd;
}

static void
become(int from, const char *to, char **argv)
{
	if (dup2(from, atoi(to)) == -1)
		err(125, "descriptor %s", to);
	if (from != atoi(to))
		close(from);
	execvp(argv[0], argv);
	err(125, "%s", argv[0]);
}

static int
read_packets(const char *fifo)
{
	static char bytes[65536];
	int fd = open(fifo, O_RDONLY);
	ssize_t n;

	if (fd == -1)
		err(125, "%s", fifo);
	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		printf("%.*s== %zd bytes\n", (int)n, bytes, n);
	return fflush(stdout) == 0 ? 0 : 1;
}

int
main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";

	if (strcmp(what, "read") == 0)
		return read_packets(argv[2]);
	if (argc > 3 && strcmp(what, "gone") == 0)
		become(orphaned_pipe(), argv[2], argv + 3);
	if (argc > 4 && strcmp(what, "packets") == 0)
		become(packet_pipe(argv[3]), argv[2], argv + 4);
	errx(125, "gone, packets or read");
}
