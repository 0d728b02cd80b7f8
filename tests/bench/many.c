/*
 * A crowd that one command leaves to its init, and what becomes of it, noted
 * on the board.
 *
 * usage: many dead COUNT    COUNT orphans, dead when PID 1 becomes their
 *                           parent, all at once
 *        many woken COUNT   COUNT orphans that wait, and end when all of them
 *                           are woken at once
 *        many strays COUNT  ends while COUNT children live that end at TERM
 *        many mixed COUNT   the same, but one in ten ignores TERM, and one in
 *                           ten leaves a child that does
 *
 * The first two end when all are reaped; a small crowd goes before, so that
 * what PID 1 touches for the first time does not count as growth.  A pid that
 * is gone was reaped, and kill(-1) finds whoever else is there, dead or alive.
 */
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "board.h"

#define FUTEX_WAIT 0 /* musl does not come with the kernel's headers */
#define FUTEX_WAKE 1
#define FIRST 100
#define LOOK_NS 50000
#define ONE_IN 10

static uint64_t
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static struct many *
board_many(void)
{
	struct board *b;
	int fd;

	if ((fd = open(BOARD_PATH, O_RDWR | O_CLOEXEC)) == -1)
		_exit(111);
	b = mmap(NULL, sizeof(*b), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (b == MAP_FAILED)
		_exit(111);
	close(fd);
	return &b->many;
}

static void
nap(void)
{
	const struct timespec ts = { .tv_nsec = LOOK_NS };

	nanosleep(&ts, NULL);
}

static void
slurp(const char *path, char *text, size_t size)
{
	ssize_t n;
	int fd;

	if ((fd = open(path, O_RDONLY)) == -1 ||
	    (n = read(fd, text, size - 1)) <= 0)
		_exit(111);
	close(fd);
	text[n] = '\0';
}

/* When PID 1 is back to waiting.  Exact, which VmRSS is not. */
static uint32_t
init_rss(void)
{
	char text[4096];
	const char *at;

	for (;;) {
		slurp("/proc/1/stat", text, sizeof(text));
		at = strrchr(text, ')');
		if (at != NULL && strncmp(at, ") S", 3) == 0)
			break;
		nap();
	}
	slurp("/proc/1/smaps_rollup", text, sizeof(text));
	if ((at = strstr(text, "\nRss:")) == NULL)
		_exit(111);
	return (uint32_t)strtoul(at + sizeof("\nRss:") - 1, NULL, 10);
}

static pid_t
bear_dead(void)
{
	pid_t pid = vfork();

	if (pid == 0)
		_exit(0);
	return pid;
}

static pid_t
bear_waiting(struct many *m)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	while (__atomic_load_n(&m->go, __ATOMIC_SEQ_CST) == 0)
		syscall(SYS_futex, &m->go, FUTEX_WAIT, 0, NULL, NULL, 0);
	_exit(0);
}

/* The parent of them all, for as long as it takes to make them. */
static _Noreturn void
bear(struct many *m, long count, bool woken)
{
	pid_t pid = 0;

	while (count-- > 0)
		if ((pid = woken ? bear_waiting(m) : bear_dead()) == -1)
			_exit(111);
	m->last = (uint32_t)pid;
	m->begun_ns = now_ns();
	_exit(0);
}

static void
orphans(struct many *m, long count, bool woken)
{
	pid_t pid;
	int st;

	m->go = 0;
	if ((pid = fork()) == 0)
		bear(m, count, woken);
	if (pid == -1 || waitpid(pid, &st, 0) != pid || st != 0)
		_exit(111);
	if (woken) {
		m->begun_ns = now_ns();
		__atomic_store_n(&m->go, 1, __ATOMIC_SEQ_CST);
		syscall(SYS_futex, &m->go, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
	}
	while (kill((pid_t)m->last, 0) == 0 || kill(-1, 0) == 0)
		nap();
	if (errno != ESRCH)
		_exit(111);
	m->done_ns = now_ns();
	m->made += (uint32_t)count;
	m->timed = (uint32_t)count;
}

static _Noreturn void
deaf(void)
{
	for (;;)
		pause();
}

static _Noreturn void
stray(struct many *m, long i, bool mixed, const sigset_t *term)
{
	if (mixed && i % ONE_IN == 0) {
		signal(SIGTERM, SIG_IGN);
		sigprocmask(SIG_UNBLOCK, term, NULL);
		__atomic_add_fetch(&m->ready, 1, __ATOMIC_SEQ_CST);
		deaf();
	}
	__atomic_add_fetch(&m->ready, 1, __ATOMIC_SEQ_CST);
	while (sigwaitinfo(term, NULL) != SIGTERM)
		continue;
	__atomic_add_fetch(&m->termed, 1, __ATOMIC_SEQ_CST);
	if (mixed && i % ONE_IN == 1 && fork() == 0)
		deaf();
	__atomic_add_fetch(&m->ended, 1, __ATOMIC_SEQ_CST);
	_exit(0);
}

static void
strays(struct many *m, long count, bool mixed)
{
	sigset_t term;
	pid_t pid;
	long i;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	if (open(BOARD_FIFO, O_WRONLY) == -1)
		_exit(111);
	for (i = 0; i < count; i++) {
		if ((pid = fork()) == -1)
			_exit(111);
		if (pid == 0)
			stray(m, i, mixed, &term);
	}
	m->made = (uint32_t)count;
	m->deaf = mixed ? (uint32_t)((count + ONE_IN - 1) / ONE_IN) : 0;
	while (__atomic_load_n(&m->ready, __ATOMIC_SEQ_CST) < m->made)
		nap();
	m->begun_ns = now_ns();
}

int
main(int argc, char *argv[])
{
	long count = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
	struct many *m;
	bool woken;

	if (count <= 0)
		return 2;
	m = board_many();
	signal(SIGCHLD, SIG_DFL);
	if (strcmp(argv[1], "strays") == 0 || strcmp(argv[1], "mixed") == 0) {
		strays(m, count, strcmp(argv[1], "mixed") == 0);
		return 0;
	}
	woken = strcmp(argv[1], "woken") == 0;
	orphans(m, FIRST, woken);
	m->rss_before = init_rss();
	orphans(m, count, woken);
	m->rss_after = init_rss();
	return 0;
}
