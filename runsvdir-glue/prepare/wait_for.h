#ifndef WAIT_FOR_H
#define WAIT_FOR_H

#include <stdbool.h>

#include "files.h"

/*
 * Waiting until another service is up: its runsv lives, wants it up and says
 * that it runs, its process has come as far as its own `run`, and its
 * `check`, if any, exits with 0. Where there is no such service (any more),
 * or --only has left it out, nobody waits.
 *
 * wait_for: returns when it is, false if it was at the first look; `begin` is
 * called before that. A signal ends it, and the check that runs then.
 * wait_check: does its check pass? At most 10 s; it is killed then.
 */
bool wait_for(const struct origin *, const char *name, void begin(void));
bool wait_check(int scan, const char *name);

#endif
