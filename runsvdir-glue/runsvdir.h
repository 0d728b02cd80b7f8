#ifndef RUNSVDIR_H
#define RUNSVDIR_H

#include <sys/types.h>

/*
 * The runsvdir that looks after /etc/service.
 *
 * runsvdir_start: its pid, the caller's to reap, or -1 with errno.
 * runsvdir_check: warns of what cannot work in the service directory.
 */
#define RUNSVDIR_SERVICES "/etc/service"

pid_t runsvdir_start(char *const *environment);
void runsvdir_check(void);

#endif
