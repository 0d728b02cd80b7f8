/*
 * What is random, and yet the same from the same seed.
 */
#include "common.h"

/* xorshift64* */
uint64_t
random_next(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 2685821657736338717u >> 16;
}

uint64_t
random_begin(uint64_t seed)
{
	return seed * 2 + 1;
}

static void
swap(char *one, char *other, size_t size)
{
	char byte;

	while (size-- > 0) {
		byte = one[size];
		one[size] = other[size];
		other[size] = byte;
	}
}

void
shuffle(void *items, size_t count, size_t size, uint64_t seed)
{
	uint64_t state = random_begin(seed);
	char *bytes = items;
	size_t i, j;

	for (i = count; i > 1; i--) {
		j = random_next(&state) % i;
		swap(bytes + (i - 1) * size, bytes + j * size, size);
	}
}
