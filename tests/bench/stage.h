/*
 * What a run of the bench is made of, the file system it is played on, and
 * the init that plays.  Whatever cannot be done ends the program with a
 * message and 1.
 *
 * stage_build: leaves the caller in a mount namespace of its own, where /etc
 * is a new tmpfs that holds the actors, the services and the scripts; returns
 * the board, mapped.  stage_scripts_read: how many of the scripts have been
 * read since they were made.  stage_fault: kills the init, shows its log, says
 * what was `found` and what `expected`.  Times are of CLOCK_MONOTONIC.
 *
 * stage_prepare: runs the adapter's file in there (adapters.sh).
 *
 * init_limit: from now on, for the life of the init.  init_start: as PID 1 of
 * a new pid namespace.  init_wait_started: until so many services have
 * begun, init_wait_up: until all have; a fault where it ends before.
 * init_lives: has it not ended?
 * init_wait_0: until it has exited with 0; the time at which it had.
 * init_trace_0: the same for one that is traced; its system calls.
 * init_instructions_0: the same for one that ran under callgrind; its own
 * instructions.  init_run: what COMMAND takes in there, ns; its output is in
 * BOARD_SAID.
 * init_cpu_us: what it and all its children have used, when it is gone.
 * init_term: TERM.  init_kill: KILL, and waits; a fault
 * where it had ended.
 */
#ifndef BENCH_STAGE_H
#define BENCH_STAGE_H

#include <stdbool.h>

#include "board.h"

struct play {
	const char *actor; /* file that the actors are made of */
	const char *mode;  /* a name in the head of stage.c */
	char **argv;	   /* the init */
	int services;
	int levels;   /* so many in a chain of `after`; 0: none is after another
		       */
	int critical; /* each has that file */
	int scripts;
	int variables;
	int linger_ms;
	int age_ms; /* of the services at the stop */
	int idle_s;
	int limit_s;	     /* for the whole run */
	int static_scripts;  /* actors rather than sh */
	int grace_s;	     /* KILL_ALL_PROCESSES_TIMEOUT; -1: not set */
	int all_termed;	     /* each stray must get TERM and end by it */
	int traced;	     /* for init_trace_0 */
	int counted;	     /* for init_instructions_0 */
	int waiting_script;  /* a startup script that ends at TERM */
	int status;	     /* the exit status that is right */
	const char *adapter; /* a file, run with `prepare SERVICES` */
	const char *command; /* a file, for init_run */
};

struct calls {
	long all;
	long waits;
};

struct board *stage_build(const struct play *);
void stage_prepare(const struct play *);
int stage_scripts_read(const struct play *);
_Noreturn void stage_fault(const char *what, long found, long expected);
uint64_t stage_now(void);
void stage_sleep_until(uint64_t ns);

void init_limit(int seconds);
char **init_words(const struct play *);
void init_start(const struct play *, struct board *);
void init_trace_0(struct calls *);
long init_instructions_0(void);
uint64_t init_run(const char *command);
void init_wait_started(struct board *, uint32_t least);
void init_wait_up(struct board *);
bool init_lives(void);
uint64_t init_wait_0(void);
double init_cpu_us(void);
void init_term(void);
void init_kill(void);

/* The modes of stage_one.c: what they print is in the head of stage.c. */
void play_calls(const struct play *, struct board *);
void play_orphans(const struct play *, struct board *);
void play_strays(const struct play *, struct board *);
void play_rss(const struct play *, struct board *);

/* And those of stage_many.c, for inits with services. */
void play_stop(const struct play *, struct board *);
void play_up(const struct play *, struct board *);
void play_early(const struct play *, struct board *);
void play_memory(const struct play *, struct board *);
void play_status(const struct play *, struct board *);
void play_instructions(const struct play *, struct board *);

#endif
