/*
 * A worker tries one case after the other, beside the others.
 */
#include <sys/mman.h>
#include <sys/prctl.h>

#include <err.h>
#include <sched.h>
#include <signal.h>

#include "anytime.h"

void *
worker_share(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		err(125, "memory");
	return memory;
}

void
worker_begin(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_TIMERSLACK, 1L);
	trace_open();
}

void
worker_favour(bool on)
{
	const struct sched_param parameter = { .sched_priority = on };

	sched_setscheduler(0, on ? SCHED_FIFO : SCHED_OTHER, &parameter);
}
