/*
 * Reaping: our own children and the orphans that become ours.
 */
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
	return waitpid(-1, status, WNOHANG | WUNTRACED);
}
