#ifndef ENVDUMP_H
#define ENVDUMP_H

#include <stdbool.h>

/*
 * The environment written out under /etc. A file is replaced whole, by a
 * temporary one and a rename, and only when its bytes change; it keeps mode
 * and owner, a new one is 0640. Nothing is written through a symbolic link.
 *
 * envdump_variable: "NAME=value" to container_environment/NAME; false when
 * that failed. envdump_report: one warning for all that failed since the
 * last one. envdump_all: the dumps for sh and JSON of all that have a name;
 * when the list has not changed since and the files have not either, nothing is
 * done. envdump_is_temporary: is this name one of ours, left by a crash?
 */
bool envdump_variable(const char *variable);
void envdump_report(void);
void envdump_all(char *const *variables, bool changed);
bool envdump_is_temporary(const char *name);

#endif
