/*
 * A list of "NAME=value", sorted by name.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "envlist.h"
#include "log.h"

char *envlist_nothing[] = { NULL };

void
envlist_add(struct envlist *list, char *string)
{
	char **strings;
	size_t room;

	if (string == NULL)
		return;
	if (list->count + 1 >= list->room) {
		room = list->room == 0 ? 64 : list->room * 2;
		strings = reallocarray(list->room == 0 ? NULL : list->strings,
		    room, sizeof *strings);
		if (strings == NULL) {
			log_warn("no memory for the variable %.*s",
			    (int)strcspn(string, "="), string);
			return;
		}
		list->strings = strings;
		list->room = room;
	}
	list->strings[list->count++] = string;
	list->strings[list->count] = NULL;
}

int
envlist_compare(const void *a, const void *b)
{
	const char *left = *(char *const *)a, *right = *(char *const *)b;

	while (*left == *right && *left != '=' && *left != '\0') {
		left++;
		right++;
	}
	if ((*left == '=' || *left == '\0') &&
	    (*right == '=' || *right == '\0'))
		return 0;
	if (*left == '=')
		return -1;
	if (*right == '=')
		return 1;
	return (unsigned char)*left - (unsigned char)*right;
}

bool
envlist_has(const struct envlist *list, size_t count, const char *string)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (envlist_compare(&list->strings[i], &string) == 0)
			return true;
	return false;
}

void
envlist_sort(struct envlist *list)
{
	if (list->count > 1)
		qsort(list->strings, list->count, sizeof *list->strings,
		    envlist_compare);
}

static int
compare_stable(const void *a, const void *b)
{
	uintptr_t left = (uintptr_t) * (char *const *)a;
	uintptr_t right = (uintptr_t) * (char *const *)b;
	int order = envlist_compare(a, b);

	return order != 0 ? order : (left > right) - (left < right);
}

void
envlist_unique(struct envlist *list)
{
	size_t i, kept = 0;

	if (list->count < 2)
		return;
	qsort(
	    list->strings, list->count, sizeof *list->strings, compare_stable);
	for (i = 1; i < list->count; i++)
		if (envlist_compare(&list->strings[kept], &list->strings[i]) !=
		    0)
			list->strings[++kept] = list->strings[i];
	list->count = kept + 1;
	list->strings[list->count] = NULL;
}

char *
envlist_find(const struct envlist *list, const char *string)
{
	char **found = NULL;

	if (list->count > 0)
		found = bsearch(&string, list->strings, list->count,
		    sizeof *list->strings, envlist_compare);
	return found == NULL ? NULL : *found;
}

void
envlist_free(struct envlist *list)
{
	if (list->room > 0)
		free(list->strings);
	*list = (struct envlist)ENVLIST_EMPTY;
}
