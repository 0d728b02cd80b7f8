#ifndef CTL_CHECK_MACHINE_H
#define CTL_CHECK_MACHINE_H

#include <stddef.h>

/*
 * Says what is wrong with an ELF program, whose first bytes these are: it is
 * damaged, for another machine than the image's, or its loader is missing.
 * `what` stands before the text.
 */
void machine_check(
    const char *path, const char *what, const char *bytes, size_t length);

#endif
