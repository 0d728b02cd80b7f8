#ifndef ORDER_H
#define ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "service.h"

/*
 * The order of a stop. A service whose file `after` names others needs them:
 * it ends before they are told to, and until then they are `held`. One that
 * takes more than half of the time that is left, while others wait for it, is
 * killed, and they wait no longer. The arrow that closes a circle does not
 * count.
 *
 * order_begin: `state` is the directory of our state, or NULL; the stop of
 * the services has to be over by `deadline` (clock.h). order_hurry: it has to
 * be over by then, which is sooner. order_look: is an order possible by now?
 * Only what was prepared there can have one. order_step: to be called when any
 * was found or has ended, and at order_wake: holds and lets go; true when some
 * were let go. All are held until `all` are `complete`.
 */
void order_begin(const char *state, int64_t deadline);
void order_hurry(int64_t deadline);
bool order_look(void);
bool order_step(struct service *all, size_t count, bool complete, int64_t now);
int64_t order_wake(void);

#endif
