#ifndef CTL_CHECK_INTERPRETER_H
#define CTL_CHECK_INTERPRETER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The first line of a script, as the kernel and env(1) take it.
 *
 * interpreter_check: says what is wrong with it, and what with the interpreter
 * in the image; `text` begins with "#!". Gives the interpreter's name without
 * directories, "" where there is none, or that is not known.
 * interpreter_is_shell: by that name.
 */
#define INTERPRETER_ROOM 256

void interpreter_check(const char *path, const char *text, size_t length,
    char name[INTERPRETER_ROOM]);
bool interpreter_is_shell(const char *name);

#endif
