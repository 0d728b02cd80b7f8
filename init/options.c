/*
 * One table says what there is: the long option, the environment variable of
 * the same meaning, and where the value goes. optval.c knows the values,
 * usage.c says it to people.
 */
#include <string.h>

#include "clock.h"
#include "format.h"
#include "options.h"
#include "optstore.h"

struct row {
	const char *option, *variable;
	enum optstore_kind kind;
	size_t offset;
	bool original; /* an option that Phusion's my_init has */
};

#define ROW(option, variable, kind, field, original)                     \
	{                                                                \
		option, variable, kind, offsetof(struct options, field), \
		    original                                             \
	}

static const struct row table[] = {
	ROW("help", NULL, FLAG, help, true),
	ROW("enable-insecure-key", "MY_INIT_ENABLE_INSECURE_KEY", FLAG,
	    enable_insecure_key, true),
	ROW("skip-startup-files", "MY_INIT_SKIP_STARTUP_FILES", FLAG,
	    skip_startup_files, true),
	ROW("skip-runit", "MY_INIT_SKIP_RUNIT", FLAG, skip_runit, true),
	ROW("no-kill-all-on-exit", "MY_INIT_NO_KILL_ALL_ON_EXIT", FLAG,
	    no_kill_all, true),
	ROW("quiet", "MY_INIT_QUIET", FLAG, quiet, true),
	ROW("version", NULL, FLAG, version, false),
	ROW("verbose", "MY_INIT_VERBOSE", FLAG, verbose, false),
	ROW("bare", "MY_INIT_BARE", FLAG, bare, false),
	ROW("pause", "MY_INIT_PAUSE", FLAG, pause, false),
	ROW("group", "MY_INIT_GROUP", FLAG, group, false),
	ROW("rewrite", "MY_INIT_REWRITE", REWRITE, rewrite, false),
	ROW("remap-exit", "MY_INIT_REMAP_EXIT", REMAP, remap, false),
	ROW("parent-death-signal", "MY_INIT_PARENT_DEATH_SIGNAL", SIGNAL,
	    parent_death_signal, false),
	ROW("workdir", "MY_INIT_WORKDIR", PATH, workdir, false),
	ROW("user", "MY_INIT_USER", USER, user, false),
	ROW("env", "MY_INIT_ENV", ASSIGNMENT, env, false),
	ROW("kill-process-timeout", "KILL_PROCESS_TIMEOUT", SECONDS,
	    kill_process_ms, false),
	ROW("kill-all-processes-timeout", "KILL_ALL_PROCESSES_TIMEOUT", SECONDS,
	    kill_all_ms, false),
	ROW("timeout", "MY_INIT_STOP_TIMEOUT", SECONDS, stop_ms, false),
	ROW("stop-timeout", NULL, SECONDS, stop_ms, false),
	ROW("stop-status", "MY_INIT_STOP_STATUS", STATUS, stop_status, false),
	ROW("init-directory", "ENV_INIT_DIRECTORY", PATH, init_directory,
	    false),
	ROW("only", "MY_INIT_ONLY", NAMES, only, false),
	ROW("wait-services", "MY_INIT_WAIT_SERVICES", WAIT, wait_ms, false),
	ROW("log", "MY_INIT_LOG", MODE, log, false),
	ROW("brake", "MY_INIT_BRAKE", WHOLE, brake, false),
	ROW("run-directory", "MY_INIT_RUN", PATH, run_directory, false),
	ROW("secrets", "MY_INIT_SECRETS", NAMES, secrets, false),
};

#define ROWS (sizeof table / sizeof table[0])
#define UNSET (-1)

void
options_default(struct options *options)
{
	int signo;

	*options = (struct options){
		.kill_process_ms = UNSET,
		.kill_all_ms = 30000,
		.stop_ms = CLOCK_NEVER,
		.wait_ms = OPTIONS_NO_WAIT,
		.init_directory = OPTIONS_INIT_DIRECTORY,
		.usage_status = 2,
	};
	for (signo = 1; signo < OPTVAL_SIGNALS; signo++)
		options->rewrite[signo] = (unsigned char)signo;
}

/*
 * Around one command nobody but its user knows how long it may take to end,
 * and the engine has a grace of its own.
 */
void
options_settle(struct options *options)
{
	if (options->pause)
		options->bare = true;
	if (options->bare) {
		options->skip_startup_files = options->skip_runit = true;
		options->enable_insecure_key = false;
		options->quiet = options->quiet || !options->verbose;
	}
	if (options->kill_process_ms == UNSET)
		options->kill_process_ms = options->bare ? CLOCK_NEVER : 30000;
}

bool
options_variable(struct options *options, const char *variable,
    char error[OPTIONS_ERROR_MAX])
{
	size_t i, length = strcspn(variable, "=");
	const char *expected;

	for (i = 0; i < ROWS; i++) {
		if (table[i].variable == NULL ||
		    table[i].variable[0] != variable[0] ||
		    variable[length] != '=' ||
		    strlen(table[i].variable) != length ||
		    strncmp(table[i].variable, variable, length) != 0)
			continue;
		if (variable[length + 1] == '\0')
			return true;
		expected = optstore(table[i].kind, options, table[i].offset,
		    variable + length + 1);
		if (expected == NULL)
			return true;
		format(error, OPTIONS_ERROR_MAX,
		    "%s is \"%.200s\", which is not %s: the default is used",
		    table[i].variable, variable + length + 1, expected);
		return false;
	}
	return true;
}

/*
 * The row that `name` means: its full name, or a prefix of one alone. Where
 * a prefix fits an option of the original and newer ones, it keeps the
 * meaning it always had.
 */
static const struct row *
find_row(const char *name, size_t length, bool *ambiguous)
{
	const struct row *found = NULL;
	size_t i;

	*ambiguous = false;
	for (i = 0; i < ROWS; i++) {
		if (strncmp(table[i].option, name, length) != 0)
			continue;
		if (table[i].option[length] == '\0')
			return &table[i];
		if (found != NULL && found->original && !table[i].original)
			continue;
		*ambiguous = found != NULL;
		found = &table[i];
	}
	return *ambiguous ? NULL : found;
}

/*
 * One long option at argv[*at]; *at is moved past what it takes.
 */
static bool
take_option(struct options *options, char **argv, int *at, char *error)
{
	const char *name = argv[*at] + 2, *value = strchr(name, '=');
	size_t length = strcspn(name, "=");
	const struct row *row;
	const char *expected;
	bool ambiguous;

	row = find_row(name, length, &ambiguous);
	(*at)++;
	if (row == NULL) {
		format(error, OPTIONS_ERROR_MAX, "%s option --%.200s",
		    ambiguous ? "ambiguous" : "unknown", name);
		return false;
	}
	if (row->kind == FLAG && value != NULL) {
		format(error, OPTIONS_ERROR_MAX, "option --%s takes no value",
		    row->option);
		return false;
	}
	if (row->kind == FLAG)
		value = "1";
	else if (value != NULL)
		value++;
	else if (row->kind == WAIT)
		value = "on";
	else if (argv[*at] != NULL)
		value = argv[(*at)++];
	expected = value == NULL ?
	    "there" :
	    optstore(row->kind, options, row->offset, value);
	if (expected == NULL)
		return true;
	if (value == NULL)
		format(error, OPTIONS_ERROR_MAX, "option --%s needs a value",
		    row->option);
	else
		format(error, OPTIONS_ERROR_MAX,
		    "the value \"%.200s\" of --%s is not %s", value,
		    row->option, expected);
	return false;
}

bool
options_arguments(struct options *options, int argc, char **argv,
    char error[OPTIONS_ERROR_MAX])
{
	int at = argc > 0 ? 1 : 0;

	while (at < argc && argv[at][0] == '-' && argv[at][1] != '\0') {
		if (strcmp(argv[at], "--") == 0) {
			at++;
			break;
		}
		if (strcmp(argv[at], "-h") == 0) {
			options->help = true;
			at++;
		} else if (argv[at][1] != '-') {
			format(error, OPTIONS_ERROR_MAX,
			    "unknown option %.200s", argv[at]);
			return false;
		} else if (!take_option(options, argv, &at, error)) {
			return false;
		}
	}
	options->command = at < argc ? argv + at : NULL;
	return true;
}
