#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "clock.h"
#include "model_laws.h"
#include "phase.h"

/*
 * A model of the engine around the real phase table: what begins with each
 * phase, what may come from outside at any moment, and what is posted then.
 * Nothing runs and no time passes.
 *
 * model_start: a container that has just begun. model_can: may this happen
 * now? model_do: it happens; NULL, or what is wrong with that.
 * model_end: a STOP and then nothing but deadlines; NULL when they lead to
 * PHASE_DONE as they must.
 */
enum model_move {
	MOVE_POSTED,
	MOVE_STOP,
	MOVE_DEADLINE,
	MOVE_SCRIPT_OK,
	MOVE_SCRIPT_FAILED,
	MOVE_COMMAND_ENDED,
	MOVE_RUNSVDIR_ENDED,
	MOVE_ALL_GONE, /* the services, or everybody */
	MOVE_WILD,     /* and one for each event */
	MOVES = MOVE_WILD + EVENTS
};

#define MODEL_STEPS_MAX 64

static inline void
model_open(struct model *m, enum model_directory directory)
{
	m->directory = (uint8_t)directory;
	m->at = 0;
	m->opened[directory]++;
}

static inline void
model_next_script(struct model *m, const struct model_setup *setup)
{
	m->script = m->at < setup->scripts[m->directory];
	if (m->script)
		m->at++;
	else
		m->posted = EVENT_DONE;
}

static inline void
model_hooks(struct model *m, const struct model_setup *setup,
    enum model_directory directory)
{
	if (setup->runit == NOT_THERE) {
		m->posted = EVENT_DONE;
		return;
	}
	if (m->directory != directory) {
		m->script = false; /* who waits for the services */
		model_open(m, directory);
	}
	model_next_script(m, setup);
}

static inline void
model_run(struct model *m, const struct model_setup *setup)
{
	if (setup->command == THERE)
		m->command = RUNS;
	if (setup->command == BROKEN)
		m->posted = EVENT_ENDED;
}

static inline void
model_services(struct model *m, const struct model_setup *setup)
{
	m->services_begun = true;
	m->runsvdir = setup->runit == THERE ? RUNS : NOT_STARTED;
	m->posted = setup->runit == BROKEN ? EVENT_ENDED : EVENT_DONE;
}

static inline void
model_begin(struct model *m, const struct model_setup *setup)
{
	bool over = false;

	switch ((enum phase)m->phase) {
	case PHASE_BOOT:
		model_open(m, STARTUP);
		over = true;
		break;
	case PHASE_SCRIPTS:
		model_next_script(m, setup);
		break;
	case PHASE_SERVICES:
		model_services(m, setup);
		break;
	case PHASE_WAIT:
		m->script = setup->wait && setup->runit != NOT_THERE;
		over = !m->script;
		break;
	case PHASE_RUN:
		model_run(m, setup);
		break;
	case PHASE_STOP_SCRIPT:
		over = !m->script;
		break;
	case PHASE_STOP_COMMAND:
		over = m->command != RUNS;
		break;
	case PHASE_PRE_STOP:
		model_hooks(m, setup, PRE);
		break;
	case PHASE_POST_STOP:
		model_hooks(m, setup, POST);
		break;
	case PHASE_STOP_SERVICES:
		m->services_stopped = true;
		over = setup->runit == NOT_THERE;
		break;
	case PHASE_TERM_ALL:
		over = !setup->kill_all;
		break;
	default:
		break;
	}
	if (over)
		m->posted = EVENT_DONE;
}

static inline void
model_start(struct model *m, const struct model_setup *setup)
{
	memset(m, 0, sizeof *m);
	m->phase = PHASE_BOOT;
	m->posted = EVENTS;
	model_begin(m, setup);
}

static inline const char *
model_take(struct model *m, const struct model_setup *setup, enum event event)
{
	enum phase to = phase_next((enum phase)m->phase, event);
	const char *fault;

	if (!phase_begins((enum phase)m->phase, event))
		return to == (enum phase)m->phase ? NULL : "begins, but not";
	fault = model_fault(m, setup, to);
	if (fault != NULL)
		return fault;
	m->phase = (uint8_t)to;
	m->posted = EVENTS;
	model_begin(m, setup);
	return model_fault_after(m, setup);
}

static inline bool
model_waits_for_all(const struct model *m)
{
	return m->phase == PHASE_TERM_ALL || m->phase == PHASE_KILL_ALL ||
	    (m->phase >= PHASE_STOP_SERVICES &&
		m->phase <= PHASE_KILL_SUPERVISORS);
}

static inline bool
model_can(const struct model *m, const struct model_setup *setup,
    enum model_move move)
{
	static const struct phase_limits limits = { .stop_ms = CLOCK_NEVER };

	if (m->phase == PHASE_DONE)
		return false;
	switch (move) {
	case MOVE_POSTED:
		return m->posted != EVENTS;
	case MOVE_STOP:
		return true;
	case MOVE_DEADLINE:
		return m->posted == EVENTS &&
		    phase_deadline((enum phase)m->phase, &limits, 0) !=
		    CLOCK_NEVER;
	case MOVE_SCRIPT_OK:
	case MOVE_SCRIPT_FAILED:
		return m->script;
	case MOVE_COMMAND_ENDED:
		return m->command == RUNS;
	case MOVE_RUNSVDIR_ENDED:
		return m->runsvdir == RUNS;
	case MOVE_ALL_GONE:
		return model_waits_for_all(m);
	default:
		return setup->wild;
	}
}

static inline void
model_script_ended(struct model *m, enum event failed)
{
	m->script = false;
	m->posted = (uint8_t)(m->phase == PHASE_SCRIPTS ? failed : EVENT_AGAIN);
	if (m->phase == PHASE_WAIT)
		m->posted = (uint8_t)(failed == EVENT_FAILED ? EVENT_FAILED :
							       EVENT_DONE);
}

static inline void
model_command_ended(struct model *m)
{
	m->command = OVER;
	if (m->phase == PHASE_RUN)
		m->posted = EVENT_ENDED;
	else if (m->phase == PHASE_STOP_COMMAND ||
	    m->phase == PHASE_KILL_COMMAND)
		m->posted = EVENT_DONE;
}

static inline const char *
model_do(struct model *m, const struct model_setup *setup, enum model_move move)
{
	enum event event = (enum event)m->posted;

	switch (move) {
	case MOVE_POSTED:
		m->posted = EVENTS;
		return model_take(m, setup, event);
	case MOVE_STOP:
		m->asked = true;
		return model_take(m, setup, EVENT_STOP);
	case MOVE_DEADLINE:
		return model_take(m, setup, EVENT_DEADLINE);
	case MOVE_SCRIPT_OK:
		model_script_ended(m, EVENT_AGAIN);
		return NULL;
	case MOVE_SCRIPT_FAILED:
		model_script_ended(m, EVENT_FAILED);
		return NULL;
	case MOVE_COMMAND_ENDED:
		model_command_ended(m);
		return NULL;
	case MOVE_RUNSVDIR_ENDED:
		m->runsvdir = OVER;
		if (m->phase >= PHASE_SERVICES && m->phase <= PHASE_RUN)
			m->posted = EVENT_ENDED;
		return NULL;
	case MOVE_ALL_GONE:
		m->posted = EVENT_DONE;
		return NULL;
	default:
		return model_take(m, setup, (enum event)(move - MOVE_WILD));
	}
}

static inline const char *
model_end(const struct model *from, const struct model_setup *setup)
{
	struct model m = *from;
	const char *fault = NULL;
	enum model_move move = MOVE_STOP;
	int steps;

	for (steps = 0; m.phase != PHASE_DONE && fault == NULL; steps++) {
		if (steps == MODEL_STEPS_MAX)
			return "deadlines without an end";
		if (!model_can(&m, setup, move))
			return "a phase without a deadline";
		fault = model_do(&m, setup, move);
		move = m.posted != EVENTS ? MOVE_POSTED : MOVE_DEADLINE;
	}
	return fault;
}

#endif
