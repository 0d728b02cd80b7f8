#ifndef STATE_H
#define STATE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "options.h"
#include "phase.h"
#include "scripts.h"
#include "verdict.h"

/*
 * The state of the engine; the only one that changes as the container lives.
 * boot.c, runner.c and stop.c hold what begins with each phase; what they find
 * to be over at once they say by state_post, and the loop takes it up.
 */
struct engine {
	const struct options *options;
	struct phase_limits limits;
	enum phase phase;
	int64_t began, deadline, notice; /* of the phase */
	enum event event;		 /* if posted */
	bool posted, stop_wanted;
	bool posted_at_once; /* the phase had nothing to wait for */
	bool adopts;	     /* orphans become our children */
	bool has_children, more_children, reap_later; /* said the reaper */
	struct verdict verdict;
	enum phase scripts_of;		 /* hooks: the phase they belong to */
	pid_t script, command, runsvdir; /* 0: not there */
	bool command_stopped;		 /* as the reaper last said */
	pid_t told_group;		 /* --group: it has got its TERM */
	int stop_signals;		 /* TERM and INT so far */
	int64_t took[PHASES];		 /* ms spent in each phase */
	struct scripts *scripts;	 /* NULL around a bare command */
};

static inline void
state_post(struct engine *e, enum event event)
{
	e->posted = true;
	e->event = event;
}

#endif
