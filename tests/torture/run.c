/*
 * The workers, and what they say of a case that failed.
 */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "anytime.h"
#include "cases.h"

#define TEXT_MAX 40000
#define MANY 10		 /* cases, of which one at least must tell */
#define UP_US 100000	 /* by then there are services, at least in one */

struct table {
	size_t next;
	struct result results[];
};

static struct table *table;

void
run_command_line(const struct shot *shot, const struct settings *settings,
    char *text, size_t size)
{
	snprintf(text, size,
	    "anytime --program %s --variant %s --services %d "
	    "%s --delay %.3f%s",
	    settings->program, shot->variant->name, shot->services,
	    shot->fresh ? "--fresh" : "--old", shot->delay_us / 1000.0,
	    settings->detach ? " --detach" : "");
}

/* Who was there, in milliseconds from the first signal. */
static size_t
write_board(char *text, size_t size, uint64_t zero)
{
	size_t at = 0;
	uint32_t i;

	for (i = 0; i < board->count && i < LIVES_MAX && at < size; i++)
		at +=
		    lives_say(&board->lives[i], zero, 8, text + at, size - at);
	return at < size ? at : size - 1;
}

static void
say_log(char *text, size_t at)
{
	ssize_t n = pread(stage_log(), text + at, TEXT_MAX - at, 0);

	fwrite(text, 1, at + (size_t)(n > 0 ? n : 0), stdout);
	fputs("--- the end of the log\n", stdout);
	fflush(stdout);
}

static void
say_case(const struct shot *shot, const struct settings *settings,
    const struct outcome *o, const char *fault)
{
	static char text[TEXT_MAX];
	size_t at;

	run_command_line(shot, settings, text, TEXT_MAX / 2);
	at = strlen(text);
	at += (size_t)snprintf(text + at, TEXT_MAX / 2 - at,
	    "\n    %s\n    the signal came %.3f ms after the program could hear it (-1: it never came); "
	    "it ended %.3f ms later (0: it did not); its actors:\n",
	    fault,
	    o->first_ns == 0 ? -1.0 : (double)(o->first_ns - o->ready_ns) / 1e6,
	    (double)o->stop_us / 1000);
	at += write_board(text + at, TEXT_MAX / 2 - at,
	    o->first_ns > 0 ? o->first_ns : o->ready_ns);
	at += (size_t)snprintf(
	    text + at, TEXT_MAX - at, "--- the log of PID 1:\n");
	say_log(text, at);
}

static int
verdict(const char *fault, const struct outcome *o, double limit_us)
{
	if (fault != NULL)
		return judge_machine() ? RESULT_BAD : RESULT_LATE;
	if (o->missed || (double)o->stop_us > limit_us)
		return RESULT_LATE;
	return RESULT_GOOD;
}

/*
 * Only a case that was good but late, or for which we were too late, is tried
 * again: others may have had the processors meanwhile.
 */
static void
try_case(const struct shot *shot, const struct settings *settings,
    struct result *result)
{
	char text[FAULT_MAX];
	struct outcome o;
	double limit = (double)judge_limit_us(shot) * settings->slack;

	do {
		worker_favour(result->tries++ > 0);
		shot_fire(shot, settings, &o);
		result->what =
		    (uint8_t)verdict(judge(shot, &o, text), &o, limit);
		if ((uint32_t)o.stop_us > result->stop_us)
			result->stop_us = (uint32_t)o.stop_us;
		result->services = lives_count(ROLE_SERVICE);
		result->held = hold_count();
	} while (result->what == RESULT_LATE && result->tries < TRIES);
	worker_favour(false);
	if (result->what == RESULT_LATE && !judge_machine())
		snprintf(text, sizeof text,
		    "FAILED: the machine had no process to spare");
	else if (result->what == RESULT_LATE && o.missed)
		snprintf(text, sizeof text,
		    "FAILED: the moment of the signal was missed %d times",
		    result->tries);
	else if (result->what == RESULT_LATE)
		snprintf(text, sizeof text,
		    "FAILED: took %.1f ms, more than %.1f, in each of %d tries",
		    (double)o.stop_us / 1000, limit / 1000, result->tries);
	else if (result->what == RESULT_GOOD)
		snprintf(text, sizeof text, "good, in %d tries", result->tries);
	if (result->what != RESULT_GOOD || settings->show)
		say_case(shot, settings, &o, text);
}

static _Noreturn void
work(const struct shot *shots, size_t count, const struct settings *settings)
{
	size_t i;

	worker_begin();
	stage_open(settings);
	while (
	    (i = __atomic_fetch_add(&table->next, 1, __ATOMIC_SEQ_CST)) < count)
		try_case(&shots[i], settings, &table->results[i]);
	exit(EXIT_SUCCESS);
}

static _Noreturn void
spin(void)
{
	volatile unsigned turns = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;)
		turns++;
}

static void
end_load(const pid_t *load, int n)
{
	while (n-- > 0) {
		kill(load[n], SIGKILL);
		waitpid(load[n], NULL, 0);
	}
}

/*
 * Where no service is ever there, or nobody is held, much is judged in vain.
 */
static bool
is_vain(const struct shot *shots, size_t count)
{
	size_t i, n = 0, holds = 0, services = 0, held = 0;
	unsigned flags;

	for (i = 0; i < count; i++) {
		flags = shots[i].variant->flags;
		if (shots[i].services == 0)
			continue;
		holds += (flags & HOLDS) != 0;
		held += table->results[i].held;
		if (shots[i].variant->mark != MARK_READY ||
		    flags & (HOLDS | HAS_QUICK) || shots[i].delay_us < UP_US)
			continue;
		n++;
		services += table->results[i].services;
	}
	if (n >= MANY && services == 0)
		printf("FAILED: no service was there in %zu cases\n", n);
	if (holds >= MANY && held == 0)
		printf("FAILED: nobody was held in %zu cases\n", holds);
	return (n >= MANY && services == 0) || (holds >= MANY && held == 0);
}

static int
conclude(const struct shot *shots, size_t count,
    const struct settings *settings, const struct run *run)
{
	size_t i, failed = 0, missing = 0;

	report(shots, table->results, count, settings, run);
	for (i = 0; i < count; i++) {
		missing += table->results[i].what == RESULT_NONE;
		failed += table->results[i].what > RESULT_GOOD;
	}
	if (missing > 0)
		printf("%zu cases could not be tried\n", missing);
	failed += is_vain(shots, count);
	printf("%zu cases, %zu failed\n", count - missing, failed);
	return failed + missing > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
run_cases(const struct settings *settings, const struct choice *choice,
    const struct run *run)
{
	size_t count;
	struct shot *shots = choose(choice, &count);
	pid_t load[1000], pid;
	int i;

	table = worker_share(sizeof *table + count * sizeof table->results[0]);
	printf("seed %llu: %zu cases, %d at a time, %d spinning; %s\n",
	    (unsigned long long)choice->seed, count, run->jobs, run->load,
	    settings->program);
	fflush(stdout);
	for (i = 0; i < run->load; i++)
		if ((load[i] = fork()) == 0)
			spin();
		else if (load[i] == -1)
			err(125, "fork");
	for (i = 0; i < run->jobs; i++)
		if ((pid = fork()) == 0)
			work(shots, count, settings);
		else if (pid == -1)
			warn("fork");
	for (i = 0; i < run->jobs; i++)
		do
			pid = wait(NULL);
		while (pid == -1 && errno == EINTR);
	end_load(load, run->load);
	return conclude(shots, count, settings, run);
}
