/*
 * The calls of a traced process, and other ends for them.
 */
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>

#include <elf.h>
#include <stddef.h>
#include <stdio.h>

#include "inject.h"

bool
poke_look(pid_t pid, struct call *call)
{
	static int number; /* only the entry says it */
	static long first;
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) < 0)
		return false;
	call->entry = info.op == PTRACE_SYSCALL_INFO_ENTRY;
	call->exit = info.op == PTRACE_SYSCALL_INFO_EXIT;
	if (call->entry) {
		number = (int)info.entry.nr;
		first = (long)info.entry.args[0];
	}
	call->number = number;
	call->first = first;
	call->result = call->exit ? (long)info.exit.rval : 0;
	return true;
}

static void
set_register(pid_t pid, size_t offset, long value)
{
	struct user_regs_struct registers;
	struct iovec vector = { &registers, sizeof registers };

	ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &vector);
	*(long *)((char *)&registers + offset) = value;
	ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &vector);
}

#ifdef __aarch64__
#define ARGUMENT offsetof(struct user_regs_struct, regs[0])
#define RESULT ARGUMENT

static void
skip(pid_t pid)
{
	int none = -1;
	struct iovec vector = { &none, sizeof none };

	ptrace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, &vector);
}
#else
#define ARGUMENT offsetof(struct user_regs_struct, rdi)
#define RESULT offsetof(struct user_regs_struct, rax)

static void
skip(pid_t pid)
{
	set_register(pid, offsetof(struct user_regs_struct, orig_rax), -1);
}
#endif

/*
 * At the entry. A brk(2) that fails gives the old end of the heap, as
 * brk(0) does.
 */
void
poke_skip(pid_t pid, int call)
{
	if (call == SYS_brk)
		set_register(pid, ARGUMENT, 0);
	else
		skip(pid);
}

/* At the exit. A process that is gone has no result. */
bool
poke_result(pid_t pid, int call, int error)
{
	struct __ptrace_syscall_info info;

	if (call == SYS_brk)
		return true;
	set_register(pid, RESULT, -(long)error);
	return ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) < 0 ||
	    (info.op == PTRACE_SYSCALL_INFO_EXIT && info.exit.rval == -error);
}

bool
poke_sleeps(pid_t pid)
{
	char path[32], state = '\0';
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	if ((file = fopen(path, "re")) == NULL)
		return false;
	if (fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
		state = '\0';
	fclose(file);
	return state == 'S';
}
