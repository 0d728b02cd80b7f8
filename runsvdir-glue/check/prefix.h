#ifndef CTL_CHECK_PREFIX_H
#define CTL_CHECK_PREFIX_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Pure. Words of a sh command.
 *
 * prefix_skip: past reserved words, assignments, and programs which become
 * the one that their arguments name (exec, setuser, chpst...): the words that
 * begin with the real program; NULL when that cannot be known, or there is
 * none.
 * prefix_name: without the directories.
 * option_given: is a one-letter option of `letters` given, or a long one of
 * `longs` (NULL-terminated, or NULL), maybe with "=..." behind? `arguments`
 * are the letters that have an argument.
 */
const char *const *prefix_skip(const char *const *words);
const char *prefix_name(const char *word);
bool option_given(const char *const *words, const char *letters,
    const char *arguments, const char *const *longs);

#endif
