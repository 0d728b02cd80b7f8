/*
 * my_init: the PID 1 of a container. Signals first, then the options, then
 * the engine; every exit of the program is here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine.h"
#include "log.h"
#include "options.h"
#include "signals.h"
#include "stdfds.h"

#define EXIT_USAGE 2

static void
take_variables(struct options *options)
{
	char error[OPTIONS_ERROR_MAX];
	char **variable;

	for (variable = environ; *variable != NULL; variable++)
		if (!options_variable(options, *variable, error))
			log_warn("%s", error);
}

static void
say(const char *text)
{
	signals_restore();
	exit(fputs(text, stdout) != EOF && fflush(stdout) != EOF ?
		EXIT_SUCCESS :
		EXIT_FAILURE);
}

int
main(int argc, char **argv)
{
	struct options options;
	char error[OPTIONS_ERROR_MAX];

	signals_block();
	stdfds_plug();
	options_default(&options);
	take_variables(&options);
	if (!options_arguments(&options, argc, argv, error)) {
		log_error("%s", error);
		log_text(options_usage());
		return EXIT_USAGE;
	}
	if (options.help)
		say(options_usage());
	if (options.version)
		say("my_init " VERSION "\n");
	if (options.skip_runit && options.command == NULL) {
		log_error("When --skip-runit is given, you must also pass a "
			  "main command.");
		return EXIT_FAILURE;
	}
	if (options.quiet)
		log_quiet();
	/* From here on no failure is fatal. */
	return engine_run(&options);
}
