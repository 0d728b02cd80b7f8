#ifndef LIFE_H
#define LIFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Pure. What happened to a prepared service, as the file `life` has it in one
 * line:
 *
 *	1 EPOCH BEGAN ENDED RESTARTS QUICK CODE SIGNO ASKED END...
 *
 * Times are milliseconds of CLOCK_BOOTTIME. EPOCH is the start time of the
 * my_init (proc.h): what another one has left behind means nothing.
 *
 * life_clear: nothing has happened yet.
 * life_parse: false, and *life is cleared, when the text is no such line, or
 * one of another epoch.
 * life_format: writes at most `size` bytes, no NUL; returns how many there
 * are, LIFE_MAX - 1 at most.
 * life_runs: has it begun and not ended?
 * life_begin, life_end: note that. The end is one of those that count, of
 * which the last `keep` are kept, unless it was asked for.
 * life_recent: how many of the ends that count lie in the last minute.
 * life_next_start: before that time it shall not begin again, so that one
 * that keeps dying at once is started ever more rarely. `brake` is the
 * longest pause in seconds; 0: none.
 */
#define LIFE_ENDS_MAX 1000
#define LIFE_MOST (INT64_C(1) << 53) /* no time and no number is larger */

/* The comm of a run that has not begun: who waits shows it, so it is never
 * stale. It waits for others, or the brake holds it back. */
#define LIFE_COMM "my_init-" /* how both begin */
#define LIFE_COMM_WAITS "my_init-wait"
#define LIFE_COMM_BRAKES "my_init-brake"

#define LIFE_LEFT_OUT "left-out" /* a file in the folder: --only did that */

#define LIFE_MAX ((9 + LIFE_ENDS_MAX) * 21 + 1)

struct life {
	uint64_t epoch;
	int64_t began_ms, ended_ms; /* the last time; 0: never */
	uint64_t restarts;	    /* how often it began again */
	uint64_t quick; /* how many quick ends there were in a row */
	int code;	/* exit status of the last end; -1: a signal */
	int signo;	/* 0: none */
	bool asked;	/* somebody wanted it to end */
	size_t count;
	int64_t ends[LIFE_ENDS_MAX]; /* the newest last */
};

void life_clear(struct life *, uint64_t epoch);
bool life_parse(struct life *, const char *text, uint64_t epoch);
size_t life_format(char *, size_t size, const struct life *);
bool life_runs(const struct life *);
void life_begin(struct life *, int64_t now);
void life_end(struct life *, int64_t now, int code, int signo);
void life_end_asked(struct life *, int64_t now, int code, int signo);
void life_count(struct life *, size_t keep);
size_t life_recent(const struct life *, int64_t now);
int64_t life_next_start(const struct life *, int brake);

#endif
