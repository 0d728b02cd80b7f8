/*
 * One run of one init: builds a file system for it, starts it as PID 1 of a
 * new pid namespace, takes the time, and verifies what happened.
 *
 * usage: stage -b ACTOR [-n SERVICES] [-s SCRIPTS] [-S] [-v VARIABLES]
 *            [-l LINGER_MS] [-a AGE_MS] [-i IDLE_S] [-t LIMIT_S]
 *            [-g GRACE_S] [-T] [-w] [-x STATUS] [-P ADAPTER] [-c COMMAND]
 *            [-A LEVELS] [-C] -m MODE INIT [ARG...]
 *
 * With -A LEVELS the services are in chains of so many, each but the first of a
 * chain after the one before; with -C each is critical.
 *
 * It prints one line, fields parted by tabs, times in microseconds:
 *   exit  exec of the init to its exit; processor time of all
 *   mark  exec of the init to main of the first service, or of the command;
 *         processor time of all
 *   stop  TERM to exit; TERM to the last service's TERM; exec to all up
 *   up    exec of the init to main of the last of the services
 *   early the same as stop, when half of the services are up.  With -T who has
 *         begun must have got TERM and ended by itself
 *   memory  PSS and private KiB of PID 1, and of all but the services
 *         themselves; how many these are
 *   status  COMMAND in there, the median of five times; it must have said
 *         a line for each service
 *   instructions  of PID 1 in the user's mode: from exec to exit without
 *         services, else the start and stop of them too
 *   rss   context switches of PID 1 in IDLE_S seconds, all and voluntary;
 *         its VmRSS, RSS, PSS and private KiB
 *   calls system calls of PID 1, from its exec on; waits among them; waits
 *         more than one for each process that many(1) made
 *   orphans  the end of all to all reaped; orphans a second; KiB that the RSS
 *         of PID 1 grew by
 *   strays   end of the command to exit; strays; how many got TERM; how many
 *         then ended by themselves.  With -T each that is not deaf must have
 * Exit status: 0; 1 when something could not be set up, ended with another
 * status than 0 (than STATUS), took longer than LIMIT_S, or was not stopped as
 * it must be.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stage.h"

#define NKNOWN(a) (sizeof(a) / sizeof((a)[0]))

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
	static struct play p = {
		.age_ms = 1100, .idle_s = 10, .limit_s = 60, .grace_s = -1
	};
	static const struct {
		char letter;
		int *number; /* the argument, or 1 where there is none */
		const char **text;
	} known[] = {
		{ 'A', &p.levels, NULL },
		{ 'a', &p.age_ms, NULL },
		{ 'b', NULL, &p.actor },
		{ 'C', &p.critical, NULL },
		{ 'c', NULL, &p.command },
		{ 'g', &p.grace_s, NULL },
		{ 'i', &p.idle_s, NULL },
		{ 'l', &p.linger_ms, NULL },
		{ 'm', NULL, &p.mode },
		{ 'n', &p.services, NULL },
		{ 'P', NULL, &p.adapter },
		{ 'S', &p.static_scripts, NULL },
		{ 's', &p.scripts, NULL },
		{ 'T', &p.all_termed, NULL },
		{ 't', &p.limit_s, NULL },
		{ 'v', &p.variables, NULL },
		{ 'w', &p.waiting_script, NULL },
		{ 'x', &p.status, NULL },
	};
	size_t i;
	int c;

	while ((c = getopt(argc, argv, "+A:a:b:Cc:g:i:l:m:n:P:Ss:Tt:v:wx:")) !=
	    -1) {
		for (i = 0; i < NKNOWN(known) && known[i].letter != c; i++)
			continue;
		if (i == NKNOWN(known))
			exit(2);
		if (known[i].text != NULL)
			*known[i].text = optarg;
		else
			*known[i].number = optarg ? number(optarg) : 1;
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
		{ "up", play_up },
		{ "early", play_early },
		{ "memory", play_memory },
		{ "status", play_status },
		{ "instructions", play_instructions },
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
	p.counted = strcmp(p.mode, "instructions") == 0;
	b = stage_build(&p);
	stage_prepare(&p);
	init_limit(p.limit_s + p.idle_s);
	for (i = 0; i < NKNOWN(modes); i++)
		if (strcmp(modes[i].name, p.mode) == 0) {
			modes[i].play(&p, b);
			return 0;
		}
	errx(2, "no such mode: %s", p.mode);
}
