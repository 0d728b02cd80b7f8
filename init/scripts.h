#ifndef SCRIPTS_H
#define SCRIPTS_H

#include <limits.h>
#include <sys/types.h>

#include "child.h"

/*
 * A file, then the executable regular files of a directory in byte order,
 * then another file; one process at a time.
 *
 * scripts_start: what is to be run; any of the three may be NULL, and they
 * are borrowed. `first` must exist, the others need not.
 * scripts_next: starts the next one: its pid; 0 when there is no more. A file
 * that cannot be executed is warned of and left out. One that looked right
 * and did not start: -1, errno as exec set it.
 * scripts_file: the path of the one that scripts_next last spoke of.
 */
struct scripts {
	const char *first, *directory, *last;
	char name[NAME_MAX + 1];
	char file[PATH_MAX];
};

void scripts_start(struct scripts *, const char *first, const char *directory,
    const char *last);
pid_t scripts_next(
    struct scripts *, char *const *environment, enum child_group);
const char *scripts_file(const struct scripts *);

#endif
