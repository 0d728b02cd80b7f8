/*
 * Was it a course as it must be?
 */
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "inject.h"

#define OVERHEAD_MS 250
#define CPU_NS 150000000
#define CALLS_MORE 1500
#define CALLS_A_SECOND 1000
#define CALLS_A_SECOND_BLIND 4000 /* it cannot be told, and looks every 16 ms \
				   */
#define CALLS_QUIET 150		  /* in 110 ms: four every 10 ms, and some */
#define LOG_ROOM 65536
#define SAME_MAX 12 /* lines, but for their numbers */
#define WARNING "*** warning: "
#define NOT_ALL WARNING "Not all processes have exited in time."

static char log_text[LOG_ROOM];

/* Errors may cost every timeout there is. */
int64_t
course_limit_us(const struct hit *hit)
{
	unsigned flags = hit->scene->flags;

	if (hit->error != 0)
		return 10000 * 1000;
	return (OVERHEAD_MS + (flags & HAS_STRAY ? STRAY_MS : 0)) * 1000;
}

const char *
verdict_log(void)
{
	return log_text;
}

bool
verdict_says(const char *text)
{
	return strstr(log_text, text) != NULL;
}

/*
 * No process could be made: then it is the machine that fails.
 */
bool
verdict_of_machine(const struct hit *hit)
{
	return hit->error != EAGAIN && verdict_says(strerror(EAGAIN));
}

/*
 * The next warning; but that of each whole stop with a process that is deaf
 * tells nothing.
 */
const char *
verdict_warning(const struct hit *hit, const char *from)
{
	while ((from = strstr(from, WARNING)) != NULL &&
	    hit->scene->flags & HAS_STRAY &&
	    strncmp(from, NOT_ALL, sizeof NOT_ALL - 1) == 0)
		from++;
	return from;
}

/*
 * A line that is more than news: a warning, or what says the error.
 */
bool
verdict_complains(const struct hit *hit)
{
	return verdict_warning(hit, log_text) != NULL ||
	    verdict_says("*** cannot") ||
	    verdict_says(" failed ") || verdict_says("Fatal glibc error") ||
	    (hit->error != 0 && verdict_says(strerror(hit->error)));
}

/*
 * Without its standard error it cannot say a thing.
 */
bool
verdict_mute(const struct hit *hit, const struct course *c)
{
	return hit->error != 0 &&
	    (((hit->call == SYS_write || hit->call == SYS_pwritev2 ||
		  hit->call == SYS_fstat || hit->call == SYS_newfstatat) &&
		 c->fd == 2) ||
		(hit->lasts &&
		    (hit->call == SYS_fstat || hit->call == SYS_newfstatat ||
			hit->call == SYS_write || hit->call == SYS_pwritev2)));
}

/* Of a stop that a signal asked for. */
static int
status_due(const struct hit *hit)
{
	if (!(hit->scene->flags & HAS_COMMAND))
		return 0;
	if (lives_count(ROLE_COMMAND) > 0)
		return COMMAND_STATUS;
	return 128 +
	    (hit->signo == SIGINT || hit->signo == SIGHUP ? hit->signo :
							    SIGTERM);
}

static bool
status_is_faulty(const struct hit *hit, const struct course *c)
{
	int status, due = status_due(hit);

	if (!WIFEXITED(c->o.status))
		return found("was killed by signal %d", WTERMSIG(c->o.status));
	status = WEXITSTATUS(c->o.status);
	if (status == due ||
	    (hit->error != 0 && status != 0 && verdict_complains(hit)))
		return false;
	if (hit->error != 0 && verdict_mute(hit, c))
		return false;
	if (hit->error != 0)
		return found(
		    "ended with %d, not %d, and without a reason", status, due);
	return found("ended with %d, not %d", status, due);
}

/*
 * Nobody has asked, and it ended: the command may have died of a HUP that came
 * before it could catch it; or the boot failed with a reason.
 */
static bool
end_is_early(const struct hit *hit, const struct course *c)
{
	if (c->asked)
		return false;
	if (hit->signo == SIGHUP && hit->scene->flags & HAS_COMMAND &&
	    c->o.status == W_EXITCODE(128 + SIGHUP, 0))
		return false;
	if (hit->error == 0)
		return found("ended though nobody had asked");
	if (c->up)
		return found("ended in the middle of its life");
	if (WIFEXITED(c->o.status) && WEXITSTATUS(c->o.status) == 0)
		return found("ended before the boot was over, with 0");
	return !verdict_complains(hit) && !verdict_mute(hit, c) &&
	    found("ended before the boot was over, without a reason");
}

/* The three of them. */
static const char *
most_called(const struct course *c)
{
	static char text[200];
	uint32_t most[3] = { 0 }, i, j, k;
	size_t at = 0;

	for (i = 0; i < CALLS_MAX; i++)
		for (j = 0; j < 3; j++)
			if (c->count[i] > c->count[most[j]]) {
				for (k = 2; k > j; k--)
					most[k] = most[k - 1];
				most[j] = i;
				break;
			}
	for (j = 0; j < 3; j++)
		at += (size_t)snprintf(text + at, sizeof text - at, "%s%s %u",
		    j > 0 ? ", " : "", call_name((int)most[j]),
		    c->count[most[j]]);
	return text;
}

static bool
end_is_faulty(const struct hit *hit, const struct course *c,
    const struct profile *profile)
{
	uint64_t most;

	if (c->o.fault[0] != '\0')
		return found("%s", c->o.fault);
	if (!c->o.ended)
		return found("never ended (%u calls, %.0f ms of processor "
			     "time); these were there:\n%.380s",
		    c->calls, (double)c->cpu_ns / 1e6, c->o.left);
	if (end_is_early(hit, c) || status_is_faulty(hit, c))
		return true;
	most = 2 * profile->calls + CALLS_MORE +
	    (hit->lasts ? CALLS_A_SECOND_BLIND : CALLS_A_SECOND) *
		(c->o.end_ns - c->o.ready_ns) / 1000000000;
	if (c->cpu_ns > CPU_NS || c->calls > most || c->quiet > CALLS_QUIET)
		return found("%u calls (%u of them while nothing happened), "
			     "%.0f ms of processor time; the calls of most: %s",
		    c->calls, c->quiet, (double)c->cpu_ns / 1e6,
		    most_called(c));
	return false;
}

/* The dead do not count where it could not know of them. */
static bool
lives_any(const char *left)
{
	for (; *left != '\0'; left += strcspn(left, "\n") + 1)
		if (strstr(left, ") Z") == NULL ||
		    strstr(left, ") Z") > left + strcspn(left, "\n"))
			return true;
	return false;
}

static bool
has_left(const struct hit *hit, const struct course *c)
{
	if (c->o.left[0] == '\0')
		return false;
	if (hit->error != 0 &&
	    ((hit->lasts && hit->call == SYS_kill) ||
		verdict_says(
		    "processes that are left behind cannot be found") ||
		verdict_says("no permission to signal") ||
		verdict_says("may outlive the stop") || !lives_any(c->o.left)))
		return false; /* nobody can be told, or seen */
	return found("left behind:\n%.400s", c->o.left);
}

/* A log that says the same for ever hides what it has to say. */
static bool
log_is_flooded(void)
{
	const char *line, *other;
	size_t length, n;
	int same;

	for (line = log_text; *line != '\0'; line += length + 1) {
		length = strcspn(line, "\n");
		if (line[length] == '\0')
			break;
		for (same = 1, other = line + length + 1; *other != '\0';
		     other += n + 1) {
			n = strcspn(other, "\n");
			same += n == length && memcmp(line, other, n) == 0;
			if (other[n] == '\0')
				break;
		}
		if (same > SAME_MAX)
			return found(
			    "says %d times: %.*s", same, (int)length, line);
	}
	return false;
}

const char *
course_fault(const struct hit *hit, const struct course *c,
    const struct profile *profile, char text[FAULT_MAX])
{
	found_begin(text);
	course_log(log_text, sizeof log_text);
	if (people_forget(hit) || end_is_faulty(hit, c, profile))
		return text;
	if (hit->error != 0 ? people_after_error(hit, c) :
			      people_after_signal(hit, c))
		return text;
	return has_left(hit, c) || log_is_flooded() ? text : NULL;
}
