/*
 * Startup scripts and hooks, one at a time: the next one, and what the end
 * of one means.
 */
#include <errno.h>
#include <sys/wait.h>

#include "env.h"
#include "exec.h"
#include "log.h"
#include "runner.h"
#include "terminal.h"
#include "timeline.h"
#include "wstatus.h"

void
runner_next(struct engine *e)
{
	int error;
	pid_t pid = 0;

	if (e->scripts != NULL)
		pid = scripts_next(e->scripts, env_list(),
		    phase_stopping(e->phase) ? CHILD_LEADS : CHILD_SHARES);
	error = errno;
	if (pid == 0) {
		state_post(e, EVENT_DONE);
		return;
	}
	if (pid > 0) {
		if (!phase_stopping(e->phase))
			timeline_begin("script", scripts_file(e->scripts));
		e->script = pid;
		return;
	}
	log_error(
	    "cannot run %s: %s", scripts_file(e->scripts), exec_reason(error));
	runner_ended(e, wstatus_of_exec(error));
}

static bool
is_hook(const struct engine *e)
{
	return e->scripts_of == PHASE_PRE_STOP ||
	    e->scripts_of == PHASE_POST_STOP;
}

static void
say_failed(const struct engine *e, int wstatus)
{
	const char *file = scripts_file(e->scripts);
	char words[WSTATUS_WORDS_MAX];

	wstatus_words(wstatus, words);
	if (phase_stopping(e->phase) && !is_hook(e))
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

	terminal_reclaim(e->script);
	e->script = 0;
	if (startup)
		timeline_end();
	if (wstatus != 0)
		say_failed(e, wstatus);
	if (wstatus == 0 && startup)
		env_reload();
	if (wstatus == 0 || !startup)
		state_post(e, EVENT_AGAIN);
	else
		state_post(e, EVENT_FAILED);
	if (wstatus != 0 && startup && e->verdict.cause == CAUSE_NONE)
		e->verdict.cause = CAUSE_SCRIPT;
	else if (wstatus != 0 && is_hook(e))
		e->verdict.hook_failed = true;
}

/*
 * A hook has a process group of its own, so a terminal stops it when it wants
 * to use it.
 */
void
runner_stopped(struct engine *e, int wstatus)
{
	if (phase_stopping(e->phase) && is_hook(e))
		terminal_lend(e->script, WSTOPSIG(wstatus));
}
