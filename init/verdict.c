/*
 * The exit status of the container.
 */

#include "format.h"
#include "signame.h"
#include "verdict.h"
#include "wstatus.h"

#define STATUS_FAILED 1

static int
status_of_command(const struct verdict *verdict)
{
	int status = wstatus_code(verdict->command_wstatus);

	if (verdict->remap != NULL &&
	    (verdict->remap[status / 32] >> (status % 32) & 1) != 0)
		return 0;
	return status;
}

/*
 * A command that was asked for and not run is no success: 128 + signal, as
 * if it had met the signal itself.
 */
static int
status_of_signal(const struct verdict *verdict)
{
	if (!verdict->command_wanted)
		return verdict->stop_status;
	if (verdict->command_ended)
		return status_of_command(verdict);
	return 128 + verdict->signo;
}

int
verdict_status(const struct verdict *verdict)
{
	if (verdict->hook_failed)
		return STATUS_FAILED;
	switch (verdict->cause) {
	case CAUSE_SIGNAL:
		return status_of_signal(verdict);
	case CAUSE_COMMAND:
		return status_of_command(verdict);
	case CAUSE_RUNSVDIR:
		return wstatus_code(verdict->runsvdir_wstatus);
	case CAUSE_SCRIPT:
	case CAUSE_NONE:
		break;
	}
	return STATUS_FAILED;
}

void
verdict_words(const struct verdict *verdict, char *words, unsigned size)
{
	char name[SIGNAME_MAX];
	const char *hook =
	    verdict->hook_failed ? ", a shutdown script failed" : "";

	switch (verdict->cause) {
	case CAUSE_SIGNAL:
		format(
		    words, size, "%s%s", signame(verdict->signo, name), hook);
		break;
	case CAUSE_COMMAND:
		format(words, size, "the command ended%s", hook);
		break;
	case CAUSE_RUNSVDIR:
		format(words, size, "runsvdir ended%s", hook);
		break;
	case CAUSE_SCRIPT:
		format(words, size, "a startup script failed");
		break;
	case CAUSE_NONE:
		format(words, size, "no reason%s", hook);
		break;
	}
}
