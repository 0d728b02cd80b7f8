/*
 * Everything that an init starts in the bench, in one static program.  Its
 * name says what it plays: `true` ends at once, `pause` waits for TERM, `mark`
 * notes when it began, `run` is a service (its number is in the name of its
 * directory), `wait` is a startup script that waits for TERM (it has the first
 * slot), and any other name is one that does not.  All but true and pause
 * note on the board what happens to them.
 */
#include <sys/mman.h>
#include <sys/syscall.h>

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "board.h"

#define FUTEX_WAKE 1 /* musl does not come with the kernel's headers */

static uint64_t
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static struct board *
board_map(void)
{
	struct board *b;
	int fd;

	if ((fd = open(BOARD_PATH, O_RDWR | O_CLOEXEC)) == -1)
		_exit(111);
	b = mmap(NULL, sizeof(*b), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (b == MAP_FAILED)
		_exit(111);
	close(fd);
	return b;
}

/* The number at the end of the working directory's name, from 1. */
static struct slot *
my_slot(struct board *b)
{
	char cwd[PATH_MAX];
	size_t i;
	long n;

	if (getcwd(cwd, sizeof(cwd)) == NULL)
		_exit(111);
	i = strlen(cwd);
	while (i > 0 && cwd[i - 1] >= '0' && cwd[i - 1] <= '9')
		i--;
	if ((n = strtol(cwd + i, NULL, 10)) < 1 || n > BOARD_SLOTS)
		_exit(111);
	return &b->slot[n - 1];
}

/* A second TERM that comes before the end is counted, and is a fault. */
static void
end_service(const struct board *b, struct slot *s, const sigset_t *term)
{
	uint64_t end = now_ns() + (uint64_t)b->linger_ms * 1000000, t;
	struct timespec left;

	for (;;) {
		t = now_ns();
		t = t < end ? end - t : 0;
		left.tv_sec = (time_t)(t / 1000000000);
		left.tv_nsec = (long)(t % 1000000000);
		if (sigtimedwait(term, NULL, &left) == SIGTERM)
			__atomic_add_fetch(&s->terms, 1, __ATOMIC_RELAXED);
		else if (t == 0)
			break;
	}
	__atomic_add_fetch(&s->finished, 1, __ATOMIC_RELAXED);
}

static int
service(uint64_t begun, const sigset_t *term, int is_script)
{
	struct board *b = board_map();
	struct slot *s = is_script ? b->slot : my_slot(b);
	uint64_t none = 0;

	s->start_ns = begun;
	__atomic_add_fetch(&s->starts, 1, __ATOMIC_RELAXED);
	__atomic_compare_exchange_n(
	    &b->mark_ns, &none, begun, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
	if (__atomic_add_fetch(&b->started, 1, __ATOMIC_SEQ_CST) == b->expected)
		syscall(
		    SYS_futex, &b->started, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
	while (sigwaitinfo(term, NULL) != SIGTERM)
		continue;
	s->term_ns = now_ns();
	__atomic_add_fetch(&s->terms, 1, __ATOMIC_RELAXED);
	end_service(b, s, term);
	return 0;
}

int
main(int argc, char *argv[])
{
	uint64_t begun = now_ns();
	const char *name;
	struct board *b;
	sigset_t term;

	name = argc > 0 ? argv[0] : "";
	if (strrchr(name, '/') != NULL)
		name = strrchr(name, '/') + 1;
	if (strcmp(name, "true") == 0)
		return 0;
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	if (strcmp(name, "run") == 0 || strcmp(name, "wait") == 0)
		return service(begun, &term, name[0] == 'w');
	if (strcmp(name, "pause") == 0) {
		while (sigwaitinfo(&term, NULL) != SIGTERM)
			continue;
		return 0;
	}
	b = board_map();
	if (strcmp(name, "mark") == 0) {
		b->mark_ns = begun;
		__atomic_add_fetch(&b->marks, 1, __ATOMIC_RELAXED);
	} else
		__atomic_add_fetch(&b->scripts, 1, __ATOMIC_RELAXED);
	return 0;
}
