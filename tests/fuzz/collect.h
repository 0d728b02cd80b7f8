#ifndef FUZZ_COLLECT_H
#define FUZZ_COLLECT_H

#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "runsvdir-glue/ctl/out.h"

/*
 * What the printers of my_initctl write, which may be more than their buffer.
 *
 * collect_begin: to a file in memory; no terminal, so without colours.
 * collect_end: what came, with a NUL; the fuzzer's to free.
 */
static inline void
collect_begin(struct out *out)
{
	static int fd = -1;

	if (fd == -1)
		fd = memfd_create("collect", MFD_CLOEXEC);
	if (fd == -1 || ftruncate(fd, 0) == -1 || lseek(fd, 0, SEEK_SET) == -1)
		abort();
	out_open(out, fd);
}

static inline char *
collect_end(struct out *out)
{
	off_t length;
	char *text;

	MUST(out_close(out) == 0);
	length = lseek(out->fd, 0, SEEK_CUR);
	text = fuzz_memory((size_t)length + 1);
	if (pread(out->fd, text, (size_t)length, 0) != length)
		abort();
	text[length] = '\0';
	MUST(strlen(text) == (size_t)length);
	return text;
}

#endif
