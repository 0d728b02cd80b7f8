#ifndef SECRETS_H
#define SECRETS_H

#include <stdbool.h>

#include "envlist.h"

/*
 * Variables that are given to everybody who is started and written nowhere.
 * `names` are theirs, with commas or blanks between them; NULL: there are
 * none.
 *
 * secrets_read: adds each to `list`: as it is in the environment, else with
 * the bytes of the file that NAME_FILE names, less one newline at the end.
 * What cannot be had is one warning. Allocates, for good; a FIFO or a device
 * is not opened. secrets_has: is this variable ("NAME=value") one of `names`?
 */
void secrets_read(
    const char *names, char *const *environment, struct envlist *list);
bool secrets_has(const char *names, const char *variable);

#endif
