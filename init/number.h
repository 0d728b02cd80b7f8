#ifndef NUMBER_H
#define NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Pure. Digits, and nothing that strtol(3) takes beside them: no blank, no
 * sign.
 *
 * number_take: the number at *text, which is moved behind its digits; what no
 * uint64_t holds becomes UINT64_MAX. False, and 0, where there is no digit.
 * number_is: the whole text is a number of at most `most`; otherwise *value
 * stays as it was.
 */
bool number_take(const char **text, uint64_t *value);
bool number_is(const char *text, uint64_t most, uint64_t *value);

#endif
