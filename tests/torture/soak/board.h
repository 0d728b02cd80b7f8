#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What those inside the container share with those outside: a file that all
 * of them map. Work is wanted in portions: `wanted` says how much of each kind
 * may be done since the beginning, and who has done that waits on `portion`, a
 * futex, for the next. `done` is what they say they did, `heard` what came out
 * where the container's log is read.
 */
#define BOARD_VARIABLE "SOAK_BOARD"
#define SERVICES_MAX 1000
#define FAULT_MAX 256

enum work { ORPHANS, STARTS, BYTES, WORKS };

struct board {
	uint32_t portion;
	uint64_t wanted[WORKS], done[WORKS], heard[WORKS];
	uint64_t lines, lines_heard;
	uint64_t tickets;  /* for starts: who may end next */
	uint64_t requests; /* that PID 1 was sent */
	uint32_t starts[SERVICES_MAX], starts_heard[SERVICES_MAX];
	uint32_t faulty;
	char fault[FAULT_MAX]; /* the first */
};

/*
 * board.c: `board_map` maps the file, and ends the process with 125 where it
 * cannot. `board_add` and `board_read` are atomic. `board_await` waits until
 * more than `done` is wanted of a kind; `board_want` makes that so.
 * `board_fault` notes the first fault.
 */
extern struct board *board;
void board_map(const char *path);
uint64_t board_add(uint64_t *, uint64_t);
uint64_t board_read(const uint64_t *);
void board_await(enum work, uint64_t done);
void board_want(const uint64_t wanted[WORKS]);
__attribute__((format(printf, 1, 2))) void board_fault(const char *, ...);

/*
 * text.c: lines that are known beforehand. `text_line` writes the nth line of
 * the log with its newline, and returns its length. `text_start` is what a
 * service says when it starts for the nth time; `text_heard` takes such a line,
 * without its newline, where it is read: each comes once, in order.
 */
#define TEXT_MAX 10240
size_t text_line(uint64_t n, char to[TEXT_MAX]);
size_t text_start(unsigned service, unsigned n, char to[TEXT_MAX]);
bool text_is_start(const char *line, size_t length);
void text_heard(const char *line, size_t length);

#endif
