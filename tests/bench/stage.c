/*
 * One run of one init: builds a file system for it, starts it as PID 1 of a
 * new pid namespace, takes the time, and verifies what happened.
 *
 * usage: stage -b ACTOR [-n SERVICES] [-s SCRIPTS] [-S] [-v VARIABLES]
 *            [-l LINGER_MS] [-a AGE_MS] [-i IDLE_S] [-t LIMIT_S]
 *            [-g GRACE_S] [-T] -m MODE INIT [ARG...]
 *
 * It prints one line, fields parted by tabs, times in microseconds:
 *   exit  exec of the init to its exit; processor time of all
 *   mark  exec of the init to main of the first service, or of the command;
 *         processor time of all
 *   stop  TERM to exit; TERM to the last service's TERM; exec to all up
 *   rss   context switches of PID 1 in IDLE_S seconds, all and voluntary;
 *         its VmRSS, RSS, PSS and private KiB
 *   calls system calls of PID 1, from its exec on; waits among them; waits
 *         more than one for each process that many(1) made
 *   orphans  the end of all to all reaped; orphans a second; KiB that the RSS
 *         of PID 1 grew by
 *   strays   end of the command to exit; strays; how many got TERM; how many
 *         then ended by themselves.  With -T each that is not deaf must have
 * Exit status: 0; 1 when something could not be set up, ended with another
 * status than 0, took longer than LIMIT_S, or was not stopped as it must be.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stage.h"

static void
verify_scripts(const struct play *p, const struct board *b)
{
	int ran = p->static_scripts ? (int)b->scripts : stage_scripts_read(p);

	if (ran != p->scripts)
		stage_fault("scripts that ran", ran, p->scripts);
}

static void
play_exit(const struct play *p, struct board *b)
{
	uint64_t t;

	init_start(p, b);
	t = init_wait_0();
	printf("%.1f\t%.0f\n", (double)(t - b->exec_ns) / 1e3, init_cpu_us());
}

static void
play_mark(const struct play *p, struct board *b)
{
	init_start(p, b);
	if (p->services > 0) {
		init_wait_up(b);
		init_kill();
	} else {
		init_wait_0();
		if (b->marks != 1)
			stage_fault("commands that ran", b->marks, 1);
	}
	verify_scripts(p, b);
	printf("%.1f\t%.0f\n", (double)(b->mark_ns - b->exec_ns) / 1e3,
	    init_cpu_us());
}

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

static void
play_stop(const struct play *p, struct board *b)
{
	uint64_t up = 0, term, end, last;
	const struct slot *s;

	init_start(p, b);
	init_wait_up(b);
	for (s = b->slot; s < b->slot + b->expected; s++)
		if (s->start_ns > up)
			up = s->start_ns;
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

static int
number(const char *s)
{
	char *end;
	long n = strtol(s, &end, 10);

	if (end == s || *end != '\0' || n < 0 || n > 1000000)
		errx(2, "not a number: %s", s);
	return (int)n;
}

static struct play
options(int argc, char *argv[])
{
	struct play p = {
		.age_ms = 1100, .idle_s = 10, .limit_s = 60, .grace_s = -1
	};
	int c;

	while ((c = getopt(argc, argv, "+a:b:g:i:l:m:n:Ss:Tt:v:")) != -1)
		switch (c) {
		case 'a':
			p.age_ms = number(optarg);
			break;
		case 'b':
			p.actor = optarg;
			break;
		case 'g':
			p.grace_s = number(optarg);
			break;
		case 'i':
			p.idle_s = number(optarg);
			break;
		case 'l':
			p.linger_ms = number(optarg);
			break;
		case 'm':
			p.mode = optarg;
			break;
		case 'n':
			p.services = number(optarg);
			break;
		case 'S':
			p.static_scripts = 1;
			break;
		case 's':
			p.scripts = number(optarg);
			break;
		case 'T':
			p.all_termed = 1;
			break;
		case 't':
			p.limit_s = number(optarg);
			break;
		case 'v':
			p.variables = number(optarg);
			break;
		default:
			exit(2);
		}
	p.argv = argv + optind;
	return p;
}

int
main(int argc, char *argv[])
{
	static const struct {
		const char *name;
		void (*play)(const struct play *, struct board *);
	} modes[] = {
		{ "exit", play_exit },
		{ "mark", play_mark },
		{ "stop", play_stop },
		{ "rss", play_rss },
		{ "calls", play_calls },
		{ "orphans", play_orphans },
		{ "strays", play_strays },
	};
	struct play p = options(argc, argv);
	struct board *b;
	size_t i;

	if (p.argv[0] == NULL || p.actor == NULL || p.mode == NULL ||
	    p.services > BOARD_SLOTS)
		errx(2, "usage: see the head of stage.c");
	p.traced = strcmp(p.mode, "calls") == 0;
	b = stage_build(&p);
	init_limit(p.limit_s + p.idle_s);
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(modes[i].name, p.mode) == 0) {
			modes[i].play(&p, b);
			return 0;
		}
	errx(2, "no such mode: %s", p.mode);
}
