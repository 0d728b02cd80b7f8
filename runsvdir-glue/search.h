#ifndef SEARCH_H
#define SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * The supervisors among our children.
 *
 * search_runsv: calls `each` for every runsv that is not known; `young` ones
 * may not yet be what supervises their directory. Returns how many children are
 * called runsvdir: a runsv that has been forked and is not executed yet, or a
 * runsvdir that a script has started and left to us, which is told to end, with
 * `force` killed; `forked` is how many are of the first kind. The kernel's list
 * of children may leave out one while others die.
 */
size_t search_runsv(bool is_known(pid_t), void each(pid_t runsv, bool young),
    bool force, size_t *forked);

#endif
