/*
 * Reading the numbers that a service directory may hold.
 */
#include <stdbool.h>

#include "critical.h"

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/*
 * The one number of the text; `none` when there is nothing, -1 when there is
 * anything else.
 */
static int
number(const char *text, size_t length, int none, int most)
{
	const char *end = text + length;
	int value = 0;

	while (text < end && is_space(*text))
		text++;
	while (end > text && is_space(end[-1]))
		end--;
	if (text == end)
		return none;
	for (; text < end; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		value = value * 10 + (*text - '0');
		if (value > most)
			return -1;
	}
	return value;
}

int
critical_parse(const char *text, size_t length)
{
	int count = number(text, length, 1, CRITICAL_MAX);

	return count == 0 ? -1 : count;
}

int
critical_brake(const char *text, size_t length)
{
	return number(text, length, -1, CRITICAL_BRAKE_MAX);
}
