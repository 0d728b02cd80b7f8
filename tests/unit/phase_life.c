/*
 * Every life that a container can have, in a model of the engine (model.h)
 * around the real phase table: all orders of all events, to the fixed point.
 * In every state that can be reached, a STOP followed by nothing but
 * deadlines must lead to the end, through all that has to be done on the way.
 */
#include "check.h"
#include "model.h"

#define SCRIPTS_MAX 3
#define STATES_MAX 100000
#define RADIX_AT (SCRIPTS_MAX + 1)
#define RADIX_OPENED 2
#define KEYS                                                             \
	(PHASES * (EVENTS + 1) * DIRECTORIES * RADIX_AT * RADIX_OPENED * \
	    RADIX_OPENED * 2 * 3 * 3 * 2 * 2 * 2)

static struct model states[STATES_MAX];
static size_t count;
static uint8_t seen[KEYS];
static bool reached[PHASES];
static unsigned long total_states, total_setups, total_moves;

static size_t
key_of(const struct model *m)
{
	size_t key = m->phase;

	key = key * (EVENTS + 1) + m->posted;
	key = key * DIRECTORIES + m->directory;
	key = key * RADIX_AT + m->at;
	key = key * RADIX_OPENED + m->opened[PRE];
	key = key * RADIX_OPENED + m->opened[POST];
	key = key * 2 + m->script;
	key = key * 3 + m->command;
	key = key * 3 + m->runsvdir;
	key = key * 2 + m->asked;
	key = key * 2 + m->services_begun;
	return key * 2 + m->services_stopped;
}

static void
add(const struct model *m)
{
	size_t key = key_of(m);

	if (key >= KEYS || count == STATES_MAX) {
		CHECK(!"more states than foreseen");
		return;
	}
	if (seen[key])
		return;
	seen[key] = true;
	reached[m->phase] = true;
	states[count++] = *m;
}

static void
say(const struct model *m, const struct model_setup *setup, const char *fault,
    int move)
{
	printf("    %s: phase %d (%s), posted %d, move %d; %d startup scripts, "
	       "%d and %d hooks, runit %d, command %d, kill of all %d\n",
	    fault, m->phase, phase_name((enum phase)m->phase), m->posted, move,
	    setup->scripts[STARTUP], setup->scripts[PRE], setup->scripts[POST],
	    setup->runit, setup->command, setup->kill_all);
}

static void
expand(const struct model *from, const struct model_setup *setup)
{
	const char *fault;
	struct model m;
	int move;

	for (move = 0; move < MOVES; move++) {
		if (!model_can(from, setup, (enum model_move)move))
			continue;
		m = *from;
		fault = model_do(&m, setup, (enum model_move)move);
		total_moves++;
		if (CHECK(fault == NULL))
			add(&m);
		else
			say(from, setup, fault, move);
	}
	if (from->phase == PHASE_DONE)
		return;
	fault = model_end(from, setup);
	if (!CHECK(fault == NULL))
		say(from, setup, fault, -1);
}

static void
search(const struct model_setup *setup)
{
	struct model m;
	size_t i;

	count = 0;
	model_start(&m, setup);
	add(&m);
	for (i = 0; i < count && check_failed < 20; i++)
		expand(&states[i], setup);
	for (i = 0; i < count; i++)
		seen[key_of(&states[i])] = false;
	total_states += count;
	total_setups++;
}

/*
 * Every number of startup scripts and hooks, every command, with and without
 * services; n is all of that in mixed radix.
 */
static void
search_setups(bool wild)
{
	const int all = SCRIPTS_MAX + 1;
	struct model_setup setup = { .wild = wild };
	int i, n;

	for (i = 0; i < all * all * all * 3 * 3 * 2 * 2; i++) {
		n = i;
		setup.scripts[STARTUP] = n % all;
		n /= all;
		setup.scripts[PRE] = n % all;
		n /= all;
		setup.scripts[POST] = n % all;
		n /= all;
		setup.runit = (enum model_presence)(n % 3);
		n /= 3;
		setup.command = (enum model_presence)(n % 3);
		n /= 3;
		setup.kill_all = n % 2;
		setup.wait = n / 2;
		search(&setup);
	}
}

static void
report(const char *what)
{
	int phase;

	for (phase = 0; phase < PHASES; phase++) {
		if (!CHECK(reached[phase]))
			printf("    phase %d was never reached\n", phase);
		reached[phase] = false;
	}
	printf("phase_life: %s: %lu states, %lu moves, %lu set-ups\n", what,
	    total_states, total_moves, total_setups);
	CHECK(total_states > 10000);
	total_states = total_moves = total_setups = 0;
}

int
main(void)
{
	search_setups(false);
	report("what can happen");
	search_setups(true);
	report("what cannot happen too");
	return check_end("phase_life");
}
