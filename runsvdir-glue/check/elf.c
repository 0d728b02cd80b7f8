/*
 * For which machine a program is, and what loads it. Numbers are put together
 * byte by byte: an image may be for a machine of the other byte order.
 */
#include <elf.h>
#include <stdint.h>
#include <string.h>

#include "elf.h"

/* Where things are in the two classes of files: Elf32_Ehdr, Elf64_Ehdr... */
struct layout {
	size_t header, word; /* sizes; a word holds an offset */
	size_t table, entry_size, entry_count;
	size_t offset, file_size; /* in a program header */
};

static const struct layout layout32 = {
	.header = sizeof(Elf32_Ehdr),
	.word = 4,
	.table = offsetof(Elf32_Ehdr, e_phoff),
	.entry_size = offsetof(Elf32_Ehdr, e_phentsize),
	.entry_count = offsetof(Elf32_Ehdr, e_phnum),
	.offset = offsetof(Elf32_Phdr, p_offset),
	.file_size = offsetof(Elf32_Phdr, p_filesz),
};

static const struct layout layout64 = {
	.header = sizeof(Elf64_Ehdr),
	.word = 8,
	.table = offsetof(Elf64_Ehdr, e_phoff),
	.entry_size = offsetof(Elf64_Ehdr, e_phentsize),
	.entry_count = offsetof(Elf64_Ehdr, e_phnum),
	.offset = offsetof(Elf64_Phdr, p_offset),
	.file_size = offsetof(Elf64_Phdr, p_filesz),
};

static const struct layout *
layout_of(const char *bytes)
{
	return bytes[EI_CLASS] == ELFCLASS64 ? &layout64 : &layout32;
}

static uint64_t
number(const char *bytes, size_t at, size_t size)
{
	bool little = bytes[EI_DATA] == ELFDATA2LSB;
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < size; i++)
		value = value << 8 |
		    (unsigned char)bytes[at + (little ? size - 1 - i : i)];
	return value;
}

static unsigned int
machine(const char *bytes)
{
	return (unsigned int)number(
	    bytes, offsetof(Elf32_Ehdr, e_machine), sizeof(Elf32_Half));
}

bool
elf_is(const char *bytes, size_t length)
{
	return length >= SELFMAG && memcmp(bytes, ELFMAG, SELFMAG) == 0;
}

const char *
elf_fault(const char *bytes, size_t length)
{
	unsigned int type;

	if (length < EI_NIDENT ||
	    (bytes[EI_CLASS] != ELFCLASS32 && bytes[EI_CLASS] != ELFCLASS64) ||
	    (bytes[EI_DATA] != ELFDATA2LSB && bytes[EI_DATA] != ELFDATA2MSB) ||
	    length < layout_of(bytes)->header)
		return "a program that is cut off or damaged";
	type = (unsigned int)number(
	    bytes, offsetof(Elf32_Ehdr, e_type), sizeof(Elf32_Half));
	return type == ET_EXEC || type == ET_DYN ?
	    NULL :
	    "an object file, which cannot be executed";
}

const char *
elf_machine(const char *bytes, size_t length)
{
	static const struct {
		unsigned int machine;
		const char *name;
	} names[] = {
		{ EM_386, "i386" },
		{ EM_X86_64, "x86-64" },
		{ EM_ARM, "arm" },
		{ EM_AARCH64, "arm64" },
		{ EM_RISCV, "riscv64" },
		{ EM_PPC64, "ppc64" },
		{ EM_S390, "s390x" },
		{ EM_MIPS, "mips" },
	};
	size_t i;

	if (elf_fault(bytes, length) == NULL)
		for (i = 0; i < sizeof names / sizeof names[0]; i++)
			if (names[i].machine == machine(bytes))
				return names[i].name;
	return "another machine";
}

/*
 * 64-bit kernels run the 32-bit programs of their family.
 */
static unsigned int
family(unsigned int of)
{
	return of == EM_386 ? EM_X86_64 : of == EM_ARM ? EM_AARCH64 : of;
}

bool
elf_runs_on(
    const char *bytes, size_t length, const char *known, size_t known_length)
{
	if (!elf_is(known, known_length) ||
	    elf_fault(known, known_length) != NULL ||
	    elf_fault(bytes, length) != NULL)
		return true;
	return family(machine(bytes)) == family(machine(known)) &&
	    bytes[EI_DATA] == known[EI_DATA];
}

const char *
elf_loader(const char *bytes, size_t length)
{
	const struct layout *layout;
	uint64_t table, size, i, from, span;

	if (elf_fault(bytes, length) != NULL)
		return NULL;
	layout = layout_of(bytes);
	table = number(bytes, layout->table, layout->word);
	size = number(bytes, layout->entry_size, sizeof(Elf32_Half));
	i = number(bytes, layout->entry_count, sizeof(Elf32_Half));
	if (size < layout->file_size + layout->word)
		return NULL;
	for (; i > 0 && table < length && size <= length - table;
	     i--, table += size) {
		if (number(bytes, table, sizeof(Elf32_Word)) != PT_INTERP)
			continue;
		from = number(bytes, table + layout->offset, layout->word);
		span = number(bytes, table + layout->file_size, layout->word);
		if (span == 0 || from >= length || span > length - from ||
		    bytes[from + span - 1] != '\0')
			return NULL;
		return bytes + from;
	}
	return NULL;
}
