#ifndef CIRCLE_H
#define CIRCLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Pure. Circles among services that are known by their numbers. An arrow leads
 * from a service to one that it needs; those of one service lie together.
 *
 * circle_find: marks in `in` each of the `services` from which a way leads into
 * a circle; true if there are any.
 * circle_open: `rank` says, of each that is `in`, its place in byte order.
 * Marks the arrows that close a circle, just those that after_circle (after.h)
 * finds, and so that everybody ignores at the boot: there is a way back by
 * services that all come behind the one that it leaves from.
 */
#define CIRCLE_SERVICES_MAX 1024

struct arrow {
	uint16_t from, to;
	bool closes;
};

bool circle_find(const struct arrow *, size_t count,
    bool in[CIRCLE_SERVICES_MAX], size_t services);
void circle_open(struct arrow *, size_t count, const bool *in,
    const uint16_t *rank, size_t services);

#endif
