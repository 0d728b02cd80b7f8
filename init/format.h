#ifndef FORMAT_H
#define FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/*
 * What this project needs of printf, without what it does not: of musl's, the
 * floating point alone is an eighth of a static my_init.
 *
 * %s %.*s %.Ns %d %u %lu %llu %%, and zeros in front of a number: %03d. What is
 * none of these is copied as it stands. PURE.
 *
 * format and vformat write at most size bytes, the NUL among them, and return
 * the length that the whole text has. format_new returns it in memory that the
 * caller frees, or NULL (ENOMEM).
 */
size_t format(char *, size_t size, const char *, ...)
    __attribute__((format(printf, 3, 4)));
size_t vformat(char *, size_t size, const char *, va_list)
    __attribute__((format(printf, 3, 0)));
char *format_new(const char *, ...) __attribute__((format(printf, 1, 2)));

#endif
