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
 * supervise_continue: SIGCONT to it and its children: to a finish or a control
 * script runsv sends no signal that would continue it.
 * supervise_name: the name in the scan directory; "PID 12" and false if
 * unknown.
 */
bool supervise_is_there(pid_t runsv);
int supervise_control(pid_t runsv, char command);
bool supervise_holds(pid_t runsv);
int supervise_status(pid_t runsv, bool log, struct svstatus *);
void supervise_continue(pid_t runsv);
bool supervise_name(pid_t runsv, char *name, size_t size);

#endif
