/*
 * The stop: who is told to end, and who is made to.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "runsvdir-glue/order.h"
#include "runsvdir-glue/services.h"
#include "clock.h"
#include "command.h"
#include "dir.h"
#include "log.h"
#include "rundir.h"
#include "runner.h"
#include "stop.h"
#include "survivors.h"

#define PRE_SHUTDOWN "/etc/my_init.pre_shutdown.d"
#define POST_SHUTDOWN "/etc/my_init.post_shutdown.d"

static bool
has_entries(const char *directory)
{
	char name[NAME_MAX + 1] = "";

	return dir_following(directory, name) == 1;
}

/*
 * A stop that begins among the startup scripts goes on to the last step.
 */
void
stop_begin(struct engine *e, enum phase first)
{
	bool early = first == PHASE_STOP_SCRIPT || first == PHASE_TERM_ALL;
	bool bare = early || e->options->skip_runit;
	unsigned absent = 0;

	if (e->command == 0)
		absent |= PHASE_BIT(PHASE_STOP_COMMAND);
	if (bare || !has_entries(PRE_SHUTDOWN))
		absent |= PHASE_BIT(PHASE_PRE_STOP);
	if (bare)
		absent |= PHASE_BIT(PHASE_STOP_SERVICES);
	if (bare || !has_entries(POST_SHUTDOWN))
		absent |= PHASE_BIT(PHASE_POST_STOP);
	e->limits.absent = absent;
}

/*
 * A stopped process acts on no signal before it is continued.
 */
static void
shut_down(const char *name, pid_t pid, int signo)
{
	log_info("Shutting down %s (PID %d)...", name, (int)pid);
	if (kill(pid, signo) == -1)
		log_warn("cannot signal %s (PID %d): %s", name, (int)pid,
		    strerror(errno));
	kill(pid, SIGCONT);
}

void
stop_script(struct engine *e)
{
	if (e->script > 0)
		shut_down(scripts_file(e->scripts), e->script, SIGTERM);
	else
		state_post(e, EVENT_DONE);
}

/*
 * The command gets the very signal that asked for the stop, or what the
 * options make of it.
 */
void
stop_command(struct engine *e)
{
	int signo =
	    e->verdict.cause == CAUSE_SIGNAL ? e->verdict.signo : SIGTERM;

	if (e->command == 0) {
		state_post(e, EVENT_DONE);
		return;
	}
	log_info("Shutting down %s (PID %d)...", e->options->command[0],
	    (int)e->command);
	command_forward(e, signo);
	command_continue(e);
}

/*
 * Called for every hook of the two directories. One that has not ended a
 * second after it was killed is left behind.
 */
void
stop_hooks(struct engine *e)
{
	if (e->options->skip_runit) {
		state_post(e, EVENT_DONE);
		return;
	}
	if (e->scripts_of != e->phase)
		scripts_start(e->scripts, NULL,
		    e->phase == PHASE_PRE_STOP ? PRE_SHUTDOWN : POST_SHUTDOWN,
		    NULL);
	if (e->script > 0 && e->scripts_of == e->phase)
		e->verdict.hook_failed = true;
	else if (e->script > 0) /* it waits for the services */
		kill(e->script, SIGTERM);
	e->scripts_of = e->phase;
	e->script = 0;
	runner_next(e);
}

void
stop_services(struct engine *e)
{
	if (e->options->skip_runit) {
		state_post(e, EVENT_DONE);
		return;
	}
	if (e->runsvdir > 0)
		log_info(
		    "Shutting down runit daemon (PID %d)...", (int)e->runsvdir);
	order_begin(rundir_path(), e->deadline);
	services_stop(e->runsvdir, e->verdict.runsvdir_wstatus, e->adopts);
}

/*
 * By now the taggers have ended, or had all their time.
 */
void
stop_all(struct engine *e)
{
	log_end();
	if (e->verdict.cause == CAUSE_SIGNAL)
		log_info("Init system aborted.");
	if (e->options->no_kill_all || e->options->pause ||
	    (e->options->bare && !survivors_left(e->has_children))) {
		state_post(e, EVENT_DONE);
		return;
	}
	log_info("Killing all processes...");
	survivors_term(e->told_group);
}

/*
 * How many were killed.
 */
static int
force(const char *name, pid_t pid)
{
	if (pid == 0)
		return 0;
	log_warn("%s (PID %d) did not shut down in time. Forcing it to exit.",
	    name, (int)pid);
	kill(pid, SIGKILL);
	return 1;
}

void
stop_kill(struct engine *e)
{
	switch (e->phase) {
	case PHASE_KILL_COMMAND:
		e->verdict.killed += force(e->options->command[0], e->command);
		break;
	case PHASE_KILL_SERVICES:
		services_kill(false);
		break;
	case PHASE_KILL_SUPERVISORS:
		services_kill(true);
		break;
	case PHASE_KILL_ALL:
		log_warn("Not all processes have exited in time. Forcing "
			 "them to exit.");
		survivors_kill();
		e->verdict.all_killed = true;
		break;
	default:
		e->verdict.killed += force(scripts_file(e->scripts), e->script);
	}
}

static int64_t waited; /* seconds, for say_waiting */

static void
say_waiting(const char *name, pid_t pid)
{
	log_info("Still waiting for %s (PID %d), %d s so far.", name, (int)pid,
	    (int)waited);
}

void
stop_waiting_for(struct engine *e)
{
	waited = (clock_now() - e->began) / 1000;
	switch (e->phase) {
	case PHASE_STOP_COMMAND:
	case PHASE_KILL_COMMAND:
		say_waiting(e->options->command[0], e->command);
		break;
	case PHASE_STOP_SERVICES:
	case PHASE_KILL_SERVICES:
	case PHASE_KILL_SUPERVISORS:
		services_pending(say_waiting);
		break;
	case PHASE_TERM_ALL:
	case PHASE_KILL_ALL:
		survivors_say(say_waiting);
		break;
	default:
		if (e->script > 0)
			say_waiting(scripts_file(e->scripts), e->script);
	}
}
