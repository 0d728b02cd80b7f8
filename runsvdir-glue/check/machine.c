/*
 * Whether the machine of the image runs a program.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <unistd.h>

#include "elf.h"
#include "machine.h"
#include "report.h"
#include "root.h"

#define HEAD 4096

static size_t
read_own(char *bytes, size_t size)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return 0;
	n = read(fd, bytes, size);
	close(fd);
	return n == -1 ? 0 : (size_t)n;
}

/*
 * The image's machine is that of a program which every image of ours has, and
 * not ours: the image may have been built for another one.
 */
static const char *
known_program(size_t *length)
{
	static const char *const files[] = { "/sbin/my_init",
		"/usr/bin/runsvdir", "/bin/sh" };
	static char head[HEAD];
	static size_t known;
	ssize_t n;
	size_t i;

	for (i = 0; known == 0 && i < sizeof files / sizeof files[0]; i++) {
		n = root_read(files[i], head, sizeof head);
		if (n > 0 && elf_is(head, (size_t)n) &&
		    elf_fault(head, (size_t)n) == NULL)
			known = (size_t)n;
	}
	if (known == 0)
		known = read_own(head, sizeof head);
	*length = known;
	return head;
}

void
machine_check(
    const char *path, const char *what, const char *bytes, size_t length)
{
	const char *fault = elf_fault(bytes, length), *known, *loader;
	size_t known_length;
	struct stat st;

	if (fault != NULL) {
		report_fault(path, "%s%s: build or copy it anew", what, fault);
		return;
	}
	known = known_program(&known_length);
	if (!elf_runs_on(bytes, length, known, known_length)) {
		report_fault(path,
		    "%sa program for %s in an image for %s: take the one for "
		    "%s",
		    what, elf_machine(bytes, length),
		    elf_machine(known, known_length),
		    elf_machine(known, known_length));
		return;
	}
	loader = elf_loader(bytes, length);
	if (loader != NULL && root_stat(loader, &st) == -1 && errno == ENOENT)
		report_fault(path,
		    "%sits loader %s is not in the image: install that C "
		    "library, or link the program statically",
		    what, loader);
}
