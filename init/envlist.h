#ifndef ENVLIST_H
#define ENVLIST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A growing, NULL-terminated array of strings "NAME=value". It owns the
 * array; who owns the strings is the caller's business.
 *
 * envlist_add: appends; without memory for it, warns and leaves it out. NULL
 * is nothing.
 * envlist_has: is one of this name among the first `count`? The list need not
 * be sorted.
 * envlist_unique: sorts by name, in byte order, and leaves out all but the
 * first of a name; the strings must lie in memory in their order, as those
 * that the kernel hands to a program do.
 * envlist_sort: by name. envlist_find: the one of this name,
 * or NULL. The list must be sorted. envlist_free: frees the array, not the
 * strings. envlist_compare: by name, for qsort(3) and bsearch(3) of an array
 * of char * or of structs that begin with one.
 */
struct envlist {
	char **strings;
	size_t count, room;
};

extern char *envlist_nothing[];
#define ENVLIST_EMPTY                 \
	{                             \
		envlist_nothing, 0, 0 \
	}

void envlist_add(struct envlist *, char *string);
bool envlist_has(const struct envlist *, size_t count, const char *string);
void envlist_unique(struct envlist *);
void envlist_sort(struct envlist *);
char *envlist_find(const struct envlist *, const char *string);
void envlist_free(struct envlist *);
int envlist_compare(const void *, const void *);

#endif
