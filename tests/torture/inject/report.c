/*
 * What is said of a case that failed.
 */
#include <stdio.h>
#include <string.h>

#include "inject.h"

static void
say_command_line(const struct how *how, const struct hit *hit)
{
	printf("inject --program %s --scene %s --at %u", how->program,
	    hit->scene->name, hit->at);
	if (hit->error != 0)
		printf(" --call %s --error %s%s", call_name(hit->call),
		    strerrorname_np(hit->error),
		    hit->lasts ? " --lasts" : " --once");
	else if (hit->signo != 0)
		printf(" --signal %s", sigabbrev_np(hit->signo));
	if (hit->again != 0)
		printf(" --again %u", hit->again);
	putchar('\n');
}

static void
say_lives(uint64_t zero)
{
	char line[256];
	uint32_t i;

	for (i = 0; i < board->count && i < LIVES_MAX; i++) {
		lives_say(&board->lives[i], zero, 0, line, sizeof line);
		fputs(line, stdout);
	}
}

void
report_case(const struct how *how, const struct hit *hit,
    const struct course *c, const char *fault)
{
	static char text[65536], all[131072];
	uint64_t zero = c->o.first_ns > 0 ? c->o.first_ns : c->o.ready_ns;
	FILE *out = stdout;
	uint32_t at;

	/* In one piece, whoever else writes. */
	setvbuf(out, all, _IOFBF, sizeof all);
	say_command_line(how, hit);
	printf("    %s\n    %s; %u calls, %.1f ms of processor time, stopped "
	       "in %.1f ms; its last calls:\n",
	    fault, c->done ? "reached" : "not reached", c->calls,
	    (double)c->cpu_ns / 1e6, (double)c->o.stop_us / 1e3);
	for (at = c->calls < TAIL_MAX ? 1 : c->calls - TAIL_MAX + 1;
	     at <= c->calls; at++)
		printf("\t%5u %s(%ld) = %ld\n", at,
		    call_name(c->tail[at % TAIL_MAX].call),
		    c->tail[at % TAIL_MAX].first,
		    c->tail[at % TAIL_MAX].result);
	say_lives(zero);
	course_log(text, sizeof text);
	printf("--- the log of the program:\n%.20000s--- its end\n", text);
	fflush(out);
}
