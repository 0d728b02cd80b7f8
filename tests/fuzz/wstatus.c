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

static void
take_verdict(struct verdict *v, int64_t bits, int status)
{
	*v = (struct verdict){
		.cause = (enum cause)(bits % (CAUSE_REQUEST + 1)),
		.command_wanted = bits & 0x08,
		.command_ended = bits & 0x10,
		.hook_failed = bits & 0x20,
		.all_killed = bits & 0x40,
		.signo = 1 + (int)(bits >> 8 & 63),
		.stop_status = (int)(bits >> 16 & 255),
		.request_status = (int)(bits >> 24 & 255),
		.killed = (int)(bits >> 32 & 0xfff),
		.command_wstatus = status,
		.runsvdir_wstatus = status,
		.service_wstatus = status,
	};
}

static int
remapped(const struct verdict *v)
{
	unsigned status = (unsigned)wstatus_code(v->command_wstatus);

	if (v->remap != NULL &&
	    v->remap[status / 32] & UINT32_C(1) << status % 32)
		return 0;
	return (int)status;
}

static void
check_status(const struct verdict *v)
{
	int code = verdict_status(v), status = wstatus_code(v->command_wstatus);

	MUST(code >= 0 && code <= 255);
	if (v->hook_failed)
		MUST(code == 1);
	else if (v->cause == CAUSE_COMMAND ||
	    (v->cause == CAUSE_SIGNAL && v->command_wanted &&
		v->command_ended))
		MUST(code == remapped(v));
	else if (v->cause == CAUSE_SIGNAL)
		MUST(code ==
		    (v->command_wanted ? 128 + v->signo : v->stop_status));
	else if (v->cause == CAUSE_RUNSVDIR || v->cause == CAUSE_SERVICE)
		MUST(code == status);
	else
		MUST(code ==
		    (v->cause == CAUSE_REQUEST ? v->request_status : 1));
}

static void
check_words(const struct verdict *v, unsigned size)
{
	char *words = fuzz_memory(size);

	verdict_words(v, words, size);
	MUST(size == 0 || memchr(words, '\0', size) != NULL);
	if (size >= VERDICT_WORDS_MAX) {
		MUST(v->cause != CAUSE_SERVICE || strstr(words, v->service));
		MUST(!v->hook_failed || strstr(words, "script failed"));
		MUST((v->killed == 0 && !v->all_killed) ||
		    strstr(words, " had to be killed"));
	}
	free(words);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int status = (int)(uint32_t)fuzz_number(&data, &size, UINT32_MAX);
	int64_t bits = fuzz_number(&data, &size, INT64_MAX);
	uint32_t remap[8];
	struct verdict v;
	size_t i;

	test_words(status);
	take_verdict(&v, bits, status);
	for (i = 0; i < 8; i++)
		remap[i] = (uint32_t)fuzz_number(&data, &size, UINT32_MAX);
	v.remap = bits & 0x80 ? remap : NULL;
	if (size >= sizeof v.service)
		size = sizeof v.service - 1;
	memcpy(v.service, data, size);
	check_status(&v);
	check_words(&v, (unsigned)(bits >> 44 & 1023));
	return 0;
}
