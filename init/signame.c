/*
 * Names of signals, for messages. glibc's sigabbrev_np is missing in musl.
 */
#include <signal.h>
#include <stdio.h>

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
		snprintf(
		    buf, SIGNAME_MAX, "SIGRTMIN+%d", signo - FIRST_REALTIME);
	else
		snprintf(buf, SIGNAME_MAX, "signal %d", signo);
	return buf;
}
