/*
 * Reaping: our own children and the orphans that become ours.
 */
#include <errno.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc.h"
#include "reaper.h"

bool
reaper_become(void)
{
	return proc_self() == 1 ||
	    prctl(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L) == 0;
}

pid_t
reaper_next(int *status)
{
	pid_t pid;

	do
		pid = waitpid(-1, status, WNOHANG | WUNTRACED);
	while (pid == -1 && errno == EINTR);
	return pid == -1 && errno != ECHILD ? REAPER_LATER : pid;
}
