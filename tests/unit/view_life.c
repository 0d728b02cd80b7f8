/*
 * The record of a service's lives in the view of it: what has yet to come, by
 * a record that is not to be believed, is now.
 */
#include "check.h"
#include "runsvdir-glue/ctl/view.h"

#define NOW_US INT64_C(5000000999)

static const struct sample {
	enum view_state state;
	int64_t since_us, began_ms, ended_ms;
	int64_t began_us, ended_us, since_then_us;
} samples[] = {
	{ VIEW_RUN, 7, 0, 0, -1, -1, 7 },
	{ VIEW_RUN, 7, 2000, 1000, 2000000, 1000000, 2000000 },
	{ VIEW_RUN, 3000000, 2000, 1000, 2000000, 1000000, 3000000 },
	{ VIEW_WAITING, 7, 2000, 1000, 2000000, 1000000, 7 },
	{ VIEW_DOWN, 7, 1000, 2000, 1000000, 2000000, 2000000 },
	{ VIEW_DOWN, 3000000, 1000, 2000, 1000000, 2000000, 3000000 },
	{ VIEW_DOWN, NOW_US + 1, 1000, 2000, 1000000, 2000000, 2000000 },
	{ VIEW_DOWN, 7, 2000, 1000, 2000000, 1000000, 7 },
	{ VIEW_RUN, 7, 5000000, 1, 5000000000, 1000, 5000000000 },
	{ VIEW_RUN, 7, 5000001, 1, NOW_US, 1000, NOW_US },
	{ VIEW_RUN, 7, INT64_MAX, 1, NOW_US, 1000, NOW_US },
	{ VIEW_DOWN, 7, INT64_MAX / 1000 + 1, INT64_MAX, NOW_US, NOW_US,
	    NOW_US },
	{ VIEW_DOWN, 7, INT64_MAX, INT64_MAX - 1, NOW_US, NOW_US, 7 },
};

int
main(void)
{
	const struct sample *sample = samples;
	static struct life life;
	size_t i;

	for (i = 0; i < sizeof samples / sizeof samples[0]; i++, sample++) {
		struct view view = { .state = sample->state,
			.since_us = sample->since_us };

		life_clear(&life, 1);
		life.began_ms = sample->began_ms;
		life.ended_ms = sample->ended_ms;
		life.restarts = 3;
		life.code = 4;
		view_use_life(&view, &life, NOW_US);
		CHECK(view.has_life && !view.asked);
		CHECK_INT((intmax_t)view.restarts, 3);
		CHECK_INT(view.code, 4);
		CHECK_INT(view.began_us, sample->began_us);
		CHECK_INT(view.ended_us, sample->ended_us);
		if (!CHECK_INT(view.since_us, sample->since_then_us))
			printf("  of sample %zu\n", i);
	}
	return check_end("view_life");
}
