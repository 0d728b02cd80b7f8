#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Pure. The command line and the variables of the same meaning.
 *
 * Strings in struct options point into argv or the environment. Times are
 * milliseconds; stop_timeout is CLOCK_NEVER when there is no budget.
 * `command` is the NULL-terminated rest of argv, NULL without a command;
 * command[-1] exists (child.h).
 *
 * options_variable: takes one "NAME=value" of the environment; an error text
 * in `error` and false when it is ours and its value is bad (the default
 * stands). options_arguments: takes argv; false with the text when it is not
 * understood. Variables first, so that the command line wins.
 * options_usage: the text of --help.
 */
#define OPTIONS_ERROR_MAX 512

struct options {
	bool help, version;
	bool enable_insecure_key;
	bool skip_startup_files;
	bool skip_runit;
	bool no_kill_all;
	bool quiet;
	int64_t kill_process_ms;
	int64_t kill_all_ms;
	int64_t stop_ms;
	const char *init_directory;
	int stop_status;
	char **command;
};

void options_default(struct options *);
bool options_variable(
    struct options *, const char *variable, char error[OPTIONS_ERROR_MAX]);
bool options_arguments(
    struct options *, int argc, char **argv, char error[OPTIONS_ERROR_MAX]);
const char *options_usage(void);

#endif
