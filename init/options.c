/*
 * One table says what there is: the long option, the environment variable of
 * the same meaning, and where the value goes.
 */
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "options.h"

enum kind { FLAG, SECONDS, DIRECTORY, STATUS };

struct row {
	const char *option, *variable;
	enum kind kind;
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
	ROW("kill-process-timeout", "KILL_PROCESS_TIMEOUT", SECONDS,
	    kill_process_ms, false),
	ROW("kill-all-processes-timeout", "KILL_ALL_PROCESSES_TIMEOUT", SECONDS,
	    kill_all_ms, false),
	ROW("stop-timeout", "MY_INIT_STOP_TIMEOUT", SECONDS, stop_ms, false),
	ROW("stop-status", "MY_INIT_STOP_STATUS", STATUS, stop_status, false),
	ROW("init-directory", "ENV_INIT_DIRECTORY", DIRECTORY, init_directory,
	    false),
};

#define ROWS (sizeof table / sizeof table[0])
#define SECONDS_MAX 1000000000

const char *
options_usage(void)
{
	return "usage: my_init [OPTION...] [--] [COMMAND ARG...]\n"
	       "\n"
	       "  --enable-insecure-key           run /usr/sbin/enable_insecure_key first\n"
	       "  --skip-startup-files            leave out /etc/my_init.d and /etc/rc.local\n"
	       "  --skip-runit                    start no services, only COMMAND\n"
	       "  --no-kill-all-on-exit           leave the remaining processes alone\n"
	       "  --quiet                         print warnings and errors only\n"
	       "  --kill-process-timeout SECONDS  for the command, a script, the services (30)\n"
	       "  --kill-all-processes-timeout SECONDS\n"
	       "                                  for all that is left at the end (30)\n"
	       "  --stop-timeout SECONDS          for the whole stop (no limit)\n"
	       "  --stop-status STATUS            after a stop without a command (0)\n"
	       "  --init-directory DIRECTORY      startup scripts (/etc/my_init.d)\n"
	       "  --version                       print the version\n"
	       "  -h, --help                      print this\n"
	       "\n"
	       "Options end at COMMAND. See my_init(8).\n";
}

void
options_default(struct options *options)
{
	*options = (struct options){
		.kill_process_ms = 30000,
		.kill_all_ms = 30000,
		.stop_ms = CLOCK_NEVER,
		.init_directory = "/etc/my_init.d",
	};
}

/*
 * "2", "0.5", ".5" -> milliseconds, rounded down but never to nothing.
 */
static bool
parse_seconds(const char *text, int64_t *ms)
{
	int64_t whole = 0, part = 0, unit = 100;
	bool digits = false, some = false;

	for (; *text >= '0' && *text <= '9'; text++, digits = true)
		if (whole <= SECONDS_MAX)
			whole = whole * 10 + (*text - '0');
	if (*text == '.')
		for (text++; *text >= '0' && *text <= '9'; text++) {
			part += unit * (*text - '0');
			unit /= 10;
			some = some || *text != '0';
			digits = true;
		}
	if (!digits || *text != '\0' || whole > SECONDS_MAX)
		return false;
	*ms = whole * 1000 + part;
	if (*ms == 0 && some)
		*ms = 1;
	return true;
}

static bool
parse_status(const char *text, int *status)
{
	int value = 0;

	if (*text == '\0' || strlen(text) > 3)
		return false;
	for (; *text >= '0' && *text <= '9'; text++)
		value = value * 10 + (*text - '0');
	if (*text != '\0' || value > 255)
		return false;
	*status = value;
	return true;
}

static bool
parse_flag(const char *text, bool *flag)
{
	if (strcmp(text, "1") == 0 || strcmp(text, "true") == 0 ||
	    strcmp(text, "yes") == 0)
		*flag = true;
	else if (strcmp(text, "0") == 0 || strcmp(text, "false") == 0 ||
	    strcmp(text, "no") == 0 || *text == '\0')
		*flag = false;
	else
		return false;
	return true;
}

/*
 * What a value of this kind must be, or NULL when `text` is one and stored.
 */
static const char *
store(const struct row *row, struct options *options, const char *text)
{
	void *field = (char *)options + row->offset;

	switch (row->kind) {
	case FLAG:
		return parse_flag(text, field) ? NULL : "0 or 1";
	case SECONDS:
		return parse_seconds(text, field) ? NULL :
						    "seconds, as in 10 or 2.5";
	case STATUS:
		return parse_status(text, field) ? NULL :
						   "a number from 0 to 255";
	case DIRECTORY:
		if (*text == '\0')
			return "a path";
		*(const char **)field = text;
		return NULL;
	}
	return NULL;
}

bool
options_variable(struct options *options, const char *variable,
    char error[OPTIONS_ERROR_MAX])
{
	size_t i, length = strcspn(variable, "=");
	const char *expected;

	for (i = 0; i < ROWS; i++) {
		if (table[i].variable == NULL || variable[length] != '=' ||
		    strlen(table[i].variable) != length ||
		    strncmp(table[i].variable, variable, length) != 0)
			continue;
		expected = store(&table[i], options, variable + length + 1);
		if (expected == NULL)
			return true;
		snprintf(error, OPTIONS_ERROR_MAX,
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
		snprintf(error, OPTIONS_ERROR_MAX, "%s option --%.200s",
		    ambiguous ? "ambiguous" : "unknown", name);
		return false;
	}
	if (row->kind == FLAG && value != NULL) {
		snprintf(error, OPTIONS_ERROR_MAX, "option --%s takes no value",
		    row->option);
		return false;
	}
	if (row->kind == FLAG)
		value = "1";
	else if (value != NULL)
		value++;
	else if (argv[*at] != NULL)
		value = argv[(*at)++];
	expected = value == NULL ? "there" : store(row, options, value);
	if (expected == NULL)
		return true;
	if (value == NULL)
		snprintf(error, OPTIONS_ERROR_MAX, "option --%s needs a value",
		    row->option);
	else
		snprintf(error, OPTIONS_ERROR_MAX,
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
			snprintf(error, OPTIONS_ERROR_MAX,
			    "unknown option %.200s", argv[at]);
			return false;
		} else if (!take_option(options, argv, &at, error)) {
			return false;
		}
	}
	options->command = at < argc ? argv + at : NULL;
	return true;
}
