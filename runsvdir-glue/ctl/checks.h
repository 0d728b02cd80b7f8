#ifndef CHECKS_H
#define CHECKS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "state.h"

/*
 * The `check`s of services, each a process of its own, all at once.
 *
 * checks_begin: once, before the first: takes SIGCHLD.
 * checks_start: 0, or -1 with errno. It runs in the service's directory, in a
 * process group of its own, and ends when we do.
 * checks_reap: a wait status for whoever of these has ended. checks_kill: the
 * group of each that has not.
 * checks_wait: until a child ends, `fd` is readable (-1: none), or the
 * deadline (clock.h) has come.
 */
struct check {
	pid_t pid; /* 0: does not run */
	bool done; /* it has ended, by now with `status` */
	int status;
};

void checks_begin(void);
int checks_start(const struct ctl_state *, const char *name, struct check *);
void checks_reap(struct check *, size_t count);
void checks_kill(struct check *, size_t count);
void checks_wait(int fd, int64_t deadline);

#endif
