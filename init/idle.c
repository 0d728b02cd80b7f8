/*
 * Waiting in as little memory as can be. What is dropped is read-only and
 * comes from the file (MADV_DONTNEED, madvise(2)). What is left is the page
 * that holds idle_wait itself and those of its 64 KiB that the kernel maps
 * around it, as far as the segment reaches (do_fault_around in mm/memory.c).
 * So idle_wait lies behind all other code (section .idle): of the last 64 KiB
 * of a segment there are, as a rule, not that many.
 */
#include <elf.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "hot.h"
#include "idle.h"

#define SMALLEST_PAGE 4096
#define SET_BYTES 8 /* of the kernel's sigset_t */

#if UINTPTR_MAX > 0xffffffff
typedef Elf64_Ehdr elf_header;
typedef Elf64_Phdr segment;
#else
typedef Elf32_Ehdr elf_header;
typedef Elf32_Phdr segment;
#endif

extern const elf_header __ehdr_start; /* from the linker: where we begin */

/*
 * How much lies before the first segment that is written to.
 */
static size_t
read_only_bytes(void)
{
	const segment *s =
	    (const segment *)((uintptr_t)&__ehdr_start + __ehdr_start.e_phoff);
	const segment *end = s + __ehdr_start.e_phnum;
	uintptr_t first = UINTPTR_MAX, bytes = 0;

	for (; s < end; s++) {
		if (s->p_type != PT_LOAD)
			continue;
		if ((s->p_flags & PF_W) != 0)
			break;
		if (first == UINTPTR_MAX)
			first = s->p_vaddr;
		bytes = s->p_vaddr + s->p_memsz - first;
	}
	return bytes & ~(uintptr_t)(SMALLEST_PAGE - 1);
}

#if defined(__x86_64__)
/*
 * Two system calls and nothing between them, or the pages would be back.
 */
__attribute__((noinline, section(".idle"))) static long
drop_and_wait(
    const void *from, size_t bytes, const sigset_t *set, siginfo_t *info)
{
	register const void *timeout __asm__("rdx") = NULL;
	register long set_bytes __asm__("r10") = SET_BYTES;
	long result = SYS_madvise;

	__asm__ volatile("syscall"
			 : "+a"(result)
			 : "D"(from), "S"(bytes), "d"((long)MADV_DONTNEED)
			 : "rcx", "r11", "memory");
	result = SYS_rt_sigtimedwait;
	__asm__ volatile("syscall"
			 : "+a"(result)
			 : "D"(set), "S"(info), "r"(timeout), "r"(set_bytes)
			 : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
__attribute__((noinline, section(".idle"))) static long
drop_and_wait(
    const void *from, size_t bytes, const sigset_t *set, siginfo_t *info)
{
	register long number __asm__("x8") = SYS_madvise;
	register long a __asm__("x0") = (long)from;
	register long b __asm__("x1") = (long)bytes;
	register long c __asm__("x2") = MADV_DONTNEED;
	register long d __asm__("x3") = SET_BYTES;

	__asm__ volatile("svc #0"
			 : "+r"(a)
			 : "r"(number), "r"(b), "r"(c)
			 : "memory");
	number = SYS_rt_sigtimedwait;
	a = (long)set;
	b = (long)info;
	c = 0;
	__asm__ volatile("svc #0"
			 : "+r"(a)
			 : "r"(number), "r"(b), "r"(c), "r"(d)
			 : "memory");
	return a;
}
#else
static long
drop_and_wait(
    const void *from, size_t bytes, const sigset_t *set, siginfo_t *info)
{
	int signo = sigwaitinfo(set, info);

	(void)from;
	(void)bytes;
	return signo == -1 ? -errno : signo;
}
#endif

int
idle_wait(const sigset_t *set, siginfo_t *info)
{
	HOT static size_t bytes;
	sigset_t copy = *set; /* which may be in the pages that go */
	long result;

	if (bytes == 0)
		bytes = read_only_bytes();
	result = drop_and_wait(&__ehdr_start, bytes, &copy, info);
	if (result >= 0)
		return (int)result;
	errno = (int)-result;
	return -1;
}
