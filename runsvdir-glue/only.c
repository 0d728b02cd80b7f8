/*
 * The names of --only.
 */
#include <string.h>

#include "only.h"

#define BLANKS " \t"

size_t
only_next(const char **list, const char **name)
{
	size_t word, length = 0;

	while (length == 0 && **list != '\0') {
		*name = *list + strspn(*list, BLANKS);
		word = length = strcspn(*name, ",");
		while (
		    length > 0 && strchr(BLANKS, (*name)[length - 1]) != NULL)
			length--;
		*list = *name + word + ((*name)[word] == ',');
	}
	return length;
}
