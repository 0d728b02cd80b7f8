/*
 * Signals in masses: one that counts what it gets, and those who send.
 *
 *	one_flood count BOARD
 *	one_flood send BOARD PID SIGNAL COUNT
 *	one_flood each BOARD PID ROUNDS SIGNAL...
 *	one_flood show BOARD
 *
 * count: notes each signal that can be caught in the file BOARD, and ends by
 * KILL alone. The senders wait for it, signal PID, and read there what came.
 * send: COUNT signals SIGNAL (a number) that queue, so many at a time that no
 * queue overflows. each: every SIGNAL once, and only when all have come again.
 * They end with 0 when all have come, none twice, else with 1 and a sentence;
 * the last one that they send is 64, which the kernel delivers after all
 * others. show: a line "SIGNAL COUNT" for each that came.
 */
#include <sys/mman.h>

#include <err.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LAST 64
#define AT_A_TIME 200
#define DEADLINE_S 60

struct board {
	atomic_uint ready;
	atomic_uint came[LAST + 1];
};

static struct board *board;
static pid_t target;

static void
open_board(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (fd == -1 || ftruncate(fd, sizeof(*board)) == -1)
		err(2, "%s", path);
	board = mmap(
	    NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (board == MAP_FAILED)
		err(2, "mmap");
	close(fd);
}

static void
handler(int signo)
{
	board->came[signo]++;
}

/* Handlers and not sigwait: libraries keep their own signals out of a set. */
static void
count_all(void)
{
	struct sigaction sa = { .sa_handler = handler };

	sigfillset(&sa.sa_mask);
	for (int signo = 1; signo <= LAST; signo++)
		sigaction(signo, &sa, NULL);
	board->ready = 1;
	for (;;)
		pause();
}

/* Until that many of the signal have come. */
static void
await(atomic_uint *number, unsigned least, const char *what)
{
	time_t end = time(NULL) + DEADLINE_S;

	while (*number < least) {
		if (time(NULL) > end)
			errx(1, "%s: only %u of %u came", what, *number, least);
		sched_yield();
	}
}

static void
send_one(int signo)
{
	if (kill(target, signo) == -1)
		err(1, "kill %d, signal %d", (int)target, signo);
}

static void
must_be(int signo, unsigned count)
{
	if (board->came[signo] != count)
		errx(1, "signal %d was sent %u times and came %u times", signo,
		    count, board->came[signo]);
}

static void
send_many(int signo, unsigned count)
{
	for (unsigned sent = 0; sent < count; sent++) {
		if (sent >= AT_A_TIME)
			await(&board->came[signo], sent - AT_A_TIME, "storm");
		send_one(signo);
	}
	await(&board->came[signo], count, "storm");
}

static void
send_each(char **signals, unsigned rounds)
{
	for (unsigned round = 1; round <= rounds; round++) {
		for (char **s = signals; *s != NULL; s++)
			send_one(atoi(*s));
		for (char **s = signals; *s != NULL; s++)
			await(&board->came[atoi(*s)], round, *s);
	}
}

/* All the others come before it. */
static void
flush(void)
{
	unsigned before = board->came[LAST];

	send_one(LAST);
	await(&board->came[LAST], before + 1, "the last one");
}

static void
show(void)
{
	for (int signo = 1; signo <= LAST; signo++)
		if (board->came[signo] != 0)
			printf("%d %u\n", signo, board->came[signo]);
}

int
main(int argc, char **argv)
{
	if (argc < 3)
		errx(2, "what and BOARD are needed");
	open_board(argv[2]);
	if (strcmp(argv[1], "count") == 0)
		count_all();
	if (strcmp(argv[1], "show") == 0) {
		show();
		return 0;
	}
	if (argc < 6)
		errx(2, "PID and more are needed");
	target = atoi(argv[3]);
	await(&board->ready, 1, "ready");
	if (strcmp(argv[1], "send") == 0) {
		send_many(atoi(argv[4]), (unsigned)atoi(argv[5]));
		flush();
		must_be(atoi(argv[4]), (unsigned)atoi(argv[5]));
		return 0;
	}
	send_each(argv + 5, (unsigned)atoi(argv[4]));
	flush();
	for (char **s = argv + 5; *s != NULL; s++)
		must_be(atoi(*s), (unsigned)atoi(argv[4]));
	return 0;
}
