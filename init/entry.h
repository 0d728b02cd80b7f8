#ifndef ENTRY_H
#define ENTRY_H

#include <stdint.h>

/*
 * Static programs on x86_64 and aarch64 begin in entry_start, before the C
 * library: it blocks all of ENTRY_MASK and goes on to _start. entry_ran says
 * so, and entry_before is the mask that was there before. Bit n - 1 is
 * signal n, as the kernel has it.
 */
#define ENTRY_BIT(signo) (UINT64_C(1) << ((signo)-1))
/* The two of the C library; the kernel spares KILL and STOP itself. */
#define ENTRY_SPARED (ENTRY_BIT(32) | ENTRY_BIT(33))
#define ENTRY_MASK (~ENTRY_SPARED)

extern uint64_t entry_before;
extern uint32_t entry_ran;

#endif
