#ifndef OUT_H
#define OUT_H

#include <stddef.h>

/*
 * A buffered writer, so that a thousand lines are a few writes, without
 * stdio. Errors are kept until out_close, which flushes: 0, or -1 with errno.
 * It does not close the descriptor.
 *
 * out_format: a text of at most OUT_FORMAT_MAX bytes, see format.h.
 * out_shown: for people; control characters and what is no UTF-8 become \xNN,
 * so no name can play tricks on a terminal. Returns the columns it takes,
 * one a character; with a NULL instead of the writer it only counts.
 * out_json: a string with its quotes; what is no UTF-8 becomes U+FFFD.
 * out_xml: for an attribute or a text of XML 1.0; what may not stand there
 * becomes U+FFFD. At most `most` characters, the last of them an ellipsis
 * where the text is longer.
 */
#define OUT_FORMAT_MAX 1024

struct out {
	int fd, error;
	size_t length;
	char buffer[16384];
};

void out_open(struct out *, int fd);
void out_bytes(struct out *, const char *, size_t);
void out_text(struct out *, const char *);
void out_format(struct out *, const char *, ...)
    __attribute__((format(printf, 2, 3)));
void out_repeat(struct out *, const char *, size_t times);
size_t out_shown(struct out *, const char *);
void out_json(struct out *, const char *);
void out_xml(struct out *, const char *, size_t most);
int out_close(struct out *);

#endif
