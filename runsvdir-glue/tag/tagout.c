/*
 * Lots of lines to a standard output that others write to as well.
 *
 * A line may be torn: the disk is full in its middle, or we are killed before
 * its last part. Whoever writes next begins a new line then, so that at least
 * his is whole. All must know of it: the file of the lock is empty but while
 * the last byte of the output is no newline.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init/log.h"
#include "tagout.h"

static const char *service;
static int lock = -1;
static bool torn;
static bool failed; /* drop the rest of this lot */
static bool again;  /* and then a write got through */
static unsigned long lost;
static int reason;

/*
 * Not blocking and not following: should another have put something there, it
 * does no harm, we go on without.
 */
void
tagout_open(const char *path, const char *name)
{
	struct stat st;

	service = name;
	lock = open(path,
	    O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
	    0600);
	if (lock != -1 && (fstat(lock, &st) == -1 || !S_ISREG(st.st_mode))) {
		close(lock);
		lock = -1;
	}
}

static void
set_torn(bool now)
{
	if (now == torn)
		return;
	torn = now;
	if (lock != -1 && ftruncate(lock, now) == -1)
		return; /* the worst is an empty line, or a line behind half one
			 */
}

static bool
wait_for_room(void)
{
	struct pollfd pfd = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return poll(&pfd, 1, -1) >= 0 || errno == EINTR;
}

/*
 * Returns how much of it was written.
 */
static size_t
write_all(const char *bytes, size_t length)
{
	size_t at = 0;
	ssize_t n;

	while (at < length) {
		n = write(STDOUT_FILENO, bytes + at, length - at);
		if (n > 0) {
			at += (size_t)n;
			set_torn(bytes[at - 1] != '\n');
		} else if (n == 0) {
			reason = EIO;
			break;
		} else if (errno != EINTR &&
		    (errno != EAGAIN || !wait_for_room())) {
			reason = errno;
			break;
		}
	}
	return at;
}

void
tagout_begin(void)
{
	struct stat st;

	while (lock != -1 && flock(lock, LOCK_EX) == -1 && errno == EINTR)
		;
	if (lock != -1 && fstat(lock, &st) == 0)
		torn = st.st_size > 0;
	failed = torn && write_all("\n", 1) == 0;
}

void
tagout_write(const char *bytes, size_t length)
{
	const char *end = bytes + length;

	if (!failed) {
		bytes += write_all(bytes, length);
		failed = bytes < end;
		again |= !failed;
	}
	for (; bytes < end; bytes++)
		lost += *bytes == '\n';
}

static void
say_lost(void)
{
	log_warn("%s: %lu lines of its log were lost: %s", service, lost,
	    strerror(reason));
	lost = 0;
}

void
tagout_end(void)
{
	if (lock != -1)
		flock(lock, LOCK_UN);
	if (lost > 0 && again && !failed)
		say_lost();
	again = false;
}

void
tagout_close(void)
{
	if (lost > 0)
		say_lost();
}
