/*
 * The command line: options, their prefixes and values, where they end.
 * The variables are in options_variable.c.
 */
#include "check.h"
#include "clock.h"
#include "options.h"

#define WORDS 12

static struct options options;
static char error[OPTIONS_ERROR_MAX];

/*
 * A copy of `words` (NULL-terminated, argv[0] not among them) is parsed: the
 * program may point into it, and the test may look where.
 */
static char *argv[WORDS + 2];

static bool
parse(const char *const *words)
{
	static char text[WORDS][64];
	int count = 0;
	static char program[] = "my_init";

	argv[0] = program;
	for (; words[count] != NULL; count++) {
		snprintf(text[count], sizeof text[count], "%s", words[count]);
		argv[count + 1] = text[count];
	}
	argv[count + 1] = NULL;
	options_default(&options);
	memset(error, '#', sizeof error);
	error[sizeof error - 1] = '\0';
	return options_arguments(&options, count + 1, argv, error);
}

#define PARSE(...) parse((const char *const[]){ __VA_ARGS__, NULL })
#define CHECK_REFUSED(text, ...)            \
	do {                                \
		CHECK(!PARSE(__VA_ARGS__)); \
		CHECK_STR(error, text);     \
	} while (0)

/*
 * No signal becomes another, no status another.
 */
static bool
is_identity(const struct options *o)
{
	int i;

	for (i = 1; i < OPTVAL_SIGNALS; i++)
		if (o->rewrite[i] != i)
			return false;
	for (i = 0; i < 8; i++)
		if (o->remap[i] != 0)
			return false;
	return true;
}

static bool
is_default(const struct options *o)
{
	return !o->help && !o->version && !o->enable_insecure_key &&
	    !o->skip_startup_files && !o->skip_runit && !o->no_kill_all &&
	    !o->quiet && !o->verbose && !o->bare && !o->pause && !o->group &&
	    o->kill_process_ms == -1 && o->usage_status == 2 &&
	    o->parent_death_signal == 0 && o->workdir == NULL &&
	    o->user == NULL && o->env_count == 0 && is_identity(o) &&
	    o->only == NULL && o->log == NULL && o->brake == NULL &&
	    o->run_directory == NULL && o->secrets == NULL &&
	    o->wait_ms == OPTIONS_NO_WAIT && o->kill_all_ms == 30000 &&
	    o->stop_ms == CLOCK_NEVER &&
	    strcmp(o->init_directory, "/etc/my_init.d") == 0 &&
	    o->stop_status == 0 && o->command == NULL;
}

static void
test_nothing(void)
{
	char *none[] = { NULL };

	CHECK(parse((const char *const[]){ NULL }));
	CHECK(is_default(&options));
	options_default(&options);
	CHECK(options_arguments(&options, 0, none, error));
	CHECK(is_default(&options));
}

/*
 * One flag sets one field, and nothing else.
 */
static void
check_flag(int line, const char *word, bool *flag)
{
	const char *words[] = { word, NULL };

	check_that(__FILE__, line, word, parse(words));
	check_that(__FILE__, line, "the flag", *flag);
	*flag = false;
	check_that(__FILE__, line, "nothing else", is_default(&options));
}

#define CHECK_FLAG(word, field) check_flag(__LINE__, word, &options.field)

static void
test_flags(void)
{
	CHECK_FLAG("-h", help);
	CHECK_FLAG("--help", help);
	CHECK_FLAG("--version", version);
	CHECK_FLAG("--enable-insecure-key", enable_insecure_key);
	CHECK_FLAG("--skip-startup-files", skip_startup_files);
	CHECK_FLAG("--skip-runit", skip_runit);
	CHECK_FLAG("--no-kill-all-on-exit", no_kill_all);
	CHECK_FLAG("--quiet", quiet);
	CHECK_FLAG("--verbose", verbose);
	CHECK_FLAG("--bare", bare);
	CHECK_FLAG("--pause", pause);
	CHECK_FLAG("--group", group);
	CHECK(PARSE("--quiet", "--skip-runit", "--quiet"));
	CHECK(options.quiet && options.skip_runit);
}

/*
 * Phusion's my_init has these six options. Each prefix that was unique among
 * them means the same as there, whatever has been added since; each that was
 * ambiguous still is.
 */
static void
test_prefixes(void)
{
	static const struct {
		const char *option;
		size_t unique; /* from this length on */
		bool *flag;
	} original[] = {
		{ "help", 1, &options.help },
		{ "enable-insecure-key", 1, &options.enable_insecure_key },
		{ "skip-startup-files", 6, &options.skip_startup_files },
		{ "skip-runit", 6, &options.skip_runit },
		{ "no-kill-all-on-exit", 1, &options.no_kill_all },
		{ "quiet", 1, &options.quiet },
	};
	char word[32], ambiguous[64];
	size_t i, n;

	for (i = 0; i < sizeof original / sizeof original[0]; i++)
		for (n = 1; n <= strlen(original[i].option); n++) {
			snprintf(word, sizeof word, "--%.*s", (int)n,
			    original[i].option);
			if (n >= original[i].unique) {
				check_flag(__LINE__, word, original[i].flag);
				continue;
			}
			snprintf(ambiguous, sizeof ambiguous,
			    "ambiguous option %s", word);
			CHECK_REFUSED(ambiguous, word);
		}
}

static void
test_new_prefixes(void)
{
	CHECK_FLAG("--versi", version);
	CHECK_REFUSED("ambiguous option --v", "--v");
	CHECK(PARSE("--i", "/d"));
	CHECK_STR(options.init_directory, "/d");
	CHECK(PARSE("--kill-p", "1"));
	CHECK_INT(options.kill_process_ms, 1000);
	CHECK(PARSE("--kill-a=1"));
	CHECK_INT(options.kill_all_ms, 1000);
	CHECK(PARSE("--stop-t=1"));
	CHECK_INT(options.stop_ms, 1000);
	CHECK(PARSE("--stop-s", "1"));
	CHECK_INT(options.stop_status, 1);
	CHECK_REFUSED("ambiguous option --k", "--k", "1");
	CHECK_REFUSED("ambiguous option --kill-", "--kill-", "1");
	CHECK_REFUSED("ambiguous option --st", "--st", "1");
	CHECK_REFUSED("ambiguous option --stop-", "--stop-", "1");
}

static void
test_values(void)
{
	CHECK(PARSE("--kill-process-timeout", "5",
	    "--kill-all-processes-timeout=6", "--stop-timeout", "7.5",
	    "--stop-status=2", "--init-directory", "/srv/init.d"));
	CHECK_INT(options.kill_process_ms, 5000);
	CHECK_INT(options.kill_all_ms, 6000);
	CHECK_INT(options.stop_ms, 7500);
	CHECK_INT(options.stop_status, 2);
	CHECK_STR(options.init_directory, "/srv/init.d");
	CHECK(options.init_directory == argv[8]);
	CHECK(options.command == NULL);
	CHECK(PARSE("--init-directory=a=b"));
	CHECK_STR(options.init_directory, "a=b");
	CHECK(PARSE("--init-directory", "--quiet"));
	CHECK_STR(options.init_directory, "--quiet");
	CHECK(!options.quiet);
	CHECK(PARSE("--stop-status", "1", "--stop-status", "255"));
	CHECK_INT(options.stop_status, 255);
	CHECK(PARSE("--stop-status", "007"));
	CHECK_INT(options.stop_status, 7);
	CHECK(PARSE("--stop-status", "1", "ls"));
	CHECK(options.command == argv + 3);
}

/*
 * The value of --wait-services is its own only behind a =.
 */
static void
test_services(void)
{
	CHECK(PARSE("--only", "a,b", "--log=json", "--brake", "0", "--secrets",
	    "PW", "--run-directory", "/srv"));
	CHECK_STR(options.only, "a,b");
	CHECK_STR(options.log, "json");
	CHECK_STR(options.brake, "0");
	CHECK_STR(options.secrets, "PW");
	CHECK_STR(options.run_directory, "/srv");
	CHECK(PARSE("--brake=3600"));
	CHECK(!PARSE("--brake=3601"));
	CHECK(!PARSE("--brake=1.5"));
	CHECK(!PARSE("--brake="));
	CHECK(!PARSE("--log=JSON"));
	CHECK(!PARSE("--only="));
	CHECK(PARSE("--wait-services", "5"));
	CHECK_INT(options.wait_ms, CLOCK_NEVER);
	CHECK(options.command == argv + 2);
	CHECK(PARSE("--wait-services=5", "--", "ls"));
	CHECK_INT(options.wait_ms, 5000);
	CHECK(PARSE("--wait-services=0.25"));
	CHECK_INT(options.wait_ms, 250);
	CHECK(PARSE("--wait-services=0"));
	CHECK_INT(options.wait_ms, OPTIONS_NO_WAIT);
	CHECK(PARSE("--wait-services", "--wait-services=off"));
	CHECK_INT(options.wait_ms, OPTIONS_NO_WAIT);
	CHECK(!PARSE("--wait-services=soon"));
}

static void
test_refused(void)
{
	CHECK_REFUSED("unknown option --nonsense", "--nonsense");
	CHECK_REFUSED("unknown option --quiets", "--quiets");
	CHECK_REFUSED("unknown option --Quiet", "--Quiet");
	CHECK_REFUSED("unknown option -q", "-q");
	CHECK_REFUSED("unknown option -hq", "-hq");
	CHECK_REFUSED("unknown option --x=y", "--x=y", "ls");
	CHECK(!PARSE("--="));
	CHECK(!PARSE("--=5"));
	CHECK(!PARSE("---"));
	CHECK_REFUSED("option --quiet takes no value", "--quiet=1");
	CHECK_REFUSED("option --quiet takes no value", "--qui=");
	CHECK_REFUSED("option --stop-status needs a value", "--stop-status");
	CHECK_REFUSED("option --init-directory needs a value", "--quiet",
	    "--init-directory");
	CHECK_REFUSED("the value \"\" of --init-directory is not a path",
	    "--init-directory=");
	CHECK_REFUSED("the value \"256\" of --stop-status is not a number "
		      "from 0 to 255",
	    "--stop-status", "256");
	CHECK_REFUSED("the value \"ls\" of --stop-timeout is not seconds, "
		      "as in 10 or 2.5",
	    "--stop-t", "ls");
	CHECK(PARSE("--kill-process-timeout", "1"));
	CHECK_REFUSED("the value \"-1\" of --kill-process-timeout is not "
		      "seconds, as in 10 or 2.5",
	    "--kill-process-timeout=-1");
}

/*
 * What is quoted of the user's words is 200 bytes at most, so that the rest
 * of the error is there too.
 */
static void
test_long(void)
{
	char word[2000], value[2000], expected[OPTIONS_ERROR_MAX];
	char *words[] = { NULL, word, value, NULL };

	memset(word, 'x', sizeof word);
	memcpy(word, "--", 2);
	word[sizeof word - 1] = '\0';
	memset(value, '9', sizeof value);
	value[sizeof value - 1] = '\0';
	CHECK(!options_arguments(&options, 2, words, error));
	snprintf(
	    expected, sizeof expected, "unknown option --%.200s", word + 2);
	CHECK_STR(error, expected);
	memset(word, 'x', sizeof word - 1);
	word[0] = '-';
	CHECK(!options_arguments(&options, 2, words, error));
	snprintf(expected, sizeof expected, "unknown option %.200s", word);
	CHECK_STR(error, expected);
	snprintf(word, sizeof word, "--stop-timeout");
	CHECK(!options_arguments(&options, 3, words, error));
	snprintf(expected, sizeof expected,
	    "the value \"%.200s\" of --stop-timeout is not seconds, "
	    "as in 10 or 2.5",
	    value);
	CHECK_STR(error, expected);
}

/*
 * Options end at the first operand; only the first -- is dropped.
 */
static void
test_operands(void)
{
	CHECK(PARSE("ls", "-la"));
	CHECK(options.command == argv + 1);
	CHECK(PARSE("--quiet", "ls", "--quiet", "--nonsense", "--"));
	CHECK(options.command == argv + 2);
	CHECK(PARSE("--quiet", "--", "ls", "-la"));
	CHECK(options.quiet);
	CHECK(options.command == argv + 3);
	CHECK(PARSE("--", "--quiet"));
	CHECK(!options.quiet);
	CHECK(options.command == argv + 2);
	CHECK(PARSE("--", "--", "ls"));
	CHECK(options.command == argv + 2);
	CHECK(PARSE("ls", "--", "x"));
	CHECK(options.command == argv + 1);
	CHECK_STR(options.command[1], "--");
	CHECK(PARSE("--"));
	CHECK(options.command == NULL);
	CHECK(PARSE("--skip-runit", "--"));
	CHECK(options.skip_runit && options.command == NULL);
	CHECK(PARSE("-", "x"));
	CHECK(options.command == argv + 1);
	CHECK(PARSE("", "x"));
	CHECK(options.command == argv + 1);
	CHECK(options.command[2] == NULL);
}

/*
 * What one option means for others, when all are known.
 */
static void
test_settle(void)
{
	CHECK(parse((const char *const[]){ NULL }));
	options_settle(&options);
	CHECK_INT(options.kill_process_ms, 30000);
	CHECK(!options.quiet && !options.skip_runit);
	CHECK(PARSE("--bare"));
	options_settle(&options);
	CHECK(options.kill_process_ms == CLOCK_NEVER);
	CHECK(options.quiet && options.skip_runit);
	CHECK(options.skip_startup_files && !options.pause);
	CHECK(PARSE("--bare", "--verbose", "--kill-process-timeout", "2"));
	options_settle(&options);
	CHECK_INT(options.kill_process_ms, 2000);
	CHECK(!options.quiet);
	CHECK(PARSE("--bare", "--verbose", "--quiet", "--enable-insecure-key"));
	options_settle(&options);
	CHECK(options.quiet && !options.enable_insecure_key);
	CHECK(PARSE("--pause"));
	options_settle(&options);
	CHECK(options.pause && options.bare && options.skip_runit);
}

static void
test_command_options(void)
{
	CHECK(PARSE("--rewrite", "TERM:QUIT,2:0", "--rewrite=USR1:USR2"));
	CHECK_INT(options.rewrite[15], 3);
	CHECK_INT(options.rewrite[2], 0);
	CHECK_INT(options.rewrite[10], 12);
	CHECK_INT(options.rewrite[1], 1);
	CHECK_REFUSED("the value \"KILL:1\" of --rewrite is not signals, as in "
		      "TERM:QUIT or 2:0",
	    "--rewrite", "KILL:1");
	CHECK(PARSE("--remap-exit", "143,130", "--remap-exit=0"));
	CHECK_INT(options.remap[130 / 32], 1 << 130 % 32 | 1 << 143 % 32);
	CHECK_INT(options.remap[0], 1);
	CHECK_REFUSED(
	    "the value \"256\" of --remap-exit is not statuses, as in "
	    "143,130",
	    "--remap-exit=256");
	CHECK(PARSE("--parent-death-signal", "sigkill"));
	CHECK_INT(options.parent_death_signal, 9);
	CHECK(PARSE("--workdir", "/d", "--user", "u:g", "--timeout", "1"));
	CHECK_STR(options.workdir, "/d");
	CHECK_STR(options.user, "u:g");
	CHECK_INT(options.stop_ms, 1000);
	CHECK(PARSE("--env", "A=1", "--env=B=", "x", "--env", "C=3"));
	CHECK_INT(options.env_count, 2);
	CHECK_STR(options.env[1], "B=");
	CHECK_STR(options.command[0], "x");
	CHECK_REFUSED("the value \"A\" of --env is not NAME=VALUE (64 of them "
		      "at most)",
	    "--env", "A");
}

int
main(void)
{
	test_settle();
	test_command_options();
	test_nothing();
	test_flags();
	test_prefixes();
	test_new_prefixes();
	test_values();
	test_services();
	test_refused();
	test_long();
	test_operands();
	return check_end("options");
}
