#ifndef CTL_STATE_H
#define CTL_STATE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Where things are, found once at the start of a command.
 *
 * ctl_state_open: 0, or CTL_FAILED after it has said what is wrong: there is
 * no services directory. That there is no state directory is no error:
 * `state` is then empty, and `why` says so in words.
 * ctl_state_directory: looks for the state directory alone.
 * ctl_state_wall_us: a time of the boot clock as one of the wall clock (Unix).
 * ctl_state_boot_us: the other way round. Who may write a status may name any
 * second there is: none is too large.
 *
 * Times are CLOCK_BOOTTIME microseconds unless they say otherwise.
 */
struct ctl_state {
	const char *services; /* $SVDIR or /etc/service */
	bool elsewhere;	      /* it is $SVDIR */
	int services_fd;
	char directory[256]; /* "": there is none */
	char why[320];	     /* then */
	int owner;	     /* the pid of its my_init */
	uint64_t epoch;	     /* when that began, in ticks */
	int64_t now_us, wall_offset_us;
	int64_t tick_us; /* one tick of /proc */
};

int ctl_state_open(struct ctl_state *);
void ctl_state_directory(struct ctl_state *);
void ctl_state_clock(struct ctl_state *);
int64_t ctl_state_wall_us(const struct ctl_state *, int64_t us);
int64_t ctl_state_boot_us(
    const struct ctl_state *, int64_t seconds, uint32_t nanoseconds);

#endif
