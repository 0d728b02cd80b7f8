#ifndef TURN_H
#define TURN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Our lines between those of taggers. While a tagger writes a line that is too
 * long for one write it holds a lock (flock(2)); a line of ours that comes then
 * is kept, and a child waits for the lock: it belongs to the open file, which
 * that child and we share, so we have it when the child has ended. Nothing here
 * blocks or allocates.
 *
 * turn_open: the file of that lock, which is made if it is missing. Without
 * consequence where standard output and standard error are not the same, or it
 * cannot be had: then no line waits.
 * turn_write: nowait_write of a line and its newline, now or later; -1 where
 * that fails now, or too much waits already. turn_waits: does any line wait?
 * turn_reaped: to be told each reaped pid before anybody else; true when it was
 * that child's: then all that waited is written, and *lost grows by the lines
 * that could not be. turn_end: writes what waits, whoever has the lock, and
 * ends that child; no line waits from then on.
 */
void turn_open(const char *path);
int turn_write(const char *line, size_t length);
bool turn_waits(void);
bool turn_reaped(pid_t, unsigned long *lost);
void turn_end(unsigned long *lost);

#endif
