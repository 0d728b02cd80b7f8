#ifndef STOP_H
#define STOP_H

#include "state.h"

/*
 * What begins with each phase of the stop. stop_waiting_for says on the log
 * whom the phase waits for. stop_begin: before the first of these phases:
 * notes which steps will have nothing to do.
 */
void stop_begin(struct engine *, enum phase first);
void stop_script(struct engine *);
void stop_command(struct engine *);
void stop_hooks(struct engine *);
void stop_services(struct engine *);
void stop_all(struct engine *);
void stop_kill(struct engine *);
void stop_waiting_for(struct engine *);

#endif
