#ifndef INCOMING_H
#define INCOMING_H

#include "signals.h"
#include "state.h"

/*
 * incoming_signal: what a signal asks for: reaping, the stop, or to be
 * forwarded to the command. incoming_children: reaps all that are dead and
 * notes whose end means something. Both may post an event.
 */
void incoming_signal(struct engine *, const struct signal_event *);
void incoming_children(struct engine *);

#endif
