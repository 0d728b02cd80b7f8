#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "out.h"

/*
 * A JSON writer (RFC 8259) that puts the commas. `key` is NULL in an array;
 * a key is plain ASCII without quotes. json_end closes with ']' or '}'.
 * A NULL text is null. A bracket may have a line break in front of it, so that
 * people too can read it.
 * json_thousandth: a number with three digits after the point.
 */
struct json {
	struct out *out;
	bool comma; /* a value stands in front */
};

void json_begin(struct json *, const char *key, const char *bracket);
void json_end(struct json *, const char *bracket);
void json_string(struct json *, const char *key, const char *text);
void json_number(struct json *, const char *key, int64_t);
void json_thousandth(struct json *, const char *key, int64_t);
void json_bool(struct json *, const char *key, bool);
void json_null(struct json *, const char *key);

#endif
