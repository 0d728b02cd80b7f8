#ifndef ENGINE_H
#define ENGINE_H

#include "options.h"

/*
 * The life of the container, from the environment to the last reaped
 * process. Returns its exit status. No failure in it is fatal; it waits in
 * signals_wait alone.
 */
int engine_run(const struct options *);

#endif
