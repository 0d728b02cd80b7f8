#ifndef BOOT_H
#define BOOT_H

#include "state.h"

/*
 * What begins with each phase of the boot. boot_waited: the end of who has
 * waited for the services.
 */
void boot_environment(struct engine *);
void boot_services(struct engine *);
void boot_wait(struct engine *);
void boot_waited(struct engine *, int wstatus);
void boot_command(struct engine *);

#endif
