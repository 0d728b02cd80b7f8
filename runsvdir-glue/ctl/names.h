#ifndef CTL_NAMES_H
#define CTL_NAMES_H

#include <stddef.h>

#include "state.h"
#include "view.h"

/*
 * Which services a command is about.
 *
 * ctl_names_views: a view, not yet read, of each service that `names` (ended
 * by NULL) names, in that order; of every one in the services directory, in
 * byte order, when it names none. *views is the caller's to free. -1 with
 * errno, and says so.
 * ctl_names_unknown: says that there is no such service.
 */
int ctl_names_views(const struct ctl_state *, char *const *names,
    struct view **views, size_t *count);
void ctl_names_unknown(const struct ctl_state *, const char *name);

#endif
