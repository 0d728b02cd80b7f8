/*
 * How long each phase may take: its own timeout, the third signal, and the
 * budget of the whole stop, which is kept even where everything hangs.
 */
#include "check.h"
#include "clock.h"
#include "phase.h"

#define BEGAN INT64_C(123456) /* when the stop begins; any time does */
#define HOOKS_MAX 20
#define KILL_WAIT 1000
#define HOOK_LEAST 1000
#define HURRY 1000
#define RESERVE_PART 10
#define RESERVE_MAX 500
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const int64_t budgets[] = { 0, 1, 2, 3, 9, 10, 11, 99, 100, 500, 1000,
	1001, 4999, 5000, 9500, 10000, 55000, 90000, 3600000,
	INT64_C(1000000000000), CLOCK_NEVER };
static const int64_t timeouts[] = { 0, 1, 999, 1000, 1001, 5000, 30000, 55000,
	600000, INT64_C(1000000000000) };

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static bool
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
static int64_t
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

static void
test_no_deadline(void)
{
	static const enum phase none[] = { PHASE_BOOT, PHASE_SCRIPTS,
		PHASE_SERVICES, PHASE_RUN, PHASE_DONE };
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
 * the last kill, the rest is shared by what is left to do.
 */
static void
test_shares(void)
{
	struct phase_limits limits = { .kill_process_ms = 30000,
		.kill_all_ms = 30000,
		.stop_ms = 10500,
		.stop_began = BEGAN };
	static const struct {
		enum phase phase;
		int64_t ms;
	} rows[] = {
		{ PHASE_STOP_SCRIPT, 5000 },
		{ PHASE_STOP_COMMAND, 2000 },
		{ PHASE_PRE_STOP, 2500 },
		{ PHASE_STOP_SERVICES, 3333 },
		{ PHASE_POST_STOP, 5000 },
		{ PHASE_TERM_ALL, 10000 },
		{ PHASE_KILL_COMMAND, 1000 },
		{ PHASE_KILL_ALL, 1000 },
	};
	size_t i;

	for (i = 0; i < COUNT(rows); i++) {
		CHECK_INT(phase_deadline(rows[i].phase, &limits, BEGAN) - BEGAN,
		    rows[i].ms);
		CHECK_INT(phase_deadline(rows[i].phase, &limits, BEGAN + 10500),
		    BEGAN + 10500);
		CHECK_INT(phase_deadline(rows[i].phase, &limits, BEGAN + 99999),
		    BEGAN + 99999);
	}
	CHECK_INT(phase_deadline(PHASE_KILL_ALL, &limits, BEGAN + 10000),
	    BEGAN + 10500);
	CHECK_INT(phase_deadline(PHASE_TERM_ALL, &limits, BEGAN + 10000),
	    BEGAN + 10000);
}

struct walk {
	struct phase_limits limits;
	int hooks;	  /* of each directory, and all of them hang */
	int patience;	  /* how many phases until the third signal */
	int64_t now, sum; /* sum of all own timeouts */
	int steps;
};

static void
take_time(struct walk *w, enum phase phase)
{
	int64_t deadline;

	if (w->steps++ == w->patience)
		w->limits.hurry = true;
	deadline = phase_deadline(phase, &w->limits, w->now);
	CHECK(deadline >= w->now);
	CHECK(deadline - w->now <= own_timeout(phase, &w->limits));
	w->sum += own_timeout(phase, &w->limits);
	if (phase == PHASE_KILL_ALL && w->limits.stop_ms != CLOCK_NEVER)
		CHECK(deadline - w->now >=
		    least(least(w->limits.stop_ms / RESERVE_PART, RESERVE_MAX),
			w->limits.hurry ? HURRY : KILL_WAIT));
	w->now = deadline;
}

/*
 * From `phase` on, every wait lasts until its deadline. A hook directory is
 * over when its last hook was killed.
 */
static void
walk(struct walk *w, enum phase phase)
{
	int pre = w->hooks, post = w->hooks;

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
	if (w->limits.stop_ms == CLOCK_NEVER)
		CHECK_INT(w->now - BEGAN, w->sum);
	else if (!CHECK(w->now - BEGAN <= w->limits.stop_ms))
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

	for (i = 0;; i++) {
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
	    BEGAN + 500 + (60000 - RESERVE_MAX - 500) / 3);
}

int
main(void)
{
	test_no_deadline();
	test_own_timeouts();
	test_defaults();
	test_shares();
	test_budget();
	test_nothing_is_lost();
	return check_end("phase_deadline");
}
