#ifndef NOWAIT_H
#define NOWAIT_H

#include <stddef.h>

/*
 * nowait_write: writes to standard error without ever waiting; 0, or -1 where
 * it would have had to wait or nobody reads. The open file behind standard
 * error is shared with every child, so O_NONBLOCK may not be set on it.
 * nowait_forget: a descriptor of ours was closed from outside.
 */
int nowait_write(const char *line, size_t length);
void nowait_forget(void);

#endif
