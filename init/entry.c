/*
 * The very first instructions. Until its signals are blocked a PID 1 is deaf:
 * the kernel throws away what it has no handler for. The start of a C library
 * takes some hundred microseconds, most of them page faults; a container
 * that is stopped in them would wait for its whole grace. The linker is told
 * of entry_start by -e (Makefile); elsewhere main is the first to block.
 */
#include "entry.h"
#include "hot.h"

extern const uint64_t entry_mask;
const uint64_t entry_mask = ENTRY_MASK;
HOT uint64_t entry_before;
HOT uint32_t entry_ran;

#if defined(__x86_64__)
/* rt_sigprocmask(SIG_BLOCK, &entry_mask, &entry_before, 8); rdx is _start's */
__asm__(".text\n"
	".globl entry_start\n"
	".type entry_start, @function\n"
	"entry_start:\n"
	"	endbr64\n"
	"	mov %rdx, %r8\n"
	"	mov $14, %eax\n"
	"	xor %edi, %edi\n"
	"	lea entry_mask(%rip), %rsi\n"
	"	lea entry_before(%rip), %rdx\n"
	"	mov $8, %r10d\n"
	"	syscall\n"
	"	movl $1, entry_ran(%rip)\n"
	"	mov %r8, %rdx\n"
	"	jmp _start\n"
	".size entry_start, . - entry_start\n");
#elif defined(__aarch64__)
/* The same; x0 is _start's. */
__asm__(".text\n"
	".globl entry_start\n"
	".type entry_start, %function\n"
	"entry_start:\n"
	"	mov x9, x0\n"
	"	mov x8, #135\n"
	"	mov x0, #0\n"
	"	adrp x1, entry_mask\n"
	"	add x1, x1, :lo12:entry_mask\n"
	"	adrp x2, entry_before\n"
	"	add x2, x2, :lo12:entry_before\n"
	"	mov x3, #8\n"
	"	svc #0\n"
	"	adrp x1, entry_ran\n"
	"	add x1, x1, :lo12:entry_ran\n"
	"	mov w2, #1\n"
	"	str w2, [x1]\n"
	"	mov x0, x9\n"
	"	b _start\n"
	".size entry_start, . - entry_start\n");
#endif
