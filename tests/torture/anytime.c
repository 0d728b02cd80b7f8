/*
 * TERM at any moment. Each case is a container of its own in which the real
 * program is the real PID 1 and the services are real ones under the real
 * runit; the signal comes from outside, as an engine's does.
 */
#include <err.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "anytime.h"
#include "cases.h"

enum {
	OPT_DELAY = 256,
	OPT_DETACH,
	OPT_FRESH,
	OPT_FROM,
	OPT_FULL,
	OPT_HELP,
	OPT_JOBS,
	OPT_LIST,
	OPT_LOAD,
	OPT_OLD,
	OPT_PROGRAM,
	OPT_REPEAT,
	OPT_SAMPLE,
	OPT_SEED,
	OPT_SERVICES,
	OPT_SHOW,
	OPT_TO,
	OPT_VARIANT,
	OPT_WIDTH,
	OPT_WINDOW,
};

static const struct option long_options[] = {
	{ "delay", required_argument, NULL, OPT_DELAY },
	{ "detach", no_argument, NULL, OPT_DETACH },
	{ "fresh", no_argument, NULL, OPT_FRESH },
	{ "from", required_argument, NULL, OPT_FROM },
	{ "full", no_argument, NULL, OPT_FULL },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "jobs", required_argument, NULL, OPT_JOBS },
	{ "list", no_argument, NULL, OPT_LIST },
	{ "load", required_argument, NULL, OPT_LOAD },
	{ "old", no_argument, NULL, OPT_OLD },
	{ "program", required_argument, NULL, OPT_PROGRAM },
	{ "repeat", required_argument, NULL, OPT_REPEAT },
	{ "sample", required_argument, NULL, OPT_SAMPLE },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "services", required_argument, NULL, OPT_SERVICES },
	{ "show", no_argument, NULL, OPT_SHOW },
	{ "to", required_argument, NULL, OPT_TO },
	{ "variant", required_argument, NULL, OPT_VARIANT },
	{ "width", required_argument, NULL, OPT_WIDTH },
	{ "window", required_argument, NULL, OPT_WINDOW },
	{ NULL, 0, NULL, 0 },
};

static const char usage_text[] =
    "usage: anytime [OPTION...]\n"
    "Which cases (of all variants, if none is named):\n"
    "  --variant NAME,...  --services N,...  --fresh | --old\n"
    "  --from MS --to MS | --delay MS   from the variant's mark to the signal\n"
    "  --full | --sample K     all of them, or K at random\n"
    "  --repeat N              each of them N times\n"
    "  --seed N                of the order and of the sample\n"
    "How:\n"
    "  --program PATH          the my_init under test\n"
    "  --jobs N                at the same time (as many as processors)\n"
    "  --load N                beside N processes that do nothing but spin\n"
    "  --detach                without a tracer once the program hears TERM;\n"
    "                          then nobody sees who is left at the exit\n"
    "What is shown:\n"
    "  --show                  every case, as those that fail\n"
    "  --width MS              times grouped by delay too\n"
    "  --list                  the variants\n"
    "  --window N              only measure, N times, how long a TERM is not\n"
    "                          heard after the exec\n"
    "Times a slow build may take: the variable SLACK, a factor (1).\n";

static _Noreturn void
list_variants(void)
{
	const struct variant *v;

	for (v = variants; v->name != NULL; v++)
		printf("%-12s %s\n", v->name, v->what);
	exit(EXIT_SUCCESS);
}

static void
take_services(struct choice *choice, char *list)
{
	char *word;

	for (word = strtok(list, ","); word != NULL; word = strtok(NULL, ",")) {
		if (choice->service_counts == CHOICE_MAX)
			errx(2, "too many numbers of services");
		choice->services[choice->service_counts++] =
		    (int)number(word, 99);
	}
}

static bool
take_choice(struct choice *choice, int option, char *value)
{
	switch (option) {
	case OPT_DELAY:
		choice->from_us = choice->to_us =
		    (uint32_t)(number(value, 60000) * 1000 + 0.5);
		choice->one_delay = true;
		return true;
	case OPT_FRESH:
		choice->age = AGE_FRESH;
		return true;
	case OPT_FROM:
		choice->from_us = (uint32_t)(number(value, 60000) * 1000);
		return true;
	case OPT_OLD:
		choice->age = AGE_OLD;
		return true;
	case OPT_SERVICES:
		take_services(choice, value);
		return true;
	case OPT_TO:
		choice->to_us = (uint32_t)(number(value, 60000) * 1000);
		return true;
	case OPT_VARIANT:
		choice->variants |= take_names(value, "variant", variant_find);
		return true;
	case OPT_FULL:
		choice->sample = INT_MAX;
		return true;
	case OPT_SAMPLE:
		choice->sample = (int)number(value, 1e6);
		return true;
	case OPT_REPEAT:
		choice->repeat = (int)number(value, 1e6);
		return true;
	case OPT_SEED:
		choice->seed = (uint64_t)number(value, 1e15);
		return true;
	}
	return false;
}

static int window_tries;

static void
take_option(struct settings *settings, struct run *run, int option, char *value)
{
	switch (option) {
	case OPT_DETACH:
		settings->detach = true;
		break;
	case OPT_HELP:
		fputs(usage_text, stdout);
		exit(EXIT_SUCCESS);
	case OPT_JOBS:
		run->jobs = (int)number(value, 1000);
		break;
	case OPT_LIST:
		list_variants();
	case OPT_LOAD:
		run->load = (int)number(value, 1000);
		break;
	case OPT_PROGRAM:
		settings->program = value;
		break;
	case OPT_SHOW:
		settings->show = true;
		break;
	case OPT_WIDTH:
		run->width_us = (uint32_t)(number(value, 60000) * 1000);
		break;
	case OPT_WINDOW:
		window_tries = (int)number(value, 1e6);
		break;
	default:
		fputs(usage_text, stderr);
		exit(2);
	}
}

int
main(int argc, char **argv)
{
	struct settings settings = { .detach = false };
	struct choice choice = { .to_us = UINT32_MAX, .repeat = 1 };
	struct run run = { .jobs = (int)sysconf(_SC_NPROCESSORS_ONLN) };
	int option;

	choice.seed = make_seed();
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		if (!take_choice(&choice, option, optarg))
			take_option(&settings, &run, option, optarg);
	if (optind != argc)
		errx(2, "what is %s?", argv[optind]);
	settings.slack = find_slack();
	settings.program = find_program(settings.program);
	if (geteuid() != 0)
		errx(2, "only root may make pid namespaces");
	if (window_tries > 0)
		return window_measure(&settings, window_tries);
	if (choice.sample == 0 && !choice.one_delay)
		errx(2, "--full, --sample or --delay is needed");
	return run_cases(&settings, &choice, &run);
}
