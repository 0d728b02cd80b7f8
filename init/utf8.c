/*
 * Which bytes are a character.
 */
#include <string.h>

#include "utf8.h"

#define LENGTH_MAX 4

size_t
utf8_span(const char *s, const char *end, bool *whole)
{
	const unsigned char *p = (const unsigned char *)s;
	unsigned char low = 0x80, high = 0xbf;
	size_t n, wanted, most = (size_t)(end - s);

	*whole = p[0] < 0x80;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 1;
	wanted = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xed)
		high = 0x9f;
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)
		high = 0x8f;
	for (n = 1; n < wanted && n < most; n++) {
		if (p[n] < low || p[n] > high)
			break;
		low = 0x80;
		high = 0xbf;
	}
	*whole = n == wanted;
	return n;
}

size_t
utf8_length(const char *s)
{
	bool whole;
	size_t length = utf8_span(s, s + strnlen(s, LENGTH_MAX), &whole);

	return whole ? length : 0;
}
