#ifndef OPTVAL_H
#define OPTVAL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Pure. The values of options, from text. Each says whether the text is one;
 * when not, nothing is stored.
 *
 * optval_seconds: "2", "0.5", ".5" -> milliseconds, rounded down but never to
 * nothing. optval_status: 0 to 255. optval_flag: 1, true, yes, on and their
 * opposites. optval_signal: a name or a number (signame.h),
 * 0 included.
 * optval_wait: seconds, or "on" (CLOCK_NEVER) and "off" (-1) in the words of a
 * flag; 0 is off. optval_whole: 0 to 3600.
 * optval_rewrite: "TERM:QUIT,2:0" into a map from signal to signal.
 * optval_remap: "143,130" into a set of bits. Blanks part a list as well.
 */
#define OPTVAL_SIGNALS 65 /* 1 to 64 */

bool optval_seconds(const char *text, int64_t *ms);
bool optval_status(const char *text, int *status);
bool optval_flag(const char *text, bool *flag);
bool optval_wait(const char *text, int64_t *ms);
bool optval_whole(const char *text, int *seconds);
bool optval_signal(const char *text, int *signo);
bool optval_rewrite(const char *list, unsigned char map[OPTVAL_SIGNALS]);
bool optval_remap(const char *list, uint32_t set[8]);

#endif
