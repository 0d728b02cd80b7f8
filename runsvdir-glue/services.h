#ifndef SERVICES_H
#define SERVICES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The stop of all services at once. runsvdir gets TERM, so that nothing is
 * started anew; when it is gone each runsv is found among our children, gets
 * `x`, and its end is what is waited for.
 *
 * services_stop: begins; `runsvdir` is its pid, 0 when it has ended with
 * `wstatus`. Without `adopts`, which says that its children will be ours, they
 * are told by HUP to runsvdir and not waited for. services_reaped: to be told
 * every pid that was reaped, and how it ended (a runsvdir that got HUP has sent
 * TERM to all services). services_step: goes on with what has happened; to be
 * called after a reap, when services_fd (or -1) is readable, and at
 * services_wake (clock.h; CLOCK_NEVER for none). services_stopped: nothing is
 * left to wait for. services_pending: says whom we wait for, a dozen at most.
 * services_kill: SIGKILL to what is still there: run, finish, control
 * scripts; loggers get TERM. With `supervisors` the loggers and the runsv
 * themselves are killed too. services_killed: how many of them so far.
 *
 * Nothing here blocks, and nothing allocates. 1024 services at most (runsvdir
 * itself has a limit of 1000).
 */
void services_stop(pid_t runsvdir, int wstatus, bool adopts);
void services_reaped(pid_t, int wstatus);
void services_step(void);
bool services_stopped(void);
int services_fd(void);
int64_t services_wake(void);
void services_pending(void say(const char *name, pid_t pid));
void services_kill(bool supervisors);
int services_killed(void);

#endif
