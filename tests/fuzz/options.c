/*
 * Any words as a command line: what is understood means the same without its
 * command, and with a -- before it. The words are the same ones each time, so
 * what points to them is compared as it is.
 */
#include <stdbool.h>

#include "clock.h"
#include "fuzz.h"
#include "options.h"

#define WORDS_MAX 32
#define SECONDS_MAX INT64_C(1000000000)
#define QUOTED_MAX 200

static bool
is_time(int64_t ms)
{
	return ms >= 0 && ms <= SECONDS_MAX * 1000 + 999;
}

static void
check_values(const struct options *o)
{
	MUST(o->kill_process_ms == -1 || is_time(o->kill_process_ms));
	MUST(is_time(o->kill_all_ms));
	MUST(o->stop_ms == CLOCK_NEVER || is_time(o->stop_ms));
	MUST(o->stop_status >= 0 && o->stop_status <= 255);
	MUST(o->init_directory[0] != '\0');
}

static bool
parse(struct options *o, int argc, char **argv)
{
	char *error = fuzz_memory(OPTIONS_ERROR_MAX);
	bool understood;

	memset(error, '#', OPTIONS_ERROR_MAX);
	memset(o, 0, sizeof *o);
	options_default(o);
	understood = options_arguments(o, argc, argv, error);
	if (!understood) {
		MUST(memchr(error, '\0', OPTIONS_ERROR_MAX) != NULL);
		MUST(error[0] != '\0' && error[0] != '#');
		MUST(strlen(error) < QUOTED_MAX + 100);
	}
	check_values(o);
	free(error);
	return understood;
}

static bool
same_but_command(const struct options *a, const struct options *b)
{
	struct options one, other;

	memcpy(&one, a, sizeof one);
	memcpy(&other, b, sizeof other);
	one.command = other.command = NULL;
	return memcmp(&one, &other, sizeof one) == 0;
}

static void
check_command(const struct options *o, int argc, char **argv)
{
	char *others[WORDS_MAX + 3];
	struct options again;
	int at = (int)(o->command - argv);

	MUST(at >= 1 && at < argc);
	memcpy(others, argv, (size_t)at * sizeof *argv);
	others[at] = NULL;
	MUST(parse(&again, at, others));
	MUST(same_but_command(o, &again) && again.command == NULL);
	if (strcmp(argv[at - 1], "--") == 0)
		return;
	others[at] = (char[]){ "--" };
	memcpy(
	    others + at + 1, argv + at, (size_t)(argc - at + 1) * sizeof *argv);
	MUST(parse(&again, argc + 1, others));
	MUST(same_but_command(o, &again) && again.command == others + at + 1);
}

/*
 * A first word that is no option is the command; so is any behind a --.
 */
static void
check_first(int argc, char **argv)
{
	char *others[WORDS_MAX + 2] = { argv[0], (char[]){ "--" } };
	struct options options, untouched;

	memset(&untouched, 0, sizeof untouched);
	options_default(&untouched);
	if (argv[1][0] != '-' || argv[1][1] == '\0') {
		MUST(parse(&options, argc, argv));
		MUST(options.command == argv + 1);
		MUST(same_but_command(&options, &untouched));
	}
	memcpy(others + 2, argv + 1, (size_t)argc * sizeof *argv);
	MUST(parse(&options, argc + 1, others));
	MUST(options.command == others + 2);
	MUST(same_but_command(&options, &untouched));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *argv[WORDS_MAX + 1];
	struct options options;
	const uint8_t *nul;
	size_t length;
	int argc = 0;

	while (size > 0 && argc < WORDS_MAX) {
		nul = memchr(data, '\0', size);
		length = nul == NULL ? size : (size_t)(nul - data);
		argv[argc++] = fuzz_string(data, length);
		data += length + (nul != NULL);
		size -= length + (nul != NULL);
	}
	argv[argc] = NULL;
	if (parse(&options, argc, argv) && options.command != NULL)
		check_command(&options, argc, argv);
	if (argc > 1)
		check_first(argc, argv);
	while (argc > 0)
		free(argv[--argc]);
	return 0;
}
