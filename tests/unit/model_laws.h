#ifndef MODEL_LAWS_H
#define MODEL_LAWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "phase.h"

/*
 * What a container is made of and what its life has come to (model.h), and
 * the laws of that.
 *
 * model_fault: what is wrong with going to that phase. model_fault_after:
 * what is wrong now that the phase has begun. NULL: nothing.
 */
enum model_presence { NOT_THERE, THERE, BROKEN };
enum model_directory { NO_DIRECTORY, STARTUP, PRE, POST, DIRECTORIES };

struct model_setup {
	int scripts[DIRECTORIES];
	enum model_presence runit, command; /* BROKEN: cannot be executed */
	bool kill_all;
	bool wait; /* for the services */
	bool wild; /* events come whether they make sense or not */
};

enum model_process { NOT_STARTED, RUNS, OVER };

struct model {
	uint8_t phase;
	uint8_t posted;	       /* EVENTS: nothing */
	uint8_t directory, at; /* which is open, and its next script */
	uint8_t opened[DIRECTORIES];
	uint8_t script; /* one runs */
	uint8_t command, runsvdir;
	uint8_t asked; /* to stop */
	uint8_t services_begun, services_stopped;
};

/*
 * What no way from one phase to another may be.
 */
static inline const char *
model_fault(
    const struct model *m, const struct model_setup *setup, enum phase to)
{
	enum phase from = (enum phase)m->phase;
	bool again = (from == PHASE_KILL_PRE_STOP && to == PHASE_PRE_STOP) ||
	    (from == PHASE_KILL_POST_STOP && to == PHASE_POST_STOP);
	bool hooks = to == PHASE_PRE_STOP || to == PHASE_POST_STOP;

	if (to >= PHASES)
		return "out of the table";
	if (to < from && !again)
		return "back to an earlier phase";
	if (m->asked && (to == PHASE_SERVICES || to == PHASE_RUN))
		return "services or command started after STOP";
	if (setup->wild)
		return NULL;
	if (hooks && !again && m->script && from != PHASE_WAIT)
		return "two hooks at once";
	if (to == PHASE_RUN && m->script)
		return "the command was started before the services were up";
	if (to == PHASE_PRE_STOP && from != to && !again &&
	    m->command == RUNS && from != PHASE_KILL_COMMAND)
		return "a hook before the command was made to end";
	if ((to == PHASE_STOP_SERVICES || to == PHASE_TERM_ALL) &&
	    m->services_begun && m->at < setup->scripts[m->directory])
		return "a hook was left out";
	return NULL;
}

static inline const char *
model_fault_after(const struct model *m, const struct model_setup *setup)
{
	bool hooks = m->services_begun && setup->runit != NOT_THERE;

	if (m->opened[PRE] > 1 || m->opened[POST] > 1)
		return "a hook directory was run twice";
	if (m->phase != PHASE_DONE)
		return NULL;
	if (m->services_stopped != m->services_begun)
		return "the services were not stopped";
	if (m->opened[PRE] != hooks || m->opened[POST] != hooks)
		return "hooks where there should be none, or none at all";
	return NULL;
}

#endif
