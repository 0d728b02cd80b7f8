/*
 * From a wait status to an exit status, and to words.
 */
#include <errno.h>
#include <stdbool.h>
#include <sys/wait.h>

#include "exec.h"
#include "format.h"
#include "signame.h"
#include "wstatus.h"

#define NOT_EXECUTABLE 126
#define NOT_FOUND 127

int
wstatus_code(int status)
{
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

int
wstatus_of_exec(int error)
{
	bool missing = error == ENOENT || error == ENOTDIR ||
	    error == EXEC_NO_INTERPRETER || error == EXEC_NO_LOADER;
	int code = missing ? NOT_FOUND : NOT_EXECUTABLE;

	return code << 8; /* W_EXITCODE() of glibc, which musl has not */
}

void
wstatus_words(int status, char words[WSTATUS_WORDS_MAX])
{
	char name[SIGNAME_MAX];

	if (WIFSIGNALED(status))
		format(words, WSTATUS_WORDS_MAX, "was killed by %s (status %d)",
		    signame(WTERMSIG(status), name), wstatus_code(status));
	else
		format(words, WSTATUS_WORDS_MAX, "exited with status %d",
		    WEXITSTATUS(status));
}
