#ifndef CTL_CHECK_SHELL_H
#define CTL_CHECK_SHELL_H

#include <stddef.h>

/*
 * Warns when a `run`, the text of a sh script, seems to put its program into
 * the background.
 */
void shell_check(const char *path, const char *text, size_t length);

#endif
