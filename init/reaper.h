#ifndef REAPER_H
#define REAPER_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * reaper_become: off PID 1 makes us the subreaper of our descendants
 * (prctl(2), Linux 3.4). False where that is refused: then orphans go to
 * somebody else.
 * reaper_next: reaps one dead child: its pid and *status; 0 when none is
 * dead, -1 when there is no child at all, REAPER_LATER when the kernel would
 * not say: ask again in a moment. A child that was stopped is told of
 * too (WIFSTOPPED) and is not reaped. Never blocks. The pid of a dead one must
 * not be signalled after.
 */
#define REAPER_LATER (-2)

bool reaper_become(void);
pid_t reaper_next(int *status);

#endif
