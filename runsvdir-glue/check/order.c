/*
 * The files `after`: names that nobody has, and circles. Which arrow closes a
 * circle is decided by after_circle, so it is the one that is ignored at the
 * boot.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "runsvdir-glue/after.h"
#include "parts.h"
#include "report.h"
#include "root.h"
#include "init/format.h"

#define WORDS_ROOM 4096

struct graph {
	char *const *names;
	const bool *is_service;
	size_t count;
	char **texts; /* of each service's `after`; NULL: it has none */
	size_t *lengths;
	bool *ends; /* all its ways end, so it is in no circle */
};

static void
path_of(char path[PATH_MAX], const struct graph *graph, size_t index)
{
	format(path, PATH_MAX, SERVICES "/%s/after", graph->names[index]);
}

static int
compare(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

/*
 * graph->count where no service has this name.
 */
static size_t
find(const struct graph *graph, const char *name)
{
	char *const *found = graph->count == 0 ?
	    NULL :
	    bsearch(&name, graph->names, graph->count, sizeof *graph->names,
		compare);
	size_t index;

	if (found == NULL)
		return graph->count;
	index = (size_t)(found - graph->names);
	return graph->is_service[index] ? index : graph->count;
}

static void
load(struct graph *graph, size_t index)
{
	static char text[AFTER_TEXT_MAX + 1];
	char path[PATH_MAX];
	struct stat st;
	ssize_t length;

	path_of(path, graph, index);
	if (!graph->is_service[index] || root_lstat(path, &st) == -1)
		return;
	length = root_read(path, text, sizeof text);
	if (length == -1) {
		report_fault(path, "cannot be read: %s: make it a file",
		    errno == EINVAL ? "not a regular file" : strerror(errno));
		return;
	}
	if (length > AFTER_TEXT_MAX) {
		report_fault(
		    path, "longer than %d bytes: shorten it", AFTER_TEXT_MAX);
		return;
	}
	graph->texts[index] = malloc((size_t)length + 1);
	if (graph->texts[index] == NULL)
		return;
	memcpy(graph->texts[index], text, (size_t)length);
	graph->lengths[index] = (size_t)length;
}

static void
check_names(const struct graph *graph, size_t index)
{
	struct after_text text = { graph->texts[index],
		graph->texts[index] + graph->lengths[index] };
	char path[PATH_MAX], name[NAME_MAX + 1];
	enum after_word word;

	path_of(path, graph, index);
	while ((word = after_next(&text, name)) != AFTER_END) {
		if (word == AFTER_BAD)
			report_fault(path,
			    "%s: no service can have this name: correct it",
			    name);
		else if (strcmp(name, graph->names[index]) == 0)
			report_fault(
			    path, "%s: the service itself: take it out", name);
		else if (find(graph, name) == graph->count)
			report_fault(path,
			    "%s: no such service: correct it, or add " SERVICES
			    "/%s",
			    name, name);
	}
}

/*
 * Do all its arrows lead to services whose ways end?
 */
static bool
ends(const struct graph *graph, size_t index)
{
	struct after_text text = { graph->texts[index],
		graph->texts[index] + graph->lengths[index] };
	char name[NAME_MAX + 1];
	enum after_word word;
	size_t other;

	if (graph->texts[index] == NULL)
		return true;
	while ((word = after_next(&text, name)) != AFTER_END) {
		other = find(graph, name);
		if (word == AFTER_NAME && other != graph->count &&
		    other != index && !graph->ends[other])
			return false;
	}
	return true;
}

/*
 * The search for circles is dear, and most images have none.
 */
static void
set_aside(struct graph *graph)
{
	bool more = true;
	size_t i;

	while (more) {
		more = false;
		for (i = 0; i < graph->count; i++)
			if (!graph->ends[i] && ends(graph, i))
				graph->ends[i] = more = true;
	}
}

static size_t
read_after(const char *name, char *text, size_t size, void *context)
{
	const struct graph *graph = context;
	size_t index = find(graph, name), length;

	if (index == graph->count || graph->ends[index])
		return 0;
	length = graph->lengths[index];
	if (length > size)
		length = size;
	memcpy(text, graph->texts[index], length);
	return length;
}

static void
check_circles(struct graph *graph, size_t index)
{
	static struct after_search search;
	static char words[WORDS_ROOM];
	struct after_text text = { graph->texts[index],
		graph->texts[index] + graph->lengths[index] };
	char path[PATH_MAX], name[NAME_MAX + 1];
	enum after_word word;

	path_of(path, graph, index);
	while ((word = after_next(&text, name)) != AFTER_END)
		if (word == AFTER_NAME &&
		    strcmp(name, graph->names[index]) != 0 &&
		    find(graph, name) != graph->count &&
		    after_circle(&search, graph->names[index], name, read_after,
			graph, words, sizeof words))
			report_fault(path,
			    "a circle, %s: take one of these names out", words);
}

static void
check_graph(struct graph *graph)
{
	size_t i;

	for (i = 0; i < graph->count; i++)
		load(graph, i);
	for (i = 0; i < graph->count; i++)
		if (graph->texts[i] != NULL)
			check_names(graph, i);
	set_aside(graph);
	for (i = 0; i < graph->count; i++)
		if (!graph->ends[i])
			check_circles(graph, i);
}

void
order_check(char *const *names, const bool *is_service, size_t count)
{
	struct graph graph = { names, is_service, count, NULL, NULL, NULL };
	size_t i;

	graph.texts = calloc(count + 1, sizeof *graph.texts);
	graph.lengths = calloc(count + 1, sizeof *graph.lengths);
	graph.ends = calloc(count + 1, sizeof *graph.ends);
	if (graph.texts != NULL && graph.lengths != NULL && graph.ends != NULL)
		check_graph(&graph);
	else
		report_fault(SERVICES, "not checked: %s", strerror(errno));
	for (i = 0; graph.texts != NULL && i < count; i++)
		free(graph.texts[i]);
	free(graph.texts);
	free(graph.lengths);
	free(graph.ends);
}
