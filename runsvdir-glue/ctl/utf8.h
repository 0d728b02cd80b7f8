#ifndef UTF8_H
#define UTF8_H

#include <stddef.h>

/*
 * Pure. utf8_length: how many bytes the character at `s` has; 0 when these
 * bytes are none (RFC 3629: no overlong form, no surrogate, nothing above
 * U+10FFFF). `s` ends with a NUL, which is a character of one byte.
 */
size_t utf8_length(const char *s);

#endif
