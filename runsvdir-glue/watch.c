/*
 * Watching one process.
 */
#include <errno.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init/clock.h"
#include "watch.h"

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

#define STATUS_MS 1	/* runsv has yet to note that run has ended */
#define UNWATCHED_MS 16 /* look again where a pidfd cannot be had */

static int watched = -1;
static pid_t last; /* the one that is, or was, watched */
static int64_t pause_ms;

void
watch_end(void)
{
	if (watched != -1)
		close(watched);
	watched = -1;
}

bool
watch_goes_on(void)
{
	struct pollfd pfd = { .fd = watched, .events = POLLIN };

	return watched != -1 && poll(&pfd, 1, 0) == 0;
}

int
watch_fd(void)
{
	return watched;
}

/*
 * When it has ended and the status still names it, runsv is about to act, or
 * hangs in a control script.
 */
int64_t
watch_begin(pid_t pid, int64_t now)
{
	int64_t again;

	if (pid == last) {
		again = now + pause_ms;
		if (pause_ms < UNWATCHED_MS)
			pause_ms *= 2;
		return again;
	}
	watched = (int)syscall(SYS_pidfd_open, pid, 0);
	last = pid;
	/* ESRCH: it has ended, and been reaped, meanwhile. */
	pause_ms = watched == -1 && errno != ESRCH ? UNWATCHED_MS : STATUS_MS;
	return watched == -1 ? now + pause_ms : CLOCK_NEVER;
}
