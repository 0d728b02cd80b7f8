#ifndef ARROWS_H
#define ARROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "circle.h"
#include "service.h"

/*
 * Who needs whom: the arrows of the files `after` of services that are to be
 * stopped. 4096 of them; what is beyond is warned of.
 *
 * arrows_read: to be called with all that have been found so far, at `now`
 * (clock.h). false: one of them is so new that they have to be read later. Does
 * not block: a FIFO or a device in the place of a file is passed over.
 * arrows_of: those that were read, `count` of them. They lead to numbers in
 * `all`; of a circle, all but the one that closes it count.
 */
bool arrows_read(const struct service *all, size_t services, int64_t now);
const struct arrow *arrows_of(size_t *count);

#endif
