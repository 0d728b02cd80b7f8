/*
 * One run of a logger: writes lines to it, reads what it writes, and takes the
 * time from the first line to the end of its output.
 *
 * usage: lines [-n LINES] [-s SIZE] [-w BYTES] [-f FILE] COMMAND [ARG...]
 *   -n, -s   how many lines, of so many bytes with their newline
 *   -w       bytes a write, at least; 0: a write for each line
 *   -f FILE  the lines come out there rather than on standard output
 * Prints microseconds, lines a second, and the processor time of COMMAND in
 * microseconds.  Exit status: 1 where COMMAND failed or a line is missing.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LIMIT_S 120

struct job {
	long lines, size, write_size;
	const char *file;
	char **argv;
};

static double
now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static pid_t
start_logger(const struct job *j, const int in[2], const int out[2])
{
	pid_t pid = fork();

	if (pid == -1)
		err(1, "fork");
	if (pid != 0)
		return pid;
	dup2(in[0], STDIN_FILENO);
	dup2(out[1], STDOUT_FILENO);
	execvp(j->argv[0], j->argv);
	err(111, "%s", j->argv[0]);
}

/* In a process of its own, as a service is. */
static pid_t
start_writer(const struct job *j, const int in[2])
{
	long n = j->write_size / j->size, done, i;
	pid_t pid = fork();
	char *text;

	if (pid != 0)
		return pid;
	close(in[0]); /* so that it sees when nobody reads any more */
	n = n < 1 ? 1 : n;
	if ((text = malloc((size_t)(n * j->size))) == NULL)
		err(111, "malloc");
	memset(text, 'x', (size_t)(n * j->size));
	for (i = 1; i <= n; i++)
		text[i * j->size - 1] = '\n';
	for (done = 0; done < j->lines; done += n) {
		if (n > j->lines - done)
			n = j->lines - done;
		if (write(in[1], text, (size_t)(n * j->size)) != n * j->size)
			err(111, "write");
	}
	_exit(0);
}

static long
count_lines(int fd)
{
	static char buf[1 << 16];
	const char *at;
	ssize_t got;
	long n = 0;

	while ((got = read(fd, buf, sizeof(buf))) > 0)
		for (at = buf;
		     (at = memchr(at, '\n', (size_t)(buf + got - at))) != NULL;
		     at++)
			n++;
	return n;
}

static int
run(const struct job *j)
{
	struct rusage before, after;
	int in[2], out[2], fd, st, failed;
	pid_t logger, writer;
	double begun, took, cpu;
	long n;

	if (pipe2(in, O_CLOEXEC) == -1 || pipe2(out, O_CLOEXEC) == -1)
		err(1, "pipe");
	begun = now_us();
	logger = start_logger(j, in, out);
	writer = start_writer(j, in);
	close(in[0]);
	close(in[1]);
	close(out[1]);
	n = count_lines(out[0]);
	waitpid(writer, &st, 0);
	getrusage(RUSAGE_CHILDREN, &before);
	failed = st != 0 || waitpid(logger, &st, 0) != logger || st != 0;
	took = now_us() - begun;
	getrusage(RUSAGE_CHILDREN, &after);
	if (j->file != NULL && (fd = open(j->file, O_RDONLY)) != -1)
		n = count_lines(fd);
	cpu = (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec +
		  after.ru_stime.tv_sec - before.ru_stime.tv_sec) *
		1e6 +
	    (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec +
		after.ru_stime.tv_usec - before.ru_stime.tv_usec);
	if (failed || n != j->lines)
		errx(1, "%ld lines, expected %ld; status %d", n, j->lines, st);
	printf("%.1f\t%.0f\t%.0f\n", took, (double)n / took * 1e6, cpu);
	return 0;
}

int
main(int argc, char *argv[])
{
	struct job j = { .lines = 100000, .size = 100 };
	int c;

	signal(SIGPIPE, SIG_IGN);
	while ((c = getopt(argc, argv, "+f:n:s:w:")) != -1)
		switch (c) {
		case 'f':
			j.file = optarg;
			break;
		case 'n':
			j.lines = atol(optarg);
			break;
		case 's':
			j.size = atol(optarg);
			break;
		case 'w':
			j.write_size = atol(optarg);
			break;
		default:
			return 2;
		}
	j.argv = argv + optind;
	if (j.argv[0] == NULL || j.lines < 1 || j.size < 2)
		errx(2, "usage: see the head of lines.c");
	alarm(LIMIT_S);
	return run(&j);
}
