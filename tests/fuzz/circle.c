/*
 * Any graph of some services, in any order of their names: the arrows that
 * close a circle are those that are found by name at the boot.
 */
#include "fuzz.h"
#include "tests/unit/model_circle.h"

/*
 * A byte for the number of services, one for each to mix their order, and two
 * for the row of each.
 */
static void
take_graph(struct graph *graph, const uint8_t *data, size_t size)
{
	size_t i, other;
	uint16_t rank;

	graph->services = (size_t)(size > 0 ? *data % MOST : 0) + 1;
	if (size > 0) {
		data++;
		size--;
	}
	for (i = 0; i < graph->services; i++)
		graph->rank[i] = (uint16_t)i;
	for (i = 0; i < graph->services && size > 0; i++, size--) {
		other = *data++ % graph->services;
		rank = graph->rank[i];
		graph->rank[i] = graph->rank[other];
		graph->rank[other] = rank;
	}
	for (i = 0; i < graph->services; i++) {
		graph->rows[i] = size > 1 ? data[0] | data[1] << 8 : 0;
		if (size > 1) {
			data += 2;
			size -= 2;
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arrow arrows[MOST * MOST];
	static bool in[CIRCLE_SERVICES_MAX];
	static struct graph graph;
	size_t i, count;
	bool any = false, found;

	take_graph(&graph, data, size);
	count = model_arrows(&graph, arrows);
	found = circle_find(arrows, count, in, graph.services);
	if (found)
		circle_open(arrows, count, in, graph.rank, graph.services);
	for (i = 0; i < count; i++) {
		MUST(arrows[i].closes ==
		    model_closes(&graph, arrows[i].from, arrows[i].to));
		any = any || arrows[i].closes;
	}
	MUST(found == any);
	return 0;
}
