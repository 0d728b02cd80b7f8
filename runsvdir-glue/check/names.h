#ifndef CTL_CHECK_NAMES_H
#define CTL_CHECK_NAMES_H

#include <stddef.h>

/*
 * The names in a directory of the image in byte order, "." and ".." left out.
 * They are allocated, and the caller's until names_free.
 *
 * names_read: 0, or -1 with errno and an empty list.
 * names_find: the index of a name; names->count when it is not there.
 */
struct names {
	char **list;
	size_t count, room;
};

int names_read(struct names *, const char *path);
size_t names_find(const struct names *, const char *name);
void names_free(struct names *);

#endif
