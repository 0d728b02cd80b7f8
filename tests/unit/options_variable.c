/*
 * The variables that mean the same as options, and the numbers that both
 * take.
 */
#include "check.h"
#include "clock.h"
#include "options.h"

static struct options options;
static char error[OPTIONS_ERROR_MAX];

static bool
take(const char *variable)
{
	options_default(&options);
	snprintf(error, sizeof error, "untouched");
	return options_variable(&options, variable, error);
}

#define CHECK_TAKEN(variable)                  \
	do {                                   \
		CHECK(take(variable));         \
		CHECK_STR(error, "untouched"); \
	} while (0)
#define CHECK_WARNED(variable, text)                            \
	do {                                                    \
		CHECK(!take(variable));                         \
		CHECK_STR(error, text ": the default is used"); \
	} while (0)

static void
test_flags(void)
{
	static const struct {
		const char *name;
		bool *flag;
	} rows[] = {
		{ "MY_INIT_ENABLE_INSECURE_KEY", &options.enable_insecure_key },
		{ "MY_INIT_SKIP_STARTUP_FILES", &options.skip_startup_files },
		{ "MY_INIT_SKIP_RUNIT", &options.skip_runit },
		{ "MY_INIT_NO_KILL_ALL_ON_EXIT", &options.no_kill_all },
		{ "MY_INIT_QUIET", &options.quiet },
	};
	static const char *const on[] = { "1", "true", "yes", "TRUE", "on" };
	static const char *const off[] = { "0", "false", "no", "No", "off" };
	static const char *const bad[] = { "2", "onn", "y", "1 ", "-1" };
	char variable[64];
	size_t i, n;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (n = 0; n < 5; n++) {
			snprintf(variable, sizeof variable, "%s=%s",
			    rows[i].name, on[n]);
			CHECK_TAKEN(variable);
			CHECK(*rows[i].flag);
		}
		for (n = 0; n < 5; n++) {
			snprintf(variable, sizeof variable, "%s=%s",
			    rows[i].name, off[n]);
			CHECK_TAKEN(variable);
			CHECK(!*rows[i].flag);
		}
		for (n = 0; n < 5; n++) {
			snprintf(variable, sizeof variable, "%s=%s",
			    rows[i].name, bad[n]);
			CHECK(!take(variable));
			CHECK(!*rows[i].flag);
		}
	}
	options_default(&options);
	options.quiet = true;
	CHECK(options_variable(&options, "MY_INIT_QUIET=0", error));
	CHECK(!options.quiet);
	options.quiet = true;
	CHECK(options_variable(&options, "MY_INIT_QUIET=", error));
	CHECK(options.quiet);
	CHECK(options_variable(&options, "KILL_PROCESS_TIMEOUT=", error));
	CHECK_INT(options.kill_process_ms, -1);
}

static void
test_values(void)
{
	CHECK_TAKEN("KILL_PROCESS_TIMEOUT=55");
	CHECK_INT(options.kill_process_ms, 55000);
	CHECK_INT(options.kill_all_ms, 30000);
	CHECK_TAKEN("KILL_ALL_PROCESSES_TIMEOUT=55");
	CHECK_INT(options.kill_all_ms, 55000);
	CHECK_INT(options.kill_process_ms, -1);
	CHECK_INT(options.stop_ms, CLOCK_NEVER);
	CHECK_TAKEN("MY_INIT_STOP_TIMEOUT=9.5");
	CHECK_INT(options.stop_ms, 9500);
	CHECK_TAKEN("MY_INIT_STOP_STATUS=2");
	CHECK_INT(options.stop_status, 2);
	CHECK_TAKEN("MY_INIT_WAIT_SERVICES=30");
	CHECK_INT(options.wait_ms, 30000);
	CHECK_TAKEN("MY_INIT_WAIT_SERVICES=on");
	CHECK_INT(options.wait_ms, CLOCK_NEVER);
	CHECK_TAKEN("MY_INIT_LOG=tag");
	CHECK_STR(options.log, "tag");
	CHECK_TAKEN("ENV_INIT_DIRECTORY=/a=b");
	CHECK_STR(options.init_directory, "/a=b");
}

static void
test_warned(void)
{
	CHECK_WARNED("KILL_PROCESS_TIMEOUT=ten",
	    "KILL_PROCESS_TIMEOUT is "
	    "\"ten\", which is not seconds, as in 10 or 2.5");
	CHECK_INT(options.kill_process_ms, -1);
	CHECK_WARNED("KILL_ALL_PROCESSES_TIMEOUT=.",
	    "KILL_ALL_PROCESSES_"
	    "TIMEOUT is \".\", which is not seconds, as in 10 or 2.5");
	CHECK_INT(options.kill_all_ms, 30000);
	CHECK_WARNED("MY_INIT_STOP_TIMEOUT=-1",
	    "MY_INIT_STOP_TIMEOUT is "
	    "\"-1\", which is not seconds, as in 10 or 2.5");
	CHECK_INT(options.stop_ms, CLOCK_NEVER);
	CHECK_WARNED("MY_INIT_STOP_STATUS=256",
	    "MY_INIT_STOP_STATUS is "
	    "\"256\", which is not a number from 0 to 255");
	CHECK_INT(options.stop_status, 0);
	CHECK_TAKEN("ENV_INIT_DIRECTORY=");
	CHECK_STR(options.init_directory, "/etc/my_init.d");
	CHECK_WARNED("MY_INIT_LOG=loud",
	    "MY_INIT_LOG is \"loud\", which is not raw, tag or json");
	CHECK(options.log == NULL);
	CHECK_WARNED("MY_INIT_WAIT_SERVICES=-1",
	    "MY_INIT_WAIT_SERVICES is "
	    "\"-1\", which is not seconds, or on or off");
	CHECK_WARNED("MY_INIT_BRAKE=9999",
	    "MY_INIT_BRAKE is "
	    "\"9999\", which is not seconds, from 0 to 3600");
	CHECK_WARNED("MY_INIT_QUIET=loud",
	    "MY_INIT_QUIET is \"loud\", which is not 0 or 1");
}

static void
test_long(void)
{
	char variable[2000] = "MY_INIT_QUIET=", expected[OPTIONS_ERROR_MAX];

	memset(variable + 14, '1', sizeof variable - 15);
	variable[sizeof variable - 1] = '\0';
	CHECK(!take(variable));
	snprintf(expected, sizeof expected,
	    "MY_INIT_QUIET is \"%.200s\", which is not 0 or 1: the default is "
	    "used",
	    variable + 14);
	CHECK_STR(error, expected);
}

/*
 * What is not ours is none of our business.
 */
static void
test_others(void)
{
	static const char *const others[] = { "", "=", "=1", "PATH=/bin",
		"KILL_PROCESS_TIMEOUT", "KILL_PROCESS_TIMEOUTS=x",
		"KILL_PROCESS_TIMEOU=x", "kill_process_timeout=x",
		"XKILL_PROCESS_TIMEOUT=x", "MY_INIT_HELP=1",
		"MY_INIT_VERSION=1", "MY_INIT_QUIET", "MY_INIT_=1" };
	size_t i;

	for (i = 0; i < sizeof others / sizeof others[0]; i++) {
		CHECK_TAKEN(others[i]);
		CHECK(!options.help && !options.version && !options.quiet);
		CHECK_INT(options.kill_process_ms, -1);
	}
}

static const struct {
	const char *text;
	int64_t ms; /* -1: refused */
} times[] = {
	{ "0", 0 },
	{ "00", 0 },
	{ "0.", 0 },
	{ ".0", 0 },
	{ "0.000000", 0 },
	{ "1", 1000 },
	{ "1.", 1000 },
	{ "010", 10000 },
	{ ".5", 500 },
	{ "0.5", 500 },
	{ "2.5", 2500 },
	{ "2.25", 2250 },
	{ "2.125", 2125 },
	{ "2.1259", 2125 },
	{ "0.001", 1 },
	{ "0.0001", 1 },
	{ "0.000000001", 1 },
	{ "1.0009", 1000 },
	{ "0.00000000000000000000000000000000000000001", 1 },
	{ "1000000000", INT64_C(1000000000000) },
	{ "1000000001", -1 },
	{ "9999999999", -1 },
	{ "99999999999999999999999999", -1 },
	{ "18446744073709551616", -1 },
	{ ".", -1 },
	{ "..", -1 },
	{ "1..2", -1 },
	{ "1.2.3", -1 },
	{ "-1", -1 },
	{ "+1", -1 },
	{ " 1", -1 },
	{ "1 ", -1 },
	{ "1s", -1 },
	{ "1,5", -1 },
	{ "1e3", -1 },
	{ "0x10", -1 },
	{ "inf", -1 },
	{ "nan", -1 },
	{ "1/", -1 },
	{ "1:", -1 },
	{ ".5:", -1 },
	{ "./", -1 },
};

static void
test_seconds(void)
{
	char variable[128];
	size_t i;

	for (i = 0; i < sizeof times / sizeof times[0]; i++) {
		snprintf(variable, sizeof variable, "MY_INIT_STOP_TIMEOUT=%s",
		    times[i].text);
		if (!CHECK_INT(take(variable), times[i].ms >= 0) ||
		    !CHECK_INT(options.stop_ms,
			times[i].ms >= 0 ? times[i].ms : CLOCK_NEVER))
			printf("    %s\n", variable);
	}
}

static void
test_statuses(void)
{
	static const char *const bad[] = { "256", "260", "300", "999", "1000",
		"-1", "+1", " 1", "1 ", "1.0", "0x1", "a", "/", ":",
		"9999999999999999999999" };
	char variable[64];
	int status;
	size_t i;

	for (status = 0; status <= 255; status++) {
		snprintf(variable, sizeof variable, "MY_INIT_STOP_STATUS=%d",
		    status);
		CHECK_TAKEN(variable);
		CHECK_INT(options.stop_status, status);
	}
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		snprintf(variable, sizeof variable, "MY_INIT_STOP_STATUS=%s",
		    bad[i]);
		CHECK(!take(variable));
		CHECK_INT(options.stop_status, 0);
	}
}

/*
 * Variables first, so that the command line wins.
 */
static void
test_order(void)
{
	char *argv[] = { NULL, NULL, NULL };
	char word[] = "--stop-status=3";

	argv[0] = argv[1] = word;
	CHECK_TAKEN("MY_INIT_STOP_STATUS=2");
	CHECK(options_arguments(&options, 2, argv, error));
	CHECK_INT(options.stop_status, 3);
}

int
main(void)
{
	test_flags();
	test_values();
	test_warned();
	test_long();
	test_others();
	test_seconds();
	test_statuses();
	test_order();
	return check_end("options_variable");
}
