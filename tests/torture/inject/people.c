/*
 * Was it a course as it must be? What those tell whom the program started.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "inject.h"

#define HURRY "*** warning: asked to stop 3 times:"

/*
 * Who is not ours must not hear of it; a bare command gets each TERM.
 */
bool
people_forget(const struct hit *hit)
{
	struct life *life;
	uint32_t i;

	for (i = 0; i < board->count && i < LIVES_MAX; i++) {
		life = &board->lives[i];
		if (strcmp(life->name, "command-bystander") == 0) {
			if (life->told > 0)
				return found("the bystander was told to end");
			life->role = ROLE_NONE;
		}
		if (hit->scene->bare && life->told > 1)
			life->told = 1;
	}
	return false;
}

static bool
order_is_faulty(const struct hit *hit)
{
	const struct life *first = NULL, *second = NULL;
	uint32_t i;

	for (i = 0; i < board->count && i < LIVES_MAX; i++) {
		if (strcmp(board->lives[i].name, "s00") == 0)
			first = &board->lives[i];
		if (strcmp(board->lives[i].name, "s01") == 0)
			second = &board->lives[i];
	}
	if (!hit->scene->supervised || first == NULL || second == NULL)
		return false;
	return first->tell[0].ns < second->end_ns &&
	    found("s01 needs s00, which was told to end %.2f ms before "
		  "s01 had ended",
		(double)(second->end_ns - first->tell[0].ns) / 1e6);
}

/* A signal changes nothing: it is as if it had come from an engine. */
bool
people_after_signal(const struct hit *hit, const struct course *c)
{
	const struct shot shot = { .variant = scene_variant(hit->scene),
		.services = hit->scene->services };
	const char *line = verdict_log();

	if (lives_are_faulty(&shot, &c->o, verdict_says("Booting runit")) ||
	    order_is_faulty(hit))
		return true;
	if (c->gave_up)
		return found(NOT_UP);
	for (; (line = verdict_warning(hit, line)) != NULL; line++)
		if (hit->again == 0 ||
		    strncmp(line, HURRY, sizeof HURRY - 1) != 0)
			return found("%.*s", (int)strcspn(line, "\n"), line);
	return false;
}

/*
 * In the kill of all both a service and its runsv get a TERM. It comes to that
 * where nobody can see them, or the end of runsvdir.
 */
static bool
is_blind(const struct hit *hit)
{
	return hit->lasts ||
	    verdict_says("services cannot be stopped in order");
}

/*
 * Whatever fails: nobody is told twice, nobody vanishes without a word, and
 * what is missing is complained of.
 */
bool
people_after_error(const struct hit *hit, const struct course *c)
{
	const struct life *life;
	uint32_t i, hooks = lives_count(ROLE_HOOK),
		    quick = lives_count(ROLE_QUICK);
	/* What is not there (ENOENT) need not be missed. */
	bool loud = verdict_complains(hit) || verdict_mute(hit, c) ||
	    hit->error == ENOENT;

	for (i = 0; i < board->count && i < LIVES_MAX; i++) {
		life = &board->lives[i];
		if (life->role == ROLE_NONE || life->role == ROLE_STRAY)
			continue;
		if (life->told > 1 && !(life->told == 2 && is_blind(hit)))
			return found("%s %s was told to end %u times",
			    lives_role(life->role), life->name, life->told);
		if (!life->finished && !loud)
			return found("%s %s was killed without a word",
			    lives_role(life->role), life->name);
	}
	if (loud)
		return false;
	if (!scene_is_up(hit->scene))
		return found(NOT_UP ", and not a word of it");
	if (hit->scene->flags & HAS_HOOKS && hooks != 2)
		return found("%u hooks ran, and not a word of it", hooks);
	if (hit->scene->scripts && quick != 2)
		return found("%u scripts ran, and not a word of it", quick);
	return order_is_faulty(hit);
}
