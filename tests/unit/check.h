#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/*
 * What a unit test needs. Each CHECK that fails prints one line with the
 * place, the expression and its value, and the test goes on; its value is
 * whether it held. check_end prints how many held and gives main its result.
 */
#define CHECK(held) check_that(__FILE__, __LINE__, #held, (held))
#define CHECK_INT(actual, expected) \
	check_int(__FILE__, __LINE__, #actual, (actual), (expected))
#define CHECK_STR(actual, expected) \
	check_str(__FILE__, __LINE__, #actual, (actual), (expected))

static unsigned long check_made, check_failed;

static inline bool
check_count(bool held, const char *file, int line)
{
	check_made++;
	if (!held) {
		check_failed++;
		printf("%s:%d: ", file, line);
	}
	return held;
}

static inline bool
check_that(const char *file, int line, const char *text, bool held)
{
	if (!check_count(held, file, line))
		printf("%s does not hold\n", text);
	return held;
}

static inline bool
check_int(const char *file, int line, const char *text, intmax_t actual,
    intmax_t expected)
{
	bool held = actual == expected;

	if (!check_count(held, file, line))
		printf("%s is %" PRIdMAX ", not %" PRIdMAX "\n", text, actual,
		    expected);
	return held;
}

static inline void
check_print(const char *bytes, size_t length)
{
	size_t i;

	putchar('"');
	for (i = 0; i < length; i++)
		if (bytes[i] >= ' ' && bytes[i] <= '~')
			putchar(bytes[i]);
		else
			printf("\\x%02x", (unsigned char)bytes[i]);
	putchar('"');
}

static inline bool
check_bytes(const char *file, int line, const char *text, const char *actual,
    size_t length, const char *expected, size_t expected_length)
{
	bool held = length == expected_length &&
	    (length == 0 || memcmp(actual, expected, length) == 0);

	if (!check_count(held, file, line)) {
		printf("%s is ", text);
		check_print(actual, length);
		printf(", not ");
		check_print(expected, expected_length);
		putchar('\n');
	}
	return held;
}

static inline bool
check_str(const char *file, int line, const char *text, const char *actual,
    const char *expected)
{
	const char *a = actual == NULL ? "(NULL)" : actual;
	const char *e = expected == NULL ? "(NULL)" : expected;

	return check_bytes(file, line, text, a, strlen(a), e, strlen(e));
}

static inline int
check_end(const char *name)
{
	if (check_failed > 0)
		printf("%s: %lu of %lu checks FAILED\n", name, check_failed,
		    check_made);
	else
		printf("%s: %lu checks passed\n", name, check_made);
	return check_failed > 0 || check_made == 0;
}

#endif
