/*
 * Chaos: random harm to a container, in which the real program is the real
 * PID 1, for as long as one likes; then a stop, and a verdict.
 */
#include <sys/wait.h>

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "chaos.h"

#define TRIES 3
#define LATE 3 /* an exit status */

static const char usage_text[] =
    "usage: chaos [OPTION...]\n"
    "  --seconds N          of harm (10)\n"
    "  --seed N             the same list of harms again\n"
    "  --with-runsvdir      at the end runsvdir is killed; no TERM comes\n"
    "  --extras NAME,...    after, brake, tags: the services have these too\n"
    "  --program PATH       the my_init under test; lib/ and my_initctl are\n"
    "                       beside it\n"
    "  --show               each harm, and the log\n"
    "Times a slow build may take: the variable SLACK, a factor (1).\n";

static const struct option long_options[] = {
	{ "extras", required_argument, NULL, 'e' },
	{ "help", no_argument, NULL, 'h' },
	{ "program", required_argument, NULL, 'p' },
	{ "seconds", required_argument, NULL, 's' },
	{ "seed", required_argument, NULL, 'n' },
	{ "show", no_argument, NULL, 'v' },
	{ "with-runsvdir", no_argument, NULL, 'r' },
	{ NULL, 0, NULL, 0 },
};

static void
take_option(struct wish *wish, int option, char *value)
{
	switch (option) {
	case 'e':
		wish->extras |= take_names(value, "extra", extra_find);
		break;
	case 'h':
		fputs(usage_text, stdout);
		exit(EXIT_SUCCESS);
	case 'n':
		wish->seed = (uint64_t)number(value, 1e15);
		break;
	case 'p':
		wish->program = value;
		break;
	case 'r':
		wish->runsvdir = true;
		break;
	case 's':
		wish->seconds = number(value, 1e6);
		break;
	case 'v':
		wish->show = true;
		break;
	default:
		fputs(usage_text, stderr);
		exit(2);
	}
}

static void
say_command_line(const struct wish *wish)
{
	static const char *const names[] = { "after", "brake", "tags" };
	bool first = true;
	unsigned i;

	printf("chaos --program %s --seed %llu --seconds %g%s", wish->program,
	    (unsigned long long)wish->seed, wish->seconds,
	    wish->runsvdir ? " --with-runsvdir" : "");
	for (i = 0; i < 3; i++)
		if (wish->extras >> i & 1) {
			printf("%s%s", first ? " --extras " : ",", names[i]);
			first = false;
		}
	putchar('\n');
	fflush(stdout);
}

static void
say_lives(const struct ordeal *o)
{
	char line[256];
	uint32_t i;

	printf("--- who was there, in ms from %s:\n",
	    o->asked_ns > 0 ? "the begin of the stop" : "the exec");
	for (i = 0; i < LIVES_MAX; i++) {
		if (board->lives[i].role == ROLE_NONE)
			continue;
		lives_say(&board->lives[i],
		    o->asked_ns > 0 ? o->asked_ns : o->began_ns, 0, line,
		    sizeof line);
		fputs(line, stdout);
	}
}

static int
conclude(const struct ordeal *o, const char *fault)
{
	const char *comma = ";";
	int kind;

	if (fault != NULL)
		say_lives(o);
	if (fault != NULL || o->wish->show)
		keep_log_say();
	if (o->asked_ns > 0 && o->ended)
		printf("PID 1 used %.0f ms of processor time in %.0f ms, and "
		       "%.0f ms in a stop of %.0f ms, of which %u had to be "
		       "told\n",
		    (double)o->cpu_asked_ns / 1e6,
		    (double)(o->asked_ns - o->began_ns) / 1e6,
		    (double)(o->cpu_ns - o->cpu_asked_ns) / 1e6,
		    (double)(o->end_ns - o->asked_ns) / 1e6, verdict_judged());
	printf("chaos: seed %llu: %s", (unsigned long long)o->wish->seed,
	    fault != NULL ? fault : "good");
	for (kind = 0; kind < HARM_KINDS; kind++)
		if (o->done[kind] > 0) {
			printf("%s %s %u", comma, harm_name((enum kind)kind),
			    o->done[kind]);
			comma = ",";
		}
	putchar('\n');
	return fault != NULL ? EXIT_FAILURE : EXIT_SUCCESS;
}

/*
 * An ordeal that was good but late is tried again, before all others.
 */
static int
try(const struct wish *wish, bool again)
{
	static struct ordeal ordeal;
	char fault[FAULT_MAX];
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		worker_begin();
		worker_favour(again);
		ordeal.wish = wish;
		status = conclude(&ordeal, ordeal_run(&ordeal, fault));
		exit(ordeal.late ? LATE : status);
	}
	if (pid == -1 || waitpid(pid, &status, 0) != pid)
		err(125, "fork");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 125;
}

int
main(int argc, char **argv)
{
	struct wish wish = { .seconds = 10 };
	int option, status, tries = 1;

	wish.seed = make_seed();
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		take_option(&wish, option, optarg);
	if (optind != argc)
		errx(2, "what is %s?", argv[optind]);
	wish.slack = find_slack();
	wish.program = find_program(wish.program);
	if (geteuid() != 0)
		errx(2, "only root may make pid namespaces");
	say_command_line(&wish);
	worker_begin();
	while ((status = try(&wish, tries > 1)) == LATE && tries++ < TRIES)
		continue;
	return status == LATE ? EXIT_FAILURE : status;
}
