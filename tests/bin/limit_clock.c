/*
 * Another wall clock for a program and for all that it starts.
 *
 *	limit_clock PID FILE
 *
 * Traces PID, which has yet to execute the program, and whoever descends from
 * it. When one of them asks what time it is (CLOCK_REALTIME, gettimeofday(2),
 * time(2)), the answer is as many seconds later as FILE says at that moment;
 * no other clock and no time of a file is touched. They have to ask the kernel:
 * at each exec the pages that would answer without it are hidden (vdso(7)).
 * Ends when nobody is left.
 */
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <elf.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#ifdef __x86_64__
#define RESULT (10 * sizeof(long)) /* rax in struct user_regs_struct */
#endif

/* As the kernel has them since 3.4 and 5.3; not every library knows them. */
#define SEIZE 0x4206
#define INTERRUPT 0x4207
#define LISTEN 0x4208
#define GET_SYSCALL_INFO 0x420e
#define EVENT_EXEC 4
#define EVENT_STOP 128
#define OPTIONS 0x1f /* TRACESYSGOOD, FORK, VFORK, CLONE, EXEC */
#define ENTRY 1
#define EXIT 2

struct call {
	uint8_t op, pad[3];
	uint32_t arch;
	uint64_t instruction, stack;
	union {
		struct {
			uint64_t number, args[6];
		} entry;
		struct {
			int64_t result;
			uint8_t failed;
		} exit;
	} u;
};

#define CALLERS 65536

static struct caller {
	uint64_t time; /* where the answer is to be, or 0 */
	bool wants_result;
} callers[CALLERS]; /* by pid */

static int offset_fd;

static long
offset(void)
{
	char text[32];
	ssize_t n = pread(offset_fd, text, sizeof(text) - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	return strtol(text, NULL, 10);
}

static long
peek(pid_t pid, uint64_t at)
{
	errno = 0; /* a word may be -1 */
	return ptrace(PTRACE_PEEKDATA, pid, (void *)(uintptr_t)at, NULL);
}

static void
poke(pid_t pid, uint64_t at, long word)
{
	ptrace(PTRACE_POKEDATA, pid, (void *)(uintptr_t)at, (void *)word);
}

static bool
get_call(pid_t pid, struct call *call)
{
	call->op = 0;
	return ptrace(GET_SYSCALL_INFO, pid, (void *)sizeof(*call), call) > 0;
}

/* What the kernel puts on a new stack: argc, argv, 0, envp, 0, the vector. */
static void
hide_vdso(pid_t pid)
{
	const size_t word = sizeof(long);
	struct call call;
	uint64_t at;
	long type;

	if (!get_call(pid, &call))
		return;
	at = call.stack + word * ((uint64_t)peek(pid, call.stack) + 2);
	while (peek(pid, at) != 0 && errno == 0)
		at += word;
	for (at += word; (type = peek(pid, at)) != AT_NULL && errno == 0;
	     at += 2 * word)
		if (type == AT_SYSINFO_EHDR)
			poke(pid, at, AT_IGNORE);
}

static void
enter(struct caller *caller, const struct call *call)
{
	const uint64_t *args = call->u.entry.args;

	caller->time = 0;
	caller->wants_result = false;
	switch (call->u.entry.number) {
	case SYS_clock_gettime:
		if (args[0] == CLOCK_REALTIME ||
		    args[0] == CLOCK_REALTIME_COARSE)
			caller->time = args[1];
		break;
	case SYS_gettimeofday:
		caller->time = args[0];
		break;
#ifdef SYS_time
	case SYS_time:
		caller->time = args[0];
		caller->wants_result = true;
		break;
#endif
	}
}

/* The seconds come first in every structure. */
static void
leave(pid_t pid, const struct caller *caller, const struct call *call)
{
	if (call->u.exit.failed)
		return;
	if (caller->time != 0)
		poke(pid, caller->time, peek(pid, caller->time) + offset());
#ifdef RESULT
	if (caller->wants_result)
		ptrace(PTRACE_POKEUSER, pid, (void *)RESULT,
		    (void *)(call->u.exit.result + offset()));
#endif
}

static void
at_call(pid_t pid)
{
	struct caller *caller = &callers[pid % CALLERS];
	struct call call;

	if (!get_call(pid, &call))
		return;
	if (call.op == ENTRY)
		enter(caller, &call);
	else if (call.op == EXIT)
		leave(pid, caller, &call);
}

static bool
is_stop(int signo)
{
	return signo == SIGSTOP || signo == SIGTSTP || signo == SIGTTIN ||
	    signo == SIGTTOU;
}

static void
stopped(pid_t pid, int status)
{
	int signo = WSTOPSIG(status), event = status >> 16;
	long how = PTRACE_SYSCALL;

	if (signo == (SIGTRAP | 0x80)) {
		at_call(pid);
		signo = 0;
	} else if (event == EVENT_STOP) {
		if (is_stop(signo))
			how = LISTEN;
		signo = 0;
	} else if (event != 0) {
		if (event == EVENT_EXEC)
			hide_vdso(pid);
		signo = 0;
	}
	ptrace(how, pid, NULL, (void *)(long)signo);
}

int
main(int argc, char **argv)
{
	int status;
	pid_t pid;

	if (argc != 3)
		errx(125, "PID and FILE are needed");
	if ((offset_fd = open(argv[2], O_RDONLY | O_CLOEXEC)) == -1)
		err(125, "%s", argv[2]);
	pid = (pid_t)atoi(argv[1]);
	if (ptrace(SEIZE, pid, NULL, (void *)OPTIONS) == -1 ||
	    ptrace(INTERRUPT, pid, NULL, NULL) == -1)
		err(125, "PID %d", (int)pid);
	while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR)
		if (pid > 0 && WIFSTOPPED(status))
			stopped(pid, status);
	return 0;
}
