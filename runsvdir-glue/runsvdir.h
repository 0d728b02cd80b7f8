#ifndef RUNSVDIR_H
#define RUNSVDIR_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The runsvdir that looks after /etc/service.
 *
 * runsvdir_start: its pid, the caller's to reap, or -1 with errno.
 * What a service needs beyond runit is prepared by a `runsv` of ours, which
 * comes first in runsvdir's PATH and becomes runit's; `setup` is for it.
 * Allocates. runsvdir_wait: starts who waits until the services are up, `ms`
 * at most, and ends with 0; the same.
 * runsvdir_renew: has those runsv end, and so start again, whose folder below
 * `state` was deleted; how many. runsvdir_has_told: has this one got its TERM
 * so? runsvdir_hung_up: does this wait status say that runsvdir got HUP? Then
 * it has sent TERM to every runsv.
 * runsvdir_check: warns of what cannot work in the service directory, and of a
 * name in `only` that is not there; unless services can be `prepared`, that is
 * also what asks for it.
 */
#define RUNSVDIR_SERVICES "/etc/service"

struct runsvdir_setup {
	const char *state; /* the directory of our state; NULL: none */
	const char *log, *brake, *only; /* as the options; NULL: unset */
};

pid_t runsvdir_start(char *const *environment, const struct runsvdir_setup *);
pid_t runsvdir_wait(char *const *environment, const char *state, int64_t ms);
int runsvdir_renew(pid_t runsvdir, const char *state);
bool runsvdir_has_told(pid_t runsv);
bool runsvdir_hung_up(int wstatus);
void runsvdir_check(bool prepared, const char *only);

#endif
