/*
 * Was it a stop as it must be? What its actors tell.
 */
#include <stdio.h>
#include <string.h>

#include "anytime.h"

static uint32_t
lives(void)
{
	return board->count < LIVES_MAX ? board->count : LIVES_MAX;
}

uint32_t
lives_count(enum role role)
{
	uint32_t i, n = 0;

	for (i = 0; i < lives(); i++)
		n += board->lives[i].role == role;
	return n;
}

const char *
lives_role(uint32_t role)
{
	static const char *const names[] = { "?", "service", "logger", "finish",
		"script", "script", "hook", "stray", "command" };

	return names[role];
}

size_t
lives_say(
    const struct life *life, uint64_t zero, int width, char *text, size_t size)
{
	size_t at;

	at = (size_t)snprintf(text, size, "\t%-7s %-9s PID %-3d from %*.2f",
	    lives_role(life->role), life->name, life->pid, width,
	    (double)(int64_t)(life->start_ns - zero) / 1e6);
	if (life->told > 0 && at < size)
		at += (size_t)snprintf(text + at, size - at,
		    ", told %u times, at %.2f by PID %d", life->told,
		    (double)(int64_t)(life->tell[0].ns - zero) / 1e6,
		    life->tell[0].from);
	if (life->finished && at < size)
		at += (size_t)snprintf(text + at, size - at, ", until %.2f",
		    (double)(int64_t)(life->end_ns - zero) / 1e6);
	if (at < size)
		at += (size_t)snprintf(text + at, size - at, "\n");
	return at;
}

/*
 * How often must it have been told to end? -1: it may, once.
 */
static int
tells_due(const struct shot *shot, const struct life *life)
{
	unsigned flags = shot->variant->flags;

	switch (life->role) {
	case ROLE_SERVICE:
		return flags & CRASHES ? -1 : 1;
	case ROLE_PATIENT:
	case ROLE_STRAY:
		return 1;
	case ROLE_QUICK:
		return -1;
	case ROLE_COMMAND:
		return flags & COMMAND_ENDS ? 0 : 1;
	default:
		return 0;
	}
}

static bool
life_is_faulty(const struct shot *shot, const struct life *life, uint64_t zero)
{
	int due = tells_due(shot, life);
	const char *role = lives_role(life->role);
	double ms = (double)((int64_t)(life->start_ns - zero)) / 1e6;

	if (life->told > 1)
		return found("%s %s (PID %d, started at %.2f ms) was told to "
			     "end %u times: at %.2f ms by PID %d, at %.2f ms "
			     "by PID %d",
		    role, life->name, life->pid, ms, life->told,
		    (double)(life->tell[0].ns - zero) / 1e6, life->tell[0].from,
		    (double)(life->tell[1].ns - zero) / 1e6,
		    life->tell[1].from);
	if (due == 1 && life->told == 0)
		return found("%s %s (PID %d, started at %.2f ms) was never "
			     "told to end",
		    role, life->name, life->pid, ms);
	if (due == 0 && life->told != 0)
		return found("%s %s (PID %d) was told to end at %.2f ms by "
			     "PID %d",
		    role, life->name, life->pid,
		    (double)(life->tell[0].ns - zero) / 1e6,
		    life->tell[0].from);
	if (!life->finished && life->role != ROLE_STRAY)
		return found("%s %s (PID %d, started at %.2f ms) was killed",
		    role, life->name, life->pid, ms);
	if (life->finished && life->role == ROLE_STRAY)
		return found("the stray ended by itself");
	return false;
}

static bool
has_faulty_life(const struct shot *shot, uint64_t zero)
{
	const struct life *a, *b;
	uint32_t i, j;

	for (i = 0; i < lives(); i++) {
		a = &board->lives[i];
		if (a->role != ROLE_NONE && life_is_faulty(shot, a, zero))
			return true;
		for (j = 0; j < i; j++) {
			b = &board->lives[j];
			if (a->role == b->role &&
			    strcmp(a->name, b->name) == 0 &&
			    !(shot->variant->flags & CRASHES))
				return found("%s %s was started twice, at "
					     "%.2f ms and %.2f ms",
				    lives_role(a->role), a->name,
				    (double)(b->start_ns - zero) / 1e6,
				    (double)(a->start_ns - zero) / 1e6);
		}
	}
	return false;
}

/*
 * A logger has all that its service said; a finish ran for each service that
 * got as far as its run.
 */
static bool
has_faulty_pair(unsigned flags)
{
	enum role role = flags & HAS_LOGGERS ? ROLE_LOGGER : ROLE_FINISH;
	const struct life *a, *b = NULL;
	uint32_t i, j;

	for (i = 0; flags & (HAS_LOGGERS | HAS_FINISH) && i < lives(); i++) {
		a = &board->lives[i];
		if (a->role != ROLE_SERVICE)
			continue;
		for (j = 0; j < lives(); j++) {
			b = &board->lives[j];
			if (b->role == role && strcmp(a->name, b->name) == 0)
				break;
		}
		if (j == lives())
			return found(
			    "service %s: no %s", a->name, lives_role(role));
		if (role == ROLE_LOGGER && a->lines != b->lines)
			return found("service %s said %u lines, its logger "
				     "got %u",
			    a->name, a->lines, b->lines);
	}
	return false;
}

static bool
hooks_are_faulty(uint64_t zero, bool booted)
{
	const struct life *life, *pre = NULL, *post = NULL;
	uint32_t i;

	for (i = 0; i < lives(); i++) {
		life = &board->lives[i];
		if (life->role == ROLE_HOOK)
			*(life->name[6] == 'r' ? &pre : &post) = life;
	}
	if (!booted)
		return (pre != NULL || post != NULL) &&
		    found("a hook ran, though the boot was not over");
	if (pre == NULL || post == NULL)
		return found("a hook did not run");
	for (i = 0; i < lives(); i++) {
		life = &board->lives[i];
		if (life->role != ROLE_SERVICE)
			continue;
		if (life->tell[0].ns < pre->end_ns ||
		    life->end_ns > post->start_ns)
			return found("service %s was told at %.2f ms and ended "
				     "at %.2f ms, but the hooks ran until "
				     "%.2f ms and from %.2f ms on",
			    life->name, (double)(life->tell[0].ns - zero) / 1e6,
			    (double)(life->end_ns - zero) / 1e6,
			    (double)(pre->end_ns - zero) / 1e6,
			    (double)(post->start_ns - zero) / 1e6);
	}
	return false;
}

/* One script may be on its way when the signal comes, and no more. */
static bool
scripts_are_faulty(const struct outcome *o)
{
	uint32_t i, late = 0;

	for (i = 0; i < lives(); i++)
		late += (board->lives[i].role == ROLE_QUICK ||
			    board->lives[i].role == ROLE_PATIENT) &&
		    board->lives[i].start_ns > o->first_ns;
	return late > 1 &&
	    found("%u startup scripts began after the signal", late);
}

bool
lives_are_faulty(const struct shot *shot, const struct outcome *o, bool booted)
{
	return has_faulty_life(shot, o->ready_ns) ||
	    has_faulty_pair(shot->variant->flags) || scripts_are_faulty(o) ||
	    (shot->variant->flags & HAS_HOOKS &&
		hooks_are_faulty(o->ready_ns, booted));
}
