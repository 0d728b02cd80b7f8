/*
 * Circles among services.
 */
#include <string.h>

#include "circle.h"
#include "init/hot.h"

/*
 * Who needs nobody that is left is in no circle, and leads into none.
 */
bool
circle_find(const struct arrow *arrows, size_t count,
    bool in[CIRCLE_SERVICES_MAX], size_t services)
{
	bool needs[CIRCLE_SERVICES_MAX];
	bool changed = true, any = true;
	size_t i;

	memset(in, true, services);
	while (changed && any) {
		any = false;
		memset(needs, false, services);
		for (i = 0; i < count; i++)
			if (in[arrows[i].from] && in[arrows[i].to])
				needs[arrows[i].from] = any = true;
		changed = memcmp(in, needs, services) != 0;
		memcpy(in, needs, services);
	}
	return any;
}

struct search {
	const struct arrow *arrows;
	size_t count;
	const bool *in;
	const uint16_t *rank;
	size_t first[CIRCLE_SERVICES_MAX]; /* arrow of each service */
	bool seen[CIRCLE_SERVICES_MAX];
	uint16_t queue[CIRCLE_SERVICES_MAX];
	size_t length;
};

static void
add(struct search *search, uint16_t service, uint16_t self)
{
	if (!search->in[service] || search->seen[service] ||
	    search->rank[service] < search->rank[self])
		return;
	search->seen[service] = true;
	search->queue[search->length++] = service;
}

/*
 * Breadth first, from where the arrow leads.
 */
static bool
leads_back(struct search *search, const struct arrow *arrow, size_t services)
{
	size_t i, at;

	memset(search->seen, 0, services * sizeof search->seen[0]);
	search->length = 0;
	add(search, arrow->to, arrow->from);
	for (at = 0; at < search->length && !search->seen[arrow->from]; at++)
		for (i = search->first[search->queue[at]]; i < search->count &&
		     search->arrows[i].from == search->queue[at];
		     i++)
			add(search, search->arrows[i].to, arrow->from);
	return search->seen[arrow->from];
}

void
circle_open(struct arrow *arrows, size_t count, const bool *in,
    const uint16_t *rank, size_t services)
{
	LARGE static struct search search;
	size_t i;

	search.arrows = arrows;
	search.count = count;
	search.in = in;
	search.rank = rank;
	for (i = count; i-- > 0;)
		search.first[arrows[i].from] = i;
	for (i = 0; i < count; i++)
		arrows[i].closes = in[arrows[i].from] &&
		    leads_back(&search, &arrows[i], services);
}
