#ifndef HELPERS_H
#define HELPERS_H

#include <stddef.h>

#include "runsvdir.h"

/*
 * The small programs beside my_init, in HELPERS_DIRECTORY or where the
 * variable MY_INIT_LIB says.
 *
 * helpers_path: the path of one. helpers_environment: `environment` with
 * what our runsv needs to know, and PATH with it in front; `environment`
 * itself where there is no state or no such program, or without memory.
 * helpers_places: `environment` for a my_initctl that looks at /etc/service and
 * at this directory of state (or NULL), whatever is said there. Both allocate,
 * for good.
 */
#define HELPERS_DIRECTORY "/usr/lib/my_init"

size_t helpers_path(char *path, size_t size, const char *name);
char *const *helpers_environment(
    char *const *environment, const struct runsvdir_setup *);
char *const *helpers_places(char *const *environment, const char *state);

#endif
