#ifndef RUNNER_H
#define RUNNER_H

#include "state.h"

/*
 * runner_next: starts the next of e->scripts; posts EVENT_DONE when there is
 * none.
 * runner_ended: the one that runs (or could not be started) is over.
 * `wstatus` as waitpid(2) gives it. A startup script that failed is a cause
 * to stop, a hook that failed is remembered.
 * runner_stopped: it was stopped, by a signal or its terminal, and is
 * continued.
 */
void runner_next(struct engine *);
void runner_ended(struct engine *, int wstatus);
void runner_stopped(struct engine *, int wstatus);

#endif
