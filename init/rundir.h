#ifndef RUNDIR_H
#define RUNDIR_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * The directory of my_init's state: what it says of itself to others, and a
 * FIFO by which root's programs may ask something of it. The first that can
 * be had of FIRST/my_init (unless NULL), /run/my_init, /dev/shm/my_init and
 * /tmp/my_init; off PID 1 with a dot and our pid. Not one that another
 * my_init holds, or that anybody but our own user could write to.
 *
 * rundir_open: true when there is one from now on; it is ours until we end.
 * rundir_watch: from now on the kernel sends RUNDIR_SIGNAL (SIGIO where no more
 * signals can be queued) when something there is deleted or renamed, and who
 * gets it calls this again: what of ours is gone is made again at the same
 * place, or, if that fails, rundir_path is NULL from then on. (It is dnotify.
 * An inotify has a price: who has one ends up to 16 ms later, after a grace
 * period of SRCU; measured, Linux 6.18.)
 *
 * rundir_path: where; NULL without one. rundir_fd: readable when something is
 * asked; -1; not the same after rundir_watch has made it again.
 *
 * rundir_request: the next line that has come, without its newline; false when
 * there is none (yet). Lines that are too long are left out.
 *
 * rundir_has: has it such a file? rundir_write: replaces a file of it. What
 * fails is without consequence but that others know less. Never blocks.
 */
#define RUNDIR_SIGNAL SIGRTMAX
#define RUNDIR_LINE_MAX 512

bool rundir_open(const char *first);
void rundir_watch(void);
const char *rundir_path(void);
int rundir_fd(void);
bool rundir_request(char line[RUNDIR_LINE_MAX]);
bool rundir_has(const char *name);
void rundir_write(const char *name, const char *bytes, size_t length);

#endif
