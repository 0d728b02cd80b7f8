/*
 * The names in a directory of the image, sorted.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "names.h"
#include "root.h"
#include "init/dir.h"

static int
compare(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

static int
add(struct names *names, const char *name)
{
	char **more;

	if (names->count == names->room) {
		more = reallocarray(
		    names->list, names->room * 2 + 16, sizeof *more);
		if (more == NULL)
			return -1;
		names->list = more;
		names->room = names->room * 2 + 16;
	}
	names->list[names->count] = strdup(name);
	if (names->list[names->count] == NULL)
		return -1;
	names->count++;
	return 0;
}

int
names_read(struct names *names, const char *path)
{
	struct dir dir = { .fd = root_open_directory(path) };
	const char *name;
	unsigned char type;
	int result = 0;

	*names = (struct names){ NULL, 0, 0 };
	if (dir.fd == -1)
		return -1;
	while (result == 0 && (name = dir_read(&dir, &type)) != NULL)
		result = add(names, name);
	dir_close(&dir);
	if (result == -1) {
		names_free(names);
		errno = ENOMEM;
	} else if (names->count > 1)
		qsort(names->list, names->count, sizeof *names->list, compare);
	return result;
}

size_t
names_find(const struct names *names, const char *name)
{
	char **found = names->count == 0 ?
	    NULL :
	    bsearch(
		&name, names->list, names->count, sizeof *names->list, compare);

	return found == NULL ? names->count : (size_t)(found - names->list);
}

void
names_free(struct names *names)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		free(names->list[i]);
	free(names->list);
	*names = (struct names){ NULL, 0, 0 };
}
