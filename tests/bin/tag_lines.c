/*
 * Lines that are known beforehand, for those who write and those who judge.
 *
 *	tag_lines write SEED COUNT MAX	   COUNT lines of up to MAX bytes
 *	tag_lines judge COUNT MAX SEED...  on stdin, "wSEED: " before each line,
 *					   must be those of all of SEED...
 *	tag_lines nonblock PROG [ARG...]   PROG with a stdout that is O_NONBLOCK
 *	tag_lines holds MIN MAX FIFO	   are so many bytes in it?
 *
 * A line is any bytes but a newline. Most are short, one in 16 may have MAX.
 */
#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SEEDS_MAX 100
#define SHORT 200

struct lines {
	uint64_t state;
	unsigned long made;
};

static struct lines all[SEEDS_MAX];
static char *wanted, *got;

static uint64_t
next(struct lines *lines)
{
	lines->state ^= lines->state << 13;
	lines->state ^= lines->state >> 7;
	lines->state ^= lines->state << 17;
	return lines->state;
}

static void
begin(struct lines *lines, unsigned long seed)
{
	lines->state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	lines->made = 0;
}

static size_t
make(struct lines *lines, size_t max)
{
	size_t i, most = next(lines) % 16 == 0 || max < SHORT ? max : SHORT;
	size_t length = next(lines) % (most + 1);
	uint64_t bits = 0;

	lines->made++;
	for (i = 0; i < length; i++) {
		bits = i % 8 == 0 ? next(lines) : bits >> 8;
		wanted[i] = (char)bits == '\n' ? 'n' : (char)bits;
	}
	wanted[length] = '\n';
	return length + 1;
}

static int
judge(unsigned long count, size_t max, int seeds, char **seed)
{
	struct lines *lines;
	unsigned long n, number = 0;
	size_t room = 0, length;
	ssize_t read;
	char *text;
	int i;

	for (i = 0; i < seeds; i++)
		begin(&all[strtoul(seed[i], NULL, 10)],
		    strtoul(seed[i], NULL, 10));
	while ((read = getline(&got, &room, stdin)) > 0) {
		number++;
		n = got[0] == 'w' ? strtoul(got + 1, &text, 10) : 0;
		if (n == 0 || n >= SEEDS_MAX || strncmp(text, ": ", 2) != 0)
			errx(1, "line %lu: no name: %.40s", number, got);
		lines = &all[n];
		length = make(lines, max);
		text += 2;
		if (got + read - text != (ssize_t)length ||
		    memcmp(text, wanted, length) != 0)
			errx(1, "line %lu is not line %lu of w%lu: %.40s",
			    number, lines->made, n, got);
	}
	for (i = 0; i < seeds; i++)
		if ((n = all[strtoul(seed[i], NULL, 10)].made) != count)
			errx(1, "%lu lines of w%s, not %lu", n, seed[i], count);
	return 0;
}

static int
holds(unsigned long min, unsigned long max, const char *fifo)
{
	int fd = open(fifo, O_RDONLY | O_NONBLOCK), bytes;

	if (fd == -1 || ioctl(fd, FIONREAD, &bytes) == -1)
		err(2, "%s", fifo);
	return (unsigned long)bytes < min || (unsigned long)bytes > max;
}

int
main(int argc, char **argv)
{
	unsigned long i, count;

	if (argc >= 3 && strcmp(argv[1], "nonblock") == 0) {
		if (fcntl(1, F_SETFL, fcntl(1, F_GETFL) | O_NONBLOCK) == -1)
			err(125, "fcntl");
		execvp(argv[2], argv + 2);
		err(127, "%s", argv[2]);
	}
	if (argc == 5 && strcmp(argv[1], "holds") == 0)
		return holds(strtoul(argv[2], NULL, 10),
		    strtoul(argv[3], NULL, 10), argv[4]);
	if (argc < 5 || (wanted = malloc(32 << 20)) == NULL)
		errx(2, "usage: see the source");
	if (strcmp(argv[1], "judge") == 0)
		return judge(strtoul(argv[2], NULL, 10),
		    strtoul(argv[3], NULL, 10), argc - 4, argv + 4);
	setvbuf(stdout, NULL, _IONBF, 0); /* a write for each line */
	begin(&all[0], strtoul(argv[2], NULL, 10));
	count = strtoul(argv[3], NULL, 10);
	for (i = 0; i < count; i++)
		fwrite(wanted, 1, make(&all[0], strtoul(argv[4], NULL, 10)),
		    stdout);
	return ferror(stdout) ? 1 : 0;
}
