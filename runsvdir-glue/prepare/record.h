#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "runsvdir-glue/life.h"

/*
 * The file `life` in the folder of a service, which is the working directory
 * (of life_file_make: a descriptor of it), and what stands beside it.
 *
 * life_file_make: an empty one, when there is none.
 * life_file_load: never fails; what cannot be read is empty.
 * life_file_save: 0, or -1 with errno.
 * life_file_now: milliseconds of CLOCK_BOOTTIME.
 * life_term_note: runsv has sent TERM now. life_term_take: has it, less than
 * `ms` ago? Forgets it.
 */
#define LIFE_FILE "life"
#define LIFE_NEW "life.new"
#define LIFE_WAITING "waiting" /* this run has not begun */
#define LIFE_TERM "term"       /* runsv has sent TERM, and when */

void life_file_make(int folder);
void life_file_load(struct life *);
int life_file_save(const struct life *);
int64_t life_file_now(void);
void life_term_note(void);
bool life_term_take(int64_t ms);

#endif
