/*
 * A signal, and a failure, at every system call. Each case is a container of
 * its own in which the real program is the real PID 1 (or is not, on
 * purpose).
 */
#include <err.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inject.h"

static const char usage_text[] =
    "usage: inject [OPTION...]\n"
    "Which cases (of all scenes, if none is named):\n"
    "  --scene NAME,...\n"
    "  --signals | --errors     only these\n"
    "  --signal NAME            TERM, INT, HUP or CHLD\n"
    "  --again N                and a second TERM so many calls later\n"
    "  --call NAME --error NAME a failure of that call, with that error\n"
    "  --lasts | --once         and of all after it; of it alone\n"
    "  --at N                   the Nth call; of that name, for an error\n"
    "  --full | --sample K      all of them, or K at random\n"
    "  --seed N                 of the order and of the sample\n"
    "  --from N                 the Nth of the list and all after it\n"
    "  --profile FILE           how many calls there are is read from it, or\n"
    "                           measured and written: so a list is the same\n"
    "How:\n"
    "  --program PATH           the my_init under test; lib/ and my_initctl\n"
    "                           are beside it\n"
    "  --jobs N                 at the same time (as many as processors)\n"
    "  --show                   every case, as those that fail\n"
    "  --list                   the scenes\n"
    "Times a slow build may take: the variable SLACK, a factor (1).\n";

enum {
	OPT_AGAIN = 256,
	OPT_AT,
	OPT_CALL,
	OPT_ERROR,
	OPT_ERRORS,
	OPT_FROM,
	OPT_FULL,
	OPT_HELP,
	OPT_JOBS,
	OPT_LASTS,
	OPT_LIST,
	OPT_ONCE,
	OPT_PROFILE,
	OPT_PROGRAM,
	OPT_SAMPLE,
	OPT_SCENE,
	OPT_SEED,
	OPT_SHOW,
	OPT_SIGNAL,
	OPT_SIGNALS,
};

static const struct option long_options[] = {
	{ "again", required_argument, NULL, OPT_AGAIN },
	{ "at", required_argument, NULL, OPT_AT },
	{ "call", required_argument, NULL, OPT_CALL },
	{ "error", required_argument, NULL, OPT_ERROR },
	{ "errors", no_argument, NULL, OPT_ERRORS },
	{ "from", required_argument, NULL, OPT_FROM },
	{ "full", no_argument, NULL, OPT_FULL },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "jobs", required_argument, NULL, OPT_JOBS },
	{ "lasts", no_argument, NULL, OPT_LASTS },
	{ "list", no_argument, NULL, OPT_LIST },
	{ "once", no_argument, NULL, OPT_ONCE },
	{ "profile", required_argument, NULL, OPT_PROFILE },
	{ "program", required_argument, NULL, OPT_PROGRAM },
	{ "sample", required_argument, NULL, OPT_SAMPLE },
	{ "scene", required_argument, NULL, OPT_SCENE },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "show", no_argument, NULL, OPT_SHOW },
	{ "signal", required_argument, NULL, OPT_SIGNAL },
	{ "signals", no_argument, NULL, OPT_SIGNALS },
	{ NULL, 0, NULL, 0 },
};

static _Noreturn void
list_scenes(void)
{
	const struct scene *s;

	for (s = scenes; s->name != NULL; s++)
		printf("%-11s %s\n", s->name, s->what);
	exit(EXIT_SUCCESS);
}

static int
signal_find(const char *name)
{
	const char *known;
	int signo;

	for (signo = 1; signo < 32; signo++)
		if ((known = sigabbrev_np(signo)) != NULL &&
		    strcmp(known, name) == 0)
			return signo;
	errx(2, "no such signal: %s", name);
}

static bool
take_case(struct plan *plan, int option, char *value)
{
	switch (option) {
	case OPT_AGAIN:
		plan->again = (uint32_t)number(value, 1e6);
		return true;
	case OPT_AT:
		plan->at = (uint32_t)number(value, 1e6);
		return true;
	case OPT_CALL:
		if ((plan->call = call_find(value)) == -1)
			errx(2, "no such call: %s", value);
		return true;
	case OPT_ERROR:
		if ((plan->error = error_find(value)) == 0)
			errx(2, "no such error: %s", value);
		return true;
	case OPT_ERRORS:
		plan->errors_only = true;
		return true;
	case OPT_LASTS:
		plan->lasts = true;
		return true;
	case OPT_ONCE:
		plan->once = true;
		return true;
	case OPT_SIGNAL:
		plan->signo = signal_find(value);
		return true;
	case OPT_SIGNALS:
		plan->signals_only = true;
		return true;
	}
	return false;
}

static bool
take_choice(struct plan *plan, int option, char *value)
{
	switch (option) {
	case OPT_FROM:
		plan->from = (size_t)number(value, 1e9);
		return true;
	case OPT_FULL:
		plan->sample = SIZE_MAX;
		return true;
	case OPT_SAMPLE:
		plan->sample = (size_t)number(value, 1e9);
		return true;
	case OPT_SCENE:
		plan->scenes |= take_names(value, "scene", scene_find);
		return true;
	case OPT_SEED:
		plan->seed = (uint64_t)number(value, 1e15);
		return true;
	}
	return take_case(plan, option, value);
}

static void
take_option(struct how *how, int option, char *value)
{
	switch (option) {
	case OPT_HELP:
		fputs(usage_text, stdout);
		exit(EXIT_SUCCESS);
	case OPT_JOBS:
		how->jobs = (int)number(value, 1000);
		break;
	case OPT_LIST:
		list_scenes();
	case OPT_PROFILE:
		how->profile = value;
		break;
	case OPT_PROGRAM:
		how->program = value;
		break;
	case OPT_SHOW:
		how->show = true;
		break;
	default:
		fputs(usage_text, stderr);
		exit(2);
	}
}

int
main(int argc, char **argv)
{
	struct how how = { .jobs = (int)sysconf(_SC_NPROCESSORS_ONLN) };
	struct plan plan = { .call = -1 };
	int option;

	plan.seed = make_seed();
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (!take_choice(&plan, option, optarg))
			take_option(&how, option, optarg);
	if (optind != argc)
		errx(2, "what is %s?", argv[optind]);
	how.slack = find_slack();
	how.program = find_program(how.program);
	if (geteuid() != 0)
		errx(2, "only root may make pid namespaces");
	if (plan.sample == 0 && plan.at == 0)
		errx(2, "--full, --sample or --at is needed");
	return work(&how, &plan);
}
