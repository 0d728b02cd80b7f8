#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "optval.h"

/*
 * Pure. The command line and the variables of the same meaning.
 *
 * Strings in struct options point into argv or the environment. Times are
 * milliseconds; stop_ms is CLOCK_NEVER when there is no budget, wait_ms when
 * the services are waited for without an end.
 * `command` is the NULL-terminated rest of argv, NULL without a command;
 * command[-1] exists (child.h).
 *
 * options_variable: takes one "NAME=value" of the environment; an error text
 * in `error` and false when it is ours and its value is bad (the default
 * stands); an empty one counts as unset. options_arguments: takes argv; false
 * with the text when it is not understood. Variables first, so that the
 * command line wins. options_settle comes last: what one option means for
 * others.
 * options_usage: the text of --help.
 */
#define OPTIONS_ERROR_MAX 512
#define OPTIONS_INIT_DIRECTORY "/etc/my_init.d"
#define OPTIONS_ENV_MAX 64
#define OPTIONS_NO_WAIT (-1)

struct options {
	bool help, version;
	bool enable_insecure_key;
	bool skip_startup_files;
	bool skip_runit;
	bool no_kill_all;
	bool quiet, verbose;
	bool bare;  /* one command and no file but it */
	bool pause; /* no command at all */
	bool group; /* signals go to the command's process group */
	int64_t kill_process_ms;
	int64_t kill_all_ms;
	int64_t stop_ms;
	const char *init_directory;
	int stop_status;
	int usage_status;		       /* after a bad command line */
	unsigned char rewrite[OPTVAL_SIGNALS]; /* 0: dropped */
	uint32_t remap[8];		       /* bit n: status n becomes 0 */
	int parent_death_signal;	       /* 0: none */
	const char *user_group;		       /* instead of a GROUP in user */
	const char *workdir, *user;	       /* NULL: as they are */
	const char *only;		       /* names of services */
	const char *log;		       /* "raw", "tag" or "json" */
	const char *brake;		       /* seconds, as they were given */
	const char *run_directory;	       /* before the usual ones */
	const char *secrets;		       /* names of variables */
	int64_t wait_ms; /* for the services; OPTIONS_NO_WAIT */
	const char *env[OPTIONS_ENV_MAX]; /* NAME=VALUE for the command */
	int env_count;
	char **command;
};

void options_default(struct options *);
bool options_variable(
    struct options *, const char *variable, char error[OPTIONS_ERROR_MAX]);
bool options_arguments(
    struct options *, int argc, char **argv, char error[OPTIONS_ERROR_MAX]);
void options_settle(struct options *);
const char *options_usage(void);

#endif
