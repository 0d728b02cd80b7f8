#ifndef TAGLINE_H
#define TAGLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Pure. A service's lines with its name, as text or as JSON.
 *
 * tagline_text, tagline_json: how lines begin from now on: "NAME: ", or an
 * object {"time":...,"service":...,"pid":...,"line":...}, whose time is UTC,
 * and whose pid is left out where it is 0. A control character in NAME is
 * shown as \xNN in text. Not to be called between two parts of a line.
 *
 * tagline_put: puts lines of [*at, end), which ends with a newline, into
 * `out`, moves *at behind them and returns their length: whole lines, as many
 * as there is room for. A line that is alone and has no room comes in parts:
 * the calls that follow go on with it. `size` is at least TAGLINE_ROOM.
 *
 * In text the bytes of a line are as they were. In JSON they are valid UTF-8:
 * control characters are escaped (C0, DEL, C1), and each maximal subpart of
 * an ill-formed sequence is U+FFFD (Unicode 15, 3.9, U+FFFD Substitution).
 */
#define TAGLINE_HEAD 2048
#define TAGLINE_ROOM (TAGLINE_HEAD + 16)

struct tagline {
	bool json;
	bool open; /* the head of this line is out, its end is not */
	size_t head_length;
	char head[TAGLINE_HEAD];
};

void tagline_text(struct tagline *, const char *name);
void tagline_json(struct tagline *, const char *name, int64_t seconds,
    unsigned int microseconds, pid_t);
size_t tagline_put(
    struct tagline *, const char **at, const char *end, char *out, size_t size);

#endif
