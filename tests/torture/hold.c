/*
 * A machine that is too busy, made to order. The tracer follows the forks of
 * PID 1 and of runsvdir and lets one process stand for a while where a real
 * machine does it when others have the processor: a child of runsvdir before
 * it becomes runsv, a runsv that has forked its service and has yet to note it
 * down, or a logger before it is executed. A child that has not executed
 * anything yet bears the name of its parent, so the name says who it is.
 */
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "anytime.h"

#define HELD_MAX 256
#define FOLLOW (PTRACE_O_EXITKILL | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK)

static struct {
	pid_t pid;
	uint64_t until_ns;
} held[HELD_MAX];
static int held_count;
static uint32_t holds;
static pid_t parents[HELD_MAX]; /* that have a child */
static int parent_count, births;
static unsigned flags;

long
hold_options(const struct variant *v)
{
	flags = v->flags;
	held_count = parent_count = births = 0;
	holds = 0;
	return flags & HOLDS ? FOLLOW : 0;
}

static void
read_of(pid_t pid, const char *file, char *text, size_t size)
{
	char path[64];
	ssize_t n = 0;
	int fd;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd != -1) {
		n = read(fd, text, size - 1);
		close(fd);
	}
	text[n > 0 ? n : 0] = '\0';
}

static void
hold(pid_t pid)
{
	if (held_count == HELD_MAX) {
		ptrace(PTRACE_DETACH, pid, NULL, NULL);
		return;
	}
	holds++;
	held[held_count].pid = pid;
	held[held_count++].until_ns = now_ns() + HOLD_MS * 1000000ULL;
}

static pid_t
parent_of(pid_t pid)
{
	char text[1024], *line;

	read_of(pid, "status", text, sizeof text);
	line = strstr(text, "\nPPid:");
	return line != NULL ? atoi(line + 6) : 0;
}

/*
 * The first child of a runsv is its logger. (A runsv itself stops too, when
 * it is continued; its parent is none.)
 */
static bool
is_logger(pid_t pid)
{
	pid_t parent = parent_of(pid);
	char name[32];
	int i;

	read_of(parent, "comm", name, sizeof name);
	if (strcmp(name, "runsv\n") != 0)
		return false;
	for (i = 0; i < parent_count; i++)
		if (parents[i] == parent)
			return false;
	if (parent_count < HELD_MAX)
		parents[parent_count++] = parent;
	return true;
}

static bool
is_to_hold(pid_t pid, int event, const char *name)
{
	bool runsv = strcmp(name, "runsv\n") == 0;

	if (event == PTRACE_EVENT_STOP && runsv)
		return flags & HOLDS_LOGGER && is_logger(pid);
	if (event == PTRACE_EVENT_STOP)
		return flags & HOLDS_BIRTH && strcmp(name, "runsvdir\n") == 0 &&
		    (births++ % 2 == 0 || !(flags & HOLDS_LOGGER));
	return flags & HOLDS_NOTE && runsv && event == PTRACE_EVENT_FORK;
}

/*
 * A stop of somebody else than PID 1: a child at its first instruction, a
 * parent that has forked, or a signal to be passed on.
 */
void
hold_stop(pid_t pid, int status)
{
	int event = status >> 16, signo = WSTOPSIG(status);
	char name[32];

	read_of(pid, "comm", name, sizeof name);
	if (is_to_hold(pid, event, name))
		hold(pid);
	else if (event == PTRACE_EVENT_STOP && strcmp(name, "runsv\n") == 0)
		ptrace(PTRACE_DETACH, pid, NULL, NULL);
	else
		ptrace(PTRACE_CONT, pid, NULL, event != 0 ? 0L : (long)signo);
}

/*
 * Lets go whom it is time to let go; when the next one is due.
 */
uint64_t
hold_due(void)
{
	uint64_t now = now_ns();

	while (held_count > 0 && now >= held[0].until_ns) {
		ptrace(PTRACE_DETACH, held[0].pid, NULL, NULL);
		memmove(held, held + 1, (size_t)--held_count * sizeof held[0]);
	}
	return held_count > 0 ? held[0].until_ns : UINT64_MAX;
}

uint32_t
hold_count(void)
{
	return holds;
}
