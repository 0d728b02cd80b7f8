#ifndef SUPERVISE_H
#define SUPERVISE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "svstatus.h"

/*
 * One runsv and the service directory it works in. It is addressed by pid
 * and reached through /proc/PID/cwd: so it is that process and no other that
 * is spoken to, wherever its directory is, and also when the directory was
 * moved, removed, or is shared with another container. All return 0, or -1
 * with errno, but where it is bool or void; nothing blocks or allocates.
 *
 * supervise_is_there: it is in its directory, and has its FIFO.
 * supervise_control: writes a command byte to the control FIFO. ENOENT or
 * ENXIO: there is none yet, or what has its name is no FIFO, or the runsv is
 * dead.
 * supervise_holds: is it this one that reads the FIFO? One that finds its
 * directory locked by another runsv ends without; it does not grow old.
 * supervise_status: decodes status; `log` asks for the log service's. EINVAL
 * when the file is not one.
 * supervise_links_log: is its log a link? That of a prepared service leads
 * nowhere once the service was moved.
 * supervise_continue: SIGCONT to it and its children: to a finish or a control
 * script runsv sends no signal that would continue it.
 * supervise_spare_finish: takes our finish from a prepared service that has
 * none of its own: the end of all need not be noted, and runsv, which looks for
 * the file at each end, has one process less to make. Not unless `run` is its
 * child and alive: it may be about to execute finish.
 * supervise_name: the name in the scan directory; "PID 12" and false if
 * unknown.
 */
bool supervise_is_there(pid_t runsv);
int supervise_control(pid_t runsv, char command);
bool supervise_holds(pid_t runsv);
int supervise_status(pid_t runsv, bool log, struct svstatus *);
bool supervise_links_log(pid_t runsv);
void supervise_continue(pid_t runsv);
void supervise_spare_finish(pid_t runsv, pid_t run);
bool supervise_name(pid_t runsv, char *name, size_t size);

#endif
