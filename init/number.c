/*
 * Digits.
 */
#include "number.h"

bool
number_take(const char **text, uint64_t *value)
{
	const char *from = *text;
	unsigned int digit;

	*value = 0;
	for (; **text >= '0' && **text <= '9'; (*text)++) {
		digit = (unsigned int)(**text - '0');
		if (*value > (UINT64_MAX - digit) / 10)
			*value = UINT64_MAX;
		else
			*value = *value * 10 + digit;
	}
	return *text != from;
}

bool
number_is(const char *text, uint64_t most, uint64_t *value)
{
	uint64_t number;

	if (!number_take(&text, &number) || *text != '\0' || number > most)
		return false;
	*value = number;
	return true;
}
