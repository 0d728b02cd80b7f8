/*
 * The logger of a service that has none of its own: copies its lines to the
 * container's standard output, with its name in front.
 *
 * It is a supervised process for each service, so that runit's own pipe keeps
 * what comes while there is none. runsv runs it as ./run in
 * STATE/services/NAME/log; with MY_INIT_LOG=json each line is a JSON object.
 * At most 100 KB for each: small buffers, no stdio, no malloc.
 *
 * A line is written when its newline has come, when the run that has begun it
 * has ended (lineend.h), or at the end of the input. Each lot of lines is
 * written under a lock on STATE/log.lock, in pieces of whole lines of at most
 * PIPE_BUF, which a pipe takes at once: so no line is mixed with another
 * tagger's, and none that is not longer than that with what is written by those
 * who know of no lock. A line of 16 MB or more is cut after 16 MB less a byte;
 * what follows the cut is a line of its own.
 *
 * A slow reader slows the service, as it would without us. Where nobody reads
 * any more or the disk is full lines are dropped and counted (tagout.c).
 *
 * SIGTERM ends it when it has read what was in the pipe by then, and what is
 * there of the rest of a line begun: runsv keeps the pipe, and what comes
 * later, for the next one. So it ends though the service goes on writing, and
 * cuts no line that the service has written at once.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "init/log.h"
#include "init/stdfds.h"
#include "runsvdir-glue/lineend.h"
#include "runsvdir-glue/svstatus.h"
#include "init/tagline.h"
#include "tagout.h"

#define LINE_MAX_BYTES (16 << 20)
#define NAME_ROOM (NAME_MAX + 1)

static_assert(PIPE_BUF >= TAGLINE_ROOM, "any part of a line fits a piece");

static char small[32 << 10];
static struct {
	char *bytes;
	size_t size, used; /* used is less than size but for a moment */
} input = { small, sizeof small, 0 };

static char name[NAME_ROOM];
static struct tagline line;
static bool is_json;

static volatile sig_atomic_t told; /* to end */
static size_t left;		   /* to read then */

static void
tell(int sig)
{
	(void)sig;
	told = 1;
}

/*
 * SIGTERM is blocked but for the wait. What sv can send besides, and the
 * writes that fail, shall not end us with lines in the buffer.
 */
static void
set_signals(sigset_t *waiting)
{
	static const int ignored[] = { SIGHUP, SIGINT, SIGQUIT, SIGALRM,
		SIGUSR1, SIGUSR2, SIGPIPE, SIGXFSZ };
	struct sigaction action = { .sa_handler = SIG_IGN };
	sigset_t term;
	size_t i;

	for (i = 0; i < sizeof ignored / sizeof ignored[0]; i++)
		sigaction(ignored[i], &action, NULL);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, waiting);
	sigdelset(waiting, SIGTERM);
	action.sa_handler = tell;
	sigaction(SIGTERM, &action, NULL);
}

/*
 * The last component but one of the working directory.
 */
static void
set_name(void)
{
	char *path = small, *slash = NULL; /* nothing is in there yet */

	strlcpy(name, "unknown", sizeof name);
	if (getcwd(path, sizeof small) == NULL ||
	    (slash = strrchr(path, '/')) == NULL)
		return;
	*slash = '\0';
	slash = strrchr(path, '/');
	if (slash != NULL && slash[1] != '\0')
		strlcpy(name, slash + 1, sizeof name);
}

/*
 * Of run, and not of finish; 0 when there is none or it is not known.
 */
static pid_t
service_pid(void)
{
	unsigned char bytes[SVSTATUS_SIZE + 1];
	struct svstatus status;
	ssize_t n;
	int fd = open("../supervise/status",
	    O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);

	if (fd == -1)
		return 0;
	n = read(fd, bytes, sizeof bytes);
	close(fd);
	if (n < 0 || !svstatus_decode(&status, bytes, (size_t)n) ||
	    status.state != SVSTATUS_RUN)
		return 0;
	return status.pid;
}

static void
set_json_head(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_REALTIME, &now);
	tagline_json(&line, name, now.tv_sec,
	    (unsigned int)(now.tv_nsec / 1000), service_pid());
}

static void
shrink(void)
{
	munmap(input.bytes, input.size);
	input.bytes = small;
	input.size = sizeof small;
}

/*
 * The first `length` bytes, which are whole lines, to the output.
 */
static void
pass(size_t length)
{
	static char piece[PIPE_BUF];
	const char *at = input.bytes, *end = at + length;

	if (is_json)
		set_json_head();
	tagout_begin();
	while (at < end)
		tagout_write(
		    piece, tagline_put(&line, &at, end, piece, sizeof piece));
	tagout_end();
	input.used -= length;
	if (input.bytes == small || input.used >= sizeof small) {
		memmove(input.bytes, end, input.used);
	} else {
		memcpy(small, end, input.used);
		shrink();
	}
}

static bool
grow(void)
{
	size_t size = input.size * 2;
	char *bytes;

	if (size > LINE_MAX_BYTES)
		return false;
	if (input.bytes != small) {
		bytes = mremap(input.bytes, input.size, size, MREMAP_MAYMOVE);
	} else {
		bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (bytes != MAP_FAILED)
			memcpy(bytes, small, sizeof small);
	}
	if (bytes == MAP_FAILED)
		return false;
	input.bytes = bytes;
	input.size = size;
	return true;
}

/*
 * Where a line has no room. A byte is kept, or a newline that comes now would
 * be an empty line.
 */
static void
cut(void)
{
	char kept = input.bytes[input.size - 1];

	input.bytes[input.size - 1] = '\n';
	pass(input.size);
	input.bytes[0] = kept;
	input.used = 1;
}

/*
 * Waits until there is something to read; false: it is time to end.
 */
static bool
wait_for_input(const sigset_t *waiting)
{
	static const struct timespec at_once = { 0 };
	struct pollfd pfd = { .fd = STDIN_FILENO, .events = POLLIN };
	bool known = told;
	int ready, bytes;
	sigset_t pending;

	do {
		if (sigpending(&pending) == 0 &&
		    sigismember(&pending, SIGTERM) == 1)
			told = 1;
		if (told && !known) {
			known = true;
			if (ioctl(STDIN_FILENO, FIONREAD, &bytes) == 0)
				left = (size_t)bytes;
		}
		ready = ppoll(&pfd, 1, told ? &at_once : NULL, waiting);
	} while (ready == -1 && errno == EINTR);
	return ready != 0 && (!told || left > 0 || input.used > 0);
}

/*
 * Reads once, and passes on what is whole now. False at the end of the input.
 */
static bool
take(void)
{
	size_t room = input.size - input.used;
	char *at = input.bytes + input.used, *from, *end, *newline;
	ssize_t n;

	if (told && room > left)
		room = left > 0 ? left : 1; /* no farther than to a newline */
	n = read(STDIN_FILENO, at, room);
	if (n <= 0)
		return n == -1 && (errno == EINTR || errno == EAGAIN);
	left -= (size_t)n < left ? (size_t)n : left;
	from = input.used < LINEEND_SIZE ? input.bytes : at - LINEEND_SIZE + 1;
	end = lineend_take(input.bytes, from, at + n);
	input.used = (size_t)(end - input.bytes);
	newline = memrchr(from, '\n', (size_t)(end - from));
	if (newline != NULL)
		pass((size_t)(newline - input.bytes) + 1);
	else if (input.used == input.size && !grow())
		cut();
	return true;
}

int
main(void)
{
	const char *format = getenv("MY_INIT_LOG");
	sigset_t waiting;

	stdfds_plug();
	log_form(format);
	set_signals(&waiting);
	set_name();
	is_json = format != NULL && strcmp(format, "json") == 0;
	tagline_text(&line, name);
	tagout_open("../../../log.lock", name);
	while (wait_for_input(&waiting) && take())
		;
	if (input.used > 0) {
		input.bytes[input.used++] = '\n';
		pass(input.used);
	}
	tagout_close();
	return 0;
}
