/*
 * Shows what a process was started with, or starts one with something else.
 *
 *	mask [-o FILE]
 *	mask [-b SIGNALS] [-i SIGNALS] -- PROG [ARG...]
 *
 * The first writes these lines to stdout or at the end of FILE (signals by name
 * without SIG, in the order of their numbers; "-" for none):
 *	blocked, ignored, fds, pid, ppid, pgid, sid, tty, foreground
 * The second blocks (-b) and ignores (-i) the signals of a list like HUP,USR1
 *and runs PROG.
 */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const char *const names[_NSIG] = { [SIGHUP] = "HUP",
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

static bool
is_ignored(int sig)
{
	struct sigaction sa;

	return sigaction(sig, NULL, &sa) == 0 && sa.sa_handler == SIG_IGN;
}

static void
print_signals(FILE *f, const char *title, const sigset_t *set)
{
	bool any = false;

	fputs(title, f);
	for (int sig = 1; sig < _NSIG; sig++) {
		if (set != NULL ? sigismember(set, sig) != 1 : !is_ignored(sig))
			continue;
		any = true;
		if (names[sig] != NULL)
			fprintf(f, " %s", names[sig]);
		else
			fprintf(f, " %d", sig);
	}
	fputs(any ? "\n" : " -\n", f);
}

/* The open descriptors but those of the directory and of the output. */
static void
print_fds(FILE *f)
{
	bool any = false;

	fputs("fds", f);
	for (int fd = 0; fd < 1024; fd++)
		if (fcntl(fd, F_GETFD) != -1 && (fd < 3 || fd != fileno(f))) {
			fprintf(f, " %d", fd);
			any = true;
		}
	fputs(any ? "\n" : " -\n", f);
}

static void
print_all(FILE *f)
{
	sigset_t blocked;
	int tty;

	sigprocmask(SIG_BLOCK, NULL, &blocked);
	print_signals(f, "blocked", &blocked);
	print_signals(f, "ignored", NULL);
	print_fds(f);
	fprintf(f, "pid %d\nppid %d\npgid %d\nsid %d\n", (int)getpid(),
	    (int)getppid(), (int)getpgrp(), (int)getsid(0));
	tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	fprintf(f, "tty %s\n",
	    tty == -1	  ? "-" :
		isatty(0) ? ttyname(0) :
			    "yes");
	if (tty == -1)
		fputs("foreground -\n", f);
	else
		fprintf(f, "foreground %d\n", (int)tcgetpgrp(tty));
}

static void
each_signal(char *list, bool block)
{
	sigset_t set;

	sigemptyset(&set);
	for (char *s = strtok(list, ","); s != NULL; s = strtok(NULL, ",")) {
		int sig = 1;

		while (sig < _NSIG &&
		    (names[sig] == NULL || strcasecmp(names[sig], s) != 0))
			sig++;
		if (sig == _NSIG)
			errx(125, "unknown signal: %s", s);
		sigaddset(&set, sig);
		if (!block)
			signal(sig, SIG_IGN);
	}
	if (block)
		sigprocmask(SIG_BLOCK, &set, NULL);
}

int
main(int argc, char **argv)
{
	FILE *f = stdout;
	int c;

	while ((c = getopt(argc, argv, "+b:i:o:")) != -1)
		switch (c) {
		case 'b':
			each_signal(optarg, true);
			break;
		case 'i':
			each_signal(optarg, false);
			break;
		case 'o':
			if ((f = fopen(optarg, "ae")) == NULL)
				err(1, "%s", optarg);
			break;
		default:
			return 125;
		}
	if (optind < argc) {
		execvp(argv[optind], argv + optind);
		err(127, "%s", argv[optind]);
	}
	print_all(f);
	return fclose(f) == 0 ? 0 : 1;
}
