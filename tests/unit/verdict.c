/*
 * The exit status: every row of the table in the manual, then every
 * combination of what can be known of an end.
 */
#include <errno.h>
#include <signal.h>

#include "check.h"
#include "verdict.h"
#include "wstatus.h"

#define EXITED(n) ((n) << 8)
#define WORDS_MAX 128

/* 7 and 143 */
static const uint32_t remapped[8] = { 1 << 7, 0, 0, 0, 1 << 143 % 32, 0, 0, 0 };

static const struct {
	const char *what;
	struct verdict verdict;
	int status;
	const char *words;
} rows[] = {
	{ "command exits 0",
	    { .cause = CAUSE_COMMAND,
		.command_wanted = true,
		.command_ended = true,
		.command_wstatus = EXITED(0) },
	    0, "the command ended" },
	{ "command exits 7",
	    { .cause = CAUSE_COMMAND,
		.command_wanted = true,
		.command_ended = true,
		.command_wstatus = EXITED(7) },
	    7, "the command ended" },
	{ "command exits 7, which is remapped",
	    { .cause = CAUSE_COMMAND,
		.command_wanted = true,
		.command_ended = true,
		.remap = remapped,
		.command_wstatus = EXITED(7) },
	    0, "the command ended" },
	{ "command exits 8, which is not",
	    { .cause = CAUSE_COMMAND,
		.command_wanted = true,
		.command_ended = true,
		.remap = remapped,
		.command_wstatus = EXITED(8) },
	    8, "the command ended" },
	{ "TERM, and the command dies of it, which is remapped",
	    { .cause = CAUSE_SIGNAL,
		.signo = SIGTERM,
		.command_wanted = true,
		.command_ended = true,
		.remap = remapped,
		.command_wstatus = SIGTERM },
	    0, "SIGTERM" },
	{ "TERM before the command ran is never remapped",
	    { .cause = CAUSE_SIGNAL,
		.signo = SIGTERM,
		.command_wanted = true,
		.remap = remapped },
	    143, "SIGTERM" },
	{ "command killed by KILL",
	    { .cause = CAUSE_COMMAND,
		.command_wanted = true,
		.command_ended = true,
		.command_wstatus = SIGKILL },
	    128 + SIGKILL, "the command ended" },
	{ "command not found: errno 2, so 127",
	    { .cause = CAUSE_COMMAND,
		.command_wanted = true,
		.command_ended = true,
		.command_wstatus = EXITED(127) },
	    127, "the command ended" },
	{ "command not executable",
	    { .cause = CAUSE_COMMAND,
		.command_wanted = true,
		.command_ended = true,
		.command_wstatus = EXITED(126) },
	    126, "the command ended" },
	{ "startup script fails", { .cause = CAUSE_SCRIPT }, 1,
	    "a startup script failed" },
	{ "startup script fails, a command was wanted",
	    { .cause = CAUSE_SCRIPT, .command_wanted = true, .stop_status = 9 },
	    1, "a startup script failed" },
	{ "shutdown script fails, TERM",
	    { .cause = CAUSE_SIGNAL, .signo = SIGTERM, .hook_failed = true }, 1,
	    "SIGTERM, a shutdown script failed" },
	{ "shutdown script fails, the command had succeeded",
	    { .cause = CAUSE_COMMAND,
		.command_wanted = true,
		.command_ended = true,
		.hook_failed = true },
	    1, "the command ended, a shutdown script failed" },
	{ "shutdown script fails, runsvdir had ended",
	    { .cause = CAUSE_RUNSVDIR, .hook_failed = true }, 1,
	    "runsvdir ended, a shutdown script failed" },
	{ "TERM, services only", { .cause = CAUSE_SIGNAL, .signo = SIGTERM }, 0,
	    "SIGTERM" },
	{ "INT, services only", { .cause = CAUSE_SIGNAL, .signo = SIGINT }, 0,
	    "SIGINT" },
	{ "TERM, services only, MY_INIT_STOP_STATUS=2",
	    { .cause = CAUSE_SIGNAL, .signo = SIGTERM, .stop_status = 2 }, 2,
	    "SIGTERM" },
	{ "TERM, the command exits 3",
	    { .cause = CAUSE_SIGNAL,
		.signo = SIGTERM,
		.stop_status = 2,
		.command_wanted = true,
		.command_ended = true,
		.command_wstatus = EXITED(3) },
	    3, "SIGTERM" },
	{ "TERM, the command exits 0",
	    { .cause = CAUSE_SIGNAL,
		.signo = SIGTERM,
		.stop_status = 2,
		.command_wanted = true,
		.command_ended = true },
	    0, "SIGTERM" },
	{ "TERM, the command dies of it",
	    { .cause = CAUSE_SIGNAL,
		.signo = SIGTERM,
		.command_wanted = true,
		.command_ended = true,
		.command_wstatus = SIGTERM },
	    143, "SIGTERM" },
	{ "TERM before the command could start",
	    { .cause = CAUSE_SIGNAL,
		.signo = SIGTERM,
		.command_wanted = true,
		.stop_status = 2 },
	    143, "SIGTERM" },
	{ "INT before the command could start",
	    { .cause = CAUSE_SIGNAL, .signo = SIGINT, .command_wanted = true },
	    130, "SIGINT" },
	{ "runsvdir exits 111",
	    { .cause = CAUSE_RUNSVDIR, .runsvdir_wstatus = EXITED(111) }, 111,
	    "runsvdir ended" },
	{ "runsvdir exits 0", { .cause = CAUSE_RUNSVDIR, .stop_status = 2 }, 0,
	    "runsvdir ended" },
	{ "runsvdir killed, the command then exits 5",
	    { .cause = CAUSE_RUNSVDIR,
		.runsvdir_wstatus = SIGKILL,
		.command_wanted = true,
		.command_ended = true,
		.command_wstatus = EXITED(5) },
	    137, "runsvdir ended" },
	{ "a critical service exits 7, the command then 5",
	    { .cause = CAUSE_SERVICE,
		.service = "db",
		.service_wstatus = EXITED(7),
		.command_wanted = true,
		.command_ended = true,
		.command_wstatus = EXITED(5) },
	    7, "a critical service ended: db" },
	{ "a critical service is killed, two others later",
	    { .cause = CAUSE_SERVICE,
		.service = "db",
		.service_wstatus = SIGKILL,
		.killed = 2 },
	    137, "a critical service ended: db, 2 had to be killed" },
	{ "the services are not up in time", { .cause = CAUSE_WAIT }, 1,
	    "the services were not up in time" },
	{ "asked for 9, a hook fails",
	    { .cause = CAUSE_REQUEST,
		.request_status = 9,
		.hook_failed = true },
	    1, "my_initctl stop, a shutdown script failed" },
	{ "asked for 9, the command exits 5, strays are killed",
	    { .cause = CAUSE_REQUEST,
		.request_status = 9,
		.command_wanted = true,
		.command_ended = true,
		.command_wstatus = EXITED(5),
		.all_killed = true },
	    9, "my_initctl stop, the rest had to be killed" },
};

static void
test_rows(void)
{
	char words[WORDS_MAX];
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (!CHECK_INT(
			verdict_status(&rows[i].verdict), rows[i].status))
			printf("    %s\n", rows[i].what);
		verdict_words(&rows[i].verdict, words, sizeof words);
		CHECK_STR(words, rows[i].words);
	}
}

/*
 * What exec said of a command that could not be started is its status.
 */
static void
test_exec(void)
{
	struct verdict verdict = { .cause = CAUSE_COMMAND,
		.command_wanted = true,
		.command_ended = true };

	verdict.command_wstatus = wstatus_of_exec(ENOENT);
	CHECK_INT(verdict_status(&verdict), 127);
	verdict.command_wstatus = wstatus_of_exec(EACCES);
	CHECK_INT(verdict_status(&verdict), 126);
}

static int
expected_status(const struct verdict *verdict)
{
	if (verdict->hook_failed || verdict->cause == CAUSE_NONE ||
	    verdict->cause == CAUSE_SCRIPT || verdict->cause == CAUSE_WAIT)
		return 1;
	if (verdict->cause == CAUSE_SERVICE)
		return 77;
	if (verdict->cause == CAUSE_REQUEST)
		return 88;
	if (verdict->cause == CAUSE_RUNSVDIR)
		return 66;
	if (verdict->cause == CAUSE_COMMAND)
		return 55;
	if (!verdict->command_wanted)
		return 44;
	return verdict->command_ended ? 55 : 128 + SIGTERM;
}

static void
test_combinations(void)
{
	struct verdict verdict = { .signo = SIGTERM,
		.stop_status = 44,
		.command_wstatus = EXITED(55),
		.runsvdir_wstatus = EXITED(66),
		.service_wstatus = EXITED(77),
		.request_status = 88 };
	char words[WORDS_MAX];
	int cause, bits;

	for (cause = CAUSE_NONE; cause <= CAUSE_REQUEST; cause++)
		for (bits = 0; bits < 8; bits++) {
			verdict.cause = (enum cause)cause;
			verdict.command_wanted = bits & 1;
			verdict.command_ended = bits & 2;
			verdict.hook_failed = bits & 4;
			CHECK_INT(verdict_status(&verdict),
			    expected_status(&verdict));
			verdict_words(&verdict, words, sizeof words);
			CHECK(words[0] != '\0');
		}
}

static void
test_short_words(void)
{
	struct verdict verdict = { .cause = CAUSE_COMMAND };
	char words[8];

	verdict_words(&verdict, words, sizeof words);
	CHECK_STR(words, "the com");
}

int
main(void)
{
	test_rows();
	test_exec();
	test_combinations();
	test_short_words();
	return check_end("verdict");
}
