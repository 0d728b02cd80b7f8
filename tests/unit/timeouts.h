#ifndef TIMEOUTS_H
#define TIMEOUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "phase.h"

/*
 * What phase.c and the manual say of timeouts, once more and in figures.
 * own_timeout: how long a phase may take where there is no budget.
 */
#define BEGAN INT64_C(123456) /* when the stop begins; any time does */
#define KILL_WAIT 1000
#define HOOK_LEAST 1000
#define HURRY 1000
/* Which a step gets even when the budget is used up; a hook does not. */
#define MOMENT 50
#define RESERVE_PART 10
#define RESERVE_MAX 500
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const int64_t timeouts[] = { 0, 1, 999, 1000, 1001, 5000, 30000, 55000,
	600000, INT64_C(1000000000000) };

static inline int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static inline bool
is_of_hooks(enum phase phase)
{
	return phase == PHASE_PRE_STOP || phase == PHASE_KILL_PRE_STOP ||
	    phase == PHASE_POST_STOP || phase == PHASE_KILL_POST_STOP;
}

static inline int64_t
moment(enum phase phase)
{
	return is_of_hooks(phase) ? 0 : MOMENT;
}

static inline bool
is_kill(enum phase phase)
{
	switch (phase) {
	case PHASE_KILL_SCRIPT:
	case PHASE_KILL_COMMAND:
	case PHASE_KILL_PRE_STOP:
	case PHASE_KILL_SERVICES:
	case PHASE_KILL_SUPERVISORS:
	case PHASE_KILL_POST_STOP:
	case PHASE_KILL_ALL:
		return true;
	default:
		return false;
	}
}

/*
 * The phase's own timeout, were there no budget.
 */
static inline int64_t
own_timeout(enum phase phase, const struct phase_limits *limits)
{
	int64_t ms = limits->kill_process_ms;

	if (is_kill(phase))
		ms = KILL_WAIT;
	else if (phase == PHASE_TERM_ALL)
		ms = limits->kill_all_ms;
	else if (phase == PHASE_PRE_STOP || phase == PHASE_POST_STOP)
		ms = ms < HOOK_LEAST ? HOOK_LEAST : ms;
	return limits->hurry ? least(ms, HURRY) : ms;
}

#endif
