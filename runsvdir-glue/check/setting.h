#ifndef CTL_CHECK_SETTING_H
#define CTL_CHECK_SETTING_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Pure. Configuration of the kind "KEY VALUE", with blanks or a "=" between
 * the two and maybe a ";" behind.
 *
 * setting_in_text: does a text say so in any of its lines?
 * setting_of_file: a function that asks this of a file of the image: 1 or 0,
 * -1 when there is no such file.
 */
typedef int setting_of_file(
    const char *file, const char *key, const char *value);

bool setting_in_text(
    const char *text, size_t length, const char *key, const char *value);

#endif
