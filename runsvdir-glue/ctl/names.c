/*
 * The names of the services. Like runsvdir, it passes over those that begin
 * with a dot.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ctl.h"
#include "names.h"
#include "init/dir.h"

struct list {
	struct view *views;
	size_t count, room;
};

static int
add(struct list *list, const char *name)
{
	struct view *views;
	size_t room = list->room == 0 ? 64 : list->room * 2;

	if (list->count == list->room) {
		views = reallocarray(list->views, room, sizeof *views);
		if (views == NULL)
			return -1;
		list->views = views;
		list->room = room;
	}
	/* a longer one is no file's name, and so unknown */
	if (strlcpy(list->views[list->count].name, name,
		sizeof list->views->name) >= sizeof list->views->name)
		list->views[list->count].name[0] = '\0';
	list->count++;
	return 0;
}

static int
compare(const void *one, const void *other)
{
	return strcmp(((const struct view *)one)->name,
	    ((const struct view *)other)->name);
}

static int
add_all(struct list *list, const char *path)
{
	struct dir dir;
	const char *name;
	unsigned char type;
	int result = 0;

	if (dir_open(&dir, path) == -1)
		return -1;
	while (result == 0 && (name = dir_read(&dir, &type)) != NULL)
		if (name[0] != '.' &&
		    (type == DT_DIR || type == DT_LNK || type == DT_UNKNOWN))
			result = add(list, name);
	dir_close(&dir);
	if (list->count > 1)
		qsort(list->views, list->count, sizeof *list->views, compare);
	return result;
}

int
ctl_names_views(const struct ctl_state *state, char *const *names,
    struct view **views, size_t *count)
{
	struct list list = { NULL, 0, 0 };
	int result = 0;

	if (names[0] == NULL)
		result = add_all(&list, state->services);
	for (; result == 0 && *names != NULL; names++)
		result = add(&list, *names);
	if (result == -1) {
		ctl_error(
		    "cannot read %s: %s", state->services, strerror(errno));
		free(list.views);
		return -1;
	}
	*views = list.views;
	*count = list.count;
	return 0;
}

void
ctl_names_unknown(const struct ctl_state *state, const char *name)
{
	ctl_error("%s: no such service in %s", name, state->services);
}
