/*
 * What comes in while the container lives: signals, and the ends of children.
 */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runsvdir-glue/order.h"
#include "runsvdir-glue/runsvdir.h"
#include "runsvdir-glue/services.h"
#include "boot.h"
#include "clock.h"
#include "command.h"
#include "incoming.h"
#include "log.h"
#include "proc.h"
#include "reaper.h"
#include "request.h"
#include "rundir.h"
#include "runner.h"
#include "signame.h"
#include "timeline.h"
#include "wstatus.h"

#define HURRY_AT 3 /* TERM or INT */
#define BATCH 256  /* children reaped before the loop looks around */

static void
say_received(const struct signal_event *event)
{
	char name[SIGNAME_MAX];

	if (event->pid > 0)
		log_info("Received %s from PID %d (UID %d).",
		    signame(event->signo, name), (int)event->pid,
		    (int)event->uid);
	else
		log_info("Received %s from %s.", signame(event->signo, name),
		    event->from_process ? "outside the container" :
					  "the kernel");
}

/*
 * Somebody outside has no more patience; in the container a script may say
 * `kill 1` and mean no more than that. Around one command TERM and INT may mean
 * anything, and are the command's to count.
 */
static void
hurry(struct engine *e)
{
	int64_t deadline;

	if (e->stop_signals < HURRY_AT || e->limits.hurry || e->options->bare)
		return;
	log_warn("asked to stop %d times: from now on no step waits for more "
		 "than a second",
	    e->stop_signals);
	e->limits.hurry = true;
	deadline = phase_deadline(e->phase, &e->limits, clock_now());
	e->deadline = deadline < e->deadline ? deadline : e->deadline;
	order_hurry(e->deadline);
}

/*
 * The first TERM or INT begins the stop; a second one changes nothing, but
 * that a bare command gets it too; a third says that whoever asks is in a
 * hurry. One that the options drop has not come.
 */
static void
take_stop_signal(struct engine *e, const struct signal_event *event)
{
	if (e->options->command != NULL &&
	    command_rewrite(e, event->signo) == 0)
		return;
	if (!e->options->quiet)
		say_received(event);
	if (event->pid == 0 || proc_self() != 1)
		e->stop_signals++;
	if (e->options->bare && phase_stopping(e->phase))
		command_forward(e, event->signo);
	if (e->verdict.cause == CAUSE_NONE) {
		e->verdict.cause = CAUSE_SIGNAL;
		e->verdict.signo = event->signo;
	}
	hurry(e);
	e->stop_wanted = true;
}

static void
take_runsvdir_end(struct engine *e, int wstatus)
{
	char words[WSTATUS_WORDS_MAX];

	e->runsvdir = 0;
	wstatus_words(wstatus, words);
	log_info("Runit %s", words);
	e->verdict.runsvdir_wstatus = wstatus;
	if (phase_stopping(e->phase))
		return;
	if (e->verdict.cause == CAUSE_NONE)
		e->verdict.cause = CAUSE_RUNSVDIR;
	state_post(e, EVENT_ENDED);
}

/*
 * During the stop there is nothing left to ask for.
 */
static void
take_request(struct engine *e, const struct request *request)
{
	char words[WSTATUS_WORDS_MAX];

	if (e->verdict.cause != CAUSE_NONE)
		return;
	if (request->kind == REQUEST_STOP) {
		log_info("Asked to stop with status %d.", request->status);
		e->verdict.cause = CAUSE_REQUEST;
		e->verdict.request_status = request->status;
	} else {
		wstatus_words(request->wstatus, words);
		log_error("The critical service %s %s: the container stops.",
		    request->name, words);
		e->verdict.cause = CAUSE_SERVICE;
		e->verdict.service_wstatus = request->wstatus;
		strlcpy(e->verdict.service, request->name,
		    sizeof e->verdict.service);
	}
	e->stop_wanted = true;
}

/*
 * Without their folders prepared services could not be started again, nor be
 * heard or spoken to.
 */
static void
mend_state(struct engine *e)
{
	const char *state = rundir_path();
	int count = 0;

	if (state == NULL || phase_stopping(e->phase))
		return;
	rundir_watch();
	if (e->runsvdir > 0)
		count = runsvdir_renew(e->runsvdir, state);
	if (count > 0)
		log_warn("files in %s were deleted: %d services are started "
			 "again",
		    state, count);
	if (rundir_path() == NULL) {
		log_warn("%s was deleted and cannot be made again: critical "
			 "services and my_initctl stop are not heard",
		    state);
		return;
	}
	log_between(state);
	timeline_mend();
}

void
incoming_requests(struct engine *e)
{
	char line[RUNDIR_LINE_MAX];
	struct request request;

	while (rundir_request(line))
		if (request_parse(&request, line))
			take_request(e, &request);
}

static void
say_reaped(pid_t pid, int wstatus)
{
	char words[WSTATUS_WORDS_MAX];

	wstatus_words(wstatus, words);
	log_verbose("Reaped PID %d: %s.", (int)pid, words);
}

static void
take_end(struct engine *e, pid_t pid, int wstatus)
{
	if (log_reaped(pid))
		return;
	if (e->options->verbose)
		say_reaped(pid, wstatus);
	if (pid == e->script && e->phase == PHASE_WAIT)
		boot_waited(e, wstatus);
	else if (pid == e->script)
		runner_ended(e, wstatus);
	else if (pid == e->command)
		command_ended(e, wstatus);
	else if (pid == e->runsvdir)
		take_runsvdir_end(e, wstatus);
	if (e->phase >= PHASE_STOP_SERVICES)
		services_reaped(pid, wstatus);
}

void
incoming_children(struct engine *e)
{
	int wstatus, count;
	pid_t pid = 1;

	for (count = 0; count < BATCH; count++) {
		pid = reaper_next(&wstatus);
		if (pid <= 0)
			break;
		if (!WIFSTOPPED(wstatus))
			take_end(e, pid, wstatus);
		else if (pid == e->command)
			command_stopped(e, wstatus);
		else if (pid == e->script)
			runner_stopped(e, wstatus);
	}
	e->has_children = pid != -1;
	e->more_children = pid > 0;
	e->reap_later = pid == REAPER_LATER;
}

static bool
is_of_rundir(const struct engine *e, const struct signal_event *event)
{
	return !event->from_process && !e->options->bare &&
	    (event->signo == RUNDIR_SIGNAL || event->signo == SIGIO);
}

void
incoming_signal(struct engine *e, const struct signal_event *event)
{
	switch (event->signo) {
	case SIGCHLD:
		incoming_children(e);
		break;
	case SIGTERM:
	case SIGINT:
		take_stop_signal(e, event);
		break;
	case SIGPIPE: /* of a write of our own, they say that we sent them */
	case SIGXFSZ:
		if (event->pid != proc_self())
			command_forward(e, event->signo);
		break;
	default:
		if (is_of_rundir(e, event))
			mend_state(e);
		else
			command_forward(e, event->signo);
	}
}
