/*
 * What is looked after while an ordeal lasts: the log is read, the dead must
 * go, and lives that are over make room for others.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chaos.h"

#define LOG_MAX 65536
#define ZOMBIES_MAX 256
#define ZOMBIE_MS 1000 /* a moment, also on a machine that is busy, */
#define ZOMBIE_LOOKS 4 /* ... and on one that stood still */

static char log_text[LOG_MAX];
static size_t log_length;

static struct zombie {
	pid_t pid;
	uint64_t start, since_ns;
	int looks;
} zombies[ZOMBIES_MAX];
static int zombie_count;

/* What the services say to fill their outputs is left out (characters.c). */
static void
drop_rubbish(size_t from)
{
	char *line = log_text + from, *to = line, *end = log_text + log_length;
	char *next;

	for (; line < end; line = next) {
		next = memchr(line, '\n', (size_t)(end - line));
		next = next != NULL ? next + 1 : end;
		if (memmem(line, (size_t)(next - line), "~~~~", 4) != NULL)
			continue;
		memmove(to, line, (size_t)(next - line));
		to += next - line;
	}
	log_length = (size_t)(to - log_text);
}

/* The older half makes room. */
void
keep_log(int fd)
{
	ssize_t n;
	size_t from;

	for (;;) {
		if (log_length > LOG_MAX / 2) {
			memmove(log_text, log_text + LOG_MAX / 4,
			    log_length -= LOG_MAX / 4);
		}
		n = read(fd, log_text + log_length, LOG_MAX / 2);
		if (n <= 0)
			return;
		from = log_length;
		while (from > 0 && log_text[from - 1] != '\n')
			from--;
		log_length += (size_t)n;
		drop_rubbish(from);
	}
}

void
keep_log_say(void)
{
	fputs("--- the end of the log of PID 1 and its services:\n", stdout);
	fwrite(log_text, 1, log_length, stdout);
	fputs("--- its end\n", stdout);
}

/* What is known of one that is dead. */
static struct zombie
remember(const struct process *process, uint64_t now)
{
	struct zombie zombie = { process->pid, process->start, now, 0 };
	int i;

	for (i = 0; i < zombie_count; i++)
		if (zombies[i].pid == process->pid &&
		    zombies[i].start == process->start)
			zombie = zombies[i];
	zombie.looks++;
	return zombie;
}

static bool
has_zombie(const struct ordeal *o, const struct crowd *crowd, uint64_t now)
{
	static struct zombie next[ZOMBIES_MAX];
	const struct process *p;
	double ms;
	int i, n = 0;

	for (i = 0; i < crowd->count && n < ZOMBIES_MAX; i++) {
		p = &crowd->of[i];
		if (p->state != 'Z' || p->parent != 1)
			continue;
		next[n] = remember(p, now);
		ms = (double)(now - next[n].since_ns) / 1e6;
		if (ms > ZOMBIE_MS * o->wish->slack &&
		    next[n].looks > ZOMBIE_LOOKS)
			return found("%s (PID %d) is dead for %.0f ms, and PID "
				     "1 has not reaped it",
			    p->name, (int)p->pid, ms);
		n++;
	}
	memcpy(zombies, next, sizeof next);
	zombie_count = n;
	return false;
}

/*
 * Who was on the board before the look, and was not seen, is no more.
 */
static void
give_back(const int32_t *pids, const struct crowd *crowd)
{
	struct life *life, empty = { .role = ROLE_NONE };
	uint32_t i;

	for (i = 0; i < LIVES_MAX; i++) {
		life = &board->lives[i];
		if (pids[i] == 0 || crowd_find(crowd, pids[i]) != NULL)
			continue;
		empty.pid = pids[i];
		*life = empty;
		__atomic_store_n(&life->pid, 0, __ATOMIC_SEQ_CST);
	}
}

bool
keep_look(struct ordeal *o, uint64_t now)
{
	static struct crowd crowd;
	int32_t pids[LIVES_MAX];
	uint32_t i;

	for (i = 0; i < LIVES_MAX; i++)
		pids[i] =
		    __atomic_load_n(&board->lives[i].pid, __ATOMIC_SEQ_CST);
	crowd_look(o->place.proc, &crowd);
	if (crowd.count < CROWD_MAX)
		give_back(pids, &crowd);
	return has_zombie(o, &crowd, now);
}
