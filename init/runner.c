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

static bool
is_aborted(const struct engine *e)
{
	return e->phase == PHASE_STOP_SCRIPT || e->phase == PHASE_KILL_SCRIPT;
}

static void
say_failed(const struct engine *e, int wstatus)
{
	const char *file = scripts_file(&e->scripts);
	char words[WSTATUS_WORDS_MAX];

	wstatus_words(wstatus, words);
	if (is_aborted(e))
		log_info("%s %s", file, words);
	else if (WIFEXITED(wstatus))
		log_error(
		    "%s failed with status %d", file, WEXITSTATUS(wstatus));
	else
		log_error("%s %s", file, words);
}

/*
 * A startup script that failed ends the boot; a hook that failed is
 * remembered, and the next one runs.
 */
void
runner_ended(struct engine *e, int wstatus)
{
	bool startup = e->phase == PHASE_SCRIPTS;

	e->script = 0;
	if (wstatus != 0)
		say_failed(e, wstatus);
	if (wstatus == 0 && startup)
		env_reload();
	if (wstatus == 0 || !startup)
		state_post(e, EVENT_AGAIN);
	else
		state_post(e, EVENT_FAILED);
	if (wstatus != 0 && startup)
		e->verdict.cause = CAUSE_SCRIPT;
	else if (wstatus != 0 && !is_aborted(e))
		e->verdict.hook_failed = true;
}
