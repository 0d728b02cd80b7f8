/*
 * The calls of a traced process, and other ends for them.
 */
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>

#include <elf.h>
#include <stddef.h>

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

void
poke_result(pid_t pid, int call, int error)
{
	if (call != SYS_brk)
		set_register(pid, RESULT, -(long)error);
}
