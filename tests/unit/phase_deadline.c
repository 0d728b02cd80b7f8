/*
 * How long each phase may take: its own timeout, the third signal, its share
 * of a budget. What becomes of a budget in a whole stop is in phase_budget.c.
 */
#include "check.h"
#include "clock.h"
#include "timeouts.h"

static void
test_no_deadline(void)
{
	static const enum phase none[] = { PHASE_BOOT, PHASE_SCRIPTS,
		PHASE_SERVICES, PHASE_WAIT, PHASE_RUN, PHASE_DONE };
	struct phase_limits limits = { .stop_began = BEGAN, .hurry = true };
	size_t i;

	for (i = 0; i < COUNT(none); i++) {
		limits.stop_ms = 0;
		CHECK_INT(phase_deadline(none[i], &limits, BEGAN), CLOCK_NEVER);
		limits.stop_ms = CLOCK_NEVER;
		CHECK_INT(phase_deadline(none[i], &limits, BEGAN), CLOCK_NEVER);
	}
}

/*
 * Without a budget the time that has passed makes no difference.
 */
static void
test_own_timeouts(void)
{
	struct phase_limits limits = { .stop_ms = CLOCK_NEVER,
		.stop_began = BEGAN };
	enum phase phase;
	size_t process, all, hurry;
	int64_t now;

	for (process = 0; process < COUNT(timeouts); process++)
		for (all = 0; all < COUNT(timeouts); all++)
			for (hurry = 0; hurry < 2; hurry++) {
				limits.kill_process_ms = timeouts[process];
				limits.kill_all_ms = timeouts[all];
				limits.hurry = hurry;
				now = BEGAN + timeouts[all];
				for (phase = PHASE_STOP_SCRIPT;
				     phase < PHASE_DONE; phase++)
					CHECK_INT(phase_deadline(
						      phase, &limits, now) -
						now,
					    own_timeout(phase, &limits));
			}
}

/*
 * The documented defaults, in figures.
 */
static void
test_defaults(void)
{
	struct phase_limits limits = { .kill_process_ms = 30000,
		.kill_all_ms = 20000,
		.stop_ms = CLOCK_NEVER };

	CHECK_INT(phase_deadline(PHASE_STOP_COMMAND, &limits, 5), 30005);
	CHECK_INT(phase_deadline(PHASE_STOP_SCRIPT, &limits, 5), 30005);
	CHECK_INT(phase_deadline(PHASE_PRE_STOP, &limits, 5), 30005);
	CHECK_INT(phase_deadline(PHASE_STOP_SERVICES, &limits, 5), 30005);
	CHECK_INT(phase_deadline(PHASE_POST_STOP, &limits, 5), 30005);
	CHECK_INT(phase_deadline(PHASE_TERM_ALL, &limits, 5), 20005);
	CHECK_INT(phase_deadline(PHASE_KILL_ALL, &limits, 5), 1005);
	limits.kill_process_ms = limits.kill_all_ms = 0;
	CHECK_INT(phase_deadline(PHASE_STOP_COMMAND, &limits, 5), 5);
	CHECK_INT(phase_deadline(PHASE_STOP_SERVICES, &limits, 5), 5);
	CHECK_INT(phase_deadline(PHASE_TERM_ALL, &limits, 5), 5);
	CHECK_INT(phase_deadline(PHASE_PRE_STOP, &limits, 5), 1005);
}

/*
 * A budget of 10.5 s, all of it at the beginning: half a second is kept for
 * the last kill, the rest is shared by what is left to do: the command, the
 * services and a startup script count four times as much as the others.
 */
static void
test_shares(void)
{
	struct phase_limits limits = { .kill_process_ms = 30000,
		.kill_all_ms = 30000,
		.stop_ms = 10500,
		.stop_began = BEGAN };
	static const unsigned hooks =
	    PHASE_BIT(PHASE_PRE_STOP) | PHASE_BIT(PHASE_POST_STOP);
	static const unsigned middle = PHASE_BIT(PHASE_PRE_STOP) |
	    PHASE_BIT(PHASE_STOP_SERVICES) | PHASE_BIT(PHASE_POST_STOP);
	static const struct {
		enum phase phase;
		unsigned absent;
		int64_t ms;
	} rows[] = {
		{ PHASE_STOP_SCRIPT, PHASE_BIT(PHASE_STOP_COMMAND) | middle,
		    8000 },
		{ PHASE_STOP_COMMAND, 0, 3636 },
		{ PHASE_STOP_COMMAND, hooks, 4444 },
		{ PHASE_STOP_COMMAND, middle, 8000 },
		{ PHASE_PRE_STOP, 0, 1428 },
		{ PHASE_PRE_STOP, middle, 5000 },
		{ PHASE_STOP_SERVICES, 0, 6666 },
		{ PHASE_STOP_SERVICES, hooks, 8000 },
		{ PHASE_STOP_SERVICES, middle, 8000 },
		{ PHASE_POST_STOP, 0, 5000 },
		{ PHASE_TERM_ALL, 0, 10000 },
		{ PHASE_TERM_ALL, ~0U, 10000 },
		{ PHASE_KILL_COMMAND, 0, 1000 },
		{ PHASE_KILL_ALL, 0, 1000 },
	};
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		limits.absent = rows[i].absent;
		CHECK_INT(phase_deadline(rows[i].phase, &limits, BEGAN) - BEGAN,
		    rows[i].ms);
		CHECK_INT(phase_deadline(rows[i].phase, &limits, BEGAN + 10500),
		    BEGAN + 10500 + moment(rows[i].phase));
		CHECK_INT(phase_deadline(rows[i].phase, &limits, BEGAN + 99999),
		    BEGAN + 99999 + moment(rows[i].phase));
	}
	CHECK_INT(phase_deadline(PHASE_KILL_ALL, &limits, BEGAN + 10000),
	    BEGAN + 10500);
	CHECK_INT(phase_deadline(PHASE_TERM_ALL, &limits, BEGAN + 10000),
	    BEGAN + 10000 + MOMENT);
}

/*
 * A step that needs nothing leaves all of its share to the others.
 */
static void
test_nothing_is_lost(void)
{
	struct phase_limits limits = { .kill_process_ms = 600000,
		.kill_all_ms = 600000,
		.stop_ms = 60000,
		.stop_began = BEGAN };

	CHECK_INT(phase_deadline(PHASE_TERM_ALL, &limits, BEGAN + 10),
	    BEGAN + 60000 - RESERVE_MAX);
	CHECK_INT(phase_deadline(PHASE_STOP_SERVICES, &limits, BEGAN + 500),
	    BEGAN + 500 + (60000 - RESERVE_MAX - 500) * 4 / 6);
}

int
main(void)
{
	test_no_deadline();
	test_own_timeouts();
	test_defaults();
	test_shares();
	test_nothing_is_lost();
	return check_end("phase_deadline");
}
