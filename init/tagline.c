/*
 * What a line of a service looks like in the container's log.
 */
#include <string.h>

#include "init/format.h"
#include "tagline.h"
#include "utf8.h"

#define ESCAPE_MAX 6 /* \u001f */
#define SECONDS_OF_DAY 86400
#define DAYS_OF_ERA 146097	/* 400 years */
#define DAYS_BEFORE_1970 719468 /* since 0000-03-01 */

static const char hex[] = "0123456789abcdef";
static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

struct text {
	char *at, *end;
};

static void
put(struct text *text, const char *bytes, size_t length)
{
	memcpy(text->at, bytes, length);
	text->at += length;
}

static size_t
room(const struct text *text)
{
	return (size_t)(text->end - text->at);
}

static bool
is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

static void
put_escape(struct text *text, unsigned char c)
{
	static const char letters[] = "btn\0fr"; /* from backspace on */
	char escape[ESCAPE_MAX] = { '\\', 'u', '0', '0', hex[c >> 4],
		hex[c & 15] };

	if (c == '"' || c == '\\')
		escape[1] = (char)c;
	else if (c >= '\b' && c <= '\r' && letters[c - '\b'] != '\0')
		escape[1] = letters[c - '\b'];
	put(text, escape, escape[1] == 'u' ? sizeof escape : 2);
}

/*
 * One character that is not plain; returns how many bytes it was.
 */
static size_t
put_special(struct text *text, const char *at, const char *end)
{
	unsigned char c = (unsigned char)*at;
	bool whole;
	size_t length;

	if (c < 0x80) {
		put_escape(text, c);
		return 1;
	}
	length = utf8_span(at, end, &whole);
	if (!whole)
		put(text, replacement, sizeof replacement - 1);
	else if (c == 0xc2 && (unsigned char)at[1] < 0xa0)
		put_escape(text, (unsigned char)at[1]);
	else
		put(text, at, length);
	return length;
}

/*
 * Up to a newline or the end of either side; returns where it stopped.
 */
static const char *
put_characters(struct text *text, const char *at, const char *end)
{
	while (at < end && *at != '\n') {
		if (is_plain((unsigned char)*at)) {
			if (text->at == text->end)
				break;
			*text->at++ = *at++;
		} else {
			if (room(text) < ESCAPE_MAX)
				break;
			at += put_special(text, at, end);
		}
	}
	return at;
}

/*
 * Both return whether the line has got its end. They are quick where a line is
 * long and goes on: no more of it is looked at than there is room for.
 */
static bool
put_json_line(struct text *text, const char **at, const char *end)
{
	static const char tail[] = "\"}\n";

	*at = put_characters(text, *at, end);
	if (*at == end || **at != '\n' || room(text) < sizeof tail - 1)
		return false;
	put(text, tail, sizeof tail - 1);
	++*at;
	return true;
}

static bool
put_text_line(struct text *text, const char **at, const char *end)
{
	size_t left = (size_t)(end - *at);
	size_t length = left < room(text) ? left : room(text);
	const char *newline = memchr(*at, '\n', length);

	if (newline != NULL)
		length = (size_t)(newline - *at) + 1;
	put(text, *at, length);
	*at += length;
	return newline != NULL;
}

static bool
put_line(
    struct tagline *line, struct text *text, const char **at, const char *end)
{
	if (!line->open) {
		if (room(text) < line->head_length)
			return false;
		put(text, line->head, line->head_length);
	}
	return line->json ? put_json_line(text, at, end) :
			    put_text_line(text, at, end);
}

size_t
tagline_put(struct tagline *line, const char **at, const char *end, char *out,
    size_t size)
{
	struct text text = { out, out + size };
	const char *next = *at;
	char *whole = out;

	while (next < end && put_line(line, &text, &next, end)) {
		line->open = false;
		*at = next;
		whole = text.at;
	}
	if (whole == out) {
		line->open = true;
		*at = next;
		whole = text.at;
	}
	return (size_t)(whole - out);
}

static void
put_name(struct text *text, const char *name)
{
	const unsigned char *p;

	for (p = (const unsigned char *)name; *p != '\0' && room(text) > 4;
	     p++) {
		if (*p >= ' ' && *p != 0x7f)
			*text->at++ = (char)*p;
		else
			put(text,
			    (char[]){ '\\', 'x', hex[*p >> 4], hex[*p & 15] },
			    4);
	}
}

void
tagline_text(struct tagline *line, const char *name)
{
	struct text text = { line->head, line->head + TAGLINE_HEAD - 2 };

	put_name(&text, name);
	put(&text, ": ", 2);
	line->json = line->open = false;
	line->head_length = (size_t)(text.at - line->head);
}

/*
 * The Gregorian calendar in eras of 400 years that begin with March, so that
 * a leap day is the last of its year. gmtime_r of glibc reads files.
 */
static size_t
format_time(char *out, size_t size, int64_t seconds, unsigned int microseconds)
{
	int64_t days =
	    seconds / SECONDS_OF_DAY - (seconds % SECONDS_OF_DAY < 0);
	int second = (int)(seconds - days * SECONDS_OF_DAY);
	int64_t since = days + DAYS_BEFORE_1970;
	int64_t era =
	    (since >= 0 ? since : since - DAYS_OF_ERA + 1) / DAYS_OF_ERA;
	int day = (int)(since - era * DAYS_OF_ERA);
	int year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int month;

	day -= 365 * year + year / 4 - year / 100;
	month = (5 * day + 2) / 153; /* 0 is March */
	day -= (153 * month + 2) / 5;
	year += (int)era * 400 + (month >= 10);
	month += month < 10 ? 3 : -9;
	return format(out, size,
	    "{\"time\":\"%04d-%02d-%02dT%02d:%02d:%02d.%06uZ\"", year, month,
	    day + 1, second / 3600, second / 60 % 60, second % 60,
	    microseconds);
}

void
tagline_json(struct tagline *line, const char *name, int64_t seconds,
    unsigned int microseconds, pid_t pid)
{
	struct text text = { line->head, line->head + TAGLINE_HEAD };
	char number[32] = "";

	text.at += format_time(line->head, TAGLINE_HEAD, seconds, microseconds);
	put(&text, ",\"service\":\"", 12);
	text.end -= sizeof number + 16; /* what follows has room */
	while (*name != '\0' && room(&text) >= ESCAPE_MAX)
		if (is_plain((unsigned char)*name))
			*text.at++ = *name++;
		else
			name += put_special(&text, name, name + strlen(name));
	if (pid > 0)
		format(number, sizeof number, ",\"pid\":%d", (int)pid);
	put(&text, "\"", 1);
	put(&text, number, strlen(number));
	put(&text, ",\"line\":\"", 9);
	line->json = true;
	line->open = false;
	line->head_length = (size_t)(text.at - line->head);
}
