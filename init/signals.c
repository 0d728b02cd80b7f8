/*
 * Signals as a queue. A manual of every signal, and what becomes of it:
 *
 * SIGTERM SIGINT       begin the stop; the command gets the one that came.
 * SIGCHLD              children are reaped. Set to default at the start: an
 *                      inherited SIG_IGN would hide every exit status.
 * SIGKILL SIGSTOP      cannot be blocked. To PID 1 they come only from an
 *                      ancestor namespace.
 * SIGSEGV SIGBUS SIGFPE SIGILL SIGTRAP SIGSYS SIGABRT
 *                      forwarded when a process sent them. A fault of our
 *                      own kills, blocked or not (force_sig_info_to_task in
 *                      kernel/signal.c), and never reaches the queue.
 * SIGPIPE              forwarded, but not the one that a write of our own
 *                      made: a vanished reader of our messages is no reason
 *                      to end, and the write says EPIPE.
 * SIGRTMAX SIGIO       of the kernel's it is the state directory that speaks
 *                      (rundir.h); forwarded when a process sent them.
 * SIGTTOU              blocked, so that tcsetpgrp(3) works in the background.
 * 32, 33               belong to the C library. musl counts 34 among them and
 *                      leaves it out of every set, so we speak to the kernel.
 * all others           are forwarded to the command.
 *
 * A blocked signal is queued for PID 1 even where its disposition is the
 * default; an unblocked one is thrown away by the kernel (sig_ignored in
 * kernel/signal.c, SIGNAL_UNKILLABLE). That is why nothing may come before
 * signals_block.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "entry.h"
#include "hot.h"
#include "idle.h"
#include "proc.h"
#include "signals.h"

#define BATCH 16
#define LOOK_AGAIN_MS 10
#define QUIET_MS 100

/* What we take from the queue: ENTRY_MASK in the library's larger type. */
static const sigset_t wanted = { {
    (unsigned long)ENTRY_MASK,
#if ULONG_MAX == 0xffffffff
    (unsigned long)(ENTRY_MASK >> 32),
#endif
} };
HOT static uint64_t original; /* the mask we were started with */
HOT static struct sigaction original_chld;
static int sfd = -1;
static bool sfd_fails, wait_fails; /* for good, in this life */

static void
set_mask(int how, const uint64_t *mask, uint64_t *old)
{
	syscall(SYS_rt_sigprocmask, how, mask, old, sizeof *mask);
}

void
signals_block(void)
{
	static const uint64_t mask = ENTRY_MASK;
	struct sigaction dfl = { .sa_handler = SIG_DFL };

	if (entry_ran != 0)
		original = entry_before;
	else
		set_mask(SIG_BLOCK, &mask, &original);
	sigaction(SIGCHLD, &dfl, &original_chld);
}

LARGE static struct signalfd_siginfo batch[BATCH];
HOT static size_t at, count;

static void
read_batch(void)
{
	ssize_t n = read(sfd, batch, sizeof batch);

	at = 0;
	count = n <= 0 ? 0 : (size_t)n / sizeof batch[0];
	if (n != -1 || errno == EAGAIN || errno == EINTR)
		return;
	close(sfd);
	sfd = -1;
	sfd_fails = true;
}

static bool
take(struct signal_event *event)
{
	if (at == count)
		return false;
	*event = (struct signal_event){
		.signo = (int)batch[at].ssi_signo,
		.pid = (pid_t)batch[at].ssi_pid,
		.uid = (uid_t)batch[at].ssi_uid,
		.from_process = batch[at].ssi_code <= 0,
	};
	at++;
	return true;
}

/*
 * A wait without an end. It takes some ten microseconds to wait in little
 * memory, so that begins when nothing has come for a while; and there is no
 * more waking up then. It goes on as long as signals come that seldom.
 */
static int
wait_long(siginfo_t *info)
{
	const struct timespec while_ts = { .tv_nsec = QUIET_MS * 1000000L };
	HOT static bool idle;
	int64_t began;
	int signo;

	if (!idle) {
		signo = sigtimedwait(&wanted, info, &while_ts);
		if (signo != -1 || errno != EAGAIN)
			return signo;
	}
	began = clock_now();
	signo = idle_wait(&wanted, info);
	idle = clock_now() - began >= QUIET_MS;
	return signo;
}

/*
 * One system call a signal.
 */
static bool
wait_for_signal(struct signal_event *event, int ms)
{
	const struct timespec ts = {
		.tv_sec = ms / 1000,
		.tv_nsec = (long)(ms % 1000) * 1000000,
	};
	siginfo_t info;
	int signo =
	    ms < 0 ? wait_long(&info) : sigtimedwait(&wanted, &info, &ts);

	wait_fails = signo == -1 && errno != EAGAIN && errno != EINTR;
	if (signo <= 0)
		return false;
	*event = (struct signal_event){
		.signo = signo,
		.pid = info.si_pid,
		.uid = info.si_uid,
		.from_process = info.si_code <= 0,
	};
	return true;
}

/*
 * Where a signalfd is refused (old seccomp profiles, no descriptors left),
 * or poll(2) is (a lowered RLIMIT_NOFILE):
 * look every 10 ms, while there is a descriptor.
 */
static int
look_at_both(struct signal_event *event, int ms, int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };

	if (ms < 0 || ms > LOOK_AGAIN_MS)
		ms = LOOK_AGAIN_MS;
	if (wait_for_signal(event, ms))
		return SIGNALS_SIGNAL;
	return poll(&pfd, 1, wait_fails ? ms : 0) == 1 ? SIGNALS_FD :
							 SIGNALS_DEADLINE;
}

/*
 * Signals and a descriptor in one call. The signalfd is made when the first
 * descriptor comes, and stays.
 */
static int
poll_both(struct signal_event *event, int ms, int fd)
{
	struct pollfd pfds[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = sfd, .events = POLLIN },
	};

	int n = poll(pfds, 2, ms);

	if (n == -1 && errno != EINTR)
		return look_at_both(event, ms, fd);
	if (n <= 0)
		return SIGNALS_DEADLINE;
	if (pfds[1].revents == 0)
		return SIGNALS_FD;
	read_batch();
	return take(event) ? SIGNALS_SIGNAL : SIGNALS_DEADLINE;
}

static int
wait_for_both(struct signal_event *event, int ms, int fd)
{
	if (sfd == -1 && !sfd_fails)
		sfd = signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
	return sfd == -1 ? look_at_both(event, ms, fd) :
			   poll_both(event, ms, fd);
}

int
signals_wait(struct signal_event *event, int64_t deadline, int fd)
{
	int ms, what = SIGNALS_DEADLINE;

	if (take(event))
		return SIGNALS_SIGNAL;
	do {
		ms = clock_remaining(clock_now(), deadline);
		if (fd >= 0 || wait_fails)
			what = wait_for_both(event, ms, fd);
		else if (wait_for_signal(event, ms))
			what = SIGNALS_SIGNAL;
	} while (what == SIGNALS_DEADLINE && ms != 0 &&
	    clock_remaining(clock_now(), deadline) != 0);
	return what;
}

/*
 * Its number may be somebody else's by now.
 */
void
signals_forget(void)
{
	sfd = -1;
}

void
signals_restore(void)
{
	if (original_chld.sa_handler != SIG_DFL)
		sigaction(SIGCHLD, &original_chld, NULL);
	set_mask(SIG_SETMASK, &original, NULL);
}

bool
signals_stop(int signo)
{
	uint64_t mask = UINT64_C(1) << (signo - 1);
	sigset_t pending;

	kill(proc_self(), signo);
	set_mask(SIG_UNBLOCK, &mask, NULL);
	set_mask(SIG_BLOCK, &mask, NULL);
	return sigpending(&pending) == 0 && sigismember(&pending, SIGCONT) == 1;
}
