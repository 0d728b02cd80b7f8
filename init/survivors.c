/*
 * The last processes: told to end, then made to.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "log.h"
#include "proc.h"
#include "survivors.h"

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

#define TABLE_MAX 65536
#define PID_MAX (4 << 20) /* PID_MAX_LIMIT of linux/threads.h, 64 bit */
#define PASSES_MAX 8
#define SAY_MAX 12

struct process {
	pid_t pid, ppid;
	unsigned long long start;
	bool ours;
};

static struct process table[TABLE_MAX];
static size_t table_count;
static unsigned char told[PID_MAX / CHAR_BIT];
static int outsider_fd = -1;

static void
note(pid_t pid, void *context)
{
	struct proc_stat stat;

	(void)context;
	if (table_count == TABLE_MAX || proc_stat(pid, &stat) == -1 ||
	    stat.dead)
		return;
	table[table_count++] = (struct process){
		.pid = pid,
		.ppid = stat.ppid,
		.start = stat.start,
	};
}

static bool
is_ours(pid_t pid)
{
	size_t low = 0, high = table_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (table[middle].pid == pid)
			return table[middle].ours;
		if (table[middle].pid < pid)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/*
 * All of /proc, in which those that descend from us are marked. A parent may
 * have a higher pid than its child, so the marking is repeated until it
 * changes nothing.
 */
static void
collect_descendants(void)
{
	pid_t self = getpid();
	bool changed = true;
	size_t i;

	table_count = 0;
	if (proc_each(note, NULL) == -1)
		log_warn("cannot read /proc (%s): processes that are left "
			 "behind cannot be found",
		    strerror(errno));
	while (changed) {
		changed = false;
		for (i = 0; i < table_count; i++) {
			if (table[i].ours ||
			    (table[i].ppid != self && !is_ours(table[i].ppid)))
				continue;
			table[i].ours = changed = true;
		}
	}
}

static bool
tell(const struct process *process)
{
	pid_t pid = process->pid;
	unsigned char bit = (unsigned char)(1u << (pid % CHAR_BIT));

	if (pid >= PID_MAX || (told[pid / CHAR_BIT] & bit))
		return false;
	told[pid / CHAR_BIT] |= bit;
	if (kill(pid, SIGTERM) == -1 && errno == EPERM)
		log_warn("no permission to signal PID %d", (int)pid);
	kill(pid, SIGCONT);
	return true;
}

/*
 * A walk over /proc is no snapshot: it is repeated for those that were forked
 * behind its back, but not for children of processes already told. Start
 * times are ticks of 10 ms: who began in the tick of the first walk may be
 * such a child.
 */
static void
term_descendants(void)
{
	unsigned long long begin = proc_now();
	bool more = true;
	size_t i;
	int pass;

	for (pass = 0; more && pass < PASSES_MAX; pass++) {
		more = false;
		collect_descendants();
		for (i = 0; i < table_count; i++)
			if (table[i].ours && table[i].start <= begin &&
			    (pass == 0 || table[i].start < begin) &&
			    tell(&table[i]))
				more = true;
	}
}

/*
 * Some may fork while they are looked for: at once again, while there are
 * any that were alive.
 */
static void
kill_descendants(void)
{
	bool more = true;
	size_t i;
	int pass;

	for (pass = 0; more && pass < PASSES_MAX; pass++) {
		more = false;
		collect_descendants();
		for (i = 0; i < table_count; i++)
			if (table[i].ours && kill(table[i].pid, SIGKILL) == 0)
				more = true;
	}
}

void
survivors_term(void)
{
	if (getpid() != 1) {
		term_descendants();
		return;
	}
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

	if (getpid() != 1) {
		kill_descendants();
		return;
	}
	pid = fork();
	if (pid <= 0)
		kill(-1, SIGKILL);
	if (pid == 0)
		_exit(0);
}

void
survivors_kill_new(void)
{
	if (getpid() != 1)
		kill_descendants();
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
	static pid_t warned;

	if (kill(pid, 0) == 0 || errno != EPERM)
		return false;
	if (warned != pid)
		log_warn("no permission to signal PID %d", (int)pid);
	warned = pid;
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
		return true;
	if (getpid() != 1 || kill(-1, 0) == -1)
		return false;
	return proc_each(watch_outsider, &outsiders) == -1 ||
	    outsiders.living || !outsiders.seen;
}

int
survivors_fd(void)
{
	return outsider_fd;
}

/*
 * As PID 1 everybody in the namespace counts, elsewhere who descends from us.
 */
void
survivors_say(void say(const char *name, pid_t pid))
{
	struct proc_stat stat;
	int said = 0;
	size_t i;

	collect_descendants();
	for (i = 0; i < table_count && said < SAY_MAX; i++) {
		if (table[i].pid == getpid() ||
		    (!table[i].ours && getpid() != 1) ||
		    proc_stat(table[i].pid, &stat) == -1)
			continue;
		say(stat.name, table[i].pid);
		said++;
	}
}
