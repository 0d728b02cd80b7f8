/*
 * When the parent ends.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "log.h"
#include "parent.h"

void
parent_death_signal(int signo)
{
	pid_t parent = getppid();

	if (prctl(PR_SET_PDEATHSIG, (unsigned long)signo, 0L, 0L, 0L) == -1)
		log_warn("no signal when the parent ends: %s", strerror(errno));
	else if (getppid() != parent)
		kill(getpid(), signo);
}
