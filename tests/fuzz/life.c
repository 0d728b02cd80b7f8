/*
 * Any bytes as the record of a service's lives: what is read is in its bounds
 * or nothing, written down it reads back the same, whatever happens to it
 * afterwards keeps the laws of life.h, and my_initctl sees no time that has
 * yet to come.
 */
#include "fuzz.h"
#include "runsvdir-glue/ctl/view.h"
#include "runsvdir-glue/life.h"

#define HEAD_MAX 64 /* of the input: what happens */

static int
is_same(const struct life *a, const struct life *b)
{
	return a->epoch == b->epoch && a->began_ms == b->began_ms &&
	    a->ended_ms == b->ended_ms && a->restarts == b->restarts &&
	    a->quick == b->quick && a->code == b->code &&
	    a->signo == b->signo && a->asked == b->asked &&
	    a->count == b->count &&
	    memcmp(a->ends, b->ends, a->count * sizeof a->ends[0]) == 0;
}

static void
check_bounds(const struct life *life)
{
	size_t i;

	MUST(life->began_ms >= 0 && life->ended_ms >= 0);
	MUST(life->restarts <= INT64_MAX);
	MUST(life->quick <= 30);
	MUST(life->code >= -1 && life->code <= 255);
	MUST(life->signo >= 0 && life->signo <= 127);
	MUST(life->count <= LIFE_ENDS_MAX);
	for (i = 0; i < life->count; i++)
		MUST(life->ends[i] >= 0);
}

/*
 * The memory is of the exact size.
 */
static char *
write_down(const struct life *life)
{
	size_t length = life_format(NULL, 0, life), half = length / 2;
	char *text = fuzz_memory(length + 1), *part = fuzz_memory(half);

	MUST(length < LIFE_MAX);
	MUST(life_format(text, length, life) == length);
	text[length] = '\0';
	MUST(strlen(text) == length);
	MUST(strchr(text, '\n') == text + length - 1);
	MUST(life_format(part, half, life) == length);
	MUST(memcmp(part, text, half) == 0);
	free(part);
	return text;
}

static void
check_round(const struct life *life)
{
	static struct life again, none;
	char *text = write_down(life);

	check_bounds(life);
	MUST(life_parse(&again, text, life->epoch));
	MUST(is_same(life, &again));
	MUST(!life_parse(&again, text, life->epoch ^ 1));
	life_clear(&none, life->epoch ^ 1);
	MUST(is_same(&again, &none));
	text[strlen(text) - 1] = '\0';
	MUST(!life_parse(&again, text, life->epoch));
	free(text);
}

static void
check_view(const struct life *life, int64_t since_us, int64_t now_us)
{
	static const enum view_state states[] = { VIEW_RUN, VIEW_DOWN,
		VIEW_WAITING };
	struct view view;
	size_t i;

	for (i = 0; i < sizeof states / sizeof states[0]; i++) {
		memset(&view, 0, sizeof view);
		view.state = states[i];
		view.since_us = since_us;
		view_use_life(&view, life, now_us);
		MUST(view.has_life && view.state == states[i]);
		MUST(view.began_us == -1 || view.began_us > 0);
		MUST(view.ended_us == -1 || view.ended_us > 0);
		MUST((life->began_ms == 0) == (view.began_us == -1));
		MUST((life->ended_ms == 0) == (view.ended_us == -1));
		MUST(view.began_us <= now_us && view.ended_us <= now_us);
		MUST(view.since_us == since_us || view.since_us <= now_us);
	}
}

/*
 * The ends that count are the newest: those before and this one.
 */
static void
check_count(struct life *life, size_t keep)
{
	static struct life old;
	size_t kept;

	old = *life;
	life_count(life, keep);
	if (keep > LIFE_ENDS_MAX)
		keep = LIFE_ENDS_MAX;
	if (keep == 0) {
		MUST(life->count == 0);
		return;
	}
	kept = old.count < keep - 1 ? old.count : keep - 1;
	MUST(life->count == kept + 1);
	MUST(life->ends[kept] == life->ended_ms);
	MUST(memcmp(life->ends, old.ends + (old.count - kept),
		 kept * sizeof old.ends[0]) == 0);
}

static void
check_end(struct life *life, const struct life *old, int64_t now, int what)
{
	int code = what & 4 ? -1 : what >> 3, signo = what & 4 ? 9 : 0;
	size_t recent;
	int64_t next;

	(what & 2 ? life_end : life_end_asked)(life, now, code, signo);
	MUST(!life_runs(life));
	MUST(life->ended_ms >= life->began_ms && life->ended_ms >= now);
	MUST(life->code == code && life->signo == signo);
	MUST(life->asked == !(what & 2));
	if (life->asked || life->ended_ms - life->began_ms >= 5000)
		MUST(life->quick == 0);
	else
		MUST(life->quick == (old->quick < 30 ? old->quick + 1 : 30));
	next = life_next_start(life, what);
	MUST(next == 0 || next > life->ended_ms);
	MUST(next <= life->ended_ms + 1000 * what);
	MUST((next != 0) == (what > 0 && life->quick > 0));
	if (life->asked)
		return;
	check_count(life, (size_t)what * 8);
	recent = life_recent(life, life->ended_ms);
	MUST(recent <= life->count && (recent > 0) == (what > 0));
}

static void
happen(struct life *life, int64_t now, int what)
{
	static struct life old;

	old = *life;
	if (what & 1) {
		life_begin(life, now);
		MUST(life_runs(life) && life->began_ms >= now);
		MUST(life->restarts == old.restarts + (old.began_ms > 0));
		MUST(life->ended_ms == old.ended_ms);
		MUST(life->count == old.count && life->quick == old.quick);
	} else
		check_end(life, &old, now, what);
	check_round(life);
}

/*
 * Of the record itself, so that most are of it.
 */
static uint64_t
epoch_of(const char *text)
{
	const char *space = strchr(text, ' ');

	return space == NULL ? 0 : strtoull(space, NULL, 10);
}

/*
 * A NUL ends what happens; the rest is the record.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct life life, none;
	size_t head = strnlen((const char *)data, size);
	const uint8_t *events = data;
	int64_t now = 0;
	uint64_t epoch;
	char *text;

	if (head > HEAD_MAX || head == size)
		return 0;
	text = fuzz_string(data + head + 1, size - head - 1);
	epoch = epoch_of(text);
	life_clear(&none, epoch);
	if (!life_parse(&life, text, epoch))
		MUST(is_same(&life, &none));
	check_round(&life);
	now = fuzz_number(&events, &head, LIFE_MOST);
	check_view(&life, now - LIFE_MOST / 2, now + 1000);
	/* A record that happens at the end of time is not one afterwards. */
	for (; head > 0 && now <= LIFE_MOST && life.began_ms < LIFE_MOST &&
	     life.ended_ms < LIFE_MOST && life.restarts < LIFE_MOST;
	     events++, head--) {
		happen(&life, now, *events);
		now += *events * *events;
	}
	free(text);
	return 0;
}
