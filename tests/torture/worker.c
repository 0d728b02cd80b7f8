/*
 * A worker tries one case after the other, beside the others.
 */
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include <err.h>
#include <fcntl.h>
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

/*
 * One at a time on the whole machine, whoever else tests there: of two that
 * are favoured neither is.
 */
void
worker_favour(bool on)
{
	const struct sched_param parameter = { .sched_priority = on };
	static int machine = -1;

	if (machine == -1)
		machine = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	flock(machine, on ? LOCK_EX : LOCK_UN);
	sched_setscheduler(0, on ? SCHED_FIFO : SCHED_OTHER, &parameter);
}
