#ifndef ONLY_H
#define ONLY_H

#include <stddef.h>

/*
 * Pure. The names of --only: a list "a,b" or "a, b".
 *
 * only_next: points *name to the next one in *list, which moves on, and returns
 * its length without the blanks around it; 0 when there is none left.
 */
size_t only_next(const char **list, const char **name);

#endif
