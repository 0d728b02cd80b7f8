/*
 * Any bytes as lines, put into pieces of any size. Together the pieces are the
 * same whatever their size; a piece is whole lines, or a part of one that had
 * no room; text reads back to the same bytes; JSON is strict JSON whose line,
 * byte by byte, is what a decoder made after the Unicode standard's definition
 * of a maximal subpart makes of it.
 */
#include <stdbool.h>

#include "fuzz.h"
#include "tagline.h"

#define REPLACEMENT 0xfffd

static char *
put_all(const struct tagline *begin, const char *in, size_t length, size_t size,
    size_t *total)
{
	struct tagline line = *begin;
	const char *at = in, *end = in + length, *before;
	char *out = fuzz_memory((length + 1) * (TAGLINE_HEAD + 8));
	char *piece = fuzz_memory(size);
	bool was_open;
	size_t n;

	for (*total = 0; at < end; *total += n) {
		before = at;
		was_open = line.open;
		n = tagline_put(&line, &at, end, piece, size);
		MUST(n > 0 && n <= size && at >= before && at <= end);
		MUST(at > before || (line.open && !was_open));
		MUST(line.open == (piece[n - 1] != '\n'));
		MUST(!line.open || memchr(piece, '\n', n) == NULL);
		memcpy(out + *total, piece, n);
	}
	MUST(!line.open);
	free(piece);
	return out;
}

/*
 * Is there a well-formed sequence that begins with these n bytes (D92)? By
 * the code points that it may have.
 */
static bool
may_begin(const unsigned char *p, size_t n, size_t *wanted, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t low, high;
	size_t i;

	*wanted = *p < 0x80 ? 1 :
	    *p >> 5 == 6    ? 2 :
	    *p >> 4 == 14   ? 3 :
	    *p >> 3 == 30   ? 4 :
			      0;
	if (*wanted == 0 || n > *wanted)
		return false;
	*code = *wanted == 1 ? *p : *p & (0xffu >> (*wanted + 1));
	for (i = 1; i < n; i++) {
		if (p[i] >> 6 != 2)
			return false;
		*code = *code << 6 | (p[i] & 63);
	}
	low = *code << 6 * (*wanted - n);
	high = low | ((1u << 6 * (*wanted - n)) - 1);
	if (high < least[*wanted] || low > 0x10ffff)
		return false;
	return low < 0xd800 || high > 0xdfff;
}

/*
 * The next character at *p: well-formed, or U+FFFD for a maximal subpart.
 */
static uint32_t
decode(const unsigned char **p, const unsigned char *end)
{
	uint32_t code = 0, whole;
	size_t n, wanted = 0, most = (size_t)(end - *p);

	for (n = 1; n <= most && may_begin(*p, n, &wanted, &code); n++)
		if (n == wanted) {
			whole = code;
			*p += n;
			return whole;
		}
	*p += n > 1 ? n - 1 : 1;
	return REPLACEMENT;
}

static uint32_t
parse_escape(const char **p, const char *end)
{
	static const char letters[] = "bfnrt\"\\", codes[] = "\b\f\n\r\t\"\\";
	const char *letter;
	char digits[5];

	MUST(end - *p >= 2);
	++*p;
	if (**p == 'u') {
		MUST(end - *p >= 5);
		memcpy(digits, *p + 1, 4);
		digits[4] = '\0';
		MUST(strspn(digits, "0123456789abcdef") == 4);
		*p += 5;
		return (uint32_t)strtoul(digits, NULL, 16);
	}
	letter = strchr(letters, *(*p)++);
	MUST(letter != NULL && *letter != '\0');
	return (unsigned char)codes[letter - letters];
}

/*
 * From here on to the quote that ends it, the characters of [in, in_end).
 */
static void
check_string(
    const char **p, const char *end, const char *in, const char *in_end)
{
	const unsigned char *raw = (const unsigned char *)in, *q;
	uint32_t is, wanted;

	while (*p < end && **p != '"') {
		MUST(raw < (const unsigned char *)in_end);
		wanted = decode(&raw, (const unsigned char *)in_end);
		if (**p == '\\') {
			is = parse_escape(p, end);
		} else {
			MUST((unsigned char)**p >= ' ');
			q = (const unsigned char *)*p;
			is = decode(&q, (const unsigned char *)end);
			MUST(is < 0x7f || is > 0x9f);
			*p = (const char *)q;
		}
		MUST(is == wanted);
	}
	MUST(*p < end && raw == (const unsigned char *)in_end);
	++*p;
}

static void
check_line(const struct tagline *line, const char **p, const char *end,
    const char *in, const char *in_end)
{
	size_t length = (size_t)(in_end - in);

	MUST((size_t)(end - *p) >= line->head_length);
	MUST(memcmp(*p, line->head, line->head_length) == 0);
	*p += line->head_length;
	if (line->json) {
		check_string(p, end, in, in_end);
		MUST(end - *p >= 2 && **p == '}');
		++*p;
	} else {
		MUST((size_t)(end - *p) > length);
		MUST(memcmp(*p, in, length) == 0);
		*p += length;
	}
	MUST(**p == '\n');
	++*p;
}

static void
check_head(const struct tagline *line, const char *name)
{
	static const char service[] = "\",\"service\":\"";
	const char *p = line->head, *end = p + line->head_length;

	MUST(line->head_length <= TAGLINE_HEAD);
	if (!line->json)
		return;
	MUST(line->head_length >= 59 && memcmp(p, "{\"time\":\"", 9) == 0);
	p = memchr(p + 9, '"', 30);
	MUST(p != NULL && p[-1] == 'Z');
	MUST(memcmp(p, service, sizeof service - 1) == 0);
	p += sizeof service - 1;
	if (strlen(name) <= 255)
		check_string(&p, end, name, name + strlen(name));
	MUST(memcmp(end - 9, ",\"line\":\"", 9) == 0);
}

/*
 * A NUL, which is the first byte of the time, ends the name; then the size of
 * the pieces, and the lines.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t name_length = strnlen((const char *)data, size), length, n, m;
	size_t piece;
	char *name = fuzz_string(data, name_length), *in, *whole, *parts;
	const char *p, *at, *newline;
	struct tagline line;
	int64_t when;

	data += name_length;
	size -= name_length;
	when = fuzz_number(&data, &size, INT64_C(253402300799));
	piece = TAGLINE_ROOM + (size_t)fuzz_number(&data, &size, 200);
	if (when % 2 == 0)
		tagline_text(&line, name);
	else
		tagline_json(&line, name, when, (unsigned int)(when % 1000000),
		    (pid_t)(when % 40000 / 2));
	check_head(&line, name);
	length = size + 1;
	in = fuzz_memory(length);
	if (size > 0)
		memcpy(in, data, size);
	in[size] = '\n';
	whole = put_all(&line, in, length,
	    (length + 1) * (TAGLINE_HEAD + 8) + TAGLINE_ROOM, &n);
	parts = put_all(&line, in, length, piece, &m);
	MUST(n == m && memcmp(whole, parts, n) == 0);
	p = whole;
	for (at = in; at < in + length; at = newline + 1) {
		newline = memchr(at, '\n', (size_t)(in + length - at));
		check_line(&line, &p, whole + n, at, newline);
	}
	MUST(p == whole + n);
	free(parts);
	free(whole);
	free(in);
	free(name);
	return 0;
}
