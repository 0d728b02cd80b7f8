#ifndef INCOMING_H
#define INCOMING_H

#include "signals.h"
#include "state.h"

/*
 * incoming_signal: what a signal asks for: reaping, the stop, or to be
 * forwarded to the command. incoming_children: reaps all that are dead and
 * notes whose end means something. incoming_requests: what has come through
 * our FIFO (request.h). All may post an event.
 */
void incoming_signal(struct engine *, const struct signal_event *);
void incoming_children(struct engine *);
void incoming_requests(struct engine *);

#endif
