#ifndef SERVICE_H
#define SERVICE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The stop of one service, a step at a time; services.h has the whole.
 *
 * service_look: does what its state and its status file now call for; sets
 * it DOWN when neither run nor finish is there. service_release: ends the
 * runsv of a service that is DOWN. service_reaped: to be told each reaped
 * pid; true when it was one of this service's.
 * service_check_drain: a logger whose pipe somebody else holds open for
 * writing is waited for no longer; true while one drains.
 * service_pending: is there something to wait for? service_kill: SIGKILL to
 * the children of runsv, TERM to a draining logger; with `supervisors` KILL
 * to all. service_say: calls `say` with names and pids of who is there.
 */
enum service_state {
	SERVICE_NEW,	  /* found; has not got its `d` yet */
	SERVICE_TOLD,	  /* `d` is in its FIFO */
	SERVICE_DOWN,	  /* neither run nor finish is there */
	SERVICE_DRAINING, /* runsv is killed, the logger reads on */
	SERVICE_RELEASED, /* nothing to wait for but its reaping */
};

/* How long a runsv may take to act on a `d`; longer, and it is asleep. */
#define SERVICE_ASLEEP_MS 50

struct service {
	pid_t runsv;  /* 0: reaped */
	pid_t logger; /* of SERVICE_DRAINING */
	enum service_state state;
	int watch; /* inotify; -1: none */
	bool changed;
	int64_t told;
};

void service_look(struct service *, int inotify);
void service_release(struct service *);
bool service_reaped(struct service *, pid_t);
bool service_check_drain(struct service *);
bool service_pending(const struct service *);
void service_kill(struct service *, bool supervisors);
void service_say(const struct service *, void say(const char *name, pid_t pid));

#endif
