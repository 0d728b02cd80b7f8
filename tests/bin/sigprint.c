/*
 * Prints the name of every signal it gets.
 *
 *	sigprint [-ips] [-d MS] [-n NAME] [-o FILE] [-x STATUS]
 *
 * One line "READY" when every signal that can be caught has its handler, then
 * a line "SIGTERM" for each as it comes, in one write to stdout or (-o) at the
 * end of FILE; -n puts NAME and a blank before, -p " from PID" behind.
 * HUP, INT, QUIT and TERM end it with STATUS (0), or (-s) by the same
 * signal, MS milliseconds after it came; -i notes them and stays.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RTMIN \
	34 /* as shells count; other libraries keep one more to themselves */

static bool with_sender;
static int out = 1;
static const char *name;
static char names[_NSIG][32];
static volatile sig_atomic_t last;

static void
line(const char *text, pid_t from)
{
	char buf[256], sender[32] = "";

	if (with_sender && from >= 0)
		snprintf(sender, sizeof(sender), " from %d", (int)from);
	snprintf(buf, sizeof(buf), "%s%s%s%s\n", name != NULL ? name : "",
	    name != NULL ? " " : "", text, sender);
	if (write(out, buf, strlen(buf)) == -1)
		return; /* a closed stdout is none of its business */
}

static void
handler(int sig, siginfo_t *info, void *context)
{
	int saved = errno;

	(void)context;
	line(names[sig], info->si_pid);
	if (sig == SIGHUP || sig == SIGINT || sig == SIGQUIT || sig == SIGTERM)
		last = sig;
	errno = saved;
}

static void
name_signals(void)
{
	static const char *const known[_NSIG] = { [SIGHUP] = "HUP",
		[SIGINT] = "INT",
		[SIGQUIT] = "QUIT",
		[SIGILL] = "ILL",
		[SIGTRAP] = "TRAP",
		[SIGABRT] = "ABRT",
		[SIGBUS] = "BUS",
		[SIGFPE] = "FPE",
		[SIGUSR1] = "USR1",
		[SIGSEGV] = "SEGV",
		[SIGUSR2] = "USR2",
		[SIGPIPE] = "PIPE",
		[SIGALRM] = "ALRM",
		[SIGTERM] = "TERM",
		[SIGSTKFLT] = "STKFLT",
		[SIGCHLD] = "CHLD",
		[SIGCONT] = "CONT",
		[SIGTSTP] = "TSTP",
		[SIGTTIN] = "TTIN",
		[SIGTTOU] = "TTOU",
		[SIGURG] = "URG",
		[SIGXCPU] = "XCPU",
		[SIGXFSZ] = "XFSZ",
		[SIGVTALRM] = "VTALRM",
		[SIGPROF] = "PROF",
		[SIGWINCH] = "WINCH",
		[SIGIO] = "IO",
		[SIGPWR] = "PWR",
		[SIGSYS] = "SYS" };

	for (int sig = 1; sig < _NSIG; sig++)
		if (sig >= RTMIN)
			snprintf(names[sig], sizeof(names[sig]), "SIGRTMIN+%d",
			    sig - RTMIN);
		else
			snprintf(names[sig], sizeof(names[sig]), "SIG%s",
			    known[sig] != NULL ? known[sig] : "?");
}

static void
catch_all(void)
{
	struct sigaction sa = { .sa_sigaction = handler,
		.sa_flags = SA_SIGINFO };

	sigfillset(&sa.sa_mask);
	for (int sig = 1; sig < _NSIG; sig++)
		sigaction(sig, &sa, NULL); /* KILL, STOP and libc's refuse */
}

static void
open_out(const char *path)
{
	out = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (out == -1)
		err(1, "%s", path);
}

int
main(int argc, char **argv)
{
	bool stay = false, same = false;
	int c, status = 0;
	struct timespec delay = { 0 };
	sigset_t all, none;

	sigfillset(&all);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &all, NULL);
	while ((c = getopt(argc, argv, "d:in:o:psx:")) != -1)
		switch (c) {
		case 'd':
			delay.tv_sec = atol(optarg) / 1000;
			delay.tv_nsec = atol(optarg) % 1000 * 1000000;
			break;
		case 'i':
			stay = true;
			break;
		case 'n':
			name = optarg;
			break;
		case 'o':
			open_out(optarg);
			break;
		case 'p':
			with_sender = true;
			break;
		case 's':
			same = true;
			break;
		case 'x':
			status = atoi(optarg);
			break;
		default:
			return 2;
		}
	name_signals();
	catch_all();
	line("READY", -1);
	while (last == 0 || stay)
		sigsuspend(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	while (nanosleep(&delay, &delay) == -1)
		;
	if (same) {
		signal(last, SIG_DFL);
		raise(last);
	}
	return status;
}
