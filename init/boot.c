/*
 * The boot: environment, startup scripts, runsvdir, the command.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runsvdir-glue/runsvdir.h"
#include "boot.h"
#include "child.h"
#include "env.h"
#include "log.h"
#include "runner.h"
#include "wstatus.h"

#define RC_LOCAL "/etc/rc.local"
#define INSECURE_KEY "/usr/sbin/enable_insecure_key"
#define COMMAND_TEXT_MAX 1024

void
boot_environment(struct engine *e)
{
	bool skip = e->options->skip_startup_files;

	env_boot(environ);
	scripts_start(&e->scripts,
	    e->options->enable_insecure_key ? INSECURE_KEY : NULL,
	    skip ? NULL : e->options->init_directory, skip ? NULL : RC_LOCAL);
	state_post(e, EVENT_DONE);
}

void
boot_services(struct engine *e)
{
	if (e->options->skip_runit) {
		state_post(e, EVENT_DONE);
		return;
	}
	log_info("Booting runit daemon...");
	e->runsvdir = runsvdir_start(env_list());
	if (e->runsvdir > 0) {
		log_info("Runit started as PID %d", (int)e->runsvdir);
		state_post(e, EVENT_DONE);
		return;
	}
	e->runsvdir = 0;
	e->verdict.cause = CAUSE_RUNSVDIR;
	e->verdict.runsvdir_wstatus = wstatus_of_exec(errno);
	log_error("cannot run /usr/bin/runsvdir: %s (is the package runit "
		  "installed?)",
	    strerror(errno));
	state_post(e, EVENT_ENDED);
}

static void
join_words(char **argv, char *text, size_t size)
{
	size_t at = 0;

	for (; *argv != NULL && at < size; argv++)
		at += (size_t)snprintf(
		    text + at, size - at, "%s%s", at > 0 ? " " : "", *argv);
}

static void
start_command(struct engine *e)
{
	char text[COMMAND_TEXT_MAX] = "";
	struct child_spec spec = {
		.argv = e->options->command,
		.environment = env_list(),
		.group = CHILD_FOREGROUND,
	};
	int error;

	join_words(spec.argv, text, sizeof text);
	log_info("Running %s...", text);
	e->command = child_start(&spec);
	if (e->command > 0)
		return;
	error = errno;
	log_error("cannot run %s: %s", spec.argv[0], runner_reason(error));
	boot_command_ended(e, wstatus_of_exec(error));
}

void
boot_command(struct engine *e)
{
	if (e->options->command != NULL)
		start_command(e);
	if (!e->options->skip_runit)
		runsvdir_check();
}

void
boot_command_ended(struct engine *e, int wstatus)
{
	char words[WSTATUS_WORDS_MAX];

	child_reclaim_terminal();
	e->command = 0;
	e->verdict.command_ended = true;
	e->verdict.command_wstatus = wstatus;
	wstatus_words(wstatus, words);
	log_info("%s %s.", e->options->command[0], words);
	if (e->phase == PHASE_RUN) {
		if (e->verdict.cause == CAUSE_NONE)
			e->verdict.cause = CAUSE_COMMAND;
		state_post(e, EVENT_ENDED);
	} else if (e->phase == PHASE_STOP_COMMAND ||
	    e->phase == PHASE_KILL_COMMAND) {
		state_post(e, EVENT_DONE);
	}
}
