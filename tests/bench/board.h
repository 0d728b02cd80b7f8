/*
 * The board: one file that stage(1) and all actors of a run map.  Whoever does
 * something notes it here, so that the harness needs neither a pipe nor a
 * shell while the clock runs.  Times are nanoseconds of CLOCK_MONOTONIC.
 */
#ifndef BENCH_BOARD_H
#define BENCH_BOARD_H

#include <stdint.h>

#define BOARD_DIR "/etc/.bench"
#define BOARD_PATH BOARD_DIR "/board"
#define BOARD_FIFO BOARD_DIR "/fifo"	   /* every stray has it open */
#define BOARD_SAID BOARD_DIR "/said"	   /* by what init_run has run */
#define BOARD_COUNTED BOARD_DIR "/counted" /* by callgrind */
#define BOARD_SLOTS 1000

struct slot {
	uint64_t start_ns; /* the service's main began */
	uint64_t term_ns;  /* its first TERM arrived */
	uint32_t starts;
	uint32_t terms;
	uint32_t finished;  /* ends that were its own */
	uint32_t unused[9]; /* one cache line a slot */
};

/* What many(1) notes of its crowd, and where its members wait. */
struct many {
	uint64_t begun_ns;		/* all orphans end; the command ends */
	uint64_t done_ns;		/* all orphans are reaped */
	uint32_t last;			/* the pid of the last one made */
	uint32_t go;			/* a futex: 1 when they may end */
	uint32_t made;			/* in all */
	uint32_t rss_before, rss_after; /* of PID 1, KiB */
	uint32_t ready;			/* strays that can be stopped */
	uint32_t termed;		/* that got TERM */
	uint32_t ended;			/* that then ended by themselves */
	uint32_t deaf;			/* that never do */
	uint32_t timed;			/* orphans between the two times */
	uint32_t unused[2];
};

struct board {
	uint64_t exec_ns;   /* just before the init's exec */
	uint64_t mark_ns;   /* the first service or command began */
	uint32_t expected;  /* services that must start */
	uint32_t started;   /* services that did; a futex */
	uint32_t marks;	    /* commands that began */
	uint32_t scripts;   /* startup scripts (actors) that ran */
	uint32_t linger_ms; /* a service's time from TERM to end */
	uint32_t unused[7];
	struct many many;
	struct slot slot[BOARD_SLOTS];
};

#endif
