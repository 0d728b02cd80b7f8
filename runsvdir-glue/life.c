/*
 * The record of a service's lives.
 */
#include <string.h>

#include "life.h"

#define VERSION_NUMBER 1
#define QUICK_MS 5000
#define QUICK_MAX 30 /* so that no shift overflows */
#define WINDOW_MS 60000

struct line {
	const char *at, *end;
	bool bad;
};

struct text {
	char *bytes;
	size_t size, length;
};

void
life_clear(struct life *life, uint64_t epoch)
{
	life->epoch = epoch;
	life->began_ms = life->ended_ms = 0;
	life->restarts = life->quick = 0;
	life->code = -1;
	life->signo = 0;
	life->asked = false;
	life->count = 0;
}

/*
 * A number of at most `most`, and the one space or newline behind it, which
 * stays: the next number begins with it.
 */
static uint64_t
number(struct line *line, uint64_t most)
{
	uint64_t value = 0;
	unsigned int digit;
	const char *from;

	if (line->at < line->end && *line->at == ' ')
		line->at++;
	from = line->at;
	for (; line->at < line->end && *line->at >= '0' && *line->at <= '9';
	     line->at++) {
		digit = (unsigned int)(*line->at - '0');
		if (digit > most || value > (most - digit) / 10) {
			line->bad = true;
			return 0;
		}
		value = value * 10 + digit;
	}
	if (line->at == from || line->at == line->end ||
	    (*line->at != ' ' && *line->at != '\n'))
		line->bad = true;
	return value;
}

/* An exit status; -1 when there is none. */
static int
code(struct line *line)
{
	if (line->end - line->at > 2 && line->at[1] == '-') {
		line->at += 2;
		if (number(line, 1) != 1)
			line->bad = true;
		return -1;
	}
	return (int)number(line, 255);
}

bool
life_parse(struct life *life, const char *text, uint64_t epoch)
{
	struct line line = { text, text + strlen(text), false };

	life_clear(life, epoch);
	if (text[0] == ' ' || number(&line, INT64_MAX) != VERSION_NUMBER)
		return false;
	if (number(&line, UINT64_MAX) != epoch)
		return false;
	life->began_ms = (int64_t)number(&line, LIFE_MOST);
	life->ended_ms = (int64_t)number(&line, LIFE_MOST);
	life->restarts = number(&line, LIFE_MOST);
	life->quick = number(&line, QUICK_MAX);
	life->code = code(&line);
	life->signo = (int)number(&line, 127);
	life->asked = number(&line, 1) == 1;
	while (!line.bad && *line.at == ' ' && life->count < LIFE_ENDS_MAX)
		life->ends[life->count++] = (int64_t)number(&line, LIFE_MOST);
	if (!line.bad && *line.at == '\n' && line.at + 1 == line.end)
		return true;
	life_clear(life, epoch);
	return false;
}

static void
put(struct text *text, char c)
{
	if (text->length < text->size)
		text->bytes[text->length] = c;
	text->length++;
}

static void
put_number(struct text *text, uint64_t value, char behind)
{
	char digits[20];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + value % 10);
	while ((value /= 10) > 0);
	while (at < sizeof digits)
		put(text, digits[at++]);
	put(text, behind);
}

size_t
life_format(char *bytes, size_t size, const struct life *life)
{
	struct text text = { bytes, size, 0 };
	size_t i;

	put_number(&text, VERSION_NUMBER, ' ');
	put_number(&text, life->epoch, ' ');
	put_number(&text, (uint64_t)life->began_ms, ' ');
	put_number(&text, (uint64_t)life->ended_ms, ' ');
	put_number(&text, life->restarts, ' ');
	put_number(&text, life->quick, ' ');
	if (life->code < 0)
		put(&text, '-');
	put_number(&text, life->code < 0 ? 1 : (uint64_t)life->code, ' ');
	put_number(&text, (uint64_t)life->signo, ' ');
	put_number(&text, life->asked, life->count > 0 ? ' ' : '\n');
	for (i = 0; i < life->count; i++)
		put_number(&text, (uint64_t)life->ends[i],
		    i + 1 < life->count ? ' ' : '\n');
	return text.length;
}

bool
life_runs(const struct life *life)
{
	return life->began_ms > life->ended_ms;
}

/*
 * Two things within a millisecond stay in their order.
 */
void
life_begin(struct life *life, int64_t now)
{
	if (life->began_ms > 0 && life->restarts < LIFE_MOST)
		life->restarts++;
	life->began_ms = now > life->ended_ms ? now : life->ended_ms + 1;
}

static void
end(struct life *life, int64_t now, int exit_code, int signo)
{
	life->ended_ms = now > life->began_ms ? now : life->began_ms;
	life->code = exit_code;
	life->signo = signo;
}

void
life_end(struct life *life, int64_t now, int exit_code, int signo)
{
	end(life, now, exit_code, signo);
	life->asked = false;
	if (life->ended_ms - life->began_ms >= QUICK_MS)
		life->quick = 0;
	else if (life->quick < QUICK_MAX)
		life->quick++;
}

void
life_end_asked(struct life *life, int64_t now, int exit_code, int signo)
{
	end(life, now, exit_code, signo);
	life->asked = true;
	life->quick = 0;
}

void
life_count(struct life *life, size_t keep)
{
	size_t drop, i;

	if (keep > LIFE_ENDS_MAX)
		keep = LIFE_ENDS_MAX;
	drop = life->count + 1 > keep ? life->count + 1 - keep : 0;
	if (drop > life->count) {
		life->count = 0;
		return;
	}
	for (i = drop; i < life->count; i++)
		life->ends[i - drop] = life->ends[i];
	life->count -= drop;
	life->ends[life->count++] = life->ended_ms;
}

size_t
life_recent(const struct life *life, int64_t now)
{
	size_t count = 0;

	while (count < life->count &&
	    life->ends[life->count - 1 - count] > now - WINDOW_MS)
		count++;
	return count;
}

int64_t
life_next_start(const struct life *life, int brake)
{
	int64_t pause;

	if (life->quick == 0 || brake <= 0)
		return 0;
	pause = INT64_C(1) << (life->quick - 1);
	return life->ended_ms + 1000 * (pause < brake ? pause : brake);
}
