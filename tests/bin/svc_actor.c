/*
 * A service, a command, a hook or a stray that tells which signals it gets.
 *
 *	svc_actor [-d] [-f] [-s STATUS] [-x FILE] MARKS [NAME]
 *
 * Appends to the file MARKS one line "NAME READY" once no signal can be lost,
 * and one "NAME SIGTERM" for each signal (but CONT and CHLD) as it comes. Ends
 * with STATUS (0) at the first, or becomes `sh FILE NAME` (-x), which no signal
 * interrupts; -d is deaf: it notes them all and stays until it is killed. -f
 * goes to the background, into a session of its own, and the caller returns
 * when READY is said. NAME is the name of the directory unless it is given; a
 * "./run" is not one, so `#!svc_actor MARKS` makes a run.
 */
#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int marks;
static const char *name;

static void
mark(const char *sig, const char *text)
{
	char line[PATH_MAX];
	int n = snprintf(line, sizeof(line), "%s %s%s\n", name, sig, text);

	if (write(marks, line, (size_t)n) != n)
		err(111, "marks");
}

/* ./run, as the kernel adds it to a #! line, names the directory. */
static const char *
name_of(const char *arg)
{
	static char cwd[PATH_MAX];

	if (arg != NULL && arg[0] != '.')
		return arg;
	if (getcwd(cwd, sizeof(cwd)) == NULL)
		err(111, "getcwd");
	return strrchr(cwd, '/') + 1;
}

static void
go_to_background(void)
{
	int born[2];
	char c;

	if (pipe(born) == -1)
		err(111, "pipe");
	switch (fork()) {
	case -1:
		err(111, "fork");
	case 0:
		setsid();
		mark("READY", "");
		close(born[0]);
		close(born[1]);
		return;
	default:
		close(born[1]);
		_exit(read(born[0], &c, 1) == 0 ? 0 : 111);
	}
}

int
main(int argc, char **argv)
{
	bool deaf = false, fork_off = false;
	const char *file = NULL;
	int c, sig, status = 0;
	sigset_t all;

	while ((c = getopt(argc, argv, "+dfs:x:")) != -1)
		switch (c) {
		case 'd': deaf = true; break;
		case 'f': fork_off = true; break;
		case 's': status = atoi(optarg); break;
		case 'x': file = optarg; break;
		default: return 111;
		}
	argv += optind;
	sigfillset(&all);
	sigdelset(&all, SIGCONT);
	sigdelset(&all, SIGCHLD);
	sigprocmask(SIG_SETMASK, &all, NULL);
	marks = argv[0] == NULL ? -1 :
	    open(argv[0], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (marks == -1)
		err(111, "marks");
	name = name_of(argv[1]);
	if (fork_off)
		go_to_background();
	else
		mark("READY", "");
	do {
		if (sigwait(&all, &sig) != 0)
			return 111;
		mark("SIG", sigabbrev_np(sig));
	} while (deaf);
	if (file != NULL)
		execlp("sh", "sh", file, name, (char *)NULL);
	return status;
}
