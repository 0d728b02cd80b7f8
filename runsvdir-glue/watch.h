#ifndef WATCH_H
#define WATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The end of one process that is not our child: a run or a finish. One at a
 * time is enough where all are waited for. (By a pidfd, Linux 5.3, not by
 * inotify: to close that takes 5 to 10 ms, a grace period of SRCU, in
 * Linux 6.18.)
 *
 * watch_begin: watches this process from now on. When to look again though
 * it has not ended (clock.h): soon when it has ended and its supervisor has
 * yet to say so, CLOCK_NEVER when its end will be an event.
 * watch_goes_on: it has not ended. watch_fd: readable when it has; -1.
 */
int64_t watch_begin(pid_t, int64_t now);
bool watch_goes_on(void);
void watch_end(void);
int watch_fd(void);

#endif
