/*
 * Was it a stop as it must be? Its end and its log.
 */
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "anytime.h"

#define OVERHEAD_US                                               \
	200000 /* what a stop may take beyond its slowest service \
		*/
#define LOG_MAX 65536

static char log_text[LOG_MAX];

int64_t
judge_limit_us(const struct shot *shot)
{
	const struct variant *v = shot->variant;
	int64_t ms = v->linger_ms;

	if (v->flags & HAS_FINISH)
		ms += FINISH_MS;
	if (v->flags & HOLDS)
		ms += HOLD_MS;
	if (v->flags & HAS_HOOKS)
		ms += 2 * HOOK_MS;
	if (v->flags & HAS_STRAY)
		ms += STRAY_MS;
	return ms * 1000 + OVERHEAD_US;
}

static int
status_due(const struct shot *shot)
{
	unsigned flags = shot->variant->flags;

	if (flags & COMMAND_ENDS)
		return COMMAND_STATUS;
	if (flags & HAS_COMMAND && lives_count(ROLE_COMMAND) == 0)
		return 128 + SIGTERM; /* it never got as far */
	return 0;
}

static bool
end_is_faulty(const struct shot *shot, const struct outcome *o)
{
	int due;

	if (o->fault[0] != '\0')
		return found("%s", o->fault);
	if (o->early && o->ready_ns == 0)
		return found("never blocked TERM");
	if (o->early && !o->missed)
		return found("the moment of the signal never came, or the "
			     "program had ended before it (wait status %#x)",
		    o->ended ? (unsigned)o->status : 0);
	if (!o->ended)
		return found("never ended; these were there:\n%.380s", o->left);
	if (!WIFEXITED(o->status))
		return found("was killed by signal %d", WTERMSIG(o->status));
	due = status_due(shot);
	if (WEXITSTATUS(o->status) != due)
		return found(
		    "ended with %d, not %d", WEXITSTATUS(o->status), due);
	return false;
}

static bool
log_is_faulty(const struct shot *shot)
{
	const char *line;

	for (line = log_text; (line = strstr(line, "*** warning")) != NULL;
	     line++)
		if (!(shot->variant->flags & HAS_STRAY) ||
		    strstr(line, "Not all processes") == NULL)
			return found("%.*s", (int)strcspn(line, "\n"), line);
	return false;
}

static void
read_log(void)
{
	ssize_t n = pread(stage_log(), log_text, sizeof log_text - 1, 0);

	log_text[n > 0 ? n : 0] = '\0';
}

/*
 * No process could be made: then it is the machine that fails, as when it is
 * too slow.
 */
bool
judge_machine(void)
{
	return strstr(log_text, strerror(EAGAIN)) == NULL;
}

const char *
judge(const struct shot *shot, const struct outcome *o, char text[FAULT_MAX])
{
	found_begin(text);
	read_log();
	if (end_is_faulty(shot, o) ||
	    lives_are_faulty(
		shot, o, strstr(log_text, "Booting runit") != NULL) ||
	    log_is_faulty(shot))
		return text;
	if (o->left[0] != '\0' && found("left behind:\n%.400s", o->left))
		return text;
	return NULL;
}
