/*
 * From a wish and the profiles to a list of cases.
 */
#include <err.h>
#include <signal.h>
#include <stdlib.h>

#include "inject.h"

#define AGAIN_MAX 9 /* calls between a TERM and the second one */

static struct hit *hits;
static size_t hit_count, room;
static const struct plan *plan;

static void
add(struct hit hit)
{
	if ((plan->signo != 0 && hit.signo != plan->signo) ||
	    (plan->call >= 0 && hit.call != plan->call) ||
	    (plan->error != 0 && hit.error != plan->error) ||
	    (plan->at != 0 && hit.at != plan->at) ||
	    (plan->lasts && !hit.lasts) || (plan->once && hit.lasts) ||
	    ((plan->again != 0 || plan->at != 0) && hit.again != plan->again) ||
	    (plan->errors_only && hit.error == 0) ||
	    (plan->signals_only && hit.signo == 0))
		return;
	if (hit_count == room) {
		room = room == 0 ? 4096 : room * 2;
		if ((hits = realloc(hits, room * sizeof *hits)) == NULL)
			err(125, "memory");
	}
	hits[hit_count++] = hit;
}

/* A case that was asked for is tried, even if it may not be reached. */
static uint32_t
most(uint32_t count)
{
	bool asked = plan->signo != 0 || plan->call >= 0;

	return asked && plan->at > count ? plan->at : count;
}

static void
add_signals(const struct scene *scene, const struct profile *profile)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGCHLD };
	struct hit hit = { .scene = scene, .call = -1 };
	size_t i;

	for (hit.at = 1; hit.at <= most(profile->calls); hit.at++) {
		for (i = 0; i < sizeof signals / sizeof signals[0]; i++) {
			hit.signo = signals[i];
			hit.again = 0;
			add(hit);
		}
		hit.signo = SIGTERM;
		hit.again =
		    plan->again != 0 ? plan->again : 1 + hit.at % AGAIN_MAX;
		add(hit);
	}
}

static void
add_errors(const struct scene *scene, const struct profile *profile)
{
	struct hit hit = { .scene = scene };
	const int *error;

	for (hit.call = 0; hit.call < CALLS_MAX; hit.call++)
		for (hit.at = 1; hit.at <= most(profile->count[hit.call]);
		     hit.at++)
			for (error = call_errors(hit.call);
			     error != NULL && *error != 0; error++) {
				hit.error = *error;
				hit.lasts = false;
				add(hit);
				hit.lasts = true;
				if (error_lasts(*error))
					add(hit);
			}
}

bool
plan_wants(const struct plan *with, int scene)
{
	return with->scenes == 0 || with->scenes >> scene & 1;
}

struct hit *
plan_make(
    const struct plan *with, const struct profile *profiles, size_t *count)
{
	int i;

	plan = with;
	for (i = 0; i < scene_count(); i++)
		if (plan_wants(plan, i)) {
			add_signals(&scenes[i], &profiles[i]);
			add_errors(&scenes[i], &profiles[i]);
		}
	if (hit_count == 0)
		errx(2, "there is no such case");
	shuffle(hits, hit_count, sizeof *hits, plan->seed);
	*count = hit_count;
	if (plan->sample > 0 && *count > plan->sample)
		*count = plan->sample;
	return hits;
}
