/*
 * The boot: environment, startup scripts, runsvdir, the command.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "runsvdir-glue/runsvdir.h"
#include "boot.h"
#include "command.h"
#include "env.h"
#include "log.h"
#include "wstatus.h"

#define RC_LOCAL "/etc/rc.local"
#define INSECURE_KEY "/usr/sbin/enable_insecure_key"

/*
 * The usual one may be missing; one that somebody has named should be there.
 */
static void
check_directory(const char *directory)
{
	if (strcmp(directory, OPTIONS_INIT_DIRECTORY) != 0 &&
	    access(directory, F_OK) == -1)
		log_warn(
		    "no startup scripts: %s: %s", directory, strerror(errno));
}

void
boot_environment(struct engine *e)
{
	bool skip = e->options->skip_startup_files;

	if (!e->options->bare)
		env_boot(environ);
	if (!skip)
		check_directory(e->options->init_directory);
	if (!e->options->bare)
		scripts_start(&e->scripts,
		    e->options->enable_insecure_key ? INSECURE_KEY : NULL,
		    skip ? NULL : e->options->init_directory,
		    skip ? NULL : RC_LOCAL);
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
	log_error("cannot run /usr/bin/runsvdir: %s%s", strerror(errno),
	    errno == ENOENT ? " (is the package runit installed?)" : "");
	state_post(e, EVENT_ENDED);
}

void
boot_command(struct engine *e)
{
	if (e->options->command != NULL)
		command_start(e);
	if (!e->options->skip_runit)
		runsvdir_check();
}
