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

/*
 * Makes `to` the foreground where `from` is it, or where that is 0.
 */
static void
set_foreground(pid_t from, pid_t to)
{
	int fd;

	fd = open(TERMINAL, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return;
	if (from == 0 || tcgetpgrp(fd) == from)
		tcsetpgrp(fd, to);
	close(fd);
}

void
terminal_reclaim(void)
{
	if (given)
		set_foreground(0, getpgrp());
	given = false;
}

void
terminal_stopped(pid_t command, int signo)
{
	if (proc_self() == 1) {
		if (signo == SIGTSTP)
			kill(-command, SIGCONT);
	} else if (signo == SIGTSTP || signo == SIGTTIN || signo == SIGTTOU) {
		kill(proc_self(), SIGSTOP);
	}
}

void
terminal_continued(pid_t command)
{
	if (given)
		set_foreground(getpgrp(), command);
}
