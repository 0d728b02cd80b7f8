#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Pure. Which bytes are a character (RFC 3629: no overlong form, no surrogate,
 * nothing above U+10FFFF; Unicode, table 3-7).
 *
 * utf8_span: how many bytes the character at `s`, before `end`, has; where it
 * is not `whole`, the bytes of the longest beginning of one that is there, one
 * at least.
 * utf8_length: of a string: the same, 0 where it is not whole. Its NUL is a
 * character of one byte.
 */
size_t utf8_span(const char *s, const char *end, bool *whole);
size_t utf8_length(const char *s);

#endif
