/*
 * The command lines of other inits: their options are ours by other names.
 * Words are read as getopt_long(3) reads them (letters in one word, beginnings
 * of long names), but options end at the command: its words are its own.
 */
#include <signal.h>
#include <string.h>

#include "format.h"
#include "names.h"

enum program { NO_PROGRAM, TINI, DUMB_INIT, CATATONIT, PID1 };
enum kind { NOTHING, FLAG, LOUDER, SINGLE, VALUE, TIMEOUT, USER_GROUP };

#define GRACE_MS 5000
#define VERBOSE_LEVEL 3 /* of tini, where 1 is the default */
#define TINI_VERSION "tini version " VERSION " - git.my_init\n"

static const struct {
	const char *name;
	enum program program;
} called[] = { { "tini", TINI }, { "tini-static", TINI },
	{ "docker-init", TINI }, { "dumb-init", DUMB_INIT },
	{ "catatonit", CATATONIT }, { "podman-init", CATATONIT },
	{ "pid1", PID1 } };

static const struct row {
	enum program program;
	char letter;
	const char *name;
	enum kind kind;
	const char *ours; /* of a FLAG or a VALUE */
} rows[] = {
	{ TINI, 'h', "help", FLAG, "--help" },
	{ TINI, 'l', "version", FLAG, "--version" },
	{ TINI, 's', NULL, NOTHING, NULL },
	{ TINI, 'w', NULL, NOTHING, NULL },
	{ TINI, 'v', NULL, LOUDER, NULL },
	{ TINI, 'g', NULL, FLAG, "--group" },
	{ TINI, 'e', NULL, VALUE, "--remap-exit" },
	{ TINI, 'p', NULL, VALUE, "--parent-death-signal" },
	{ DUMB_INIT, 'h', "help", FLAG, "--help" },
	{ DUMB_INIT, 'V', "version", FLAG, "--version" },
	{ DUMB_INIT, 'v', "verbose", FLAG, "--verbose" },
	{ DUMB_INIT, 'c', "single-child", SINGLE, NULL },
	{ DUMB_INIT, 'r', "rewrite", VALUE, "--rewrite" },
	{ CATATONIT, 'h', "help", FLAG, "--help" },
	{ CATATONIT, 'V', "version", FLAG, "--version" },
	{ CATATONIT, 'L', NULL, FLAG, "--version" },
	{ CATATONIT, 'g', NULL, FLAG, "--group" },
	{ CATATONIT, 'P', NULL, FLAG, "--pause" },
	{ PID1, 'h', "help", FLAG, "--help" },
	{ PID1, 'v', "verbose", FLAG, "--verbose" },
	{ PID1, 'e', "env", VALUE, "--env" },
	/* In Haskell --user and --group, in Rust so; the beginning serves. */
	{ PID1, 'u', "user-id", VALUE, "--user" },
	{ PID1, 'g', "group-id", USER_GROUP, NULL },
	{ PID1, 'w', "workdir", VALUE, "--workdir" },
	{ PID1, 't', "timeout", TIMEOUT, "--kill-all-processes-timeout" },
};

#define BEGINS(text, with) (strncmp(text, with, sizeof with - 1) == 0)
#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define REST                       \
	" [--] COMMAND [ARG...]\n" \
	"This is my_init by another name, see my_init(8).\n"

static const char *const usages[] = {
	[TINI] = "usage: tini [-ghlsvw] [-e STATUS] [-p SIGNAL]" REST,
	[DUMB_INIT] = "usage: dumb-init [-chVv] [-r FROM:TO]" REST,
	[CATATONIT] = "usage: catatonit [-ghLPV]" REST,
	[PID1] = "usage: pid1 [-hv] [-e NAME=VALUE] [-u USER] [-g GROUP] "
		 "[-w DIRECTORY] [-t SECONDS]" REST,
};

static enum program
find_program(const char *argv0)
{
	const char *slash = argv0 == NULL ? NULL : strrchr(argv0, '/');
	const char *base = slash == NULL ? argv0 : slash + 1;
	size_t i;

	if (base != NULL && strcmp(argv0, "/dev/init") == 0)
		return CATATONIT; /* where older engines put theirs */
	for (i = 0; base != NULL && i < COUNT(called); i++)
		if (strcmp(called[i].name, base) == 0)
			return called[i].program;
	return NO_PROGRAM;
}

const char *
names_usage(const char *argv0)
{
	return usages[find_program(argv0)];
}

const char *
names_version(const char *argv0)
{
	enum program program = find_program(argv0);

	return program == TINI || program == CATATONIT ? TINI_VERSION : NULL;
}

/*
 * dumb-init stops a group by SIGSTOP whichever of the stop signals came.
 * What the user wants of one of them stays.
 */
static void
set_group(struct options *options, bool group)
{
	static const unsigned char stops[] = { SIGTSTP, SIGTTIN, SIGTTOU };
	unsigned char *to;
	size_t i;

	options->group = group;
	for (i = 0; i < COUNT(stops); i++) {
		to = &options->rewrite[stops[i]];
		if (*to == (group ? stops[i] : SIGSTOP))
			*to = group ? SIGSTOP : stops[i];
	}
}

void
names_default(struct options *options, const char *argv0)
{
	enum program program = find_program(argv0);

	if (program == NO_PROGRAM)
		return;
	options->bare = true;
	options->usage_status = 1;
	options->kill_all_ms = GRACE_MS;
	if (program == PID1)
		options->kill_process_ms = GRACE_MS;
	if (program == DUMB_INIT)
		set_group(options, true);
}

bool
names_variable(struct options *options, const char *argv0, const char *variable,
    char error[OPTIONS_ERROR_MAX])
{
	enum program program = find_program(argv0);
	const char *value = variable + strcspn(variable, "=") + 1;
	int level = 0;

	if (program == TINI && BEGINS(variable, "TINI_VERBOSITY=") &&
	    !optval_status(value, &level)) {
		format(error, OPTIONS_ERROR_MAX,
		    "%.200s: not a number from 0 to 255, ignored", variable);
		return false;
	}
	if (level >= VERBOSE_LEVEL ||
	    (program == DUMB_INIT && !strcmp(variable, "DUMB_INIT_DEBUG=1")) ||
	    (program == CATATONIT && BEGINS(variable, "CATATONIT_DEBUG=")))
		options->verbose = true;
	if (program == DUMB_INIT && !strcmp(variable, "DUMB_INIT_SETSID=0"))
		set_group(options, false);
	if (program == TINI && BEGINS(variable, "TINI_KILL_PROCESS_GROUP="))
		options->group = true;
	return true;
}

struct words {
	struct options *options;
	enum program program;
	char **argv, *error;
	int at, loud;
};

static bool
refuse(struct words *words, const char *what, const char *theirs)
{
	format(words->error, OPTIONS_ERROR_MAX, "%s %.200s", what, theirs);
	return false;
}

/*
 * The row of a letter, or, when that is 0, of a name or the beginning of one.
 */
static const struct row *
find_row(enum program program, char letter, const char *name, size_t length)
{
	const struct row *row, *found = NULL;

	for (row = rows; row < rows + COUNT(rows); row++) {
		if (row->program != program)
			continue;
		if (letter != '\0' && row->letter == letter)
			return row;
		if (letter != '\0' || row->name == NULL ||
		    strncmp(row->name, name, length) != 0)
			continue;
		if (found != NULL)
			return NULL;
		found = row;
	}
	return found;
}

static bool
give(struct words *words, const char *ours, char *value)
{
	char word[32], program[] = "my_init";
	char *argv[] = { program, word, value, NULL };

	format(word, sizeof word, "%s", ours);
	return options_arguments(
	    words->options, value == NULL ? 2 : 3, argv, words->error);
}

/*
 * `value` is what came in the same word; row is NULL when none was found.
 */
static bool
take(
    struct words *words, const struct row *row, const char *theirs, char *value)
{
	struct options *options = words->options;
	bool wants = row != NULL && row->kind >= VALUE;

	if (row == NULL)
		return refuse(words, "unknown or ambiguous option", theirs);
	if (wants && value == NULL && words->argv[words->at] != NULL)
		value = words->argv[words->at++];
	if (wants ? !value || !*value : value != NULL)
		return refuse(words,
		    wants ? "no value for option" : "a value is not for option",
		    theirs);
	if (row->kind == LOUDER)
		options->verbose = options->verbose || words->loud++ > 0;
	if (row->kind == SINGLE)
		set_group(options, false);
	if (row->kind == USER_GROUP)
		options->user_group = value;
	return row->ours == NULL ||
	    (give(words, row->ours, value) &&
		(row->kind != TIMEOUT ||
		    give(words, "--kill-process-timeout", value)));
}

static bool
take_word(struct words *words)
{
	char *word = words->argv[words->at++], letter[] = "-?", *value;
	size_t length = strcspn(word, "=");
	const struct row *row;

	if (word[1] == '-') {
		value = word[length] == '=' ? word + length + 1 : NULL;
		row = find_row(words->program, '\0', word + 2, length - 2);
		return take(words, row, word, value);
	}
	for (value = NULL; value == NULL && *++word != '\0';) {
		letter[1] = *word;
		row = find_row(words->program, *word, NULL, 0);
		if (row != NULL && row->kind >= VALUE && word[1] != '\0')
			value = word + 1;
		if (!take(words, row, letter, value))
			return false;
	}
	return true;
}

enum names
names_arguments(struct options *options, int argc, char **argv,
    char error[OPTIONS_ERROR_MAX])
{
	struct words words = { options, find_program(argv[0]), argv, error, 1,
		0 };
	bool dashes = false;
	char **next = argv + 1;

	if (words.program == NO_PROGRAM)
		return NAMES_NONE;
	for (;
	     words.at < argc && **next == '-' && (*next)[1] != '\0' && !dashes;
	     next = argv + words.at) {
		dashes = strcmp(*next, "--") == 0;
		if (dashes)
			words.at++;
		else if (!take_word(&words))
			return NAMES_BAD;
	}
	if (options->pause || options->help || options->version)
		return NAMES_TAKEN;
	if (*next == NULL) {
		refuse(&words, "no command was given to", argv[0]);
		return NAMES_BAD;
	}
	if ((words.program == TINI || words.program == CATATONIT) && !dashes &&
	    next[1] && strcmp(next[1], "--") == 0) {
		next[1] = next[0];
		next++;
	}
	options->command = next;
	return NAMES_TAKEN;
}
