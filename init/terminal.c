/*
 * The terminal, and who is its foreground. Standard input may be closed by
 * the time it is asked for, so it is reached by its other name.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "proc.h"
#include "signals.h"
#include "terminal.h"

#define TERMINAL "/dev/tty"

static volatile bool given; /* set in the child, which has our memory */

/*
 * A startup script may have left its own group as the foreground.
 */
static bool
is_gone(pid_t group)
{
	return group > 0 && kill(-group, 0) == -1 && errno == ESRCH;
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

/*
 * Makes `to` the foreground where we are it, or a group that is no more.
 * False where somebody else is.
 */
static bool
hand_over(pid_t to)
{
	int fd = open_terminal();
	pid_t foreground;
	bool done;

	if (fd == -1)
		return true; /* there is no terminal to have */
	foreground = tcgetpgrp(fd);
	done = foreground == to ||
	    ((foreground == getpgrp() || is_gone(foreground)) &&
		tcsetpgrp(fd, to) == 0);
	given = given || done;
	close(fd);
	return done;
}

void
terminal_reclaim(void)
{
	int fd;

	if (!given)
		return;
	given = false;
	fd = open_terminal();
	if (fd == -1)
		return;
	tcsetpgrp(fd, getpgrp());
	close(fd);
}

/*
 * Who reads in the background is stopped again at once, so it is continued
 * only if it is the foreground now.
 */
void
terminal_stopped(pid_t command, int signo)
{
	if (signo != SIGTSTP && signo != SIGTTIN && signo != SIGTTOU)
		return;
	if (proc_self() != 1)
		signals_stop(signo);
	if (signo == SIGTSTP || hand_over(command))
		kill(-command, SIGCONT);
}

void
terminal_continued(pid_t command)
{
	if (given)
		hand_over(command);
}
