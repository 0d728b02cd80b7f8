#ifndef CTL_PENDING_H
#define CTL_PENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checks.h"
#include "view.h"

/*
 * The services that somebody waits for; list[i], views[i] and checks[i] are
 * of one.
 *
 * pending_begin: those in `names`, or all; -1 after it has said what is wrong.
 * pending_end: kills the checks that run, frees.
 * pending_look: is it up, and does its check pass? Starts the check when it
 * is time to; the next look has the answer. Without a check it must have been
 * up for a moment: many a program ends at once.
 * pending_confirm: a second look at all of them, after the last got ready, and
 * at what has come since: true when that changes nothing.
 * pending_say: why it is not ready.
 */
struct pending {
	bool ready, gone; /* gone: not there, or not to be up */
	bool checked;	  /* its check has failed or hung */
	int64_t check_at; /* the next try, or the end of the one that runs */
	int64_t pause_ms; /* to the one after that */
};

struct pendings {
	struct ctl_state state;
	struct view *views;
	struct pending *list;
	struct check *checks;
	size_t count;
	bool named;
};

int pending_begin(struct pendings *, char *const *names);
void pending_end(struct pendings *);
void pending_look(struct pendings *, size_t);
bool pending_confirm(struct pendings *);
void pending_say(struct pendings *, size_t);

#endif
