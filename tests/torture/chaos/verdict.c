/*
 * Was it a life, and a stop, as they must be?
 */
#include <sys/wait.h>

#include <signal.h>
#include <string.h>

#include "chaos.h"

#define OVERHEAD_MS 300
#define CPU_MS 150	/* of PID 1, */
#define CPU_PERCENT 1.0 /* and this part of the time */
#define CPU_STOP_MS 150
#define FEW 8 /* of which none may fail by chance */

static unsigned judged; /* they had to be told once */

unsigned
verdict_judged(void)
{
	return judged;
}

/*
 * Who was stopped, or whose supervisor was, may have been told before by bytes
 * that were not read yet.
 */
static bool
was_stopped(const struct crowd *crowd, pid_t pid)
{
	const struct process *p = crowd_find(crowd, pid), *parent;

	if (p == NULL)
		return false;
	parent = crowd_find(crowd, p->parent);
	return p->state == 'T' || (parent != NULL && parent->state == 'T');
}

static bool
was_alive(const struct crowd *crowd, pid_t pid)
{
	const struct process *p = crowd_find(crowd, pid);

	return p != NULL && p->state != 'Z';
}

/*
 * Loggers end with their input, a finish by itself. Whoever was told before,
 * with `d' by one who edits the services or writes to the control FIFO, may
 * be told again or not.
 */
static bool
life_is_faulty(
    const struct ordeal *o, const struct life *life, const struct life *was)
{
	bool known = was->role != ROLE_NONE && was->pid == life->pid &&
	    was->start_ns == life->start_ns;
	uint32_t before = known ? was->told : 0, told = life->told - before;
	const char *role = lives_role(life->role);
	double ms = (double)(int64_t)(life->start_ns - o->asked_ns) / 1e6;

	if (known && was_stopped(&o->crowd, life->pid))
		return false;
	if (told > 1 && !services_removed(life->name, o->asked_ns))
		return found("%s %s (PID %d, started at %.2f ms) was told to "
			     "end %u times in the stop, %u times before it",
		    role, life->name, life->pid, ms, told, before);
	if (life->role != ROLE_SERVICE && life->role != ROLE_STRAY)
		return false;
	if (!known || !was_alive(&o->crowd, life->pid) || was->finished ||
	    before > 0)
		return false;
	judged++;
	return told == 0 && !life->finished &&
	    found("%s %s (PID %d, started at %.2f ms) was never told to end",
		role, life->name, life->pid, ms);
}

static bool
lives_are_bad(const struct ordeal *o)
{
	uint32_t i;

	for (i = 0; i < LIVES_MAX; i++)
		if (board->lives[i].role != ROLE_NONE &&
		    life_is_faulty(o, &board->lives[i], &o->before.lives[i]))
			return true;
	return judged == 0 && found("nobody was there to be told");
}

static bool
end_is_bad(const struct ordeal *o)
{
	int due = o->wish->runsvdir ? 128 + SIGKILL : 0;

	if (!o->ended)
		return found("never ended; these were there:\n%.380s", o->left);
	if (!WIFEXITED(o->status))
		return found("was killed by signal %d", WTERMSIG(o->status));
	if (WEXITSTATUS(o->status) != due)
		return found(
		    "ended with %d, not %d", WEXITSTATUS(o->status), due);
	return false;
}

static bool
has_spun(const struct ordeal *o)
{
	double life = (double)(o->asked_ns - o->began_ns) / 1e6;
	double before = (double)o->cpu_asked_ns / 1e6;
	double stop = (double)o->cpu_ns / 1e6 - before;
	double most = (CPU_MS + life * CPU_PERCENT / 100) * o->wish->slack;

	return (before > most || stop > CPU_STOP_MS * o->wish->slack) &&
	    found("PID 1 used %.0f ms of processor time in %.0f ms, and %.0f "
		  "ms in the stop",
		before, life, stop);
}

/* The dead of a parent outside of the container are not of PID 1. */
static bool
has_left(const struct ordeal *o)
{
	const char *line, *dead;
	size_t length;

	for (line = o->left; *line != '\0'; line += length + 1) {
		length = strcspn(line, "\n");
		dead = strstr(line, ") Z 0");
		if (dead == NULL || dead > line + length)
			return found("left behind:\n%.400s", line);
		if (line[length] == '\0')
			break;
	}
	return false;
}

/* Some harm cannot be done, but of many of a kind some can. */
static bool
was_spared(const struct ordeal *o)
{
	int kind, status = enter_fault();
	unsigned all = 0;

	for (kind = 0; kind < HARM_PLANNED; kind++) {
		all += o->done[kind];
		if (o->tried[kind] >= FEW && o->done[kind] == 0)
			return found("no harm could be done: %s, %u times",
			    harm_name((enum kind)kind), o->tried[kind]);
	}
	if (status != 0)
		return found(
		    "my_initctl status ended with wait status %#x", status);
	return all == 0 && found("no harm could be done");
}

bool
verdict_is_faulty(const struct ordeal *o)
{
	return end_is_bad(o) || lives_are_bad(o) || has_left(o) ||
	    has_spun(o) || was_spared(o);
}

bool
verdict_is_late(const struct ordeal *o)
{
	double ms = (double)(o->end_ns - o->asked_ns) / 1e6;

	return ms > (TIMEOUT_MS + OVERHEAD_MS) * o->wish->slack &&
	    found("the stop took %.0f ms, of %.0f", ms,
		TIMEOUT_MS * o->wish->slack);
}
