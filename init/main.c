/*
 * my_init: the PID 1 of a container. Signals first, then the options, then
 * the engine; every exit of the program is here.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"
#include "log.h"
#include "names.h"
#include "options.h"
#include "proc.h"
#include "signals.h"
#include "stdfds.h"

static void
take_variables(struct options *options, const char *name)
{
	bool other = names_usage(name) != NULL;
	char error[OPTIONS_ERROR_MAX];
	char **variable;

	for (variable = environ; *variable != NULL; variable++)
		if (!options_variable(options, *variable, error) ||
		    (other && !names_variable(options, name, *variable, error)))
			log_warn("%s", error);
}

/*
 * Is this word the program that we are?
 */
static bool
is_ourselves(const char *word)
{
	const char *slash = strrchr(word, '/');
	const char *self = (const char *)getauxval(AT_EXECFN);
	struct stat one, other;

	if (strcmp(slash == NULL ? word : slash + 1, "my_init") != 0)
		return false;
	return slash == NULL ||
	    (self != NULL && stat(word, &one) == 0 && stat(self, &other) == 0 &&
		one.st_dev == other.st_dev && one.st_ino == other.st_ino);
}

/*
 * By the name of another init its command line, else our own. Images whose
 * CMD names my_init, as Phusion's wants it, on top of one whose ENTRYPOINT it
 * is, mean one init. (With `--` between them there are two, and behind another
 * init's name.)
 */
static bool
take_arguments(struct options *options, int argc, char **argv, char *error)
{
	bool other = names_usage(argv[0]) != NULL;
	enum names names;

	for (; argc > 1 && !other && proc_self() == 1 && is_ourselves(argv[1]);
	     argv++)
		argc--;
	names = names_arguments(options, argc, argv, error);
	if (names == NAMES_NONE)
		return options_arguments(options, argc, argv, error);
	return names == NAMES_TAKEN;
}

static const char *
either(const char *theirs, const char *ours)
{
	return theirs != NULL ? theirs : ours;
}

static void
say(const char *text)
{
	size_t left = strlen(text);
	ssize_t n = 0;

	signals_restore();
	while (left > 0 && n >= 0) {
		n = write(STDOUT_FILENO, text, left);
		if (n > 0) {
			text += n;
			left -= (size_t)n;
		}
	}
	exit(left == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
}

/*
 * Is there a command where there must be one, and none where there must not?
 */
static bool
is_complete(const struct options *options)
{
	return options->pause ?
	    options->command == NULL :
	    !options->skip_runit || options->command != NULL;
}

static int
refuse(const struct options *options)
{
	if (options->pause)
		log_error("--pause runs no command: leave out %s",
		    options->command[0]);
	else if (options->bare)
		log_error("--bare needs a command: my_init --bare -- COMMAND "
			  "[ARG...]");
	else
		log_error("When --skip-runit is given, you must also pass a "
			  "main command.");
	return EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
	struct options options;
	char error[OPTIONS_ERROR_MAX];

	signals_block();
	options_default(&options);
	names_default(&options, argv[0]);
	take_variables(&options, argv[0]);
	if (!take_arguments(&options, argc, argv, error)) {
		log_error("%s", error);
		log_text(either(names_usage(argv[0]), options_usage()));
		return options.usage_status;
	}
	options_settle(&options);
	if (!options.bare)
		stdfds_plug();
	if (options.help)
		say(either(names_usage(argv[0]), options_usage()));
	if (options.version)
		say(either(names_version(argv[0]), "my_init " VERSION "\n"));
	if (!is_complete(&options))
		return refuse(&options);
	if (options.quiet)
		log_quiet();
	if (options.verbose)
		log_loud();
	log_form(options.log);
	/* From here on no failure is fatal. */
	return engine_run(&options);
}
