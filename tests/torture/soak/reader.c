/*
 * The one who reads the log of the container, as an engine does, and judges
 * each line: the heads are as documented, what follows is what a service wrote,
 * whole, once and in its order.
 */
#include <sys/prctl.h>

#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "soak.h"

#define BUFFER (1 << 20)
#define TIME_LENGTH 27 /* 2026-11-22T11:12:13.123456Z */

/* Takes the prefix from the line. */
static bool
skip(const char **at, const char *end, const char *prefix)
{
	size_t length = strlen(prefix);

	if ((size_t)(end - *at) < length || memcmp(*at, prefix, length) != 0)
		return false;
	*at += length;
	return true;
}

static bool
skip_json_head(const char **at, const char *end)
{
	if (!skip(at, end, "{\"time\":\"") || end - *at < TIME_LENGTH)
		return false;
	*at += TIME_LENGTH;
	if (!skip(at, end, "\",\"service\":\"") ||
	    (*at = memchr(*at, '"', (size_t)(end - *at))) == NULL)
		return false;
	if (skip(at, end, "\",\"pid\":")) /* not always known */
		while (*at < end && **at >= '0' && **at <= '9')
			++*at;
	else
		++*at;
	return skip(at, end, ",\"line\":\"");
}

static bool
take_text(const char *text, size_t length)
{
	static char wanted[TEXT_MAX];

	if (text_is_start(text, length)) {
		text_heard(text, length);
		return true;
	}
	if (text_line(board->lines_heard, wanted) != length + 1 ||
	    memcmp(wanted, text, length) != 0)
		return false;
	board_add(&board->lines_heard, 1);
	board_add(&board->heard[BYTES], length + 1);
	return true;
}

static bool
take_line(const char *line, const char *end)
{
	if (*line != '{') {
		line = memchr(line, ':', (size_t)(end - line));
		return line != NULL && skip(&line, end, ": ") &&
		    take_text(line, (size_t)(end - line));
	}
	return skip_json_head(&line, end) && end - line >= 2 &&
	    memcmp(end - 2, "\"}", 2) == 0 &&
	    take_text(line, (size_t)(end - 2 - line));
}

static void
read_all(int fd)
{
	static char text[BUFFER];
	char *line, *newline;
	size_t used = 0;
	ssize_t n;

	while ((n = read(fd, text + used, sizeof text - used)) > 0) {
		used += (size_t)n;
		for (line = text; (newline = memchr(line, '\n',
				       used - (size_t)(line - text))) != NULL;
		     line = newline + 1)
			if (!take_line(line, newline))
				board_fault("line %llu of the log is torn, or "
					    "not the next: %.100s",
				    (unsigned long long)board->lines_heard,
				    line);
		used -= (size_t)(line - text);
		memmove(text, line, used);
	}
	if (used > 0)
		board_fault("the log ends within a line");
}

pid_t
reader_start(const char *fifo)
{
	pid_t pid = fork();
	int fd;

	if (pid == -1)
		err(125, "fork");
	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if ((fd = open(fifo, O_RDONLY | O_CLOEXEC)) == -1)
		err(125, "%s", fifo);
	fcntl(fd, F_SETPIPE_SZ, BUFFER);
	read_all(fd);
	_exit(0);
}
