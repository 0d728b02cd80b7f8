/*
 * The mark that ends a line: every text of a few pieces, read in two parts at
 * every place.
 */
#include <stdbool.h>

#include "check.h"
#include "runsvdir-glue/lineend.h"

#define PIECES 4
#define TEXT_MAX (PIECES * (LINEEND_SIZE + 1))

static const struct piece {
	const char *bytes;
	size_t length;
} pieces[] = {
	{ "", 0 }, { "a", 1 }, { "\n", 1 }, { "\0", 1 },
	{ LINEEND_MARK, LINEEND_SIZE },
	{ LINEEND_MARK, 7 }, /* of which no whole one comes */
};
#define KINDS (sizeof pieces / sizeof pieces[0])
#define WHOLE 4

/*
 * What is to come of it: a mark is a newline where a line was begun. The bytes
 * of a broken one are as any others.
 */
static size_t
model(const unsigned char kinds[PIECES], char *out)
{
	size_t length = 0;
	int i;

	for (i = 0; i < PIECES; i++) {
		if (kinds[i] == WHOLE) {
			if (length > 0 && out[length - 1] != '\n')
				out[length++] = '\n';
			continue;
		}
		memcpy(out + length, pieces[kinds[i]].bytes,
		    pieces[kinds[i]].length);
		length += pieces[kinds[i]].length;
	}
	return length;
}

static size_t
take_in_two(const char *text, size_t length, size_t first, char *out)
{
	char *end, *from;

	memcpy(out, text, first);
	end = lineend_take(out, out, out + first);
	from = end - out < (ptrdiff_t)LINEEND_SIZE - 1 ?
	    out :
	    end - (LINEEND_SIZE - 1);
	memcpy(end, text + first, length - first);
	return (size_t)(lineend_take(out, from, end + (length - first)) - out);
}

static void
check_text(const unsigned char kinds[PIECES])
{
	char text[TEXT_MAX], wanted[TEXT_MAX], out[TEXT_MAX];
	size_t length = 0, want = model(kinds, wanted), first, got;
	int i;

	for (i = 0; i < PIECES; i++) {
		memcpy(text + length, pieces[kinds[i]].bytes,
		    pieces[kinds[i]].length);
		length += pieces[kinds[i]].length;
	}
	for (first = 0; first <= length; first++) {
		got = take_in_two(text, length, first, out);
		CHECK(got == want && memcmp(out, wanted, want) == 0);
	}
}

int
main(void)
{
	unsigned char kinds[PIECES];
	size_t n;

	for (n = 0; n < KINDS * KINDS * KINDS * KINDS; n++) {
		kinds[0] = (unsigned char)(n % KINDS);
		kinds[1] = (unsigned char)(n / KINDS % KINDS);
		kinds[2] = (unsigned char)(n / KINDS / KINDS % KINDS);
		kinds[3] = (unsigned char)(n / KINDS / KINDS / KINDS);
		check_text(kinds);
	}
	return check_end("lineend");
}
