#ifndef CTL_CHECK_ELF_H
#define CTL_CHECK_ELF_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Pure. What the first bytes of a program say of it (elf(5)).
 *
 * elf_is: does it begin as one?
 * elf_fault: why no machine runs it, or NULL.
 * elf_machine: in a word; "another machine" when it is a rare one.
 * elf_runs_on: does the machine of a program that runs run this one, too?
 * Answers yes when it cannot know.
 * elf_loader: the program that loads it, NUL-terminated; NULL when it needs
 * none, or when the bytes do not go as far.
 */
bool elf_is(const char *bytes, size_t length);
const char *elf_fault(const char *bytes, size_t length);
const char *elf_machine(const char *bytes, size_t length);
bool elf_runs_on(
    const char *bytes, size_t length, const char *known, size_t known_length);
const char *elf_loader(const char *bytes, size_t length);

#endif
