/*
 * The modes of inits with services.  A contender counts only where each of its
 * services was started once, got TERM once and ended by itself.
 */
#include <sys/types.h>

#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stage.h"

#define SETTLE_S 2 /* from all up to a look at who is idle */
#define ASKED 5	   /* times that a status is asked for */
#define AGE_S 1	   /* of the services then */
#define NS_PER_S 1000000000ULL

/* Each service: one start, one TERM, one end of its own.  Returns the last. */
static uint64_t
verify_services(const struct board *b)
{
	const struct slot *s;
	uint64_t last = 0;

	for (s = b->slot; s < b->slot + b->expected; s++) {
		if (s->starts != 1)
			stage_fault("starts of a service", s->starts, 1);
		if (s->terms != 1)
			stage_fault("TERMs to a service", s->terms, 1);
		if (s->finished != 1)
			stage_fault("ends of a service", s->finished, 1);
		if (s->term_ns > last)
			last = s->term_ns;
	}
	return last;
}

static uint64_t
last_start(const struct board *b)
{
	const struct slot *s;
	uint64_t up = 0;

	for (s = b->slot; s < b->slot + b->expected; s++)
		if (s->start_ns > up)
			up = s->start_ns;
	return up;
}

void
play_stop(const struct play *p, struct board *b)
{
	uint64_t up, term, end, last;

	init_start(p, b);
	init_wait_up(b);
	up = last_start(b);
	stage_sleep_until(up + (uint64_t)p->age_ms * 1000000);
	term = stage_now();
	init_term();
	end = init_wait_0();
	last = verify_services(b);
	if (last == 0)
		last = end;
	printf("%.1f\t%.1f\t%.1f\n", (double)(end - term) / 1e3,
	    (double)(last - term) / 1e3, (double)(up - b->exec_ns) / 1e3);
}

void
play_up(const struct play *p, struct board *b)
{
	const struct slot *s;

	init_start(p, b);
	init_wait_up(b);
	init_kill();
	for (s = b->slot; s < b->slot + b->expected; s++)
		if (s->starts != 1)
			stage_fault("starts of a service", s->starts, 1);
	printf("%.1f\n", (double)(last_start(b) - b->exec_ns) / 1e3);
}

/* A service that was killed before its first line has not begun. */
static void
verify_begun(const struct board *b)
{
	const struct slot *s;

	for (s = b->slot; s < b->slot + b->expected; s++) {
		if (s->starts > 1)
			stage_fault("starts of a service", s->starts, 1);
		if (s->starts == 1 && s->terms != 1)
			stage_fault("TERMs to a service", s->terms, 1);
		if (s->starts == 1 && s->finished != 1)
			stage_fault("ends of a service", s->finished, 1);
	}
}

void
play_early(const struct play *p, struct board *b)
{
	uint64_t term, end;
	uint32_t half = (b->expected + 1) / 2, then;

	init_start(p, b);
	init_wait_started(b, half);
	term = stage_now();
	then = b->started;
	init_term();
	end = init_wait_0();
	if (p->all_termed)
		verify_begun(b);
	printf("%.1f\t%u\t%u\n", (double)(end - term) / 1e3, then, b->started);
}

struct part {
	long pss, private;
};

/* The lines of /proc/PID/smaps_rollup; of one that is gone, nothing. */
static struct part
part_of(const char *pid)
{
	struct part part = { 0, 0 };
	char path[64], line[256];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%.20s/smaps_rollup", pid);
	if ((f = fopen(path, "r")) == NULL)
		return part;
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "Pss:", 4) == 0)
			part.pss += atol(line + 4);
		else if (strncmp(line, "Private_", 8) == 0 &&
		    strchr(line, ':') != NULL)
			part.private += atol(strchr(line, ':') + 1);
	fclose(f);
	return part;
}

/* The services are named by their file; what supervises them is not. */
static int
is_service(const char *pid)
{
	char path[64], name[32] = "";
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%.20s/comm", pid);
	if ((f = fopen(path, "r")) == NULL)
		return 0;
	if (fgets(name, sizeof(name), f) == NULL)
		name[0] = '\0';
	fclose(f);
	return strcmp(name, "run\n") == 0 || strcmp(name, "pause\n") == 0;
}

static int
tree_sum(struct part *sum)
{
	const struct dirent *de;
	struct part one;
	int n = 0;
	DIR *dir;

	if ((dir = opendir("/proc")) == NULL)
		err(1, "/proc");
	while ((de = readdir(dir)) != NULL) {
		if (!isdigit((unsigned char)de->d_name[0]) ||
		    is_service(de->d_name))
			continue;
		one = part_of(de->d_name);
		sum->pss += one.pss;
		sum->private += one.private;
		n++;
	}
	closedir(dir);
	return n;
}

void
play_memory(const struct play *p, struct board *b)
{
	struct part first, tree = { 0, 0 };
	int n;

	init_start(p, b);
	init_wait_up(b);
	stage_sleep_until(stage_now() + SETTLE_S * NS_PER_S);
	first = part_of("1");
	n = tree_sum(&tree);
	init_kill();
	printf("%ld\t%ld\t%ld\t%ld\t%d\n", first.pss, first.private, tree.pss,
	    tree.private, n);
}

static int
by_size(const void *one, const void *two)
{
	const uint64_t *a = one, *b = two;

	return (*a > *b) - (*a < *b);
}

static long
lines_said(void)
{
	long n = 0;
	FILE *f;
	int c;

	if ((f = fopen(BOARD_SAID, "r")) == NULL)
		err(1, BOARD_SAID);
	while ((c = getc(f)) != EOF)
		n += c == '\n';
	fclose(f);
	return n;
}

void
play_status(const struct play *p, struct board *b)
{
	uint64_t took[ASKED];
	int i;

	init_start(p, b);
	init_wait_up(b);
	stage_sleep_until(last_start(b) + AGE_S * NS_PER_S);
	for (i = 0; i < ASKED; i++) {
		took[i] = init_run(p->command);
		/* there may be one above them */
		if (lines_said() < p->services ||
		    lines_said() > p->services + 1)
			stage_fault("lines", lines_said(), p->services);
	}
	init_kill();
	qsort(took, ASKED, sizeof(took[0]), by_size);
	printf("%.1f\n", (double)took[ASKED / 2] / 1e3);
}

void
play_instructions(const struct play *p, struct board *b)
{
	init_start(p, b);
	if (p->services > 0) {
		init_wait_up(b);
		stage_sleep_until(
		    last_start(b) + (uint64_t)p->age_ms * 1000000);
		init_term();
		printf("%ld\n", init_instructions_0());
		verify_services(b);
		return;
	}
	printf("%ld\n", init_instructions_0());
}
