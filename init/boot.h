#ifndef BOOT_H
#define BOOT_H

#include "state.h"

/*
 * What begins with each phase of the boot, and what the end of the
 * command means. `wstatus` as waitpid(2) gives it.
 */
void boot_environment(struct engine *);
void boot_services(struct engine *);
void boot_command(struct engine *);
void boot_command_ended(struct engine *, int wstatus);

#endif
