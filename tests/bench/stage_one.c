/*
 * The modes around one command: what the init costs while it waits, its
 * system calls, and what it does with the many that are not its own.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stage.h"

#define SETTLE_S 2 /* from exec to the first look at an idle init */

struct memory {
	long vmrss, rss, pss, private;
};

/* The sum of the numbers behind the lines of /proc/1/FILE that hold KEY. */
static long
proc_sum(const char *file, const char *key)
{
	char line[256], path[64];
	const char *at;
	long sum = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/1/%s", file);
	if ((f = fopen(path, "r")) == NULL)
		err(1, "%s", path);
	while (fgets(line, sizeof(line), f) != NULL)
		if (strstr(line, key) != NULL &&
		    (at = strchr(line, ':')) != NULL)
			sum += strtol(at + 1, NULL, 10);
	fclose(f);
	return sum;
}

static struct memory
look(void)
{
	return (struct memory){
		.vmrss = proc_sum("status", "VmRSS:"),
		.rss = proc_sum("smaps_rollup", "Rss:"),
		.pss = proc_sum("smaps_rollup", "Pss:"),
		.private = proc_sum("smaps_rollup", "Private_"),
	};
}

/* Looks twice, after the first seconds and at the end: the larger counts. */
void
play_rss(const struct play *p, struct board *b)
{
	long all, voluntary;
	struct memory m, end;
	uint64_t t;

	init_start(p, b);
	init_wait_up(b);
	t = stage_now() + SETTLE_S * 1000000000ULL;
	stage_sleep_until(t);
	m = look();
	all = proc_sum("status", "ctxt_switches:");
	voluntary = all - proc_sum("status", "nonvoluntary_ctxt_switches:");
	stage_sleep_until(t + (uint64_t)p->idle_s * 1000000000);
	all = proc_sum("status", "ctxt_switches:") - all;
	voluntary = proc_sum("status", "ctxt_switches:") -
	    proc_sum("status", "nonvoluntary_ctxt_switches:") - voluntary;
	end = look();
	if (end.rss > m.rss)
		m = end;
	printf("%ld\t%ld\t%ld\t%ld\t%ld\t%ld\n", all, voluntary, m.vmrss, m.rss,
	    m.pss, m.private);
	init_kill();
}

void
play_calls(const struct play *p, struct board *b)
{
	struct calls c;

	init_start(p, b);
	init_trace_0(&c);
	printf("%ld\t%ld\t%ld\n", c.all, c.waits, c.waits - (long)b->many.made);
}

void
play_orphans(const struct play *p, struct board *b)
{
	const struct many *m = &b->many;
	double us;

	init_start(p, b);
	init_wait_0();
	if (m->done_ns <= m->begun_ns)
		stage_fault("crowds that were made", 0, 1);
	us = (double)(m->done_ns - m->begun_ns) / 1e3;
	printf("%.1f\t%.0f\t%ld\n", us, m->timed / us * 1e6,
	    (long)m->rss_after - (long)m->rss_before);
}

/* Whoever is left holds the FIFO open. */
static void
verify_nobody_left(int fifo)
{
	char c;

	if (read(fifo, &c, 1) == -1 && errno == EAGAIN)
		stage_fault("somebody is left", 1, 0);
}

void
play_strays(const struct play *p, struct board *b)
{
	const struct many *m = &b->many;
	uint64_t end;
	int fifo;

	fifo = open(BOARD_FIFO, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fifo == -1)
		err(1, "%s", BOARD_FIFO);
	init_start(p, b);
	end = init_wait_0();
	verify_nobody_left(fifo);
	if (m->made == 0 || m->ready != m->made)
		stage_fault("strays", m->ready, m->made);
	if (p->all_termed && m->termed != m->made - m->deaf)
		stage_fault("TERMs to strays", m->termed, m->made - m->deaf);
	if (p->all_termed && m->ended != m->termed)
		stage_fault("ends of strays", m->ended, m->termed);
	printf("%.1f\t%u\t%u\t%u\n", (double)(end - m->begun_ns) / 1e3, m->made,
	    m->termed, m->ended);
}
