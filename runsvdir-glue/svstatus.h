#ifndef SVSTATUS_H
#define SVSTATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Pure. The 20 bytes that runsv writes to supervise/status (runit 2.1.2 to
 * 2.3.1): TAI64N time of the last change, pid, and flags.
 *
 * svstatus_decode: false when these are not such bytes.
 * svstatus_is_down: neither run nor finish is there.
 */
#define SVSTATUS_SIZE 20

enum svstatus_state { SVSTATUS_DOWN, SVSTATUS_RUN, SVSTATUS_FINISH };

struct svstatus {
	int64_t seconds; /* Unix time of the wall clock */
	uint32_t nanoseconds;
	pid_t pid; /* of run or of finish; 0: none */
	bool paused;
	bool want_up;
	bool got_term;
	enum svstatus_state state;
};

bool svstatus_decode(struct svstatus *, const unsigned char *, size_t);
bool svstatus_is_down(const struct svstatus *);

#endif
