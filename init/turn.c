/*
 * Our lines between those of taggers. What the file of the lock says, an
 * output that ends within a line, is written by runsvdir-glue/tag/tagout.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hot.h"
#include "nowait.h"
#include "turn.h"

HOT static int lock = -1;
HOT static pid_t waiter;
HOT static bool ended;
LARGE static char kept[4 * PIPE_BUF]; /* whole lines */
HOT static size_t kept_length;

static bool
is_one_output(void)
{
	struct stat out, err;

	return fstat(STDOUT_FILENO, &out) == 0 &&
	    fstat(STDERR_FILENO, &err) == 0 && out.st_dev == err.st_dev &&
	    out.st_ino == err.st_ino;
}

void
turn_open(const char *path)
{
	if (lock != -1)
		close(lock);
	lock = -1;
	if (is_one_output())
		lock = open(path,
		    O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
			O_CLOEXEC,
		    0600);
}

/*
 * With the lock. A line that somebody left torn is ended first.
 */
static int
write_whole(const char *line, size_t length)
{
	struct stat st;

	if (lock != -1 && fstat(lock, &st) == 0 && st.st_size > 0 &&
	    (nowait_write("\n", 1) == -1 || ftruncate(lock, 0) == -1))
		return -1;
	return nowait_write(line, length);
}

static void
write_kept(unsigned long *lost)
{
	const char *line = kept, *end;

	for (; line < kept + kept_length; line = end) {
		for (end = line; *end++ != '\n';)
			;
		*lost += write_whole(line, (size_t)(end - line)) == -1;
	}
	kept_length = 0;
}

/*
 * A fork (vfork(2) would have us wait for the child), without what libc's does
 * for the sake of threads.
 */
static void
send_waiter(void)
{
	pid_t self = getpid();

	waiter = (pid_t)syscall(SYS_clone, SIGCHLD, 0L, 0L, 0L, 0L);
	if (waiter == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		while (getppid() == self && flock(lock, LOCK_EX) == -1 &&
		    errno == EINTR)
			;
		_exit(0);
	}
	if (waiter == -1)
		waiter = 0;
}

/*
 * What waits already goes first.
 */
static bool
is_our_turn(void)
{
	if (ended)
		return true;
	if (waiter != 0)
		return false;
	if (flock(lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
		return true;
	send_waiter();
	return waiter == 0;
}

int
turn_write(const char *line, size_t length)
{
	int written;

	if (lock == -1)
		return nowait_write(line, length);
	if (is_our_turn()) {
		written = write_whole(line, length);
		flock(lock, LOCK_UN);
		return written;
	}
	if (length > sizeof kept - kept_length)
		return -1;
	memcpy(kept + kept_length, line, length);
	kept_length += length;
	return 0;
}

bool
turn_waits(void)
{
	return kept_length > 0;
}

bool
turn_reaped(pid_t pid, unsigned long *lost)
{
	if (waiter == 0 || pid != waiter)
		return false;
	waiter = 0;
	write_kept(lost);
	if (lock != -1)
		flock(lock, LOCK_UN);
	return true;
}

void
turn_end(unsigned long *lost)
{
	if (waiter != 0)
		kill(waiter, SIGKILL);
	write_kept(lost);
	ended = true;
}
