/*
 * The phase table, and how long each phase may take.
 */
#include "clock.h"
#include "phase.h"

#define KILL_WAIT_MS 1000 /* for the killed to be gone: a D state, a finish */
#define HURRY_MS 1000
#define HOOK_MS 1000	/* the least a hook gets: it works, it is not ending */
#define SHARE_MIN_MS 50 /* so that TERM is met before KILL, and KILL seen */
#define RESERVE_PART 10 /* of a budget, kept for the kill at the end */
#define RESERVE_MAX_MS 500

/*
 * STAY is 0 = PHASE_BOOT, which nothing ever leads to.
 */
#define STAY PHASE_BOOT
#define NO_STEP PHASE_BOOT

static const struct {
	const char *name;
	enum phase next[EVENTS];
	enum phase step; /* of the stop, by its first phase: has a deadline */
} table[PHASES] = {
	[PHASE_BOOT] = { "boot",
	    { [EVENT_DONE] = PHASE_SCRIPTS, [EVENT_STOP] = PHASE_TERM_ALL },
	    NO_STEP },
	[PHASE_SCRIPTS] = { "startup scripts",
	    { [EVENT_DONE] = PHASE_SERVICES,
		[EVENT_AGAIN] = PHASE_SCRIPTS,
		[EVENT_FAILED] = PHASE_TERM_ALL,
		[EVENT_STOP] = PHASE_STOP_SCRIPT },
	    NO_STEP },
	[PHASE_SERVICES] = { "start of the services",
	    { [EVENT_DONE] = PHASE_WAIT,
		[EVENT_ENDED] = PHASE_PRE_STOP,
		[EVENT_STOP] = PHASE_PRE_STOP },
	    NO_STEP },
	[PHASE_WAIT] = { "wait for the services",
	    { [EVENT_DONE] = PHASE_RUN,
		[EVENT_FAILED] = PHASE_PRE_STOP,
		[EVENT_ENDED] = PHASE_PRE_STOP,
		[EVENT_STOP] = PHASE_PRE_STOP },
	    NO_STEP },
	[PHASE_RUN] = { "run",
	    { [EVENT_ENDED] = PHASE_STOP_COMMAND,
		[EVENT_STOP] = PHASE_STOP_COMMAND },
	    NO_STEP },
	[PHASE_STOP_SCRIPT] = { "startup script",
	    { [EVENT_DONE] = PHASE_TERM_ALL,
		[EVENT_AGAIN] = PHASE_TERM_ALL,
		[EVENT_FAILED] = PHASE_TERM_ALL,
		[EVENT_DEADLINE] = PHASE_KILL_SCRIPT },
	    PHASE_STOP_SCRIPT },
	[PHASE_KILL_SCRIPT] = { "startup script",
	    { [EVENT_DONE] = PHASE_TERM_ALL,
		[EVENT_AGAIN] = PHASE_TERM_ALL,
		[EVENT_FAILED] = PHASE_TERM_ALL,
		[EVENT_DEADLINE] = PHASE_TERM_ALL },
	    PHASE_STOP_SCRIPT },
	[PHASE_STOP_COMMAND] = { "command",
	    { [EVENT_DONE] = PHASE_PRE_STOP,
		[EVENT_DEADLINE] = PHASE_KILL_COMMAND },
	    PHASE_STOP_COMMAND },
	[PHASE_KILL_COMMAND] = { "command",
	    { [EVENT_DONE] = PHASE_PRE_STOP,
		[EVENT_DEADLINE] = PHASE_PRE_STOP },
	    PHASE_STOP_COMMAND },
	[PHASE_PRE_STOP] = { "pre-shutdown",
	    { [EVENT_DONE] = PHASE_STOP_SERVICES,
		[EVENT_AGAIN] = PHASE_PRE_STOP,
		[EVENT_DEADLINE] = PHASE_KILL_PRE_STOP },
	    PHASE_PRE_STOP },
	[PHASE_KILL_PRE_STOP] = { "pre-shutdown",
	    { [EVENT_DONE] = PHASE_STOP_SERVICES,
		[EVENT_AGAIN] = PHASE_PRE_STOP,
		[EVENT_DEADLINE] = PHASE_PRE_STOP },
	    PHASE_PRE_STOP },
	[PHASE_STOP_SERVICES] = { "services",
	    { [EVENT_DONE] = PHASE_POST_STOP,
		[EVENT_DEADLINE] = PHASE_KILL_SERVICES },
	    PHASE_STOP_SERVICES },
	[PHASE_KILL_SERVICES] = { "services",
	    { [EVENT_DONE] = PHASE_POST_STOP,
		[EVENT_DEADLINE] = PHASE_KILL_SUPERVISORS },
	    PHASE_STOP_SERVICES },
	[PHASE_KILL_SUPERVISORS] = { "services",
	    { [EVENT_DONE] = PHASE_POST_STOP,
		[EVENT_DEADLINE] = PHASE_POST_STOP },
	    PHASE_STOP_SERVICES },
	[PHASE_POST_STOP] = { "post-shutdown",
	    { [EVENT_DONE] = PHASE_TERM_ALL,
		[EVENT_AGAIN] = PHASE_POST_STOP,
		[EVENT_DEADLINE] = PHASE_KILL_POST_STOP },
	    PHASE_POST_STOP },
	[PHASE_KILL_POST_STOP] = { "post-shutdown",
	    { [EVENT_DONE] = PHASE_TERM_ALL,
		[EVENT_AGAIN] = PHASE_POST_STOP,
		[EVENT_DEADLINE] = PHASE_POST_STOP },
	    PHASE_POST_STOP },
	[PHASE_TERM_ALL] = { "all the rest",
	    { [EVENT_DONE] = PHASE_DONE, [EVENT_DEADLINE] = PHASE_KILL_ALL },
	    PHASE_TERM_ALL },
	[PHASE_KILL_ALL] = { "all the rest",
	    { [EVENT_DONE] = PHASE_DONE, [EVENT_DEADLINE] = PHASE_DONE },
	    PHASE_TERM_ALL },
	[PHASE_DONE] = { "end", { 0 }, NO_STEP },
};

enum phase
phase_next(enum phase phase, enum event event)
{
	enum phase next = table[phase].next[event];

	return next == STAY ? phase : next;
}

bool
phase_begins(enum phase phase, enum event event)
{
	return table[phase].next[event] != STAY;
}

bool
phase_stopping(enum phase phase)
{
	return phase > PHASE_RUN;
}

const char *
phase_name(enum phase phase)
{
	return table[phase].name;
}

static bool
kills(enum phase phase)
{
	return phase == PHASE_KILL_SCRIPT || phase == PHASE_KILL_COMMAND ||
	    phase == PHASE_KILL_PRE_STOP || phase == PHASE_KILL_SERVICES ||
	    phase == PHASE_KILL_SUPERVISORS || phase == PHASE_KILL_POST_STOP ||
	    phase == PHASE_KILL_ALL;
}

static bool
is_hook(enum phase phase)
{
	return phase == PHASE_PRE_STOP || phase == PHASE_POST_STOP ||
	    phase == PHASE_KILL_PRE_STOP || phase == PHASE_KILL_POST_STOP;
}

/*
 * What has to end by itself may need its time; hooks and strays less.
 */
static int
weight(enum phase step)
{
	return step == PHASE_STOP_SCRIPT || step == PHASE_STOP_COMMAND ||
		step == PHASE_STOP_SERVICES ?
	    4 :
	    1;
}

/*
 * The part of what is left that a step may take: by its weight among those
 * that follow and have something to do.
 */
static int64_t
part(enum phase step, unsigned absent, int64_t left)
{
	int all = weight(step);
	enum phase p;

	for (p = step + 1; p < PHASE_DONE; p++)
		if (table[p].step == p && (absent & PHASE_BIT(p)) == 0)
			all += weight(p);
	return left / all * weight(step) + left % all * weight(step) / all;
}

/*
 * What is left of the budget is shared among the steps that are left; a step
 * that needs less than its share leaves more to the others. A budget that is
 * used up still gives each step a moment, but not each hook.
 */
static int64_t
share(enum phase phase, const struct phase_limits *limits, int64_t now)
{
	int64_t reserve, left;

	if (limits->stop_ms == CLOCK_NEVER)
		return CLOCK_NEVER;
	reserve = clock_least(limits->stop_ms / RESERVE_PART, RESERVE_MAX_MS);
	left = clock_after(limits->stop_began, limits->stop_ms) - now;
	if (phase != PHASE_KILL_ALL)
		left -= reserve;
	if (left > 0)
		left = part(table[phase].step, limits->absent, left);
	if (left < SHARE_MIN_MS && !is_hook(phase))
		return SHARE_MIN_MS;
	return left < 0 ? 0 : left;
}

int64_t
phase_deadline(enum phase phase, const struct phase_limits *limits, int64_t now)
{
	int64_t ms = limits->kill_process_ms;

	if (table[phase].step == NO_STEP)
		return CLOCK_NEVER;
	if (kills(phase))
		ms = KILL_WAIT_MS;
	else if (phase == PHASE_TERM_ALL)
		ms = limits->kill_all_ms;
	else if (is_hook(phase))
		ms = ms < HOOK_MS ? HOOK_MS : ms;
	if (limits->hurry)
		ms = clock_least(ms, HURRY_MS);
	return clock_after(now, clock_least(ms, share(phase, limits, now)));
}
