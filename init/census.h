#ifndef CENSUS_H
#define CENSUS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Who is there: the living processes of /proc at this moment, in ascending
 * order of their pids, and which of them descend from us. As PID 1 all the
 * others are `ours`: those that entered from outside, too.
 *
 * census_take: how many, and *processes, valid until the next call. A walk
 * over /proc is no snapshot: who is born or dies meanwhile may be missed.
 * Warns where /proc cannot be read. No allocation; 65536 at most.
 */
struct process {
	pid_t pid, ppid, pgrp;
	unsigned long long start; /* proc.h */
	bool ours;
};

size_t census_take(const struct process **processes);

#endif
