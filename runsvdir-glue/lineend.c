/*
 * The mark that ends a line.
 */
#include <string.h>

#include "lineend.h"

char *
lineend_take(const char *begin, char *from, char *end)
{
	static const char mark[] = LINEEND_MARK;
	char *at = from, *rest;

	while ((at = memchr(at, mark[0], (size_t)(end - at))) != NULL &&
	    (size_t)(end - at) >= LINEEND_SIZE) {
		if (memcmp(at, mark, LINEEND_SIZE) != 0) {
			at++;
			continue;
		}
		rest = at + LINEEND_SIZE;
		if (at > begin && at[-1] != '\n')
			*at++ = '\n';
		memmove(at, rest, (size_t)(end - rest));
		end -= rest - at;
	}
	return end;
}
