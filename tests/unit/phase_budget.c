/*
 * Whole stops in which every wait lasts until its deadline: with a budget
 * they end in time, only that each step but a hook gets a moment; without one
 * they take what the timeouts come to.
 */
#include "check.h"
#include "clock.h"
#include "timeouts.h"

#define HOOKS_MAX 20
#define AMPLE_BUDGET 9500

static const int64_t budgets[] = { 0, 1, 2, 3, 9, 10, 11, 99, 100, 500, 1000,
	1001, 4999, 5000, 9500, 10000, 55000, 90000, 3600000,
	INT64_C(1000000000000), CLOCK_NEVER };

struct walk {
	struct phase_limits limits;
	int hooks;    /* of each directory, and all of them hang */
	int patience; /* how many phases until the third signal */
	int64_t now;
	int64_t own;	/* the sum of the phases' own timeouts */
	int64_t longer; /* and of the waits longer than a moment */
	int steps;
};

/*
 * Enough for the last kill even where everything before it hangs.
 */
static bool
is_ample(const struct walk *w)
{
	return w->limits.stop_ms >= AMPLE_BUDGET;
}

static void
take_time(struct walk *w, enum phase phase)
{
	int64_t own, ms;

	if (w->steps++ == w->patience)
		w->limits.hurry = true;
	own = own_timeout(phase, &w->limits);
	ms = phase_deadline(phase, &w->limits, w->now) - w->now;
	CHECK(ms <= own);
	CHECK(ms >= least(own, moment(phase)));
	/* Those before it may have taken their moments from the reserve. */
	if (phase == PHASE_KILL_ALL && is_ample(w))
		CHECK(ms >= least(own, RESERVE_MAX / 2));
	w->now += ms;
	w->own += own;
	w->longer += ms > MOMENT ? ms : 0;
}

/*
 * From `phase` on, every wait lasts until its deadline. A hook directory is
 * over when its last hook was killed.
 */
static void
walk(struct walk *w, enum phase phase)
{
	int pre = w->hooks, post = w->hooks;
	bool kept;

	while (phase != PHASE_DONE && w->steps < 4 * HOOKS_MAX + PHASES) {
		if ((phase == PHASE_PRE_STOP && pre-- == 0) ||
		    (phase == PHASE_POST_STOP && post-- == 0)) {
			phase = phase_next(phase, EVENT_DONE);
			continue;
		}
		take_time(w, phase);
		phase = phase_next(phase, EVENT_DEADLINE);
	}
	CHECK_INT(phase, PHASE_DONE);
	if (w->limits.stop_ms == CLOCK_NEVER) {
		CHECK_INT(w->now - BEGAN, w->own);
		return;
	}
	kept = CHECK(w->longer <= w->limits.stop_ms);
	if (is_ample(w))
		kept = CHECK(w->now - BEGAN <= w->limits.stop_ms) && kept;
	if (!kept)
		printf("    budget %jd, spent %jd; %d hooks, hurry after %d\n",
		    (intmax_t)w->limits.stop_ms, (intmax_t)(w->now - BEGAN),
		    w->hooks, w->patience);
}

/*
 * Takes the next digit off a number in mixed radix.
 */
static size_t
digit(size_t *number, size_t radix)
{
	size_t d = *number % radix;

	*number /= radix;
	return d;
}

static void
test_budget(void)
{
	static const enum phase first[] = { PHASE_STOP_SCRIPT,
		PHASE_STOP_COMMAND, PHASE_PRE_STOP, PHASE_TERM_ALL };
	static const int hooks[] = { 0, 1, 2, 3, HOOKS_MAX };
	static const int patience[] = { 0, 1, 4, 9, 1000 };
	struct walk w;
	size_t i, n;

	for (i = 0; check_failed < 20; i++) {
		n = i;
		memset(&w, 0, sizeof w);
		w.now = w.limits.stop_began = BEGAN;
		w.limits.kill_process_ms = timeouts[digit(&n, COUNT(timeouts))];
		w.limits.kill_all_ms = timeouts[digit(&n, COUNT(timeouts))];
		w.limits.stop_ms = budgets[digit(&n, COUNT(budgets))];
		w.hooks = hooks[digit(&n, COUNT(hooks))];
		w.patience = patience[digit(&n, COUNT(patience))];
		if (n >= COUNT(first))
			break;
		walk(&w, first[n]);
	}
	CHECK_INT(i,
	    COUNT(timeouts) * COUNT(timeouts) * COUNT(budgets) * COUNT(hooks) *
		COUNT(patience) * COUNT(first));
}

int
main(void)
{
	test_budget();
	return check_end("phase_budget");
}
