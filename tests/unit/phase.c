/*
 * The phase table, pair by pair. What follows from it for a whole life is in
 * phase_life.c; how long each phase may take in phase_deadline.c.
 */
#include "check.h"
#include "phase.h"

/*
 * Every pair that leads anywhere. All the others stay where they are.
 */
static const struct {
	enum phase from;
	enum event event;
	enum phase to;
} ways[] = {
	{ PHASE_BOOT, EVENT_DONE, PHASE_SCRIPTS },
	{ PHASE_BOOT, EVENT_STOP, PHASE_TERM_ALL },
	{ PHASE_SCRIPTS, EVENT_DONE, PHASE_SERVICES },
	{ PHASE_SCRIPTS, EVENT_AGAIN, PHASE_SCRIPTS },
	{ PHASE_SCRIPTS, EVENT_FAILED, PHASE_TERM_ALL },
	{ PHASE_SCRIPTS, EVENT_STOP, PHASE_STOP_SCRIPT },
	{ PHASE_SERVICES, EVENT_DONE, PHASE_WAIT },
	{ PHASE_SERVICES, EVENT_ENDED, PHASE_PRE_STOP },
	{ PHASE_SERVICES, EVENT_STOP, PHASE_PRE_STOP },
	{ PHASE_WAIT, EVENT_DONE, PHASE_RUN },
	{ PHASE_WAIT, EVENT_FAILED, PHASE_PRE_STOP },
	{ PHASE_WAIT, EVENT_ENDED, PHASE_PRE_STOP },
	{ PHASE_WAIT, EVENT_STOP, PHASE_PRE_STOP },
	{ PHASE_RUN, EVENT_ENDED, PHASE_STOP_COMMAND },
	{ PHASE_RUN, EVENT_STOP, PHASE_STOP_COMMAND },
	{ PHASE_STOP_SCRIPT, EVENT_DONE, PHASE_TERM_ALL },
	{ PHASE_STOP_SCRIPT, EVENT_AGAIN, PHASE_TERM_ALL },
	{ PHASE_STOP_SCRIPT, EVENT_FAILED, PHASE_TERM_ALL },
	{ PHASE_STOP_SCRIPT, EVENT_DEADLINE, PHASE_KILL_SCRIPT },
	{ PHASE_KILL_SCRIPT, EVENT_DONE, PHASE_TERM_ALL },
	{ PHASE_KILL_SCRIPT, EVENT_AGAIN, PHASE_TERM_ALL },
	{ PHASE_KILL_SCRIPT, EVENT_FAILED, PHASE_TERM_ALL },
	{ PHASE_KILL_SCRIPT, EVENT_DEADLINE, PHASE_TERM_ALL },
	{ PHASE_STOP_COMMAND, EVENT_DONE, PHASE_PRE_STOP },
	{ PHASE_STOP_COMMAND, EVENT_DEADLINE, PHASE_KILL_COMMAND },
	{ PHASE_KILL_COMMAND, EVENT_DONE, PHASE_PRE_STOP },
	{ PHASE_KILL_COMMAND, EVENT_DEADLINE, PHASE_PRE_STOP },
	{ PHASE_PRE_STOP, EVENT_DONE, PHASE_STOP_SERVICES },
	{ PHASE_PRE_STOP, EVENT_AGAIN, PHASE_PRE_STOP },
	{ PHASE_PRE_STOP, EVENT_DEADLINE, PHASE_KILL_PRE_STOP },
	{ PHASE_KILL_PRE_STOP, EVENT_DONE, PHASE_STOP_SERVICES },
	{ PHASE_KILL_PRE_STOP, EVENT_AGAIN, PHASE_PRE_STOP },
	{ PHASE_KILL_PRE_STOP, EVENT_DEADLINE, PHASE_PRE_STOP },
	{ PHASE_STOP_SERVICES, EVENT_DONE, PHASE_POST_STOP },
	{ PHASE_STOP_SERVICES, EVENT_DEADLINE, PHASE_KILL_SERVICES },
	{ PHASE_KILL_SERVICES, EVENT_DONE, PHASE_POST_STOP },
	{ PHASE_KILL_SERVICES, EVENT_DEADLINE, PHASE_KILL_SUPERVISORS },
	{ PHASE_KILL_SUPERVISORS, EVENT_DONE, PHASE_POST_STOP },
	{ PHASE_KILL_SUPERVISORS, EVENT_DEADLINE, PHASE_POST_STOP },
	{ PHASE_POST_STOP, EVENT_DONE, PHASE_TERM_ALL },
	{ PHASE_POST_STOP, EVENT_AGAIN, PHASE_POST_STOP },
	{ PHASE_POST_STOP, EVENT_DEADLINE, PHASE_KILL_POST_STOP },
	{ PHASE_KILL_POST_STOP, EVENT_DONE, PHASE_TERM_ALL },
	{ PHASE_KILL_POST_STOP, EVENT_AGAIN, PHASE_POST_STOP },
	{ PHASE_KILL_POST_STOP, EVENT_DEADLINE, PHASE_POST_STOP },
	{ PHASE_TERM_ALL, EVENT_DONE, PHASE_DONE },
	{ PHASE_TERM_ALL, EVENT_DEADLINE, PHASE_KILL_ALL },
	{ PHASE_KILL_ALL, EVENT_DONE, PHASE_DONE },
	{ PHASE_KILL_ALL, EVENT_DEADLINE, PHASE_DONE },
};

static void
test_pairs(void)
{
	enum phase from, to;
	enum event event;
	bool begins;
	size_t i, met = 0;

	for (from = PHASE_BOOT; from < PHASES; from++)
		for (event = EVENT_DONE; event < EVENTS; event++) {
			to = from;
			begins = false;
			for (i = 0; i < sizeof ways / sizeof ways[0]; i++)
				if (ways[i].from == from &&
				    ways[i].event == event) {
					to = ways[i].to;
					begins = true;
					met++;
				}
			if (!CHECK_INT(phase_next(from, event), to) ||
			    !CHECK_INT(phase_begins(from, event), begins))
				printf("    phase %d, event %d\n", from, event);
		}
	CHECK_INT(met, sizeof ways / sizeof ways[0]);
}

/*
 * Said once more as laws, so that a change of the list above is noticed too.
 */
static void
test_laws(void)
{
	enum phase from, to;
	enum event event;

	for (from = PHASE_BOOT; from < PHASES; from++)
		for (event = EVENT_DONE; event < EVENTS; event++) {
			to = phase_next(from, event);
			CHECK(to < PHASES);
			CHECK(phase_begins(from, event) || to == from);
			CHECK(to != PHASE_BOOT || from == PHASE_BOOT);
			if (from > PHASE_RUN && to < from)
				CHECK((from == PHASE_KILL_PRE_STOP &&
					  to == PHASE_PRE_STOP) ||
				    (from == PHASE_KILL_POST_STOP &&
					to == PHASE_POST_STOP));
			if (from > PHASE_RUN && event == EVENT_STOP)
				CHECK(!phase_begins(from, event));
			if (from == PHASE_DONE)
				CHECK(!phase_begins(from, event));
			if (from <= PHASE_RUN && event == EVENT_STOP)
				CHECK(to > PHASE_RUN);
			if (from <= PHASE_RUN && event == EVENT_DEADLINE)
				CHECK(!phase_begins(from, event));
		}
}

/*
 * Adds to `seen` what an event leads to from there; did it grow?
 */
static bool
follow(bool seen[PHASES])
{
	bool grows = false;
	enum phase from, to;
	enum event event;

	for (from = PHASE_BOOT; from < PHASES; from++)
		for (event = EVENT_DONE; event < EVENTS; event++) {
			to = phase_next(from, event);
			if (seen[from] && !seen[to])
				seen[to] = grows = true;
		}
	return grows;
}

/*
 * A STOP leads to the stop, whatever follows it.
 */
static void
test_stop_is_final(void)
{
	enum phase start, phase;

	for (start = PHASE_BOOT; start < PHASES; start++) {
		bool seen[PHASES] = { false };

		seen[phase_next(start, EVENT_STOP)] = true;
		while (follow(seen))
			;
		for (phase = PHASE_BOOT; phase <= PHASE_RUN; phase++)
			CHECK(!seen[phase]);
		CHECK(seen[PHASE_DONE]);
	}
}

static bool
is_kill(enum phase phase)
{
	return phase == PHASE_KILL_SCRIPT || phase == PHASE_KILL_COMMAND ||
	    phase == PHASE_KILL_PRE_STOP || phase == PHASE_KILL_SERVICES ||
	    phase == PHASE_KILL_SUPERVISORS || phase == PHASE_KILL_POST_STOP ||
	    phase == PHASE_KILL_ALL;
}

/*
 * A step keeps its name where it becomes a kill; no other two have the same.
 */
static void
test_names(void)
{
	enum phase phase, other;

	for (phase = PHASE_BOOT; phase < PHASES; phase++) {
		CHECK_INT(phase_stopping(phase), phase > PHASE_RUN);
		if (!CHECK(phase_name(phase) != NULL))
			return;
		CHECK(phase_name(phase)[0] != '\0');
		if (is_kill(phase)) {
			CHECK_STR(phase_name(phase), phase_name(phase - 1));
			continue;
		}
		for (other = PHASE_BOOT; other < phase; other++)
			CHECK(
			    strcmp(phase_name(phase), phase_name(other)) != 0);
	}
}

int
main(void)
{
	CHECK_INT(PHASES, 19);
	CHECK_INT(EVENTS, 6);
	test_pairs();
	test_laws();
	test_stop_is_final();
	test_names();
	return check_end("phase");
}
