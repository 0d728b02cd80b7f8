/*
 * From a choice to a list of cases.
 */
#include <err.h>
#include <stdlib.h>

#include "anytime.h"
#include "cases.h"

#define FINE_US 50 /* steps within the first millisecond */
#define COARSE_US 1000

static struct shot *shots;
static size_t shot_count, room;

static void
add(const struct choice *choice, struct shot shot)
{
	int i;

	for (i = 0; i < choice->repeat; i++) {
		if (shot_count == room) {
			room = room == 0 ? 1024 : room * 2;
			shots = realloc(shots, room * sizeof *shots);
			if (shots == NULL)
				err(125, "memory");
		}
		shots[shot_count++] = shot;
	}
}

/*
 * Both ages where the brief matrix is, else one after the other.
 */
static void
add_ages(const struct choice *choice, struct shot shot, unsigned turn)
{
	bool both = choice->age == AGE_BOTH &&
	    (shot.variant == &variants[0] || choice->one_delay);

	if (choice->age == AGE_FRESH || both ||
	    (choice->age == AGE_BOTH && turn % 2 == 0)) {
		shot.fresh = true;
		add(choice, shot);
	}
	if (choice->age == AGE_OLD || both ||
	    (choice->age == AGE_BOTH && turn % 2 == 1)) {
		shot.fresh = false;
		add(choice, shot);
	}
}

static void
add_delays(const struct choice *choice, struct shot shot)
{
	const struct variant *v = shot.variant;
	uint32_t to = choice->to_us, step;
	unsigned turn = (unsigned)shot.services;

	if (to == UINT32_MAX)
		to = v->to_us;
	shot.delay_us = choice->one_delay ? choice->from_us : 0;
	for (; shot.delay_us <= to; shot.delay_us += step) {
		step = v->mark == MARK_READY && shot.delay_us < COARSE_US ?
		    FINE_US :
		    v->step_us;
		if (shot.delay_us >= choice->from_us)
			add_ages(choice, shot, turn++);
	}
}

static void
add_services(const struct choice *choice, const struct variant *v)
{
	int i;

	if (choice->service_counts > 0)
		for (i = 0; i < choice->service_counts; i++)
			add_delays(choice,
			    (struct shot){ .variant = v,
				.services = choice->services[i] });
	else
		for (i = 0; v->services[i] >= 0; i++)
			add_delays(choice,
			    (struct shot){
				.variant = v, .services = v->services[i] });
}

struct shot *
choose(const struct choice *choice, size_t *count)
{
	int v;

	for (v = 0; v < variant_count(); v++)
		if (choice->variants == 0 || choice->variants >> v & 1)
			add_services(choice, &variants[v]);
	if (shot_count == 0)
		errx(2, "there is no such case");
	shuffle(shots, shot_count, sizeof *shots, choice->seed);
	*count = shot_count;
	if (choice->sample > 0 && *count > (size_t)choice->sample)
		*count = (size_t)choice->sample;
	return shots;
}
