#ifndef CTL_TIMELINE_H
#define CTL_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "state.h"
#include "out.h"

/*
 * The boot as a list of bars, in order of their begin.
 *
 * timeline_read: -1 with errno (ENOMEM). timeline_by_up: in the order in which
 * they were up instead, for a picture: what waits for others is below them.
 * timeline_by_begin: as before.
 * timeline_kind: "script". timeline_label: the name as a picture has it.
 * timeline_span: ", so far: 3.02 s", for a title. timeline_is_open: the part
 * of a service that is not up yet goes on.
 * timeline_text, timeline_json, timeline_svg: the three ways to print it.
 * timeline_judge, timeline_measure: parts of timeline_read; for the first the
 * services are the bars from `first` on, in byte order.
 *
 * Times are microseconds of the boot clock, -1 where there is none.
 */
enum bar_kind {
	BAR_BOOT,
	BAR_SCRIPT,
	BAR_SERVICES, /* the start of runsvdir */
	BAR_WAIT,
	BAR_COMMAND,
	BAR_SERVICE,
	BAR_KINDS,
};

struct bar {
	enum bar_kind kind;
	bool
	    later; /* a service that has begun, or begun anew, after the boot */
	bool up;   /* a service that is, but for its check */
	bool prepared;	/* who obeys its file `after` */
	bool has_check; /* its `check` says when it is up */
	bool failing;	/* that fails as yet */
	int64_t begin_us;
	int64_t up_us;	  /* of a service: it waits until then */
	int64_t ready_us; /* its check had passed, at the latest */
	int64_t end_us;	  /* -1: not yet */
	char name[256];
};

enum over {
	OVER_YES,
	OVER_NO,
	OVER_UNKNOWN, /* nor when it was */
};

struct timeline {
	struct bar *bars;
	size_t count, room;
	bool written; /* PID 1 has, of its part; open steps go on */
	enum over over;
	int64_t begin_us, end_us; /* what is worth a picture */
	int64_t span_us;	  /* of the boot, as far as `over` says */
	char host[65];
	char when[32]; /* begin_us on the wall clock */
};

int timeline_read(struct timeline *, const struct ctl_state *);
int timeline_judge(struct timeline *, const struct ctl_state *, size_t first);
void timeline_measure(struct timeline *, const struct ctl_state *);
void timeline_by_begin(struct timeline *);
void timeline_by_up(struct timeline *);
const char *timeline_kind(enum bar_kind);
const char *timeline_label(const struct bar *);
void timeline_span(const struct timeline *, char text[64]);
bool timeline_is_open(const struct bar *);
void timeline_text(struct out *, const struct timeline *);
void timeline_json(struct out *, const struct timeline *);
void timeline_svg(struct out *, const struct timeline *);

#endif
