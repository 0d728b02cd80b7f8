#ifndef FUZZ_TEXT_H
#define FUZZ_TEXT_H

#include <stdbool.h>

#include "fuzz.h"

/*
 * Text, after the standards and not after what is put to the test.
 *
 * text_character: the code point at *p, which moves behind it; a byte that
 * begins no character (RFC 3629) is BAD and moves it by one.
 * text_put: that code point as UTF-8; returns its length.
 * text_plain: any bytes with U+FFFD for each of those and for those that
 * `replaced` names. Returns the length; `out` has three times the room.
 * text_shown: for people: a byte that is part of nothing fit to be shown is its
 * number. `out` has four times the room.
 * text_count: how many characters; all must be good ones.
 * text_unquote_json: from the quote that begins a string to behind the one
 * that ends it (RFC 8259, 7); text_unquote_xml: up to a `<` or to `end` (XML
 * 1.0, 2.4). Both are strict, and return the length of `out`, which has a NUL.
 * NAMED: room for a file name, with all that it may become.
 */
#define NAMED 2048
#define BAD UINT32_MAX
#define REPLACEMENT 0xfffd

static inline uint32_t
text_character(const char **p, const char *end)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *s = (const unsigned char *)(*p)++;
	uint32_t code;
	size_t i, n;

	if (*s < 0x80)
		return *s;
	n = *s >> 5 == 6 ? 2 : *s >> 4 == 14 ? 3 : *s >> 3 == 30 ? 4 : 0;
	if (n == 0 || (size_t)(end - *p) < n - 1)
		return BAD;
	code = *s & (0xffu >> (n + 1));
	for (i = 1; i < n; i++) {
		if (s[i] >> 6 != 2)
			return BAD;
		code = code << 6 | (s[i] & 63);
	}
	if (code < least[n] || code > 0x10ffff || code >> 11 == 0xd800 >> 11)
		return BAD;
	*p += n - 1;
	return code;
}

static inline size_t
text_put(char *out, uint32_t code)
{
	size_t i,
	    n = code < 0x80 ? 1 :
	    code < 0x800    ? 2 :
	    code < 0x10000  ? 3 :
			      4;

	if (n == 1) {
		*out = (char)code;
		return 1;
	}
	for (i = n; --i > 0; code >>= 6)
		out[i] = (char)(0x80 | (code & 63));
	*out = (char)(0xf00u >> n | code);
	return n;
}

static inline size_t
text_plain(const char *text, bool replaced(uint32_t), char *out)
{
	const char *end = text + strlen(text);
	size_t n = 0;
	uint32_t code;

	while (text < end) {
		code = text_character(&text, end);
		if (code == BAD || (replaced != NULL && replaced(code)))
			code = REPLACEMENT;
		n += text_put(out + n, code);
	}
	out[n] = '\0';
	return n;
}

static inline size_t
text_count(const char *text, const char *end)
{
	size_t count = 0;

	for (; text < end; count++)
		MUST(text_character(&text, end) != BAD);
	return count;
}

static inline bool
text_is_control(uint32_t code)
{
	return code < ' ' || (code >= 0x7f && code < 0xa0);
}

/*
 * What XML 1.0 has no character for (2.2), and those that a name in a picture
 * is not to have: tab and newline.
 */
static inline bool
text_is_no_xml(uint32_t code)
{
	return code < ' ' || code == 0xfffe || code == 0xffff;
}

static inline size_t
text_shown(const char *text, char *out)
{
	const char *from, *end = text + strlen(text);
	size_t n = 0;
	uint32_t code;

	for (from = text; text < end; from = text) {
		code = text_character(&text, end);
		if (code != BAD && !text_is_control(code))
			n += text_put(out + n, code);
		else
			for (; from < text; from++)
				n += (size_t)sprintf(
				    out + n, "\\x%02x", (unsigned char)*from);
	}
	out[n] = '\0';
	return n;
}

static inline uint32_t
text_json_escape(const char **p, const char *end)
{
	char digits[5] = "";

	MUST(end - *p > 1);
	if (**p != 'u') {
		MUST(**p == '"' || **p == '\\');
		return (uint32_t) * (*p)++;
	}
	MUST(end - *p > 5);
	memcpy(digits, *p + 1, 4);
	MUST(strspn(digits, "0123456789abcdef") == 4);
	*p += 5;
	return (uint32_t)strtoul(digits, NULL, 16);
}

static inline size_t
text_unquote_json(const char **p, const char *end, char *out)
{
	size_t n = 0;
	uint32_t code;

	MUST(*p < end && **p == '"');
	++*p;
	while (*p < end && **p != '"') {
		if (**p == '\\') {
			++*p;
			code = text_json_escape(p, end);
			MUST(code < 0x80); /* nothing else needs one */
		} else {
			code = text_character(p, end);
			MUST(code != BAD && code >= ' ' && code != 0x7f);
		}
		n += text_put(out + n, code);
	}
	MUST(*p < end);
	++*p;
	out[n] = '\0';
	return n;
}

static inline uint32_t
text_xml_entity(const char **p, const char *end)
{
	static const char *const names[] = { "&lt;", "&gt;", "&amp;",
		"&quot;" };
	size_t i, length;

	for (i = 0; i < 4; i++) {
		length = strlen(names[i]);
		if ((size_t)(end - *p) >= length &&
		    memcmp(*p, names[i], length) == 0)
			break;
	}
	MUST(i < 4);
	*p += length;
	return (uint32_t) "<>&\""[i];
}

static inline size_t
text_unquote_xml(const char **p, const char *end, char *out)
{
	size_t n = 0;
	uint32_t code;

	while (*p < end && **p != '<') {
		if (**p == '&') {
			code = text_xml_entity(p, end);
		} else {
			code = text_character(p, end);
			MUST(code == '\n' || !text_is_no_xml(code));
			MUST(code != BAD);
			MUST(code != '>' && code != '"');
		}
		n += text_put(out + n, code);
	}
	out[n] = '\0';
	return n;
}

#endif
