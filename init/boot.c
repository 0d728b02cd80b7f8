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
#include "hot.h"
#include "log.h"
#include "rundir.h"
#include "timeline.h"
#include "wstatus.h"

#define RUN "/run/my_init"
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

/*
 * In the usual place it needs no word.
 */
static void
open_rundir(const struct options *options)
{
	const char *wanted = options->run_directory;
	size_t length = wanted == NULL ? 0 : strlen(wanted);

	if (!rundir_open(wanted))
		log_info("No directory for state can be had: /run, /dev/shm "
			 "and /tmp cannot be written to.");
	else if (wanted != NULL && strncmp(rundir_path(), wanted, length) != 0)
		log_warn("no state can be kept in %s: it is kept in %s", wanted,
		    rundir_path());
	else if (strncmp(rundir_path(), RUN, strlen(RUN)) != 0)
		log_info("State is kept in %s.", rundir_path());
	if (rundir_path() != NULL)
		log_between(rundir_path());
}

void
boot_environment(struct engine *e)
{
	LARGE static struct scripts scripts;
	bool skip = e->options->skip_startup_files;

	state_post(e, EVENT_DONE);
	if (e->options->bare)
		return;
	timeline_begin("boot", "environment");
	env_boot(environ, e->options->secrets);
	timeline_end();
	if (!skip)
		check_directory(e->options->init_directory);
	e->scripts = &scripts;
	scripts_start(e->scripts,
	    e->options->enable_insecure_key ? INSECURE_KEY : NULL,
	    skip ? NULL : e->options->init_directory, skip ? NULL : RC_LOCAL);
}

void
boot_services(struct engine *e)
{
	if (e->options->skip_runit) {
		state_post(e, EVENT_DONE);
		return;
	}
	timeline_begin("services", "runsvdir");
	open_rundir(e->options);
	log_info("Booting runit daemon...");
	e->runsvdir = runsvdir_start(env_list(),
	    &(struct runsvdir_setup){
		.state = rundir_path(),
		.log = e->options->log,
		.brake = e->options->brake,
		.only = e->options->only,
	    });
	if (e->runsvdir > 0) {
		timeline_end();
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

/*
 * The waiting is done by another, who may run checks and be killed.
 */
void
boot_wait(struct engine *e)
{
	pid_t pid;

	if (e->options->wait_ms == OPTIONS_NO_WAIT || e->options->skip_runit) {
		state_post(e, EVENT_DONE);
		return;
	}
	log_info("Waiting for the services...");
	timeline_begin("wait", "services");
	timeline_show();
	rundir_watch();
	pid = runsvdir_wait(env_list(), rundir_path(), e->options->wait_ms);
	if (pid > 0) {
		e->script = pid;
		return;
	}
	log_error(
	    "cannot wait for the services: my_initctl: %s", strerror(errno));
	boot_waited(e, wstatus_of_exec(errno));
}

void
boot_waited(struct engine *e, int wstatus)
{
	e->script = 0;
	timeline_end();
	if (wstatus == 0) {
		state_post(e, EVENT_DONE);
		return;
	}
	runsvdir_check(rundir_path() != NULL, e->options->only);
	log_error("The services are not up: the container stops.");
	if (e->verdict.cause == CAUSE_NONE)
		e->verdict.cause = CAUSE_WAIT;
	state_post(e, EVENT_FAILED);
}

void
boot_command(struct engine *e)
{
	if (e->options->command != NULL && !e->options->bare)
		timeline_begin("command", e->options->command[0]);
	if (e->options->command != NULL)
		command_start(e);
	if (!e->options->skip_runit)
		runsvdir_check(rundir_path() != NULL, e->options->only);
	else if (!e->options->bare)
		open_rundir(e->options);
	if (e->options->bare)
		return;
	timeline_write();
	rundir_watch();
}
