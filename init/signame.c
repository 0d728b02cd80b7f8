/*
 * Names of signals, for messages. glibc's sigabbrev_np is missing in musl.
 */
#include <signal.h>
#include <string.h>
#include <strings.h>

#include "format.h"
#include "number.h"
#include "signame.h"

#define FIRST_REALTIME 34
#define LAST_REALTIME 64

static const char *const names[] = {
	[SIGHUP] = "SIGHUP",
	[SIGINT] = "SIGINT",
	[SIGQUIT] = "SIGQUIT",
	[SIGILL] = "SIGILL",
	[SIGTRAP] = "SIGTRAP",
	[SIGABRT] = "SIGABRT",
	[SIGBUS] = "SIGBUS",
	[SIGFPE] = "SIGFPE",
	[SIGKILL] = "SIGKILL",
	[SIGUSR1] = "SIGUSR1",
	[SIGSEGV] = "SIGSEGV",
	[SIGUSR2] = "SIGUSR2",
	[SIGPIPE] = "SIGPIPE",
	[SIGALRM] = "SIGALRM",
	[SIGTERM] = "SIGTERM",
	[SIGSTKFLT] = "SIGSTKFLT",
	[SIGCHLD] = "SIGCHLD",
	[SIGCONT] = "SIGCONT",
	[SIGSTOP] = "SIGSTOP",
	[SIGTSTP] = "SIGTSTP",
	[SIGTTIN] = "SIGTTIN",
	[SIGTTOU] = "SIGTTOU",
	[SIGURG] = "SIGURG",
	[SIGXCPU] = "SIGXCPU",
	[SIGXFSZ] = "SIGXFSZ",
	[SIGVTALRM] = "SIGVTALRM",
	[SIGPROF] = "SIGPROF",
	[SIGWINCH] = "SIGWINCH",
	[SIGIO] = "SIGIO",
	[SIGPWR] = "SIGPWR",
	[SIGSYS] = "SIGSYS",
};

const char *
signame(int signo, char *buf)
{
	int count = sizeof names / sizeof names[0];

	if (signo > 0 && signo < count && names[signo] != NULL)
		return names[signo];
	if (signo == FIRST_REALTIME)
		return "SIGRTMIN";
	if (signo > FIRST_REALTIME && signo <= LAST_REALTIME)
		format(buf, SIGNAME_MAX, "SIGRTMIN+%d", signo - FIRST_REALTIME);
	else
		format(buf, SIGNAME_MAX, "signal %d", signo);
	return buf;
}

/*
 * One or two digits to the end; -1 for anything else.
 */
static int
small_number(const char *text)
{
	uint64_t value;

	return strlen(text) <= 2 && number_is(text, 99, &value) ? (int)value :
								  -1;
}

/*
 * What follows RTMIN or RTMAX: nothing, or the distance with its sign.
 */
static int
realtime(const char *text, int base, char sign)
{
	int distance = 0, signo;

	if (text[0] != '\0' && text[0] != sign)
		return -1;
	if (text[0] == sign)
		distance = small_number(text + 1);
	signo = sign == '+' ? base + distance : base - distance;
	return distance != -1 && signo >= FIRST_REALTIME &&
		signo <= LAST_REALTIME ?
	    signo :
	    -1;
}

int
signame_number(const char *text)
{
	int count = sizeof names / sizeof names[0], signo = small_number(text);

	if (signo != -1)
		return signo <= LAST_REALTIME ? signo : -1;
	if (strncasecmp(text, "SIG", 3) == 0)
		text += 3;
	for (signo = 1; signo < count; signo++)
		if (names[signo] != NULL &&
		    strcasecmp(names[signo] + 3, text) == 0)
			return signo;
	if (strncasecmp(text, "RTMIN", 5) == 0)
		return realtime(text + 5, FIRST_REALTIME, '+');
	if (strncasecmp(text, "RTMAX", 5) == 0)
		return realtime(text + 5, LAST_REALTIME, '-');
	return -1;
}
