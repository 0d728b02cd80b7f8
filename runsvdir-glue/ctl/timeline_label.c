/*
 * Names in few columns. wcwidth(3) asks the locale, which containers mostly do
 * not have, so the ranges that scripts and symbols of two columns are in stand
 * here; they do not go by single characters.
 */
#include <stdint.h>
#include <string.h>

#include "timeline_label.h"
#include "init/utf8.h"

static const struct {
	uint32_t first, last;
	size_t columns;
} ranges[] = {
	{ 0x0300, 0x036f, 0 },	 /* combining marks */
	{ 0x1100, 0x115f, 2 },	 /* Hangul */
	{ 0x200b, 0x200f, 0 },	 /* zero width, direction */
	{ 0x20d0, 0x20ff, 0 },	 /* combining marks for symbols */
	{ 0x2e80, 0x303e, 2 },	 /* CJK radicals and punctuation */
	{ 0x3041, 0xa4cf, 2 },	 /* Kana, CJK, Yi */
	{ 0xa960, 0xa97c, 2 },	 /* Hangul */
	{ 0xac00, 0xd7a3, 2 },	 /* Hangul */
	{ 0xf900, 0xfaff, 2 },	 /* CJK */
	{ 0xfe00, 0xfe0f, 0 },	 /* variation selectors */
	{ 0xfe30, 0xfe6f, 2 },	 /* CJK forms */
	{ 0xfeff, 0xfeff, 0 },	 /* zero width */
	{ 0xff01, 0xff60, 2 },	 /* full width forms */
	{ 0xffe0, 0xffe6, 2 },	 /* full width signs */
	{ 0x17000, 0x1b2ff, 2 }, /* Tangut, Kana */
	{ 0x1f300, 0x1f64f, 2 }, /* pictures */
	{ 0x1f680, 0x1f6ff, 2 }, /* traffic */
	{ 0x1f900, 0x1f9ff, 2 }, /* pictures */
	{ 0x20000, 0x3fffd, 2 }, /* CJK */
};

static uint32_t
decode(const char *s, size_t length)
{
	static const unsigned char masks[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t value = (unsigned char)*s & masks[length];

	while (--length > 0)
		value = value << 6 | ((unsigned char)*++s & 0x3f);
	return value;
}

/*
 * Of the character at `s`; what is none is a byte.
 */
static size_t
columns_of(const char *s, bool shown, size_t *length)
{
	uint32_t value;
	size_t i;

	*length = utf8_length(s);
	if (*length == 0) {
		*length = 1;
		return shown ? 4 : 1;
	}
	value = decode(s, *length);
	if (value < ' ' || (value >= 0x7f && value < 0xa0))
		return shown ? 4 * *length : 1;
	for (i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
		if (value >= ranges[i].first && value <= ranges[i].last)
			return ranges[i].columns;
	return 1;
}

size_t
label_columns(const char *text, bool shown)
{
	size_t length, columns = 0;

	for (; *text != '\0'; text += length)
		columns += columns_of(text, shown, &length);
	return columns;
}

/*
 * The longest begin that takes `most` columns at most: its bytes.
 */
static size_t
head_of(const char *text, size_t most, bool shown)
{
	size_t length, at, columns = 0;

	for (at = 0; text[at] != '\0'; at += length) {
		columns += columns_of(text + at, shown, &length);
		if (columns > most)
			break;
	}
	return at;
}

/*
 * The longest end that does, and does not begin with a combining character.
 */
static const char *
tail_of(const char *text, size_t most, bool shown)
{
	size_t length, left = label_columns(text, shown), columns;

	for (; *text != '\0'; text += length) {
		columns = columns_of(text, shown, &length);
		if (left <= most && columns > 0)
			break;
		left -= columns;
	}
	return text;
}

void
label_cut(const char *text, size_t most, bool shown, const char *gap,
    size_t gap_columns, char label[LABEL_MAX])
{
	size_t room = most - gap_columns, length;

	if (label_columns(text, shown) <= most) {
		strlcpy(label, text, LABEL_MAX);
		return;
	}
	length = head_of(text, room - room / 2, shown);
	memcpy(label, text, length);
	strlcpy(label + length, gap, LABEL_MAX - length);
	strlcat(label, tail_of(text + length, room / 2, shown), LABEL_MAX);
}
