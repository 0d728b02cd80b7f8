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
 * timeline_read: -1 with errno (ENOMEM). timeline_kind: "script".
 * timeline_label: the name as a picture has it. Times are microseconds of the
 * boot clock, -1 where there is none.
 * timeline_text, timeline_json, timeline_svg: the three ways to print it.
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
	int64_t begin_us;
	int64_t up_us;	/* of a service: it waits until then */
	int64_t end_us; /* -1: not yet */
	char name[256];
};

struct timeline {
	struct bar *bars;
	size_t count, room;
	int64_t begin_us, end_us; /* what is worth a picture */
	char host[65];
	char when[32]; /* begin_us on the wall clock */
};

int timeline_read(struct timeline *, const struct ctl_state *);
const char *timeline_kind(enum bar_kind);
const char *timeline_label(const struct bar *);
void timeline_text(struct out *, const struct timeline *);
void timeline_json(struct out *, const struct timeline *);
void timeline_svg(struct out *, const struct timeline *);

#endif
