/*
 * Linked into every program of the coverage build (tests/coverage). Counters
 * that gcov writes at the exit are lost where a process is killed, leaves by
 * _exit or becomes another program, and PID 1 sees to it that most do. So they
 * lie in a file, one for each program, that all its processes map: nothing is
 * lost, and nothing is written while a test looks. With COVERAGE_DUMP in the
 * environment a program does nothing but hand them to gcov.
 */
#include <sys/mman.h>
#include <sys/stat.h>

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ROUND4(n) (((n) + 3U) & ~3U)

extern char coverage_begin[], coverage_end[]; /* by tests/coverage.ld */
extern const ElfW(Ehdr) __ehdr_start;	      /* by ld */

void __gcov_dump(void);
void __wrap___gcov_exit(void);

/* Each object's destructor calls this: not at the exit, but at the end of all.
 */
void
__wrap___gcov_exit(void)
{
}

static void
hex(char *to, const unsigned char *id, size_t size)
{
	for (; size > 0; size--, id++, to += 2)
		snprintf(to, 3, "%02x", *id);
}

/* The build id: several programs have one name, and one program several. */
static void
take_id(char *to, const char *note, const char *end)
{
	while (note < end) {
		const ElfW(Nhdr) *head = (const void *)note;
		const char *id = note + sizeof *head + ROUND4(head->n_namesz);

		if (head->n_type == NT_GNU_BUILD_ID)
			hex(to, (const unsigned char *)id, 20);
		note = id + ROUND4(head->n_descsz);
	}
}

static void
find_id(char *to)
{
	const char *base = (const char *)&__ehdr_start;
	const ElfW(Phdr) *table = (const void *)(base + __ehdr_start.e_phoff);
	const char *from = base;

	if (__ehdr_start.e_type == ET_EXEC)
		from = NULL;
	for (int i = 0; i < __ehdr_start.e_phnum; i++)
		if (table[i].p_type == PT_NOTE && table[i].p_align == 4)
			take_id(to, from + table[i].p_vaddr,
			    from + table[i].p_vaddr + table[i].p_memsz);
}

static void
map_counts(const char *file)
{
	size_t size = (size_t)(coverage_end - coverage_begin);
	int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	struct stat st;

	if (fd == -1)
		return; /* not to be seen from here: what it does is not counted
			 */
	fchmod(fd, 0666); /* tests become other users */
	if (fstat(fd, &st) == 0 &&
	    (st.st_size >= (off_t)size || ftruncate(fd, (off_t)size) == 0))
		mmap(coverage_begin, size, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_FIXED, fd, 0);
	close(fd);
}

/* gcov registers its objects with priority 100. */
__attribute__((constructor(101))) static void
start(void)
{
	char file[sizeof COUNTS + 41] = COUNTS "/";

	find_id(file + sizeof COUNTS);
	map_counts(file);
	if (getenv("COVERAGE_DUMP") == NULL)
		return;
	__gcov_dump();
	_exit(0);
}
