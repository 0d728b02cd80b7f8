#ifndef TAGOUT_H
#define TAGOUT_H

#include <stddef.h>

/*
 * The standard output that all taggers share. It may block, whatever its
 * O_NONBLOCK says; no call fails: what cannot be written is dropped, its
 * newlines are counted, and the count is said on standard error when a write
 * gets through again.
 *
 * tagout_open: `lock` is the file whose lock keeps the taggers apart; it is
 * made if it is missing. `name`, which is kept, is for messages.
 * tagout_begin, tagout_end: between them no other tagger writes.
 * tagout_write: only between them; the last one ends with a newline.
 * tagout_close: says what was lost, if anything.
 */
void tagout_open(const char *lock, const char *name);
void tagout_begin(void);
void tagout_write(const char *, size_t);
void tagout_end(void);
void tagout_close(void);

#endif
