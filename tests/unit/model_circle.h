#ifndef MODEL_CIRCLE_H
#define MODEL_CIRCLE_H

#include "runsvdir-glue/after.h"
#include "runsvdir-glue/circle.h"

/*
 * Graphs of services by name, as everybody but the stop sees them (after.h).
 */
#define MOST 12

/* Bit j of row i: service i needs service j. The names are 'a' and so on, in
 * the order that `rank` gives. */
struct graph {
	size_t services;
	unsigned int rows[MOST];
	uint16_t rank[CIRCLE_SERVICES_MAX];
};

static inline char
letter(const struct graph *graph, size_t service)
{
	return (char)('a' + graph->rank[service]);
}

static inline size_t
read_graph(const char *name, char *text, size_t size, void *context)
{
	const struct graph *graph = context;
	size_t i, j, length = 0;

	(void)size; /* there is more room than for MOST names */
	for (i = 0; i < graph->services; i++)
		for (j = 0; j < graph->services && letter(graph, i) == name[0];
		     j++)
			if (graph->rows[i] >> j & 1) {
				text[length++] = letter(graph, j);
				text[length++] = ' ';
			}
	return length;
}

static inline bool
model_closes(struct graph *graph, size_t from, size_t to)
{
	static struct after_search search;
	char self[] = { letter(graph, from), '\0' }, words[1];
	char first[] = { letter(graph, to), '\0' };

	return after_circle(
	    &search, self, first, read_graph, graph, words, sizeof words);
}

/*
 * The same as arrows; how many there are.
 */
static inline size_t
model_arrows(const struct graph *graph, struct arrow arrows[MOST * MOST])
{
	size_t i, j, count = 0;

	for (i = 0; i < graph->services; i++)
		for (j = 0; j < graph->services; j++)
			if (graph->rows[i] >> j & 1)
				arrows[count++] = (struct arrow){ (uint16_t)i,
					(uint16_t)j, false };
	return count;
}

#endif
