/*
 * The board, on both sides. It does not need what musl or glibc alone has: the
 * actors are small and static.
 */
#include <sys/mman.h>
#include <sys/syscall.h>

#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "board.h"

#define FUTEX_WAIT 0 /* musl does not come with the kernel's headers */
#define FUTEX_WAKE 1

struct board *board;

void
board_map(const char *path)
{
	int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);

	if (fd == -1)
		_exit(125);
	board = mmap(
	    NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (board == MAP_FAILED)
		_exit(125);
	close(fd);
}

uint64_t
board_add(uint64_t *value, uint64_t more)
{
	return __atomic_fetch_add(value, more, __ATOMIC_SEQ_CST);
}

uint64_t
board_read(const uint64_t *value)
{
	return __atomic_load_n(value, __ATOMIC_SEQ_CST);
}

void
board_await(enum work work, uint64_t done)
{
	uint32_t portion;

	for (;;) {
		portion = __atomic_load_n(&board->portion, __ATOMIC_SEQ_CST);
		if (board_read(&board->wanted[work]) > done)
			return;
		syscall(SYS_futex, &board->portion, FUTEX_WAIT, portion, NULL,
		    NULL, 0);
	}
}

void
board_want(const uint64_t wanted[WORKS])
{
	int work;

	for (work = 0; work < WORKS; work++)
		__atomic_store_n(
		    &board->wanted[work], wanted[work], __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&board->portion, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &board->portion, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

void
board_fault(const char *text, ...)
{
	va_list args;

	if (__atomic_exchange_n(&board->faulty, 1, __ATOMIC_SEQ_CST) != 0)
		return;
	va_start(args, text);
	vsnprintf(board->fault, sizeof board->fault, text, args);
	va_end(args);
}
