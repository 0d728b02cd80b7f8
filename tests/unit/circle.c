/*
 * Circles among services: the arrows that are found to close one are those
 * that are found by name at the boot (after.h), in every graph of four
 * services and in some with more.
 */
#include <stdlib.h>

#include "check.h"
#include "model_circle.h"

static bool
test_graph(struct graph *graph)
{
	static struct arrow arrows[MOST * MOST];
	static bool in[CIRCLE_SERVICES_MAX];
	size_t i, j, count = model_arrows(graph, arrows);
	bool any = false, right = true;

	if (circle_find(arrows, count, in, graph->services))
		circle_open(arrows, count, in, graph->rank, graph->services);
	for (i = 0; i < count; i++) {
		j = model_closes(graph, arrows[i].from, arrows[i].to);
		any = any || j;
		right = CHECK_INT(arrows[i].closes, j) && right;
	}
	for (j = i = 0; i < graph->services; i++)
		j += in[i];
	return CHECK_INT(j > 0, any) && right;
}

static void
test_every_graph(void)
{
	struct graph graph = { .services = 4, .rank = { 2, 0, 3, 1 } };
	unsigned int bits, i;

	for (bits = 0; bits < 1u << 16; bits++) {
		for (i = 0; i < 4; i++)
			graph.rows[i] = bits >> (4 * i) & 15;
		if (!test_graph(&graph))
			printf("  of graph %x\n", bits);
	}
}

static void
test_some_graphs(void)
{
	struct graph graph = { .services = MOST };
	size_t i, other;
	uint16_t rank;
	int run;

	srandom(1);
	for (i = 0; i < MOST; i++)
		graph.rank[i] = (uint16_t)i;
	for (run = 0; run < 20000; run++) {
		for (i = 0; i < MOST; i++) {
			other = (size_t)random() % MOST;
			rank = graph.rank[i];
			graph.rank[i] = graph.rank[other];
			graph.rank[other] = rank;
			graph.rows[i] = (unsigned int)random() &
			    (unsigned int)random() & (unsigned int)random() &
			    ((1u << MOST) - 1);
		}
		if (!test_graph(&graph))
			printf("  of graph %d\n", run);
	}
}

/*
 * A ring of as many as there may be, and an arrow from each to the first.
 */
static void
test_large(void)
{
	static struct arrow arrows[2 * CIRCLE_SERVICES_MAX];
	static bool in[CIRCLE_SERVICES_MAX];
	static uint16_t rank[CIRCLE_SERVICES_MAX];
	const uint16_t most = CIRCLE_SERVICES_MAX;
	size_t i, count = 0, closing = 0;
	uint16_t from;

	for (from = 0; from < most; from++) {
		rank[from] = (uint16_t)(most - 1 - from);
		arrows[count++] = (struct arrow){ from,
			(uint16_t)((from + 1) % most), false };
		arrows[count++] = (struct arrow){ from, 0, false };
	}
	CHECK(circle_find(arrows, count, in, most));
	circle_open(arrows, count, in, rank, most);
	for (i = 0; i < count; i++)
		closing += arrows[i].closes;
	/* The last one is the least, and behind it every circle closes; the
	 * first has an arrow to itself. */
	CHECK(closing > 0);
	CHECK(arrows[1].closes);
	for (i = 0; i < count; i++)
		if (arrows[i].closes)
			arrows[i].to = arrows[i].from;
	for (count = i = 0; i < 2 * (size_t)most; i++)
		if (arrows[i].to != arrows[i].from)
			arrows[count++] = arrows[i];
	CHECK(!circle_find(arrows, count, in, most));
}

int
main(void)
{
	test_every_graph();
	test_some_graphs();
	test_large();
	return check_end("circle");
}
