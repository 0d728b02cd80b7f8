/*
 * The last processes: told to end, then made to.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "census.h"
#include "hot.h"
#include "log.h"
#include "proc.h"
#include "survivors.h"

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

#define PID_MAX (4 << 20) /* PID_MAX_LIMIT of linux/threads.h, 64 bit */
#define PASSES_MAX 8
#define SAY_MAX 12

LARGE static unsigned char told[PID_MAX / CHAR_BIT];
static int outsider_fd = -1;

/*
 * True the first time.
 */
static bool
mark_told(pid_t pid)
{
	unsigned char bit = (unsigned char)(1u << (pid % CHAR_BIT));

	if (pid >= PID_MAX || (told[pid / CHAR_BIT] & bit))
		return false;
	told[pid / CHAR_BIT] |= bit;
	return true;
}

static bool
tell(const struct process *process)
{
	pid_t pid = process->pid;

	if (!mark_told(pid))
		return false;
	if (kill(pid, SIGTERM) == -1 && errno == EPERM)
		log_warn("no permission to signal PID %d", (int)pid);
	kill(pid, SIGCONT);
	return true;
}

/*
 * A walk over /proc is no snapshot: it is repeated for those that were forked
 * behind its back, but not for children of processes already told. Start
 * times are ticks of 10 ms: who began in the tick of the first walk may be
 * such a child. Who is in the group `spared` has been told. False where nobody
 * can be seen.
 */
static bool
term_ours(pid_t spared)
{
	unsigned long long begin = proc_now();
	const struct process *table;
	bool more = true, any = false;
	size_t i, count;
	int pass;

	for (pass = 0; more && pass < PASSES_MAX; pass++) {
		more = false;
		count = census_take(&table);
		any = any || count > 0;
		for (i = 0; i < count; i++)
			if (table[i].ours && table[i].pgrp != spared &&
			    table[i].start <= begin &&
			    (pass == 0 || table[i].start < begin) &&
			    tell(&table[i]))
				more = true;
	}
	return any;
}

/*
 * Some may fork while they are looked for: at once again, while there are
 * any that were alive.
 */
static void
kill_ours(void)
{
	const struct process *table;
	bool more = true;
	size_t i, count;
	int pass;

	for (pass = 0; more && pass < PASSES_MAX; pass++) {
		more = false;
		count = census_take(&table);
		for (i = 0; i < count; i++)
			if (table[i].ours && kill(table[i].pid, SIGKILL) == 0)
				more = true;
	}
}

void
survivors_term(pid_t group)
{
	bool some_told = group > 0 && kill(-group, 0) == 0;

	if ((proc_self() != 1 || some_told) &&
	    (term_ours(some_told ? group : 0) || proc_self() != 1))
		return;
	kill(-1, SIGTERM);
	kill(-1, SIGCONT);
}

/*
 * Killing very many takes the kernel long: a child sends it, and we reap
 * meanwhile. The sender itself is spared by kill(2).
 */
void
survivors_kill(void)
{
	pid_t pid;

	if (proc_self() != 1) {
		kill_ours();
		return;
	}
	pid = (pid_t)syscall(SYS_clone, SIGCHLD, 0L, 0L, 0L, 0L);
	if (pid <= 0)
		kill(-1, SIGKILL);
	if (pid == 0)
		_exit(0);
}

void
survivors_kill_new(void)
{
	if (proc_self() != 1)
		kill_ours();
}

struct outsiders {
	bool seen, living; /* one is there; one is alive and has been told */
};

/*
 * kill(-1) says nothing of those that it was not allowed to signal.
 */
static bool
is_denied(pid_t pid)
{
	if (kill(pid, 0) == 0 || errno != EPERM)
		return false;
	if (mark_told(pid))
		log_warn("no permission to signal PID %d", (int)pid);
	return true;
}

static void
watch_outsider(pid_t pid, void *context)
{
	struct outsiders *outsiders = context;
	struct proc_stat stat;

	if (outsiders->living || pid == 1 || proc_stat(pid, &stat) == -1)
		return;
	outsiders->seen = true;
	if (stat.dead || is_denied(pid))
		return;
	outsiders->living = true;
	outsider_fd = (int)syscall(SYS_pidfd_open, pid, 0);
}

/*
 * Children of an unprivileged PID 1 that have become somebody else.
 */
static bool
all_denied(void)
{
	static bool warned;

	if (proc_self() != 1 || kill(-1, 0) == 0 || errno != EPERM)
		return false;
	if (!warned)
		log_warn("no permission to signal those that are left");
	warned = true;
	return true;
}

/*
 * ECHILD alone does not mean that nobody is left: who entered by docker exec
 * has a parent outside. A dead one that its parent has not reaped is nobody;
 * one that hidepid hides from us is somebody; one that we may not signal has
 * not been told and is not waited for.
 */
bool
survivors_left(bool children)
{
	struct outsiders outsiders = { false, false };

	if (outsider_fd != -1)
		close(outsider_fd);
	outsider_fd = -1;
	if (children)
		return !all_denied();
	if (proc_self() != 1 || kill(-1, 0) == -1)
		return false;
	return proc_each(watch_outsider, &outsiders) == -1 ||
	    outsiders.living || !outsiders.seen;
}

int
survivors_fd(void)
{
	return outsider_fd;
}

void
survivors_say(void say(const char *name, pid_t pid))
{
	const struct process *table;
	struct proc_stat stat;
	size_t i, count = census_take(&table);
	int said = 0;

	for (i = 0; i < count && said < SAY_MAX; i++) {
		if (!table[i].ours || proc_stat(table[i].pid, &stat) == -1)
			continue;
		say(stat.name, table[i].pid);
		said++;
	}
}
