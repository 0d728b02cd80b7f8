/*
 * The command lines of other inits, and their variables.
 */
#include "check.h"
#include "clock.h"
#include "names.h"

#define WORDS 12

static struct options options;
static char error[OPTIONS_ERROR_MAX];
static char text[WORDS + 1][300];
static char *argv[WORDS + 2];
static int argc;

/*
 * Takes `line`, words parted by blanks ('' is an empty one), the first of
 * them argv[0], with `variable` in the environment if it is not NULL.
 */
static enum names
take(const char *variable, const char *line)
{
	size_t length;

	for (argc = 0; *line != '\0'; argc++) {
		length = strcspn(line, " ");
		snprintf(
		    text[argc], sizeof text[argc], "%.*s", (int)length, line);
		if (strcmp(text[argc], "''") == 0)
			text[argc][0] = '\0';
		argv[argc] = text[argc];
		line += length + (line[length] == ' ');
	}
	argv[argc] = NULL;
	memset(error, '#', sizeof error);
	error[sizeof error - 1] = '\0';
	options_default(&options);
	names_default(&options, argv[0]);
	if (variable != NULL &&
	    !names_variable(&options, argv[0], variable, error))
		return NAMES_BAD;
	return names_arguments(&options, argc, argv, error);
}

#define SAY(when, ...)                 \
	if ((when) && at < sizeof out) \
	at += (size_t)snprintf(out + at, sizeof out - at, __VA_ARGS__)

/*
 * What differs from my_init's defaults (and from 5 s for all), in words.
 */
static const char *
state(const struct options *o)
{
	static char out[600];
	size_t at = 0;
	int i;

	out[0] = '\0';
	SAY(o->help, "help ");
	SAY(o->version, "version ");
	SAY(o->group, "group ");
	SAY(o->verbose, "verbose ");
	SAY(o->pause, "pause ");
	SAY(o->no_kill_all || o->quiet, "strange ");
	for (i = 1; i < OPTVAL_SIGNALS; i++)
		SAY(o->rewrite[i] != i, "%d:%d ", i, o->rewrite[i]);
	for (i = 0; i < 256; i++)
		SAY((o->remap[i / 32] >> (i % 32)) & 1, "%d=0 ", i);
	SAY(o->parent_death_signal, "death%d ", o->parent_death_signal);
	SAY(o->workdir != NULL, "in:%s ", o->workdir);
	SAY(o->user != NULL, "user:%s ", o->user);
	SAY(o->user_group != NULL, "group:%s ", o->user_group);
	for (i = 0; i < o->env_count; i++)
		SAY(true, "env:%s ", o->env[i]);
	SAY(o->kill_process_ms >= 0, "process%d ", (int)o->kill_process_ms);
	SAY(o->kill_all_ms != 5000, "all%d ", (int)o->kill_all_ms);
	for (i = 0; o->command != NULL && o->command[i] != NULL; i++)
		SAY(true, "%s%s", i > 0 ? "," : "| ",
		    o->command[i][0] != '\0' ? o->command[i] : "''");
	return out;
}

struct row {
	const char *line, *expected;
};

static void
check_rows(const struct row *row)
{
	for (; row->line != NULL; row++) {
		check_that(__FILE__, __LINE__, row->line,
		    take(NULL, row->line) == NAMES_TAKEN);
		check_str(__FILE__, __LINE__, row->line, state(&options),
		    row->expected);
		check_that(__FILE__, __LINE__, "bare", options.bare);
		check_int(
		    __FILE__, __LINE__, row->line, options.usage_status, 1);
		if (options.command != NULL)
			check_that(__FILE__, __LINE__, "a slot in front",
			    options.command > argv &&
				options.command < argv + argc);
	}
}

static void
test_tini(void)
{
	static const struct row rows[] = {
		{ "tini ls", "| ls" },
		{ "/sbin/docker-init -- ls -la", "| ls,-la" },
		{ "tini-static -- -x", "| -x" },
		{ "tini -- -- ls", "| --,ls" },
		{ "tini - x", "| -,x" },
		{ "tini '' x", "| '',x" },
		{ "tini -g ls", "group | ls" },
		{ "tini -s -w ls", "| ls" },
		{ "tini -gsw -- ls", "group | ls" },
		{ "tini -v ls", "| ls" },
		{ "tini -vv ls", "verbose | ls" },
		{ "tini -v -v ls", "verbose | ls" },
		{ "tini -vvv ls", "verbose | ls" },
		{ "tini -e 143 -e 3 ls", "3=0 143=0 | ls" },
		{ "tini -e255 -e0 ls", "0=0 255=0 | ls" },
		{ "tini -ge 143 ls", "group 143=0 | ls" },
		{ "tini -ge143 ls", "group 143=0 | ls" },
		{ "tini -e 1 -- -e 2", "1=0 | -e,2" },
		{ "tini -p SIGTERM ls", "death15 | ls" },
		{ "tini -pSIGKILL ls", "death9 | ls" },
		{ "tini -p TERM ls", "death15 | ls" },
		{ "tini -p 1 -p 2 ls", "death2 | ls" },
		{ "tini -h", "help " },
		{ "tini -gh ls", "help group " },
		{ "tini --help", "help " },
		{ "tini --version", "version " },
		{ "tini -l", "version " },
		{ "tini ls -g --version -h", "| ls,-g,--version,-h" },
		{ "tini sh -- -c x", "| sh,-c,x" },
		{ "tini -g sh -- -- x", "group | sh,--,x" },
		{ "tini ls --", "| ls" },
		{ "tini -- sh -- -c x", "| sh,--,-c,x" },
		{ "tini npm run -- x", "| npm,run,--,x" },
		{ NULL, NULL },
	};

	check_rows(rows);
}

#define STOPS "20:19 21:19 22:19 "

static void
test_dumb_init(void)
{
	static const struct row rows[] = {
		{ "dumb-init ls", "group " STOPS "| ls" },
		{ "/usr/bin/dumb-init -- ls", "group " STOPS "| ls" },
		{ "dumb-init ls -c", "group " STOPS "| ls,-c" },
		{ "dumb-init sh -- -c", "group " STOPS "| sh,--,-c" },
		{ "dumb-init -c ls", "| ls" },
		{ "dumb-init --single-child ls", "| ls" },
		{ "dumb-init --s ls", "| ls" },
		{ "dumb-init -cv ls", "verbose | ls" },
		{ "dumb-init --verbose -c ls", "verbose | ls" },
		{ "dumb-init --verb -c ls", "verbose | ls" },
		{ "dumb-init -c -r 15:3 ls", "15:3 | ls" },
		{ "dumb-init -c -r15:3 -r 1:0 ls", "1:0 15:3 | ls" },
		{ "dumb-init -cr 15:3 ls", "15:3 | ls" },
		{ "dumb-init -c --rewrite 15:3 ls", "15:3 | ls" },
		{ "dumb-init -c --rewrite=15:3 ls", "15:3 | ls" },
		{ "dumb-init -c --r=TERM:QUIT ls", "15:3 | ls" },
		{ "dumb-init -r 20:20 ls", "group 21:19 22:19 | ls" },
		{ "dumb-init -r 21:2 ls", "group 20:19 21:2 22:19 | ls" },
		{ "dumb-init -r 21:2 -c ls", "21:2 | ls" },
		{ "dumb-init -r 15:3 ls", "group 15:3 " STOPS "| ls" },
		{ "dumb-init -ch", "help " },
		{ "dumb-init -c --he", "help " },
		{ "dumb-init -cV ls", "version " },
		{ "dumb-init -c --vers", "version " },
		{ "dumb-init -c - -c", "| -,-c" },
		{ NULL, NULL },
	};

	check_rows(rows);
}

static void
test_catatonit(void)
{
	static const struct row rows[] = {
		{ "catatonit ls", "| ls" },
		{ "/run/podman-init -- ls -g", "| ls,-g" },
		{ "catatonit -g ls", "group | ls" },
		{ "catatonit ls -g", "| ls,-g" },
		{ "catatonit sh -- -c x", "| sh,-c,x" },
		{ "catatonit -- sh -- x", "| sh,--,x" },
		{ "/catatonit -P", "pause " },
		{ "catatonit -gP ls", "group pause " },
		{ "catatonit -P --", "pause " },
		{ "catatonit -V", "version " },
		{ "catatonit -L", "version " },
		{ "catatonit --version", "version " },
		{ "catatonit --ver", "version " },
		{ "catatonit -h", "help " },
		{ NULL, NULL },
	};

	check_rows(rows);
}

#define FIVE "process5000 "

static void
test_pid1(void)
{
	static const struct row rows[] = {
		{ "pid1 ls", FIVE "| ls" },
		{ "/sbin/pid1 ls -u x", FIVE "| ls,-u,x" },
		{ "pid1 -- -u x", FIVE "| -u,x" },
		{ "pid1 sh -- x", FIVE "| sh,--,x" },
		{ "pid1 -e A=b -e C= ls", "env:A=b env:C= " FIVE "| ls" },
		{ "pid1 -eA=b ls", "env:A=b " FIVE "| ls" },
		{ "pid1 --env A=b ls", "env:A=b " FIVE "| ls" },
		{ "pid1 --env=A=b=c ls", "env:A=b=c " FIVE "| ls" },
		{ "pid1 --en=A= ls", "env:A= " FIVE "| ls" },
		{ "pid1 -u app ls", "user:app " FIVE "| ls" },
		{ "pid1 --user app ls", "user:app " FIVE "| ls" },
		{ "pid1 --user-id=7 ls", "user:7 " FIVE "| ls" },
		{ "pid1 --us=7 ls", "user:7 " FIVE "| ls" },
		{ "pid1 -g adm ls", "group:adm " FIVE "| ls" },
		{ "pid1 --group adm ls", "group:adm " FIVE "| ls" },
		{ "pid1 --group-id=4 ls", "group:4 " FIVE "| ls" },
		{ "pid1 -u a -g b ls", "user:a group:b " FIVE "| ls" },
		{ "pid1 -w /srv ls", "in:/srv " FIVE "| ls" },
		{ "pid1 --workdir=/srv ls", "in:/srv " FIVE "| ls" },
		{ "pid1 -t 7 ls", "process7000 all7000 | ls" },
		{ "pid1 -t7 ls", "process7000 all7000 | ls" },
		{ "pid1 --timeout=7 ls", "process7000 all7000 | ls" },
		{ "pid1 -t 0 ls", "process0 all0 | ls" },
		{ "pid1 -v ls", "verbose " FIVE "| ls" },
		{ "pid1 --v ls", "verbose " FIVE "| ls" },
		{ "pid1 -h", "help " FIVE },
		{ "pid1 -vt1 -w / ls",
		    "verbose in:/ process1000 all1000 | ls" },
		{ NULL, NULL },
	};

	check_rows(rows);
}

/*
 * The whole text, or NULL where options.c says what the value must be.
 */
static const struct row refused[] = {
	{ "tini", "no command was given to tini" },
	{ "/sbin/docker-init --", "no command was given to /sbin/docker-init" },
	{ "tini -g", "no command was given to tini" },
	{ "tini -q ls", "unknown or ambiguous option -q" },
	{ "tini -gq ls", "unknown or ambiguous option -q" },
	{ "tini -c ls", "unknown or ambiguous option -c" },
	{ "tini --group ls", "unknown or ambiguous option --group" },
	{ "tini --= ls", "unknown or ambiguous option --=" },
	{ "tini --helps", "unknown or ambiguous option --helps" },
	{ "tini -e", "no value for option -e" },
	{ "tini -gp", "no value for option -p" },
	{ "tini -e 256 ls", NULL },
	{ "tini -e -1 ls", NULL },
	{ "tini -e x ls", NULL },
	{ "tini -p SIGNONE ls", NULL },
	{ "tini -p 65 ls", NULL },
	{ "tini --version=1", "a value is not for option --version=1" },
	{ "dumb-init", "no command was given to dumb-init" },
	{ "dumb-init --", "no command was given to dumb-init" },
	{ "dumb-init -g ls", "unknown or ambiguous option -g" },
	{ "dumb-init --ver ls", "unknown or ambiguous option --ver" },
	{ "dumb-init --x=y ls", "unknown or ambiguous option --x=y" },
	{ "dumb-init -r", "no value for option -r" },
	{ "dumb-init --rewrite", "no value for option --rewrite" },
	{ "dumb-init --help=x", "a value is not for option --help=x" },
	{ "dumb-init -r 1:99 ls", NULL },
	{ "dumb-init -r 15:2x ls", NULL },
	{ "dumb-init -r 0:1 ls", NULL },
	{ "dumb-init -r 15 ls", NULL },
	{ "catatonit", "no command was given to catatonit" },
	{ "catatonit -p SIGTERM ls", "unknown or ambiguous option -p" },
	{ "catatonit -Pq", "unknown or ambiguous option -q" },
	{ "catatonit --version=1", "a value is not for option --version=1" },
	{ "pid1", "no command was given to pid1" },
	{ "pid1 -t", "no value for option -t" },
	{ "pid1 -t x ls", NULL },
	{ "pid1 -t -1 ls", NULL },
	{ "pid1 -e A ls", NULL },
	{ "pid1 -e =b ls", NULL },
	{ "pid1 -u '' ls", "no value for option -u" },
	{ "pid1 -w '' ls", "no value for option -w" },
	{ "pid1 --group= ls", "no value for option --group=" },
	{ "pid1 -g '' ls", "no value for option -g" },
	{ "dumb-init --help= ls", "a value is not for option --help=" },
	{ "pid1 -c ls", "unknown or ambiguous option -c" },
	{ "pid1 --verbose=1 ls", "a value is not for option --verbose=1" },
};

static void
test_refused(void)
{
	const struct row *row;
	size_t i;

	for (i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		row = &refused[i];
		check_that(__FILE__, __LINE__, row->line,
		    take(NULL, row->line) == NAMES_BAD);
		if (row->expected != NULL)
			check_str(__FILE__, __LINE__, row->line, error,
			    row->expected);
		check_that(__FILE__, __LINE__, row->line,
		    strlen(error) > 10 && error[0] != '#');
		check_int(
		    __FILE__, __LINE__, row->line, options.usage_status, 1);
		check_that(
		    __FILE__, __LINE__, row->line, options.command == NULL);
	}
}

static const struct {
	const char *variable, *line, *expected;
} variables[] = {
	{ "TINI_KILL_PROCESS_GROUP=1", "tini ls", "group | ls" },
	{ "TINI_KILL_PROCESS_GROUP=", "tini ls", "group | ls" },
	{ "TINI_KILL_PROCESS_GROUPS=1", "tini ls", "| ls" },
	{ "TINI_KILL_PROCESS_GROUP", "tini ls", "| ls" },
	{ "TINI_KILL_PROCESS_GROUP=1", "catatonit ls", "| ls" },
	{ "TINI_SUBREAPER=", "docker-init ls", "| ls" },
	{ "TINI_VERBOSITY=3", "tini ls", "verbose | ls" },
	{ "TINI_VERBOSITY=255", "tini ls", "verbose | ls" },
	{ "TINI_VERBOSITY=2", "tini ls", "| ls" },
	{ "TINI_VERBOSITY=0", "tini -vv ls", "verbose | ls" },
	{ "TINI_VERBOSITY=3", "tini -v ls", "verbose | ls" },
	{ "TINI_VERBOSITY=3", "catatonit ls", "| ls" },
	{ "TINI_VERBOSITY=x", "catatonit ls", "| ls" },
	{ "DUMB_INIT_SETSID=0", "dumb-init ls", "| ls" },
	{ "DUMB_INIT_SETSID=0", "tini -g ls", "group | ls" },
	{ "DUMB_INIT_SETSID=", "dumb-init ls", "group " STOPS "| ls" },
	{ "DUMB_INIT_SETSID=1", "dumb-init ls", "group " STOPS "| ls" },
	{ "DUMB_INIT_SETSID=1", "dumb-init -c ls", "| ls" },
	{ "DUMB_INIT_SETSID=0", "dumb-init -r 20:3 ls", "20:3 | ls" },
	{ "DUMB_INIT_DEBUG=1", "dumb-init -c ls", "verbose | ls" },
	{ "DUMB_INIT_DEBUG=0", "dumb-init -c ls", "| ls" },
	{ "DUMB_INIT_DEBUG=1", "tini ls", "| ls" },
	{ "CATATONIT_DEBUG=", "catatonit ls", "verbose | ls" },
	{ "CATATONIT_DEBUG=1", "tini ls", "| ls" },
	{ "CATATONIT_LOG=1", "catatonit ls", "| ls" },
	{ "PATH=/bin", "pid1 ls", FIVE "| ls" },
	{ "", "tini ls", "| ls" },
};

static void
test_variables(void)
{
	size_t i;

	for (i = 0; i < sizeof variables / sizeof variables[0]; i++) {
		check_that(__FILE__, __LINE__, variables[i].variable,
		    take(variables[i].variable, variables[i].line) ==
			NAMES_TAKEN);
		check_str(__FILE__, __LINE__, variables[i].variable,
		    state(&options), variables[i].expected);
	}
	CHECK(take("TINI_VERBOSITY=many", "tini ls") == NAMES_BAD);
	CHECK_STR(
	    error, "TINI_VERBOSITY=many: not a number from 0 to 255, ignored");
	CHECK(take("TINI_VERBOSITY=", "tini ls") == NAMES_BAD);
	CHECK(!options.verbose);
	options.group = true;
	CHECK(names_variable(&options, "tini", "DUMB_INIT_SETSID=0", error));
	CHECK(options.group);
}

/*
 * What the user says in a variable of ours goes before that program's
 * default; the command line before that.
 */
static void
test_order(void)
{
	static char program[] = "pid1", t[] = "-t", one[] = "1", ls[] = "ls";
	char *plain[] = { program, ls, NULL };
	char *timed[] = { program, t, one, ls, NULL };

	options_default(&options);
	names_default(&options, "pid1");
	CHECK(
	    options_variable(&options, "KILL_ALL_PROCESSES_TIMEOUT=9", error));
	CHECK(options_variable(&options, "KILL_PROCESS_TIMEOUT=8", error));
	CHECK(names_arguments(&options, 2, plain, error) == NAMES_TAKEN);
	CHECK_INT(options.kill_all_ms, 9000);
	CHECK_INT(options.kill_process_ms, 8000);
	CHECK(names_arguments(&options, 4, timed, error) == NAMES_TAKEN);
	CHECK_INT(options.kill_all_ms, 1000);
	CHECK_INT(options.kill_process_ms, 1000);
	CHECK(take(NULL, "tini ls") == NAMES_TAKEN);
	options_settle(&options);
	CHECK_INT(options.kill_process_ms, CLOCK_NEVER);
	CHECK_INT(options.kill_all_ms, 5000);
}

static void
test_no_name(void)
{
	static const char *const others[] = { "my_init", "init", "tini2",
		"/tini/", "/sbin/tini/x", "Tini", "", "pid", "dumb-init " };
	struct options before;
	char name[32], g[] = "-g", *words[] = { name, g, NULL }, *none = NULL;
	size_t i;

	memset(&before, 0, sizeof before);
	options = before;
	for (i = 0; i < sizeof others / sizeof others[0]; i++) {
		snprintf(name, sizeof name, "%s", others[i]);
		names_default(&options, name);
		CHECK(names_variable(
		    &options, name, "TINI_KILL_PROCESS_GROUP=1", error));
		CHECK(names_arguments(&options, 2, words, error) == NAMES_NONE);
		CHECK(names_usage(name) == NULL);
		CHECK(names_version(name) == NULL);
	}
	names_default(&options, NULL);
	CHECK(names_variable(&options, NULL, "TINI_VERBOSITY=3", error));
	CHECK(names_arguments(&options, 0, &none, error) == NAMES_NONE);
	CHECK(memcmp(&before, &options, sizeof before) == 0);
	CHECK(names_usage(NULL) == NULL && names_version(NULL) == NULL);
}

static void
test_texts(void)
{
	static const char *const rows[][2] = {
		{ "/sbin/docker-init", "usage: tini " },
		{ "dumb-init", "usage: dumb-init " },
		{ "podman-init", "usage: catatonit " },
		{ "pid1", "usage: pid1 " },
	};
	const char *usage;
	size_t i;

	for (i = 0; i < 4; i++) {
		usage = names_usage(rows[i][0]);
		CHECK(usage != NULL &&
		    strncmp(usage, rows[i][1], strlen(rows[i][1])) == 0);
		CHECK(usage != NULL && strchr(usage, '\0')[-1] == '\n');
	}
	CHECK_STR(names_version("/sbin/docker-init"),
	    "tini version " VERSION " - git.my_init\n");
	CHECK_STR(
	    names_version("catatonit"), names_version("/sbin/docker-init"));
	CHECK(names_version("dumb-init") == NULL);
	CHECK(names_version("pid1") == NULL);
}

/*
 * Of the user's words the error quotes 200 bytes at most.
 */
static void
test_long(void)
{
	char line[300], expected[OPTIONS_ERROR_MAX];

	memset(line, 'x', sizeof line);
	line[sizeof line - 1] = '\0';
	memcpy(line, "tini --", 7);
	CHECK(take(NULL, line) == NAMES_BAD);
	snprintf(expected, sizeof expected,
	    "unknown or ambiguous option %.200s", line + 5);
	CHECK_STR(error, expected);
	memcpy(line, "TINI_VERBOSITY=", 15);
	CHECK(take(line, "tini ls") == NAMES_BAD);
	CHECK(strlen(error) > 200 && strlen(error) < 300);
}

int
main(void)
{
	test_tini();
	test_dumb_init();
	test_catatonit();
	test_pid1();
	test_refused();
	test_variables();
	test_order();
	test_no_name();
	test_texts();
	test_long();
	return check_end("names");
}
