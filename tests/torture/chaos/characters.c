/*
 * What the services of a chaos are like. A part of the actor; the character is
 * the beginning of the service's name. None of them waits for anything but the
 * next signal, for whom it waits may have been stopped.
 */
#include <sys/wait.h>

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "../actor.h"

#define MS UINT64_C(1000000)
#define STORM 20
#define STORM_NS (1000 * MS)
#define FILL_NS (25 * MS)
#define LINE_MAX 64
#define LINES 64 /* 4096 bytes: so one write is in one piece */

/* From `least` to twice that. */
static uint64_t
some_time(uint64_t least)
{
	return least + now_ns() / 1000 % 1000 * least / 1000;
}

static void
reap(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		continue;
}

static void
leave(struct life *life)
{
	struct life *orphan;

	if (fork() == 0) {
		orphan = become_stray(life->name);
		wait_told(orphan, now_ns() + some_time(500 * MS), 1);
		retire(orphan, 0);
	}
	wait_told(life, now_ns() + some_time(300 * MS), 1);
	reap();
}

/* What the reader of the log takes for rubbish. */
static void
fill(struct life *life)
{
	static char text[LINES * LINE_MAX];
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };
	size_t i;

	memset(text, '~', sizeof text);
	for (i = 1; i <= LINES; i++)
		text[i * LINE_MAX - 1] = '\n';
	if (poll(&out, 1, 0) == 1 && out.revents & POLLOUT &&
	    write(STDOUT_FILENO, text, sizeof text) > 0)
		life->lines += LINES;
	wait_told(life, now_ns() + FILL_NS, 1);
}

/* All of them are orphans when they have ended. */
static void
storm(struct life *life)
{
	int i;

	if (fork() == 0) {
		for (i = 0; i < STORM; i++)
			if (fork() == 0)
				_exit(0);
		_exit(0);
	}
	wait_told(life, now_ns() + STORM_NS, 1);
	reap();
}

static void
be_good(struct life *life)
{
	wait_told(life, FOR_EVER, 1);
}

static void
be_deaf(struct life *life)
{
	wait_told(life, FOR_EVER, 0);
}

void
character_play(struct life *life)
{
	static const struct {
		const char *name;
		void (*act)(struct life *);
	} characters[] = {
		{ "deaf", be_deaf },
		{ "fills", fill },
		{ "good", be_good },
		{ "leaves", leave },
		{ "storm", storm },
	};
	size_t i;

	for (i = 0; i < sizeof characters / sizeof characters[0]; i++)
		while (life->told == 0 &&
		    strncmp(life->name, characters[i].name,
			strlen(characters[i].name)) == 0)
			characters[i].act(life);
	/* All others end at once. */
}
