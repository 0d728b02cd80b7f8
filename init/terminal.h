#ifndef TERMINAL_H
#define TERMINAL_H

#include <sys/types.h>

/*
 * Job control around the command: it is the foreground of the terminal, as
 * if no init were there. Whatever fails here is no reason not to go on.
 *
 * terminal_give: in the child, between vfork and exec: a process group of its
 * own and, where standard input is a terminal whose foreground is ours, that.
 * SIGTTOU must be blocked (it is, signals.h).
 * terminal_reclaim: takes the foreground back, if it was given, after the
 * command has ended.
 * terminal_stopped: the command was stopped by `signo`. Elsewhere than on PID 1
 * we stop in the same way, so that the shell that started us sees its job
 * stopped; where there is no such shell, nor above PID 1, nobody would
 * continue the command, so it is continued.
 * terminal_lend: a process group of ours was stopped by `signo`. It is
 * continued; one that wants the terminal gets it, and stays stopped if it
 * cannot have it. terminal_reclaim is for it too. terminal_continued: SIGCONT
 * came: the command gets the terminal back, if we have it.
 */
void terminal_give(void);
void terminal_reclaim(pid_t command);
void terminal_stopped(pid_t command, int signo);
void terminal_lend(pid_t group, int signo);
void terminal_continued(pid_t command);

#endif
