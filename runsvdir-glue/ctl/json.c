/*
 * Writing JSON.
 */
#include <stddef.h>

#include "json.h"

#define BILLION 1000000000

static void
key_of(struct json *json, const char *key)
{
	if (json->comma)
		out_text(json->out, ",");
	json->comma = true;
	if (key == NULL)
		return;
	out_format(json->out, "\"%s\":", key);
}

void
json_begin(struct json *json, const char *key, const char *bracket)
{
	key_of(json, key);
	out_text(json->out, bracket);
	json->comma = false;
}

void
json_end(struct json *json, const char *bracket)
{
	out_text(json->out, bracket);
	json->comma = true;
}

void
json_string(struct json *json, const char *key, const char *text)
{
	if (text == NULL) {
		json_null(json, key);
		return;
	}
	key_of(json, key);
	out_json(json->out, text);
}

/*
 * A long may have 32 bits.
 */
static void
digits(struct out *out, int64_t number)
{
	if (number < 0) {
		out_text(out, "-");
		number = -number;
	}
	if (number < BILLION)
		out_format(out, "%u", (unsigned int)number);
	else
		out_format(out, "%lu%09u", (unsigned long)(number / BILLION),
		    (unsigned int)(number % BILLION));
}

void
json_number(struct json *json, const char *key, int64_t number)
{
	key_of(json, key);
	digits(json->out, number);
}

void
json_thousandth(struct json *json, const char *key, int64_t number)
{
	key_of(json, key);
	if (number < 0)
		out_text(json->out, "-");
	number = number < 0 ? -number : number;
	digits(json->out, number / 1000);
	out_format(json->out, ".%03u", (unsigned int)(number % 1000));
}

void
json_bool(struct json *json, const char *key, bool value)
{
	key_of(json, key);
	out_text(json->out, value ? "true" : "false");
}

void
json_null(struct json *json, const char *key)
{
	key_of(json, key);
	out_text(json->out, "null");
}
