/*
 * Startup scripts and hooks, one at a time: the next one, and what the end
 * of one means.
 */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "env.h"
#include "log.h"
#include "runner.h"
#include "wstatus.h"

/*
 * ENOENT for a file that is there speaks of the interpreter in its first
 * line.
 */
const char *
runner_reason(const char *file, int error)
{
	if (error == ENOENT && strchr(file, '/') != NULL &&
	    access(file, F_OK) == 0)
		return "the interpreter in its first line was not found "
		       "(often because its lines end in CR LF)";
	return strerror(error);
}

void
runner_next(struct engine *e)
{
	pid_t pid = scripts_next(&e->scripts, env_list());
	int error = errno;

	if (pid == 0) {
		state_post(e, EVENT_DONE);
		return;
	}
	if (pid > 0) {
		e->script = pid;
		return;
	}
	log_error("cannot run %s: %s", scripts_file(&e->scripts),
	    runner_reason(scripts_file(&e->scripts), error));
	runner_ended(e, wstatus_of_exec(error));
}

/*
 * A startup script that failed ends the boot; a hook that failed is
 * remembered, and the next one runs.
 */
void
runner_ended(struct engine *e, int wstatus)
{
	bool startup = e->phase == PHASE_SCRIPTS;
	char words[WSTATUS_WORDS_MAX];

	e->script = 0;
	if (wstatus == 0) {
		if (startup)
			env_reload();
		state_post(e, EVENT_AGAIN);
		return;
	}
	wstatus_words(wstatus, words);
	if (WIFEXITED(wstatus))
		log_error("%s failed with status %d", scripts_file(&e->scripts),
		    WEXITSTATUS(wstatus));
	else
		log_error("%s %s", scripts_file(&e->scripts), words);
	if (startup) {
		e->verdict.cause = CAUSE_SCRIPT;
		state_post(e, EVENT_FAILED);
		return;
	}
	if (e->phase != PHASE_STOP_SCRIPT && e->phase != PHASE_KILL_SCRIPT)
		e->verdict.hook_failed = true;
	state_post(e, EVENT_AGAIN);
}
