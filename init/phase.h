#ifndef PHASE_H
#define PHASE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Pure. The life of a container as a table: phase x event -> next phase.
 *
 * A phase begins with one action (boot.c, stop.c) and ends with an event; one
 * that has nothing to do says EVENT_DONE at once. Phases after PHASE_RUN only
 * lead forward. PHASE_KILL_x follows where the grace of x has passed.
 *
 * phase_next: the phase that follows; the same one when the event means
 * nothing there. phase_begins: must the action run (again)?
 * phase_name: of the step it belongs to, for messages: "services".
 * phase_deadline: when the grace of a phase that begins `now` is over, by
 * its own timeout and by its share of the budget for the whole stop, which
 * began at `stop_began`; `absent` has the PHASE_BIT of each STOP phase that
 * will have nothing to do. CLOCK_NEVER where nothing is waited for in haste.
 */
enum phase {
	PHASE_BOOT,	   /* import and export the environment */
	PHASE_SCRIPTS,	   /* one startup script after the other */
	PHASE_SERVICES,	   /* start runsvdir */
	PHASE_WAIT,	   /* until the services are up, if that is wanted */
	PHASE_RUN,	   /* start the command; until something ends */
	PHASE_STOP_SCRIPT, /* an aborted startup script */
	PHASE_KILL_SCRIPT,
	PHASE_STOP_COMMAND,
	PHASE_KILL_COMMAND,
	PHASE_PRE_STOP,	     /* one hook of pre_shutdown.d after the other */
	PHASE_KILL_PRE_STOP, /* the hook that hangs */
	PHASE_STOP_SERVICES,
	PHASE_KILL_SERVICES,
	PHASE_KILL_SUPERVISORS, /* a hanging finish, loggers, runsv itself */
	PHASE_POST_STOP,
	PHASE_KILL_POST_STOP,
	PHASE_TERM_ALL,
	PHASE_KILL_ALL,
	PHASE_DONE,
	PHASES
};

enum event {
	EVENT_DONE,	/* the phase has reached its end */
	EVENT_AGAIN,	/* one script is over, the next may start */
	EVENT_FAILED,	/* a startup script failed */
	EVENT_ENDED,	/* the command or runsvdir ended */
	EVENT_STOP,	/* SIGTERM or SIGINT */
	EVENT_DEADLINE, /* the grace has passed */
	EVENTS
};

#define PHASE_BIT(phase) (1U << (phase))

struct phase_limits {
	int64_t kill_process_ms, kill_all_ms, stop_ms;
	int64_t stop_began;
	unsigned absent;
	bool hurry; /* nothing takes more than a second any more */
};

enum phase phase_next(enum phase, enum event);
bool phase_begins(enum phase, enum event);
bool phase_stopping(enum phase);
const char *phase_name(enum phase);
int64_t phase_deadline(enum phase, const struct phase_limits *, int64_t now);

#endif
