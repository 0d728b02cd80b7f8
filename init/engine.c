/*
 * The one loop: an event, the table, the action of the phase that follows.
 */
#include <errno.h>
#include <string.h>

#include "format.h"
#include "runsvdir-glue/services.h"
#include "boot.h"
#include "clock.h"
#include "engine.h"
#include "incoming.h"
#include "log.h"
#include "parent.h"
#include "reaper.h"
#include "rundir.h"
#include "runner.h"
#include "signals.h"
#include "stop.h"
#include "survivors.h"

#define NOTICE_MS 3000	 /* after that, and then at twice the time, ... */
#define LOOK_AGAIN_MS 20 /* at what no event tells of */
#define REAP_MS 5000	 /* at most, for the dead that wait to be reaped */
#define STEPS_MAX 256

static void
begin_phase(struct engine *e)
{
	switch (e->phase) {
	case PHASE_BOOT:
		boot_environment(e);
		break;
	case PHASE_SCRIPTS:
		runner_next(e);
		break;
	case PHASE_SERVICES:
		boot_services(e);
		break;
	case PHASE_WAIT:
		boot_wait(e);
		break;
	case PHASE_RUN:
		boot_command(e);
		break;
	case PHASE_STOP_SCRIPT:
		stop_script(e);
		break;
	case PHASE_STOP_COMMAND:
		stop_command(e);
		break;
	case PHASE_PRE_STOP:
	case PHASE_POST_STOP:
		stop_hooks(e);
		break;
	case PHASE_STOP_SERVICES:
		stop_services(e);
		break;
	case PHASE_TERM_ALL:
		stop_all(e);
		break;
	case PHASE_DONE:
	case PHASES:
		break;
	default:
		stop_kill(e);
	}
}

static void
set_deadline(struct engine *e, int64_t now)
{
	e->deadline = phase_deadline(e->phase, &e->limits, now);
	e->notice = phase_stopping(e->phase) ? now + NOTICE_MS : CLOCK_NEVER;
}

static void
enter(struct engine *e, enum phase phase)
{
	int64_t now = e->posted_at_once ? e->began : clock_now();

	if (!phase_stopping(e->phase) && phase_stopping(phase)) {
		e->limits.stop_began = now;
		if (e->limits.stop_ms != CLOCK_NEVER)
			stop_begin(e, phase);
	}
	e->took[e->phase] += now - e->began;
	e->phase = phase;
	e->began = now;
	e->posted = false;
	set_deadline(e, now);
	begin_phase(e);
}

static void
take_event(struct engine *e, enum event event)
{
	if (phase_begins(e->phase, event))
		enter(e, phase_next(e->phase, event));
}

static bool
stops_services(const struct engine *e)
{
	return e->phase >= PHASE_STOP_SERVICES &&
	    e->phase <= PHASE_KILL_SUPERVISORS;
}

static bool
stops_all(const struct engine *e)
{
	return e->phase == PHASE_TERM_ALL || e->phase == PHASE_KILL_ALL;
}

/*
 * The phases that end when there is nobody left to wait for.
 */
static void
look(struct engine *e)
{
	if (e->more_children || e->reap_later)
		incoming_children(e);
	if (stops_services(e)) {
		services_step();
		if (services_stopped())
			state_post(e, EVENT_DONE);
	} else if (stops_all(e)) {
		if (e->phase == PHASE_KILL_ALL)
			survivors_kill_new();
		incoming_children(e);
		if (!e->more_children && !survivors_left(e->has_children))
			state_post(e, EVENT_DONE);
	}
}

/*
 * When to wake up without an event, and which descriptor brings one.
 */
static int64_t
next_wake(const struct engine *e, int *fd)
{
	int64_t wake = e->deadline < e->notice ? e->deadline : e->notice;
	int64_t also =
	    e->reap_later ? clock_now() + LOOK_AGAIN_MS : CLOCK_NEVER;

	*fd = -1;
	if (e->posted || e->more_children)
		return 0;
	if (stops_services(e)) {
		*fd = services_fd();
		also = clock_least(also, services_wake());
	} else if (!phase_stopping(e->phase)) {
		*fd = rundir_fd();
	} else if (stops_all(e)) {
		*fd = survivors_fd();
		if (e->phase == PHASE_KILL_ALL ||
		    (!e->has_children && *fd == -1))
			also = clock_now() + LOOK_AGAIN_MS;
	}
	return clock_least(wake, also);
}

/*
 * Thousands that were killed take their time to be reaped.
 */
static bool
is_reaping(const struct engine *e, int64_t now)
{
	return e->phase == PHASE_KILL_ALL && e->more_children &&
	    now < e->deadline + REAP_MS;
}

static void
take_time(struct engine *e)
{
	int64_t now = clock_now();

	if (now >= e->deadline && !is_reaping(e, now)) {
		take_event(e, EVENT_DEADLINE);
	} else if (now >= e->notice) {
		stop_waiting_for(e);
		e->notice = now + (now - e->began);
	}
}

/*
 * Most phases that post their own end had nothing to do; a script or the
 * environment may have taken its time.
 */
static bool
took_time(const struct engine *e)
{
	return e->event == EVENT_AGAIN ||
	    (e->phase == PHASE_BOOT && !e->options->bare);
}

/*
 * TERM and INT go before what the phase itself has posted, so they are heard
 * between two scripts; the kernel gives out SIGCHLD, which comes without end
 * where processes fork without end, after them.
 */
static void
turn(struct engine *e)
{
	struct signal_event event;
	enum phase phase = e->phase;
	int64_t wake;
	int fd, came;

	e->posted_at_once = e->posted && !took_time(e);
	if (!e->posted)
		look(e);
	if (!e->posted || took_time(e)) {
		wake = next_wake(e, &fd);
		came = signals_wait(&event, wake, fd);
		if (came == SIGNALS_SIGNAL)
			incoming_signal(e, &event);
		else if (came == SIGNALS_FD && !phase_stopping(e->phase))
			incoming_requests(e);
	}
	if (e->stop_wanted) {
		e->stop_wanted = false;
		take_event(e, EVENT_STOP);
	}
	if (e->posted) {
		e->posted = false;
		take_event(e, e->event);
	}
	if (e->phase == phase)
		take_time(e);
}

/*
 * The steps that took time, each with the phases of the same name in one:
 * "services 0.012 s, all the rest 3.000 s".
 */
static void
join_steps(const struct engine *e, char *text, size_t size)
{
	int64_t ms = 0;
	size_t at = 0;
	enum phase p;

	text[0] = '\0';
	for (p = PHASE_STOP_SCRIPT; p < PHASE_DONE; p++) {
		ms += e->took[p];
		if (strcmp(phase_name(p), phase_name(p + 1)) == 0)
			continue;
		if (ms > 0 && at < size)
			at += format(text + at, size - at, "%s%s %d.%03d s",
			    at > 0 ? ", " : " (", phase_name(p),
			    (int)(ms / 1000), (int)(ms % 1000));
		ms = 0;
	}
	if (at > 0 && at < size)
		format(text + at, size - at, ")");
}

static void
say_end(struct engine *e)
{
	char words[VERDICT_WORDS_MAX], steps[STEPS_MAX];
	int64_t ms;

	if (e->options->quiet)
		return;
	ms = clock_now() - e->limits.stop_began;
	e->verdict.killed += services_killed();
	verdict_words(&e->verdict, words, sizeof words);
	join_steps(e, steps, sizeof steps);
	log_info("Stopped in %d.%03d s%s: %s; status %d.", (int)(ms / 1000),
	    (int)(ms % 1000), steps, words, verdict_status(&e->verdict));
}

int
engine_run(const struct options *options)
{
	static struct engine e; /* zero, and only touched where it is used */

	e.options = options;
	e.limits.kill_process_ms = options->kill_process_ms;
	e.limits.kill_all_ms = options->kill_all_ms;
	e.limits.stop_ms = options->stop_ms;
	e.verdict.stop_status = options->stop_status;
	e.verdict.command_wanted = options->command != NULL;
	e.verdict.remap = options->remap;
	if (options->parent_death_signal != 0)
		parent_death_signal(options->parent_death_signal);
	e.adopts = reaper_become();
	if (!e.adopts)
		log_warn("cannot be the reaper of orphans: %s: "
			 "services and strays may outlive the stop",
		    strerror(errno));
	enter(&e, PHASE_BOOT);
	while (e.phase != PHASE_DONE)
		turn(&e);
	say_end(&e);
	log_end();
	return verdict_status(&e.verdict);
}
