#ifndef COMMON_H
#define COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "board.h"

/*
 * What anytime, inject and chaos have in common beside the tree, the tracer
 * and the lives, which speak of variants and stand in anytime.h. What cannot
 * be done outside of the program under test ends the process with a message: 2
 * where the user asked for it, else 125.
 */

/*
 * options.c: `number` reads a value from 0 to `most`. `take_names` reads a
 * list with commas, which it cuts up, and sets a bit for each name, by the
 * index that `find` knows (-1: none). `find_program` gives the absolute path,
 * static, of the my_init under test: the one that was named or, for NULL, the
 * one built a directory above this program. `find_slack` reads the variable
 * SLACK. `make_seed` makes another seed each time, short enough to be typed.
 */
double number(const char *text, double most);
unsigned take_names(char *list, const char *kind, int find(const char *name));
const char *find_program(const char *named);
double find_slack(void);
uint64_t make_seed(void);

/*
 * shuffle.c: the same numbers, and the same order, from the same seed, on every
 * machine. `random_begin` gives the first state, and `random_next` 48 bits.
 */
uint64_t random_begin(uint64_t seed);
uint64_t random_next(uint64_t *state);
void shuffle(void *items, size_t count, size_t size, uint64_t seed);

/*
 * worker.c: `worker_share` gives zeroed memory that all workers see.
 * `worker_begin` makes the calling child a worker, which dies with its parent,
 * wakes up in time and can trace. `worker_favour` puts it before all other
 * processes, when no other worker on the machine is: whoever is late again is
 * late by itself.
 */
void *worker_share(size_t size);
void worker_begin(void);
void worker_favour(bool on);

/*
 * root.c: the root of a container, an empty tmpfs in which only what is the
 * machine's own software shows through, read-only. `root_open`, in a worker,
 * once: mounts of its own, the desk and the board on it. Then in the first
 * process of each container: `root_begin` makes a root and goes there, the
 * caller makes its files, `root_show_machine`, `root_show` and `root_show_file`
 * let directories and files show through (`to` is relative), and `root_enter`
 * makes it "/".
 */
#define DESK "/mnt" /* the worker's own, hidden from everybody else */
extern struct board *board;
void root_open(void);
void root_begin(void);
void root_show(const char *from, const char *to);
void root_show_file(const char *from, const char *to);
void root_show_machine(void);
void root_enter(void);

/*
 * child.c: `child_clone` is fork(2) with flags of clone(2); it waits where the
 * machine is full for the moment. `child_clean` makes the calling process what
 * an engine would start: a session of its own, no input, `output` for all it
 * says, no other descriptor after the exec, signals as at the beginning.
 * `child_go` writes the byte for which the other end waits, and closes `fd`.
 */
pid_t child_clone(unsigned long flags);
void child_clean(int output);
void child_go(int fd);

/*
 * found.c: a fault in words. `found` writes it to the text that was named to
 * `found_begin` last, and is always true.
 */
#define FAULT_MAX 512
void found_begin(char text[FAULT_MAX]);
__attribute__((format(printf, 1, 2))) bool found(const char *fault, ...);

#endif
