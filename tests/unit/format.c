/*
 * format against the C library's snprintf, and at the edges of its buffer.
 */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "format.h"

#define ROOM 64

/* the same text, length and NUL in a buffer of every size */
#define SAME(...)                                                        \
	do {                                                             \
		char ours[ROOM], theirs[ROOM];                           \
		size_t size;                                             \
		for (size = 1; size < ROOM; size++) {                    \
			memset(ours, 'x', sizeof ours);                  \
			memset(theirs, 'x', sizeof theirs);              \
			CHECK_INT((int)format(ours, size, __VA_ARGS__),  \
			    snprintf(theirs, size, __VA_ARGS__));        \
			CHECK_STR(ours, theirs);                         \
			CHECK_INT(memcmp(ours, theirs, sizeof ours), 0); \
		}                                                        \
	} while (0)

#pragma GCC diagnostic ignored "-Wformat-truncation"

static void
test_words(void)
{
	SAME("%s", "");
	SAME("plain");
	SAME("%s", "word");
	SAME("<%s> and <%s>%%", "one", "two");
	SAME("%.*s|", 0, "word");
	SAME("%.*s|", 2, "word");
	SAME("%.*s|", 9, "word");
	SAME("%.3s|%.200s", "word", "another");
	SAME("%.s|", "word");
}

static void
test_numbers(void)
{
	static const int numbers[] = { 0, 1, -1, 9, 10, 99, 100, 12345, -12345,
		INT_MAX, INT_MIN };
	size_t i;

	for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		SAME("%d", numbers[i]);
		SAME("%u", (unsigned int)numbers[i]);
		SAME("%lu", (unsigned long)numbers[i]);
		SAME("%03d", numbers[i]);
		SAME("%d.%03d s", numbers[i], abs(numbers[i] % 1000));
	}
	SAME("%lu", ULONG_MAX);
}

/*
 * A precision ends the reading too: what it leaves out need not be there.
 */
static void
test_no_end(void)
{
	static const char two[] = { 'a', 'b' };
	char text[ROOM];

	CHECK_INT((int)format(text, sizeof text, "%.*s.", 2, two), 3);
	CHECK_STR(text, "ab.");
}

static void
test_no_room(void)
{
	char *text;

	CHECK_INT((int)format(NULL, 0, "%s %d", "word", 7), 6);
	text = format_new("%s=%s", "NAME", "a longer value");
	CHECK_STR(text, "NAME=a longer value");
	free(text);
}

int
main(void)
{
	test_words();
	test_numbers();
	test_no_end();
	test_no_room();
	return check_end("format");
}
