/*
 * The tracer outside. It waits until the program has blocked TERM, and at the
 * end looks at who is left when PID 1 calls exit; between the two it is not
 * in the way: signals that are blocked stop nobody, and forks are not
 * followed.
 */
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <dirent.h>
#include <elf.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "anytime.h"

#define SYSTEM_CALL (SIGTRAP | 0x80)
#define READY_NS 10000000000

#ifdef __aarch64__
#define PROGRAM_COUNTER registers.pc
#define STACK_POINTER registers.sp
#else
#define PROGRAM_COUNTER registers.rip
#define STACK_POINTER registers.rsp
#endif

static sigset_t chld;

uint64_t
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

void
trace_open(void)
{
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
}

void
trace_begin(pid_t pid)
{
	if (ptrace(PTRACE_SEIZE, pid, NULL,
		PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC |
		    PTRACE_O_TRACESYSGOOD) == -1)
		err(1, "ptrace");
}

int
trace_wait(pid_t pid, int *status, uint64_t until_ns)
{
	struct timespec left;
	uint64_t due, now;
	pid_t got;

	for (;;) {
		got = waitpid(-1, status, WNOHANG | __WALL);
		if (got == -1 && errno != EINTR)
			err(1, "waitpid");
		if (got == pid)
			return WIFSTOPPED(*status) ? TRACE_STOP : TRACE_END;
		if (got > 0 && WIFSTOPPED(*status))
			hold_stop(got, *status);
		if (got > 0)
			continue;
		due = hold_due();
		if (due > until_ns)
			due = until_ns;
		now = now_ns();
		if (now >= until_ns)
			return TRACE_TIME;
		due = due > now ? due - now : 0;
		left.tv_sec = (time_t)(due / 1000000000);
		left.tv_nsec = (long)(due % 1000000000);
		sigtimedwait(&chld, NULL, &left);
	}
}

void
trace_resume(pid_t pid, int status)
{
	long signo = status >> 16 != 0 ? 0 : WSTOPSIG(status);

	ptrace(PTRACE_CONT, pid, NULL, signo == SYSTEM_CALL ? 0 : signo);
}

bool
trace_is_exit(int status)
{
	return status >> 16 == PTRACE_EVENT_EXIT;
}

/*
 * A fault of PID 1 itself, in words, or nothing. The default action of such
 * a signal, passed on by a tracer, is ignored by a PID 1.
 */
void
trace_fault(pid_t pid, int status, char *text, size_t size)
{
	struct user_regs_struct registers;
	struct iovec vector = { &registers, sizeof registers };
	siginfo_t info;
	int signo = WSTOPSIG(status);

	text[0] = '\0';
	if (status >> 16 != 0 ||
	    (signo != SIGSEGV && signo != SIGBUS && signo != SIGILL &&
		signo != SIGFPE && signo != SIGABRT && signo != SIGSYS))
		return;
	snprintf(text, size, "PID 1 met %s", strsignal(signo));
	if (ptrace(PTRACE_GETSIGINFO, pid, NULL, &info) == 0 &&
	    ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &vector) == 0)
		snprintf(text, size,
		    "PID 1 met %s: code %d, address %p, "
		    "at %#llx, stack %#llx",
		    strsignal(signo), info.si_code, info.si_addr,
		    PROGRAM_COUNTER, STACK_POINTER);
}

bool
trace_hears_term(pid_t pid)
{
	uint64_t mask = 0;

	ptrace(PTRACE_GETSIGMASK, pid, sizeof mask, &mask);
	return mask >> (SIGTERM - 1) & 1;
}

/*
 * From the exec on, system call by system call. The program is left standing
 * at the end of the call that blocked TERM.
 */
bool
trace_until_ready(pid_t pid, int *system_calls, int *status)
{
	uint64_t limit = now_ns() + READY_NS;
	bool executed = false;
	long signo;
	int stops = 0;

	while (trace_wait(pid, status, limit) == TRACE_STOP) {
		signo = WSTOPSIG(*status);
		if (*status >> 16 == PTRACE_EVENT_EXEC) {
			executed = true;
		} else if (signo == SYSTEM_CALL && executed) {
			stops++;
			if (trace_hears_term(pid)) {
				*system_calls = stops / 2;
				return true;
			}
		}
		if (*status >> 16 != 0 || signo == SYSTEM_CALL)
			signo = 0;
		ptrace(
		    executed ? PTRACE_SYSCALL : PTRACE_CONT, pid, NULL, signo);
	}
	return false;
}

void
trace_release(pid_t pid, bool detach, const struct variant *variant)
{
	long options = hold_options(variant);

	if (detach && options == 0) {
		ptrace(PTRACE_DETACH, pid, NULL, NULL);
		return;
	}
	ptrace(PTRACE_SETOPTIONS, pid, NULL,
	    options | PTRACE_O_EXITKILL | PTRACE_O_TRACEEXIT);
	ptrace(PTRACE_CONT, pid, NULL, NULL);
}

int
trace_proc(pid_t pid)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/root/proc", (int)pid);
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static ssize_t
read_of(int proc, const char *pid, const char *file, char *text, size_t size)
{
	char path[300];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "%s/%s", pid, file);
	fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	n = read(fd, text, size - 1);
	close(fd);
	if (n >= 0)
		text[n] = '\0';
	return n;
}

/*
 * All processes from PID `from` on: pid, name, state, parent, command line, and
 * where in the kernel.
 */
void
trace_list(int proc, int from, char *text, size_t size)
{
	char stat[512], line[256], wchan[64];
	struct dirent *entry;
	size_t at = 0;
	ssize_t i, n;
	DIR *dir;
	int fd;

	text[0] = '\0';
	if ((fd = openat(proc, ".", O_RDONLY | O_CLOEXEC)) == -1 ||
	    (dir = fdopendir(fd)) == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (atoi(entry->d_name) < from || atoi(entry->d_name) == 0 ||
		    read_of(proc, entry->d_name, "stat", stat, 48) <= 0)
			continue;
		n = read_of(proc, entry->d_name, "cmdline", line, sizeof line);
		for (i = 0; i < n - 1; i++)
			if (line[i] == '\0')
				line[i] = ' ';
		if (read_of(
			proc, entry->d_name, "wchan", wchan, sizeof wchan) <= 0)
			wchan[0] = '\0';
		if (at < size)
			at += (size_t)snprintf(text + at, size - at,
			    "\t%s: %s [%s]\n", stat, n > 0 ? line : "", wchan);
	}
	closedir(dir);
}

uint64_t
trace_processor_ns(pid_t pid)
{
	unsigned long long ns = 0;
	char path[64];
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
	if ((file = fopen(path, "re")) == NULL ||
	    fscanf(file, "%llu", &ns) != 1)
		ns = 0;
	if (file != NULL)
		fclose(file);
	return ns;
}
