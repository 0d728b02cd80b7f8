#ifndef CTL_TIMELINE_LABEL_H
#define CTL_TIMELINE_LABEL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Pure. A name that has only so much room, in columns of a terminal: a wide
 * character takes two, a combining one none. With `shown`, what out_shown
 * writes as \xNN takes four.
 *
 * label_columns: how many it takes. label_cut: the name if it takes `most` at
 * most, else its begin and its end with `gap` between them, since the ends of
 * long names differ; never within a character. `gap` is of `gap_columns`.
 */
#define LABEL_MAX 264 /* a name of 255 bytes, and a gap */

size_t label_columns(const char *, bool shown);
void label_cut(const char *, size_t most, bool shown, const char *gap,
    size_t gap_columns, char label[LABEL_MAX]);

#endif
