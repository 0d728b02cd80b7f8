#ifndef COMMAND_H
#define COMMAND_H

#include "signals.h"
#include "state.h"

/*
 * The one command: its start, the signals it gets, its end.
 *
 * command_start: with the environment, the user and the directory that the
 * options name; where it cannot be started, command_ended follows.
 * command_ended: its wait status is known. command_stopped: a stop signal
 * has stopped it. command_continue: for the stop: whatever has stopped it.
 * command_forward: a signal for it, rewritten as the options say; 0 is
 * nothing. command_rewrite: what it would get.
 */
void command_start(struct engine *);
void command_continue(struct engine *);
void command_ended(struct engine *, int wstatus);
void command_stopped(struct engine *, int wstatus);
int command_rewrite(const struct engine *, int signo);
void command_forward(struct engine *, int signo);

#endif
