#ifndef SUPERVISE_H
#define SUPERVISE_H

#include <stddef.h>
#include <sys/types.h>

#include "svstatus.h"

/*
 * One runsv and the service directory it works in. It is addressed by pid
 * and reached through /proc/PID/cwd: so it is that process and no other that
 * is spoken to, wherever its directory is, and also when the directory was
 * moved, removed, or is shared with another container. All return 0, or -1
 * with errno; nothing blocks or allocates.
 *
 * supervise_control: writes a command byte to the control FIFO that this very
 * runsv has open, which is looked for if it is `young`. ENOENT or ENXIO: it
 * has none yet, or is dead.
 * supervise_status: decodes status; `log` asks for the log service's. EINVAL
 * when the file is not one.
 * supervise_name: the name in the scan directory; "PID 12" if unknown.
 */
int supervise_control(pid_t runsv, char command, bool young);
int supervise_status(pid_t runsv, bool log, struct svstatus *);
void supervise_name(pid_t runsv, char *name, size_t size);

#endif
