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
	case CAUSE_SERVICE:
		return wstatus_code(verdict->service_wstatus);
	case CAUSE_REQUEST:
		return verdict->request_status;
	case CAUSE_SCRIPT:
	case CAUSE_WAIT:
	case CAUSE_NONE:
		break;
	}
	return STATUS_FAILED;
}

static const char *
why(const struct verdict *verdict, char name[SIGNAME_MAX])
{
	switch (verdict->cause) {
	case CAUSE_SIGNAL:
		return signame(verdict->signo, name);
	case CAUSE_COMMAND:
		return "the command ended";
	case CAUSE_RUNSVDIR:
		return "runsvdir ended";
	case CAUSE_SERVICE:
		return "a critical service ended: ";
	case CAUSE_WAIT:
		return "the services were not up in time";
	case CAUSE_REQUEST:
		return "my_initctl stop";
	case CAUSE_SCRIPT:
		return "a startup script failed";
	case CAUSE_NONE:
		break;
	}
	return "no reason";
}

void
verdict_words(const struct verdict *verdict, char *words, unsigned size)
{
	char name[SIGNAME_MAX], killed[48] = "";

	if (verdict->killed > 0)
		format(killed, sizeof killed, ", %d had to be killed",
		    verdict->killed);
	format(words, size, "%s%s%s%s%s", why(verdict, name),
	    verdict->cause == CAUSE_SERVICE ? verdict->service : "",
	    verdict->hook_failed ? ", a shutdown script failed" : "", killed,
	    verdict->all_killed ? ", the rest had to be killed" : "");
}
