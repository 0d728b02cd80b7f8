/*
 * The samples.
 */
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "soak.h"

#define LOGGER "/log/log" /* of the service log */
#define READY_S 60
#define REST_S 3
#define TRIES 5

static struct set {
	int count;
	pid_t pids[CHILDREN_MAX];
} now, before;

static int worst; /* zombies since the last sample */

static struct {
	long kib, entries;
} size;

bool
sample_begin(struct watched *watched, pid_t init, FILE *table)
{
	int64_t until = clock_ms() + clock_patience_ms(READY_S);

	*watched = (struct watched){ .init = init };
	snprintf(watched->state, sizeof watched->state,
	    "/proc/%d/root/run/my_init", (int)init);
	while (watched->runsvdir == 0 || watched->tagger == 0) {
		if (clock_ms() > until || proc_state(init) == 'Z') {
			board_fault("no runsvdir, or no tagger, is there");
			return false;
		}
		clock_nap();
		watched->runsvdir = proc_child(init, "runsvdir");
		watched->tagger = proc_logger(watched->runsvdir, LOGGER);
	}
	fputs("portion\tms\torphans\tstarts\tmegabytes\tlines\trequests\t"
	      "rss\tanon\tfds\tworst\trest\tlasting\tstate_kib\tstate_files\t"
	      "tagger_anon\ttagger_fds\trunsvdir_anon\trunsvdir_fds\n",
	    table);
	return true;
}

/* Sets `now` to the dead whom PID 1 has yet to reap; returns all children. */
static int
look_for_zombies(const struct watched *watched)
{
	int i, kept = 0, count = proc_children(watched->init, now.pids);

	for (i = 0; i < count; i++)
		if (proc_state(now.pids[i]) == 'Z')
			now.pids[kept++] = now.pids[i];
	now.count = kept;
	if (kept > worst)
		worst = kept;
	return count;
}

void
sample_look(const struct watched *watched)
{
	look_for_zombies(watched);
}

/* How many of `now` were there at the last sample. */
static int
lasting(void)
{
	int i, j, count = 0;

	for (i = 0; i < now.count; i++)
		for (j = 0; j < before.count; j++)
			count += now.pids[i] == before.pids[j];
	return count;
}

static int
add_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)path;
	(void)ftw;
	if (type != FTW_NS) { /* gone meanwhile */
		size.kib += st->st_blocks / 2;
		size.entries++;
	}
	return 0;
}

/*
 * Of a directory there is an entry at least: itself. One below it may vanish
 * while it is read, but not each time.
 */
static void
measure(const char *directory)
{
	int tries;

	for (tries = 0; tries < TRIES; tries++) {
		size.kib = size.entries = 0;
		if (nftw(directory, add_file, 16, FTW_PHYS) == 0 &&
		    size.entries > 0)
			return;
		clock_nap();
	}
	size.kib = size.entries = -1;
}

void
sample_take(const struct watched *watched, unsigned portion, FILE *table)
{
	int64_t until = clock_ms() + clock_patience_ms(REST_S);
	long rss, anon, tagger, runsvdir, other;
	int rest;

	while (((rest = look_for_zombies(watched) - 1) != 0 ||
		   proc_state(watched->init) != 'S') &&
	    clock_ms() < until)
		clock_nap();
	measure(watched->state);
	proc_memory(watched->init, &rss, &anon);
	proc_memory(watched->tagger, &other, &tagger);
	proc_memory(watched->runsvdir, &other, &runsvdir);
	fprintf(table,
	    "%u\t%lld\t%llu\t%llu\t%.1f\t%llu\t%llu\t"
	    "%ld\t%ld\t%d\t%d\t%d\t%d\t%ld\t%ld\t%ld\t%d\t%ld\t%d\n",
	    portion, (long long)clock_ms(),
	    (unsigned long long)board_read(&board->done[ORPHANS]),
	    (unsigned long long)board_read(&board->heard[STARTS]),
	    (double)board_read(&board->heard[BYTES]) / 1e6,
	    (unsigned long long)board_read(&board->lines_heard),
	    (unsigned long long)board_read(&board->requests), rss, anon,
	    proc_fds(watched->init), worst, rest, lasting(), size.kib,
	    size.entries, tagger, proc_fds(watched->tagger), runsvdir,
	    proc_fds(watched->runsvdir));
	fflush(table);
	if (lasting() > 0)
		board_fault("%d zombies last", lasting());
	before = now;
	worst = 0;
}
