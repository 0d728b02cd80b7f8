#ifndef SURVIVORS_H
#define SURVIVORS_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Everybody who is left at the end. PID 1 means all processes of its pid
 * namespace by that, those that entered it from outside too. Elsewhere it is
 * our descendants and nobody else, as far as /proc shows them.
 *
 * survivors_term: SIGTERM, then SIGCONT for the stopped ones, to each process
 * exactly once. Children that they fork afterwards, to clean up, get none;
 * nor does the process group `group` (0: none), which has been told.
 * survivors_kill: SIGKILL to all that are there. survivors_kill_new: to those
 * that a walk over /proc may have missed; for PID 1 there is no such walk.
 * survivors_left: is anybody (zombies aside) left? To be asked when the
 * reaper has nothing more: `children` says whether it still has children.
 * survivors_fd: when the ones left are not our children, their end sends no
 * SIGCHLD: a descriptor that becomes readable when one of them ends, ours to
 * close; -1 when there is none (then look again in a while).
 *
 * survivors_say: calls `say` for the first few.
 *
 * The walk over /proc of thousands of processes takes milliseconds; nothing
 * here waits. No allocation.
 */
void survivors_term(pid_t group);
void survivors_kill(void);
void survivors_kill_new(void);
bool survivors_left(bool children);
int survivors_fd(void);
void survivors_say(void say(const char *name, pid_t pid));

#endif
