#ifndef ACTOR_H
#define ACTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "board.h"

/*
 * actor.c: a process on the board. `enlist` puts the calling one there.
 * `become_stray` returns in an orphan of it, with a life and a session of its
 * own, and nowhere else. `wait_told` notes each TERM and INT until `end`, or
 * until the first of them. `retire` is the last act.
 */
#define FOR_EVER UINT64_MAX
extern struct board *board;
uint64_t now_ns(void);
struct life *enlist(enum role, const char *name);
struct life *become_stray(const char *name);
void wait_told(struct life *, uint64_t end, int until_told);
_Noreturn void retire(struct life *, int status);

/* chaos/characters.c: returns when the service ends. */
void character_play(struct life *);

#endif
