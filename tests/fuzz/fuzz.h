#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What a fuzzer needs. MUST ends the process with the expression where it
 * does not hold, which libFuzzer takes for a crash.
 * fuzz_memory: at least one byte; the fuzzer's to free.
 * fuzz_string: the first `length` bytes as a string in memory of its exact
 * size, so that the address sanitizer sees a step too far.
 * fuzz_number: takes eight bytes, or what is left, for a number from 0 to
 * `max`.
 * fuzz_record: appends for the judge to a file in `directory`.
 */
#define MUST(holds)                                                        \
	((holds) ? (void)0 :                                               \
		   (fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, \
			__LINE__, #holds),                                 \
		       abort()))

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static inline void *
fuzz_memory(size_t size)
{
	void *memory = malloc(size > 0 ? size : 1);

	if (memory == NULL)
		abort();
	return memory;
}

static inline char *
fuzz_string(const uint8_t *data, size_t length)
{
	char *string = fuzz_memory(length + 1);

	if (length > 0)
		memcpy(string, data, length);
	string[length] = '\0';
	return string;
}

static inline int64_t
fuzz_number(const uint8_t **data, size_t *size, int64_t max)
{
	uint64_t number = 0;
	int i;

	for (i = 0; i < 8 && *size > 0; i++, (*size)--)
		number = number << 8 | *(*data)++;
	return (int64_t)(number % ((uint64_t)max + 1));
}

static inline void
fuzz_record(
    const char *directory, const char *file, const char *bytes, size_t length)
{
	char path[4096];
	FILE *stream;

	snprintf(path, sizeof path, "%s/%s", directory, file);
	stream = fopen(path, "a");
	if (stream == NULL || fwrite(bytes, 1, length, stream) != length ||
	    fclose(stream) != 0) {
		perror(path);
		exit(1);
	}
}

#endif
