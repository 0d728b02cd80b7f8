/*
 * Any container (model.h) and any order of events: nothing runs twice or
 * backwards, a STOP and nothing but deadlines lead to the end, and within the
 * budget (waits of a moment apart), whatever the timeouts are.
 */
#include "fuzz.h"
#include "tests/unit/model.h"

#define TIME_MAX INT64_C(1000000000999)
#define NOW_MAX (INT64_C(1) << 53)
#define SCRIPTS_MAX 7
#define MOMENT 50 /* which a step gets even when the budget is used up */

static void
take_setup(struct model_setup *setup, const uint8_t **data, size_t *size)
{
	int64_t bits = fuzz_number(data, size, INT64_C(1) << 62);
	int i;

	memset(setup, 0, sizeof *setup);
	for (i = STARTUP; i < DIRECTORIES; i++, bits >>= 3)
		setup->scripts[i] = (int)(bits & SCRIPTS_MAX);
	setup->kill_all = bits & 1;
	setup->wild = bits & 2;
	setup->runit = (enum model_presence)((bits >> 2 & 3) % 3);
	setup->command = (enum model_presence)((bits >> 4 & 3) % 3);
	setup->wait = bits & 64;
}

static void
must_not(const char *fault)
{
	if (fault == NULL)
		return;
	fprintf(stderr, "%s\n", fault);
	abort();
}

/*
 * The rest of the stop with a clock: every wait lasts until its deadline.
 */
static void
check_time(struct model m, const struct model_setup *setup,
    struct phase_limits *limits)
{
	int64_t now = limits->stop_began, longer = 0, deadline;
	enum model_move move = MOVE_STOP;

	while (m.phase != PHASE_DONE) {
		if (move == MOVE_DEADLINE) {
			deadline =
			    phase_deadline((enum phase)m.phase, limits, now);
			MUST(deadline >= now && deadline != CLOCK_NEVER);
			longer += deadline - now > MOMENT ? deadline - now : 0;
			now = deadline;
		}
		must_not(model_do(&m, setup, move));
		move = m.posted != EVENTS ? MOVE_POSTED : MOVE_DEADLINE;
	}
	if (limits->stop_ms != CLOCK_NEVER)
		MUST(longer <= limits->stop_ms);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct phase_limits limits;
	struct model_setup setup;
	struct model m;
	enum model_move move;

	take_setup(&setup, &data, &size);
	limits.kill_process_ms = fuzz_number(&data, &size, TIME_MAX);
	limits.kill_all_ms = fuzz_number(&data, &size, TIME_MAX);
	limits.stop_ms = fuzz_number(&data, &size, TIME_MAX + 1);
	limits.stop_began = fuzz_number(&data, &size, NOW_MAX);
	limits.hurry = limits.stop_began & 1;
	if (limits.stop_ms > TIME_MAX)
		limits.stop_ms = CLOCK_NEVER;
	model_start(&m, &setup);
	for (; size > 0; data++, size--) {
		move = (enum model_move)(*data % MOVES);
		if (model_can(&m, &setup, move))
			must_not(model_do(&m, &setup, move));
	}
	if (m.phase == PHASE_DONE)
		return 0;
	must_not(model_end(&m, &setup));
	check_time(m, &setup, &limits);
	return 0;
}
