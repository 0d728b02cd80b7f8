/*
 * Every signal has the name that kill -l knows it by.
 */
#include <limits.h>
#include <signal.h>

#include "check.h"
#include "signame.h"

#define FIRST_REALTIME 34
#define LAST_REALTIME 64

static const struct {
	int signo;
	const char *name;
} classic[] = {
	{ SIGHUP, "SIGHUP" },
	{ SIGINT, "SIGINT" },
	{ SIGQUIT, "SIGQUIT" },
	{ SIGILL, "SIGILL" },
	{ SIGTRAP, "SIGTRAP" },
	{ SIGABRT, "SIGABRT" },
	{ SIGBUS, "SIGBUS" },
	{ SIGFPE, "SIGFPE" },
	{ SIGKILL, "SIGKILL" },
	{ SIGUSR1, "SIGUSR1" },
	{ SIGSEGV, "SIGSEGV" },
	{ SIGUSR2, "SIGUSR2" },
	{ SIGPIPE, "SIGPIPE" },
	{ SIGALRM, "SIGALRM" },
	{ SIGTERM, "SIGTERM" },
	{ SIGSTKFLT, "SIGSTKFLT" },
	{ SIGCHLD, "SIGCHLD" },
	{ SIGCONT, "SIGCONT" },
	{ SIGSTOP, "SIGSTOP" },
	{ SIGTSTP, "SIGTSTP" },
	{ SIGTTIN, "SIGTTIN" },
	{ SIGTTOU, "SIGTTOU" },
	{ SIGURG, "SIGURG" },
	{ SIGXCPU, "SIGXCPU" },
	{ SIGXFSZ, "SIGXFSZ" },
	{ SIGVTALRM, "SIGVTALRM" },
	{ SIGPROF, "SIGPROF" },
	{ SIGWINCH, "SIGWINCH" },
	{ SIGIO, "SIGIO" },
	{ SIGPWR, "SIGPWR" },
	{ SIGSYS, "SIGSYS" },
};

static void
test_classic(void)
{
	char buf[SIGNAME_MAX] = "untouched";
	size_t i;

	CHECK_INT(sizeof classic / sizeof classic[0], 31);
	for (i = 0; i < sizeof classic / sizeof classic[0]; i++)
		CHECK_STR(signame(classic[i].signo, buf), classic[i].name);
	CHECK_STR(buf, "untouched");
}

static void
test_realtime(void)
{
	char buf[SIGNAME_MAX], expected[SIGNAME_MAX];
	int signo;

	CHECK_STR(signame(FIRST_REALTIME, buf), "SIGRTMIN");
	for (signo = FIRST_REALTIME + 1; signo <= LAST_REALTIME; signo++) {
		snprintf(expected, sizeof expected, "SIGRTMIN+%d",
		    signo - FIRST_REALTIME);
		CHECK_STR(signame(signo, buf), expected);
	}
}

/*
 * 32 and 33 are the C library's own.
 */
static void
test_others(void)
{
	char buf[SIGNAME_MAX];

	CHECK_STR(signame(0, buf), "signal 0");
	CHECK_STR(signame(-1, buf), "signal -1");
	CHECK_STR(signame(32, buf), "signal 32");
	CHECK_STR(signame(33, buf), "signal 33");
	CHECK_STR(signame(65, buf), "signal 65");
	CHECK_STR(signame(127, buf), "signal 127");
	CHECK(strlen(signame(INT_MIN, buf)) < SIGNAME_MAX);
}

/*
 * The way back: every name, every number, and nothing else.
 */
static void
test_numbers(void)
{
	static const struct {
		const char *text;
		int signo;
	} rows[] = { { "TERM", SIGTERM }, { "SIGTERM", SIGTERM },
		{ "sigterm", SIGTERM }, { "Hup", SIGHUP }, { "0", 0 },
		{ "1", 1 }, { "64", 64 }, { "65", -1 }, { "99", -1 },
		{ "100", -1 }, { "-1", -1 }, { "", -1 }, { "SIG", -1 },
		{ "SIG15", -1 }, { "15x", -1 }, { " 15", -1 }, { "TERMX", -1 },
		{ "TER", -1 }, { "RTMIN", 34 }, { "SIGRTMIN+0", 34 },
		{ "RTMIN+30", 64 }, { "RTMIN+31", -1 }, { "RTMIN-1", -1 },
		{ "RTMIN+", -1 }, { "RTMAX", 64 }, { "RTMAX-30", 34 },
		{ "RTMAX-31", -1 }, { "RTMAX+1", -1 }, { "RTMINX", -1 } };
	char buf[SIGNAME_MAX];
	size_t i;
	int signo;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (!CHECK_INT(signame_number(rows[i].text), rows[i].signo))
			printf("    of \"%s\"\n", rows[i].text);
	for (signo = 1; signo <= 64; signo++)
		if (strncmp(signame(signo, buf), "SIG", 3) == 0)
			CHECK_INT(signame_number(signame(signo, buf)), signo);
}

int
main(void)
{
	test_numbers();
	test_classic();
	test_realtime();
	test_others();
	return check_end("signame");
}
