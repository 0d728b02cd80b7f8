/*
 * Any wait status, any signal number, any end of a container: the words fit,
 * the status is one that exit(2) can hand on.
 */
#include <sys/wait.h>

#include "fuzz.h"
#include "signame.h"
#include "verdict.h"
#include "wstatus.h"

static void
test_words(int status)
{
	char *words = fuzz_memory(WSTATUS_WORDS_MAX);
	char *buf = fuzz_memory(SIGNAME_MAX);
	const char *name = signame(status, buf);
	int code = wstatus_code(status);

	MUST(name[0] != '\0' && strlen(name) < SIGNAME_MAX);
	MUST(strncmp(name, "SIG", 3) == 0 || strncmp(name, "signal ", 7) == 0);
	MUST(code >= 0 && code <= 255);
	MUST(!WIFEXITED(status) || code == WEXITSTATUS(status));
	MUST(!WIFSIGNALED(status) || code == 128 + WTERMSIG(status));
	memset(words, '#', WSTATUS_WORDS_MAX);
	wstatus_words(status, words);
	MUST(memchr(words, '\0', WSTATUS_WORDS_MAX) != NULL);
	MUST(!WIFSIGNALED(status) || strstr(words, "was killed by") == words);
	MUST(!WIFEXITED(status) || strstr(words, "exited with") == words);
	code = wstatus_code(wstatus_of_exec(status));
	MUST(code == 126 || code == 127);
	free(words);
	free(buf);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int status = (int)(uint32_t)fuzz_number(&data, &size, UINT32_MAX);
	int64_t bits = fuzz_number(&data, &size, 0xffffff);
	struct verdict verdict = {
		.cause = (enum cause)(bits % (CAUSE_RUNSVDIR + 1)),
		.signo = 1 + (int)(bits >> 8 & 63),
		.stop_status = (int)(bits >> 16 & 255),
		.command_wanted = bits & 0x08,
		.command_ended = bits & 0x10,
		.hook_failed = bits & 0x20,
		.command_wstatus = status,
		.runsvdir_wstatus = status,
	};
	unsigned length = (unsigned)(bits >> 14 & 127);
	char *words = fuzz_memory(length);
	int code = verdict_status(&verdict);

	test_words(status);
	MUST(code >= 0 && code <= 255);
	MUST(!verdict.hook_failed || code == 1);
	verdict_words(&verdict, words, length);
	MUST(length == 0 || memchr(words, '\0', length) != NULL);
	free(words);
	return 0;
}
