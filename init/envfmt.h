#ifndef ENVFMT_H
#define ENVFMT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Pure. The text formats of the environment.
 *
 * envfmt_is_name: may this file name be a variable's name?
 * envfmt_is_private: HOME USER GROUP UID GID SHELL, which belong to a
 * process and not to the container, and are never dumped for sh.
 * envfmt_value_length: how much of a file's bytes is the value: all but one
 * trailing newline.
 * envfmt_sh: "export NAME='value'\n" for a string "NAME=value".
 * envfmt_json: "\"NAME\": \"value\"" for one, valid JSON whatever the bytes:
 * what is not UTF-8 becomes \udcXX, as Python's surrogateescape has it.
 * Both write at most `size` bytes, no NUL, and return how many there are or
 * would be.
 */
bool envfmt_is_name(const char *name);
bool envfmt_is_private(const char *variable);
size_t envfmt_value_length(const char *bytes, size_t length);
size_t envfmt_sh(char *out, size_t size, const char *variable);
size_t envfmt_json(char *out, size_t size, const char *variable);

#endif
