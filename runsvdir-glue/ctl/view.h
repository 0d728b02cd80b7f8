#ifndef CTL_VIEW_H
#define CTL_VIEW_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "runsvdir-glue/life.h"
#include "state.h"

/*
 * What one service does, as far as it can be seen. Nothing here blocks, and
 * nothing is guessed: what may not be read is VIEW_UNKNOWN, with the reason.
 *
 * view_read: looks at view->name; false when there is no such service (then
 * the view is of no use).
 * view_use_life: adds what was noted of its runs.
 * view_is_wanted: does it count, that is, should it be up? view_is_up: is it?
 * Its `check` may still say otherwise.
 * view_has_check: has it one?
 * view_state_name: "run", as it is printed.
 * view_why: why it is not up, in words.
 * view_last: how it ended the last time, "exit 3", "SIGKILL" or "-".
 * view_waits: calls `each` with the names that a VIEW_WAITING one waits for.
 */
enum view_state {
	VIEW_RUN,
	VIEW_WAITING,  /* for others: its `after` */
	VIEW_BRAKING,  /* it kept ending at once, and begins again later */
	VIEW_PAUSED,   /* SIGSTOP */
	VIEW_STOPPING, /* it runs, is wanted down, and has had its TERM */
	VIEW_FINISH,
	VIEW_DOWN,
	VIEW_NO_RUNSV,
	VIEW_UNKNOWN,
};

#define VIEW_WORDS_MAX 512

struct view {
	char name[NAME_MAX + 1];
	enum view_state state;
	bool want_up;
	bool pid_is_gone; /* its runsv has not noticed yet */
	pid_t pid;	  /* of run or finish; 0: none */
	int error;	  /* of VIEW_UNKNOWN: errno of reading `file` */
	const char *file;
	int64_t forked_us; /* when run or finish began; -1: unknown, none */
	int64_t since_us;  /* how long it is in this state; -1: unknown */
	bool has_life;	   /* these are known: */
	unsigned long restarts;
	int code, signo;	    /* of the last end; -1 and 0: none yet */
	bool asked;		    /* that end was asked for */
	int64_t began_us, ended_us; /* of the last run; -1: not yet */
};

bool view_read(const struct ctl_state *, struct view *);
void view_use_life(struct view *, const struct life *, int64_t now_us);
bool view_is_wanted(const struct ctl_state *, const struct view *);
bool view_is_up(const struct view *);
bool view_has_check(const struct ctl_state *, const char *name);
const char *view_state_name(const struct view *);
void view_why(
    const struct ctl_state *, const struct view *, char words[VIEW_WORDS_MAX]);
void view_last(const struct view *, char words[VIEW_WORDS_MAX]);
void view_waits(const struct ctl_state *, const struct view *,
    void each(const char *name, void *), void *);

#endif
