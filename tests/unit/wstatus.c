/*
 * Every wait status there is, and the errors of exec.
 */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "check.h"
#include "signame.h"
#include "wstatus.h"

#define CORE_DUMPED 0x80

static void
test_exits(void)
{
	char words[WSTATUS_WORDS_MAX], expected[WSTATUS_WORDS_MAX];
	int code;

	for (code = 0; code <= 255; code++) {
		CHECK_INT(wstatus_code(code << 8), code);
		wstatus_words(code << 8, words);
		snprintf(
		    expected, sizeof expected, "exited with status %d", code);
		CHECK_STR(words, expected);
	}
}

static void
test_signals(void)
{
	char words[WSTATUS_WORDS_MAX], expected[WSTATUS_WORDS_MAX];
	char name[SIGNAME_MAX];
	int signo;

	for (signo = 1; signo <= 64; signo++) {
		CHECK_INT(wstatus_code(signo), 128 + signo);
		CHECK_INT(wstatus_code(signo | CORE_DUMPED), 128 + signo);
		wstatus_words(signo, words);
		snprintf(expected, sizeof expected,
		    "was killed by %s (status %d)", signame(signo, name),
		    128 + signo);
		CHECK_STR(words, expected);
	}
	wstatus_words(SIGKILL, words);
	CHECK_STR(words, "was killed by SIGKILL (status 137)");
	wstatus_words(SIGSEGV | CORE_DUMPED, words);
	CHECK_STR(words, "was killed by SIGSEGV (status 139)");
	wstatus_words(64, words);
	CHECK_STR(words, "was killed by SIGRTMIN+30 (status 192)");
}

static void
test_exec(void)
{
	static const int others[] = { EACCES, ENOEXEC, EISDIR, ELOOP, E2BIG,
		ENOMEM, EPERM, ETXTBSY, ENAMETOOLONG, EAGAIN, EINVAL, EIO, 0 };
	int status;
	size_t i;

	CHECK_INT(wstatus_code(wstatus_of_exec(ENOENT)), 127);
	CHECK_INT(wstatus_code(wstatus_of_exec(ENOTDIR)), 127);
	/* Which exec_command says of a file whose interpreter is missing. */
	CHECK_INT(wstatus_code(wstatus_of_exec(ELIBACC)), 127);
	for (i = 0; i < sizeof others / sizeof others[0]; i++) {
		status = wstatus_of_exec(others[i]);
		CHECK(WIFEXITED(status));
		CHECK_INT(wstatus_code(status), 126);
	}
}

int
main(void)
{
	test_exits();
	test_signals();
	test_exec();
	return check_end("wstatus");
}
