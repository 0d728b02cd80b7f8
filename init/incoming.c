/*
 * What comes in while the container lives: signals, and the ends of children.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runsvdir-glue/services.h"
#include "boot.h"
#include "clock.h"
#include "incoming.h"
#include "log.h"
#include "reaper.h"
#include "runner.h"
#include "signame.h"
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
 * The first TERM or INT begins the stop; a second one changes nothing; a
 * third says that whoever asks has no more patience.
 */
static void
take_stop_signal(struct engine *e, const struct signal_event *event)
{
	int64_t hurry;

	say_received(event);
	e->stop_signals++;
	if (e->verdict.cause == CAUSE_NONE) {
		e->verdict.cause = CAUSE_SIGNAL;
		e->verdict.signo = event->signo;
	}
	if (e->stop_signals >= HURRY_AT && !e->limits.hurry) {
		log_warn("asked to stop %d times: from now on no step waits "
			 "for more than a second",
		    e->stop_signals);
		e->limits.hurry = true;
		hurry = phase_deadline(e->phase, &e->limits, clock_now());
		e->deadline = hurry < e->deadline ? hurry : e->deadline;
	}
	e->stop_wanted = true;
}

static void
forward(struct engine *e, const struct signal_event *event)
{
	char name[SIGNAME_MAX];

	if (e->command == 0)
		return;
	if (kill(e->command, event->signo) == -1)
		log_warn("cannot forward %s to PID %d: %s",
		    signame(event->signo, name), (int)e->command,
		    strerror(errno));
}

static void
take_runsvdir_end(struct engine *e, int wstatus)
{
	char words[WSTATUS_WORDS_MAX];

	e->runsvdir = 0;
	wstatus_words(wstatus, words);
	log_info("Runit %s", words);
	if (phase_stopping(e->phase))
		return;
	if (e->verdict.cause == CAUSE_NONE)
		e->verdict.cause = CAUSE_RUNSVDIR;
	e->verdict.runsvdir_wstatus = wstatus;
	state_post(e, EVENT_ENDED);
}

/*
 * Without an init the command would be PID 1, which Ctrl-Z does not stop. Our
 * presence in its session makes it stoppable, and nobody would continue it.
 */
static void
take_command_stopped(pid_t pid, int wstatus)
{
	if (WSTOPSIG(wstatus) == SIGTSTP && getpid() == 1)
		kill(-pid, SIGCONT);
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
		if (WIFSTOPPED(wstatus)) {
			if (pid == e->command)
				take_command_stopped(pid, wstatus);
			continue;
		}
		if (pid == e->script)
			runner_ended(e, wstatus);
		else if (pid == e->command)
			boot_command_ended(e, wstatus);
		else if (pid == e->runsvdir)
			take_runsvdir_end(e, wstatus);
		if (e->phase >= PHASE_STOP_SERVICES)
			services_reaped(pid);
	}
	e->has_children = pid >= 0;
	e->more_children = pid > 0;
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
	case SIGPIPE: /* of a write of our own, it says that we sent it */
		if (event->pid != getpid())
			forward(e, event);
		break;
	default:
		forward(e, event);
	}
}
