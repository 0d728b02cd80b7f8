/*
 * A machine that is too busy, made to order. The tracer follows the forks of
 * PID 1 and of runsvdir and lets one process stand for a while where a real
 * machine does it when others have the processor: a child of runsvdir before
 * it becomes runsv, or a runsv that has forked its service and has yet to
 * note it down.
 */
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <signal.h>
#include <string.h>

#include "anytime.h"

#define KIN_MAX 256
#define FOLLOW (PTRACE_O_EXITKILL | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK)

enum { GENERATION_RUNSVDIR = 2, GENERATION_RUNSV, GENERATION_SERVICE };

static struct kin {
	pid_t pid;
	int generation;	   /* 0: its parent has not said yet; PID 1 is 1 */
	bool waits;	   /* stands at its first instruction */
	uint64_t until_ns; /* held; 0: not */
} kins[KIN_MAX];
static int kin_count;
static unsigned flags;

long
hold_options(const struct variant *v, pid_t pid)
{
	flags = v->flags;
	kin_count = 0;
	if (!(flags & (HOLDS_BIRTH | HOLDS_NOTE)))
		return 0;
	kins[kin_count++] = (struct kin){ .pid = pid, .generation = 1 };
	return FOLLOW;
}

static struct kin *
kin_of(pid_t pid)
{
	int i;

	for (i = 0; i < kin_count; i++)
		if (kins[i].pid == pid)
			return &kins[i];
	if (kin_count == KIN_MAX)
		return NULL;
	kins[kin_count] = (struct kin){ .pid = pid };
	return &kins[kin_count++];
}

static void
hold(struct kin *kin)
{
	kin->until_ns = now_ns() + HOLD_MS * 1000000ULL;
}

static void
begin(struct kin *kin)
{
	kin->waits = false;
	if (kin->generation == GENERATION_RUNSV && flags & HOLDS_BIRTH)
		hold(kin);
	else if (kin->generation == GENERATION_SERVICE)
		ptrace(PTRACE_DETACH, kin->pid, NULL, NULL);
	else
		ptrace(PTRACE_CONT, kin->pid, NULL, NULL);
}

/*
 * True when a fork of this process was told; it still stands.
 */
bool
hold_fork(pid_t pid, int status)
{
	struct kin *parent = kin_of(pid), *child;
	unsigned long number;
	int event = status >> 16;

	if ((event != PTRACE_EVENT_FORK && event != PTRACE_EVENT_VFORK) ||
	    parent == NULL ||
	    ptrace(PTRACE_GETEVENTMSG, pid, NULL, &number) == -1 ||
	    (child = kin_of((pid_t)number)) == NULL)
		return false;
	child->generation = parent->generation + 1;
	if (child->waits)
		begin(child);
	return true;
}

/*
 * A stop of somebody else than PID 1.
 */
void
hold_stop(pid_t pid, int status)
{
	struct kin *kin = kin_of(pid);
	int signo = WSTOPSIG(status);

	if (kin == NULL)
		return;
	if (hold_fork(pid, status)) {
		if (kin->generation == GENERATION_RUNSV && flags & HOLDS_NOTE)
			hold(kin);
		else
			ptrace(PTRACE_CONT, pid, NULL, NULL);
	} else if (status >> 16 == PTRACE_EVENT_STOP && signo == SIGTRAP) {
		kin->waits = true;
		if (kin->generation > 0)
			begin(kin);
	} else {
		ptrace(PTRACE_CONT, pid, NULL,
		    status >> 16 != 0 ? 0L : (long)signo);
	}
}

/*
 * Lets go whom it is time to let go; when the next one is due.
 */
uint64_t
hold_due(void)
{
	uint64_t now = now_ns(), due = UINT64_MAX;
	int i;

	for (i = 0; i < kin_count; i++) {
		if (kins[i].until_ns == 0)
			continue;
		if (now >= kins[i].until_ns) {
			kins[i].until_ns = 0;
			ptrace(PTRACE_DETACH, kins[i].pid, NULL, NULL);
		} else if (kins[i].until_ns < due) {
			due = kins[i].until_ns;
		}
	}
	return due;
}
