/*
 * Any words as the command line of another init: what is understood means the
 * same without its command but one, and with a -- before it. Any words as its
 * variables.
 */
#include <stdbool.h>

#include "clock.h"
#include "fuzz.h"
#include "names.h"

#define WORDS_MAX 32
#define TIME_MAX INT64_C(1000000000999)
#define UNSAID (-1) /* a time that options_settle is to find */

static const char *const called[] = { "tini", "/sbin/docker-init", "dumb-init",
	"/usr/bin/catatonit", "podman-init", "pid1" };

static void
check_error(const char *error)
{
	MUST(memchr(error, '\0', OPTIONS_ERROR_MAX) != NULL);
	MUST(error[0] != '\0' && error[0] != '#');
	MUST(strlen(error) < 400);
}

static void
check_values(const struct options *o)
{
	int i;

	MUST(o->bare && o->usage_status == 1);
	MUST(o->kill_process_ms >= UNSAID && o->kill_process_ms <= TIME_MAX);
	MUST(o->kill_all_ms >= 0 && o->kill_all_ms <= TIME_MAX);
	MUST(o->stop_ms == CLOCK_NEVER && o->stop_status == 0);
	MUST(o->parent_death_signal >= 0);
	MUST(o->parent_death_signal < OPTVAL_SIGNALS);
	for (i = 1; i < OPTVAL_SIGNALS; i++)
		MUST(o->rewrite[i] < OPTVAL_SIGNALS);
	MUST(o->env_count >= 0 && o->env_count <= OPTIONS_ENV_MAX);
	for (i = 0; i < o->env_count; i++)
		MUST(strchr(o->env[i], '=') > o->env[i]);
	MUST(o->user == NULL || o->user[0] != '\0');
	MUST(o->user_group == NULL || o->user_group[0] != '\0');
	MUST(o->workdir == NULL || o->workdir[0] != '\0');
	MUST(!o->skip_runit && !o->skip_startup_files && !o->quiet);
}

static enum names
parse(struct options *o, const char *variable, int argc, char **argv)
{
	char *error = fuzz_memory(OPTIONS_ERROR_MAX);
	enum names result;

	options_default(o);
	names_default(o, argv[0]);
	memset(error, '#', OPTIONS_ERROR_MAX);
	if (variable != NULL && !names_variable(o, argv[0], variable, error))
		check_error(error);
	memset(error, '#', OPTIONS_ERROR_MAX);
	result = names_arguments(o, argc, argv, error);
	MUST(result != NAMES_NONE);
	if (result == NAMES_BAD) {
		check_error(error);
		MUST(o->command == NULL);
	}
	check_values(o);
	free(error);
	return result;
}

static bool
same_but_command(const struct options *a, const struct options *b)
{
	struct options one = *a, other = *b;

	one.command = other.command = NULL;
	return memcmp(&one, &other, sizeof one) == 0;
}

/*
 * Its words are the last ones that were given. Behind a -- they are the
 * command whatever they are, and without them it is the only thing missing.
 */
static void
check_command(const struct options *o, const char *variable, int argc,
    char **argv, bool moved)
{
	char *others[WORDS_MAX + 2], *dashes = (char[]){ "--" };
	int at = (int)(o->command - argv);
	struct options again;

	MUST(at >= 1 && at < argc && argv[argc] == NULL);
	if (moved)
		return;
	memcpy(others, argv, (size_t)at * sizeof *argv);
	others[at] = NULL;
	MUST(parse(&again, variable, at, others) == NAMES_BAD);
	MUST(same_but_command(o, &again));
	if (strcmp(argv[at - 1], "--") == 0)
		return;
	others[at] = dashes;
	memcpy(
	    others + at + 1, argv + at, (size_t)(argc - at + 1) * sizeof *argv);
	MUST(parse(&again, variable, argc + 1, others) == NAMES_TAKEN);
	MUST(again.command == others + at + 1);
	MUST(same_but_command(o, &again));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *argv[WORDS_MAX + 1], *words[WORDS_MAX + 1], *variable = NULL;
	const uint8_t *nul;
	struct options options;
	size_t length;
	int i, argc = 1;

	if (size == 0)
		return 0;
	words[0] = (char *)(uintptr_t)called[data[0] % 6];
	if (data[0] & 64)
		variable = fuzz_string(
		    data + 1, strnlen((const char *)data + 1, size - 1));
	for (data++, size--; size > 0 && argc < WORDS_MAX;) {
		nul = memchr(data, '\0', size);
		length = nul == NULL ? size : (size_t)(nul - data);
		words[argc++] = fuzz_string(data, length);
		data += length + (nul != NULL);
		size -= length + (nul != NULL);
	}
	words[argc] = NULL;
	memcpy(argv, words, sizeof argv[0] * (size_t)(argc + 1));
	if (parse(&options, variable, argc, argv) == NAMES_TAKEN &&
	    options.command != NULL)
		check_command(&options, variable, argc, argv,
		    memcmp(argv, words, sizeof argv[0] * (size_t)argc) != 0);
	for (i = 1; i < argc; i++)
		free(words[i]);
	free(variable);
	return 0;
}
