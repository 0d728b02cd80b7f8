#ifndef BOOT_H
#define BOOT_H

#include "state.h"

/*
 * What begins with each phase of the boot.
 */
void boot_environment(struct engine *);
void boot_services(struct engine *);
void boot_command(struct engine *);

#endif
