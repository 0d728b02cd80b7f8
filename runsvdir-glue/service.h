#ifndef SERVICE_H
#define SERVICE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The stop of one service, a step at a time; services.h has the whole.
 *
 * service_look: writes the `x` if that has not been done, and reads the
 * status. Returns the pid of run or finish, whose end is the next event;
 * 0 when there is none. `asleep` says that runsv has had its time to act.
 * When neither run nor finish is there, it releases the service.
 * service_reaped: to be told each reaped pid; true when it was one of this
 * service's. service_pending: is there something to wait for? service_ended:
 * neither run nor finish is there any more, if maybe a logger.
 * service_nudge: continues a runsv that was stopped; a logger whose pipe
 * somebody else holds open for writing is waited for no longer.
 * service_kill: SIGKILL to the children of runsv, TERM to its logger; with
 * `supervisors` KILL to all. services_killed: how many that were, all in all.
 * service_say: calls `say` with the names and pids
 * of those that are waited for.
 */
enum service_state {
	SERVICE_NEW,	  /* found; has not got its `x` yet */
	SERVICE_TOLD,	  /* `x` is in its FIFO */
	SERVICE_DRAINING, /* runsv is killed, the logger reads on */
	SERVICE_RELEASED, /* nothing to wait for but its reaping */
};

struct service {
	pid_t runsv;  /* 0: reaped */
	pid_t logger; /* of SERVICE_DRAINING */
	enum service_state state;
	int64_t found; /* when (clock.h) */
	bool young;    /* maybe not yet the one that supervises */
	bool has_term; /* its runsvdir has sent it one */
	bool held;     /* not to be told yet: another needs it (order.h) */
	bool overdue;  /* was killed, others wait for it no longer */
};

pid_t service_look(struct service *, bool asleep);
bool service_reaped(struct service *, pid_t);
bool service_pending(const struct service *);
bool service_ended(const struct service *);
void service_nudge(struct service *);
void service_kill(struct service *, bool supervisors);
int services_killed(void);
void service_say(const struct service *, void say(const char *name, pid_t pid));

#endif
