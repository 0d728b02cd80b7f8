/*
 * Any bytes with marks in them, whole and broken ones, read in portions of any
 * size as the tagger reads them (tag.c): the lines that it passes on are what
 * a model makes of the whole text at once, and it never holds back more than a
 * line.
 */
#include <stdbool.h>

#include "fuzz.h"
#include "runsvdir-glue/lineend.h"

#define PORTIONS 16
#define TEXT_MAX 65536
#define WHOLE 2	 /* this byte stands for a mark */
#define BROKEN 3 /* this one and the next for the begin of one */

struct text {
	char bytes[TEXT_MAX];
	size_t length;
};

static void
add(struct text *text, const char *bytes, size_t length)
{
	MUST(text->length + length <= sizeof text->bytes);
	memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
}

static void
spell(struct text *text, const uint8_t *data, size_t size)
{
	size_t i;

	text->length = 0;
	for (i = 0; i < size; i++) {
		if (data[i] == WHOLE)
			add(text, LINEEND_MARK, LINEEND_SIZE);
		else if (data[i] == BROKEN && i + 1 < size)
			add(text, LINEEND_MARK, data[++i] % LINEEND_SIZE);
		else
			add(text, (const char *)data + i, 1);
	}
}

static bool
is_begun(const struct text *text)
{
	return text->length > 0 && text->bytes[text->length - 1] != '\n';
}

/*
 * A mark, and the end of the input, ends a line that was begun.
 */
static void
model(struct text *lines, const struct text *text)
{
	size_t i;

	lines->length = 0;
	for (i = 0; i < text->length;) {
		if (text->length - i >= LINEEND_SIZE &&
		    memcmp(text->bytes + i, LINEEND_MARK, LINEEND_SIZE) == 0) {
			if (is_begun(lines))
				add(lines, "\n", 1);
			i += LINEEND_SIZE;
		} else
			add(lines, text->bytes + i++, 1);
	}
	if (is_begun(lines))
		add(lines, "\n", 1);
}

/*
 * One read of the tagger; `held` is what had no newline yet. The memory is of
 * the exact size, for the address sanitizer.
 */
static void
take(struct text *held, const char *bytes, size_t n, struct text *lines)
{
	char *input = fuzz_memory(held->length + n), *at, *from, *end, *newline;
	size_t passed = 0;

	at = input + held->length;
	memcpy(input, held->bytes, held->length);
	memcpy(at, bytes, n);
	from = held->length < LINEEND_SIZE ? input : at - LINEEND_SIZE + 1;
	end = lineend_take(input, from, at + n);
	MUST(end >= from && end <= at + n);
	newline = memrchr(from, '\n', (size_t)(end - from));
	if (newline != NULL)
		passed = (size_t)(newline - input) + 1;
	add(lines, input, passed);
	held->length = 0;
	add(held, input + passed, (size_t)(end - input) - passed);
	MUST(memchr(held->bytes, '\n', held->length) == NULL);
	free(input);
}

static void
take_all(const struct text *text, const uint8_t portions[PORTIONS],
    struct text *lines)
{
	static struct text held;
	size_t at, n, i = 0;

	held.length = lines->length = 0;
	for (at = 0; at < text->length; at += n) {
		n = portions[i++ % PORTIONS] + 1u;
		if (n > text->length - at)
			n = text->length - at;
		take(&held, text->bytes + at, n, lines);
	}
	if (held.length > 0)
		add(&held, "\n", 1);
	add(lines, held.bytes, held.length);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct text text, wanted, lines;
	static const uint8_t single[PORTIONS]; /* bytes, each alone */

	if (size < PORTIONS || size > TEXT_MAX / LINEEND_SIZE - 1)
		return 0;
	spell(&text, data + PORTIONS, size - PORTIONS);
	model(&wanted, &text);
	take_all(&text, data, &lines);
	MUST(lines.length == wanted.length);
	MUST(memcmp(lines.bytes, wanted.bytes, wanted.length) == 0);
	take_all(&text, single, &lines);
	MUST(lines.length == wanted.length);
	MUST(memcmp(lines.bytes, wanted.bytes, wanted.length) == 0);
	return 0;
}
