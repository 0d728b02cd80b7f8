/*
 * Lines that are known beforehand.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"

#define START "start "
#define DIGITS 12
#define PATTERN 997 /* a prime: no line looks like one of its neighbours */

/* Most lines are short; one in 64 is longer than what a pipe takes at once. */
static size_t
length_of(uint64_t n)
{
	uint64_t random = (n + 1) * UINT64_C(0x9e3779b97f4a7c15) >> 20;

	if (n % 64 == 63)
		return 4096 + random % 6000;
	return random % (n % 8 == 7 ? 1000 : 200);
}

static const char *
filler(size_t at)
{
	static char bytes[PATTERN + TEXT_MAX];
	size_t i;

	if (bytes[0] == '\0')
		for (i = 0; i < sizeof bytes; i++)
			bytes[i] = (char)('0' + i % PATTERN * 7 % 10);
	return bytes + at % PATTERN;
}

size_t
text_line(uint64_t n, char to[TEXT_MAX])
{
	size_t length = length_of(n), i;
	uint64_t rest = n;

	for (i = DIGITS; i-- > 0; rest /= 10)
		to[i] = (char)('0' + rest % 10);
	to[DIGITS] = ' ';
	memcpy(to + DIGITS + 1, filler(n), length);
	to[DIGITS + 1 + length] = '\n';
	return DIGITS + 2 + length;
}

size_t
text_start(unsigned service, unsigned n, char to[TEXT_MAX])
{
	return (size_t)snprintf(to, TEXT_MAX, START "%u %u\n", service, n);
}

bool
text_is_start(const char *line, size_t length)
{
	return length > sizeof START && memcmp(line, START, 6) == 0;
}

void
text_heard(const char *line, size_t length)
{
	char wanted[TEXT_MAX];
	unsigned long service = strtoul(line + 6, NULL, 10);

	if (service >= SERVICES_MAX) {
		board_fault("no service: %.*s", (int)length, line);
		return;
	}
	if (text_start((unsigned)service, ++board->starts_heard[service],
		wanted) != length + 1 ||
	    memcmp(wanted, line, length) != 0)
		board_fault("start %u of service %lu is: %.*s",
		    board->starts_heard[service], service, (int)length, line);
	board_add(&board->heard[STARTS], 1);
}
