#ifndef SOAK_H
#define SOAK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "board.h"

/*
 * The side of the soak that is outside of the container.
 *
 * reader.c: `reader_start` has a child read the container's log from the FIFO
 * until nobody writes there any more, and judge each line.
 */
pid_t reader_start(const char *fifo);

/*
 * proc.c: what the kernel says of a process, as seen from outside. Those that
 * count return -1 where it is not there. `proc_memory` is in KiB, exact, which
 * VmRSS and RssAnon of /proc/PID/status are not on all kernels. `proc_child`
 * finds the child of that name, `proc_logger` that whose working directory ends
 * in `directory`, both 0 where there is none.
 */
#define CHILDREN_MAX 20000
int proc_children(pid_t, pid_t children[CHILDREN_MAX]);
char proc_state(pid_t);
int proc_fds(pid_t);
int proc_memory(pid_t, long *rss, long *anonymous);
pid_t proc_child(pid_t, const char *name);
pid_t proc_logger(pid_t runsvdir, const char *directory);

/*
 * sample.c: a line of the table for each portion of the work. `sample_begin`
 * waits until those that are watched are there. `sample_look` is for between
 * the samples; `sample_take` waits until PID 1 has no child but runsvdir, or
 * has had the time that it may take for that, and writes the line.
 */
struct watched {
	pid_t init, runsvdir, tagger;
	char state[64]; /* its directory */
};
bool sample_begin(struct watched *, pid_t init, FILE *);
void sample_look(const struct watched *);
void sample_take(const struct watched *, unsigned portion, FILE *);

/*
 * clock.c: milliseconds since the beginning; a nap between two looks; a number
 * of seconds, times the variable SLACK.
 */
int64_t clock_ms(void);
void clock_nap(void);
int64_t clock_patience_ms(double seconds);

#endif
