#ifndef BOARD_H
#define BOARD_H

#include <stdint.h>

/*
 * What the actors inside a container tell the harness outside: a shared
 * mapping of BOARD_PATH. Every process that an actor becomes is one life. It
 * blocks all signals before it enlists, so whoever is on the board cannot have
 * missed a signal that came later; and it writes `finished` as its last act,
 * so whoever did not was killed. A life whose pid is 0 was given back, for
 * another process. Times are CLOCK_MONOTONIC nanoseconds.
 */
#define BOARD_PATH "/board"
#define LIVES_MAX 1024
#define TOLD_MAX 4

enum role {
	ROLE_NONE,
	ROLE_SERVICE, /* "run": until TERM, then linger_ms */
	ROLE_LOGGER,  /* "run" in a directory "log": until end of file */
	ROLE_FINISH,  /* "finish": for finish_ms */
	ROLE_QUICK,   /* "quick*": a script that ends at once */
	ROLE_PATIENT, /* "patient*": a script that ends at TERM */
	ROLE_HOOK,    /* "hook*": for hook_ms */
	ROLE_STRAY,   /* "stray*": its orphan, in a session of its own, deaf */
	ROLE_COMMAND, /* "command": until TERM or INT, or for command_ms */
};

struct life {
	uint32_t role, finished, lines;
	int32_t pid;
	char name[24];
	uint64_t start_ns, end_ns;
	uint32_t told; /* TERM and INT so far */
	struct {
		int32_t signo, from;
		uint64_t ns;
	} tell[TOLD_MAX]; /* the first of them */
};

struct board {
	uint32_t linger_ms, finish_ms, hook_ms, command_ms;
	uint32_t crash; /* services end at once, by themselves */
	uint32_t talk;	/* services say a line at the start, one at TERM */
	uint32_t chaos; /* services play the character that they are called */
	uint32_t command_status;
	uint32_t count;
	struct life lives[LIVES_MAX];
};

#endif
