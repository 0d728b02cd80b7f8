#ifndef ENVFILES_H
#define ENVFILES_H

#include <stddef.h>

/*
 * The regular files of /etc/container_environment as variables. A FIFO or a
 * device is not even opened; what is no variable is warned of, once.
 *
 * envfiles_scan: reads what has changed: 1 when the variables are others than
 * at the last scan, 0 when they are the same, -1 with errno when the
 * directory cannot be read.
 * envfiles_string: the variables in byte order of their names, "NAME=value";
 * NULL behind the last. Ours; a string lives until the second next scan.
 *
 * Allocates; for the boot only.
 */
int envfiles_scan(void);
char *envfiles_string(size_t index);

#endif
