/*
 * The init under test: its start as PID 1 of a new pid namespace, and its end.
 * The namespace of mounts stays with the harness, so that its end costs the
 * init nothing, and the wait is a blocking wait4: an exit is seen at once.
 */
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "stage.h"

#define LOG_PATH BOARD_DIR "/log"

static volatile pid_t init_pid;
static volatile sig_atomic_t too_late;
static struct rusage usage; /* of the init and of all that it waited for */
static int right_status;

uint64_t
stage_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

void
stage_sleep_until(uint64_t ns)
{
	const struct timespec ts = {
		.tv_sec = (time_t)(ns / 1000000000),
		.tv_nsec = (long)(ns % 1000000000),
	};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) ==
		EINTR &&
	    !too_late)
		continue;
}

static void
on_alarm(int sig)
{
	(void)sig;
	too_late = 1;
	if (init_pid > 0)
		kill(init_pid, SIGKILL);
}

/* What the init and its children said, for whoever reads a fault. */
static void
show_log(void)
{
	char buf[4096];
	ssize_t n;
	int fd;

	if ((fd = open(LOG_PATH, O_RDONLY)) == -1)
		return;
	lseek(fd, -(off_t)sizeof(buf), SEEK_END);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		if (write(STDERR_FILENO, buf, (size_t)n) != n)
			break;
	close(fd);
}

_Noreturn void
stage_fault(const char *what, long found, long expected)
{
	if (init_pid > 0)
		kill(init_pid, SIGKILL);
	show_log();
	errx(1, "%s: %ld, expected %ld", what, found, expected);
}

static char **
environment(const struct play *p)
{
	static const char *const base[] = {
		"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:"
		"/sbin:/bin",
		"HOME=/root",
	};
	const char *slash = strrchr(p->argv[0], '/');
	int i, n = p->variables, count;
	char **env;

	if ((env = calloc((size_t)n + 5, sizeof(*env))) == NULL)
		err(1, "calloc");
	env[0] = strdup(base[0]);
	env[1] = strdup(base[1]);
	for (i = 0; i < n; i++)
		if (asprintf(&env[2 + i],
			"BENCH_VARIABLE_%02d=the value of "
			"a variable of usual length, number %d",
			i, i) == -1)
			err(1, "asprintf");
	count = 2 + n;
	if (p->grace_s != -1 &&
	    asprintf(&env[count++], "KILL_ALL_PROCESSES_TIMEOUT=%d",
		p->grace_s) == -1)
		err(1, "asprintf");
	/* the helpers that were built with this init */
	if (slash != NULL &&
	    asprintf(&env[count++], "MY_INIT_LIB=%.*s/lib",
		(int)(slash - p->argv[0]), p->argv[0]) == -1)
		err(1, "asprintf");
	return env;
}

static _Noreturn void
become_init(const struct play *p, struct board *b, char **env)
{
	char **argv = init_words(p);
	int in, log;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (mount("proc", "/proc", "proc", 0, NULL) == -1)
		err(111, "mount /proc");
	in = open("/dev/null", O_RDONLY);
	log = open(LOG_PATH, O_WRONLY | O_CREAT | O_APPEND, 0600);
	if (in == -1 || log == -1)
		err(111, "open");
	dup2(in, STDIN_FILENO);
	dup2(log, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	close(in);
	close(log);
	if (p->traced && ptrace(PTRACE_TRACEME, 0, NULL, NULL) == -1)
		err(111, "ptrace");
	b->exec_ns = stage_now();
	execve(argv[0], argv, env);
	err(111, "%s", p->argv[0]);
}

void
init_start(const struct play *p, struct board *b)
{
	char **env = environment(p);
	long pid;

	right_status = p->status;
	pid =
	    syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, NULL, NULL, NULL, NULL);
	if (pid == -1)
		err(1, "clone");
	if (pid == 0)
		become_init(p, b, env);
	init_pid = (pid_t)pid;
}

/* Returns when the init has ended, or has stopped for its tracer. */
static uint64_t
wait_exit(int *st)
{
	uint64_t t;

	while (wait4(init_pid, st, 0, &usage) == -1)
		if (errno != EINTR)
			err(1, "wait4");
	t = stage_now();
	if (!WIFSTOPPED(*st))
		init_pid = 0;
	if (too_late)
		stage_fault("past the limit, seconds", 1, 0);
	return t;
}

static void
check_0(int st)
{
	if (WIFSIGNALED(st))
		stage_fault("killed by signal", WTERMSIG(st), 0);
	if (WEXITSTATUS(st) != right_status)
		stage_fault("exit status", WEXITSTATUS(st), right_status);
}

uint64_t
init_wait_0(void)
{
	uint64_t t;
	int st;

	t = wait_exit(&st);
	check_0(st);
	return t;
}

/* Notes the system call that the init stands before, if it does. */
static void
count_call(struct calls *c)
{
	struct __ptrace_syscall_info call;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, init_pid, sizeof(call), &call) < 1)
		err(1, "ptrace");
	if (call.op != PTRACE_SYSCALL_INFO_ENTRY)
		return;
	c->all++;
	c->waits += call.entry.nr == SYS_wait4 || call.entry.nr == SYS_waitid;
}

/* The first stop is that of its exec, which is the first call counted. */
void
init_trace_0(struct calls *c)
{
	int st, sig = 0;

	*c = (struct calls){ .all = 1 };
	for (;;) {
		wait_exit(&st);
		if (!WIFSTOPPED(st))
			break;
		sig = WSTOPSIG(st);
		if (sig == (SIGTRAP | 0x80))
			count_call(c);
		else if (sig == SIGTRAP)
			ptrace(PTRACE_SETOPTIONS, init_pid, NULL,
			    PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC |
				PTRACE_O_EXITKILL);
		if ((sig & ~0x80) == SIGTRAP)
			sig = 0;
		ptrace(PTRACE_SYSCALL, init_pid, NULL, (long)sig);
	}
	check_0(st);
}

bool
init_lives(void)
{
	siginfo_t si = { .si_pid = 0 };

	return waitid(P_PID, (id_t)init_pid, &si,
		   WEXITED | WNOHANG | WNOWAIT) == 0 &&
	    si.si_pid == 0;
}

void
init_kill(void)
{
	int st;

	kill(init_pid, SIGKILL);
	wait_exit(&st);
	if (!WIFSIGNALED(st) || WTERMSIG(st) != SIGKILL)
		stage_fault("wait status before its KILL", st, SIGKILL);
}

double
init_cpu_us(void)
{
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
	    (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

void
init_term(void)
{
	kill(init_pid, SIGTERM);
}

/* Bounds the life of the init; what happens then is a fault. */
void
init_limit(int seconds)
{
	const struct sigaction sa = { .sa_handler = on_alarm };

	sigaction(SIGALRM, &sa, NULL);
	alarm((unsigned)seconds);
}
