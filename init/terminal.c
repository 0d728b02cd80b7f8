/*
 * The terminal, and who is its foreground. Standard input may be closed by
 * the time it is asked for, so it is reached by its other name.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "hot.h"
#include "proc.h"
#include "signals.h"
#include "terminal.h"

#define TERMINAL "/dev/tty"

HOT static volatile bool given; /* set in the child, which has our memory */
HOT static bool stopped;	/* the command */

/*
 * A startup script may have left its own group as the foreground. (The group
 * of PID 1 is there as long as we are; -1 would mean everybody.)
 */
static bool
is_gone(pid_t group)
{
	return group > 1 && kill(-group, 0) == -1 && errno == ESRCH;
}

void
terminal_give(void)
{
	pid_t foreground = tcgetpgrp(STDIN_FILENO);
	bool ours = foreground != -1 &&
	    (foreground == getpgrp() || is_gone(foreground));

	setpgid(0, 0);
	if (ours)
		given = tcsetpgrp(STDIN_FILENO, getpid()) == 0;
}

static int
open_terminal(void)
{
	return open(TERMINAL, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
}

static bool
is_foreground(pid_t group)
{
	int fd = open_terminal();
	bool is;

	if (fd == -1)
		return errno == ENXIO;
	is = tcgetpgrp(fd) == group;
	close(fd);
	return is;
}

/*
 * Makes `to` the foreground where `from` is it, or a group that is no more.
 * False where somebody else is, true where there is no terminal (ENXIO).
 */
static bool
hand_over(pid_t from, pid_t to)
{
	int fd = open_terminal();
	pid_t foreground;
	bool done;

	if (fd == -1)
		return errno == ENXIO;
	foreground = tcgetpgrp(fd);
	done = (foreground == from || is_gone(foreground)) &&
	    tcsetpgrp(fd, to) == 0;
	close(fd);
	return done;
}

static bool
lend(pid_t group)
{
	bool done = hand_over(getpgrp(), group);

	given = given || done;
	return done;
}

void
terminal_reclaim(pid_t command)
{
	if (given)
		hand_over(command, getpgrp());
	given = false;
}

/*
 * A job in the background that reads while the shell has already made it the
 * foreground need not stop. Who reads in the background and is continued is
 * stopped again at once, so that happens only to one that has the terminal.
 */
void
terminal_stopped(pid_t command, int signo)
{
	bool wants = signo == SIGTTIN || signo == SIGTTOU;

	if (signo != SIGTSTP && !wants)
		return;
	stopped = true;
	if (wants && lend(command))
		terminal_continued(command);
	else if (proc_self() != 1 && signals_stop(signo))
		return; /* the SIGCONT that continued us waits */
	else if (!wants || is_foreground(command))
		terminal_continued(command);
}

void
terminal_continued(pid_t command)
{
	lend(command);
	if (stopped)
		kill(-command, SIGCONT);
	stopped = false;
}

void
terminal_lend(pid_t group, int signo)
{
	bool wants = signo == SIGTTIN || signo == SIGTTOU;

	if (!wants || lend(group))
		kill(-group, SIGCONT);
}
