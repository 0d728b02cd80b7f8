/*
 * Any bytes as a variable. The text has the length that was announced, is
 * the same in a buffer that is too short, up to where that ends, and reads
 * back to the same bytes: for sh by an unquoter, for JSON by a strict parser,
 * both written after the standards and not after envfmt.c.
 *
 * With JUDGE=DIR in the environment the variables and their texts are written
 * to files there, for the judge beside this file.
 */
#include <stdbool.h>

#include "envfmt.h"
#include "fuzz.h"

#define JUDGED_NAME_MAX 80
#define JUDGED_VALUE_MAX 400

typedef size_t formatter(char *, size_t, const char *);

static char *
format_exactly(formatter *format, const char *variable, size_t *length)
{
	size_t shorter;
	char *text, *part;

	*length = format(NULL, 0, variable);
	text = fuzz_memory(*length);
	MUST(format(text, *length, variable) == *length);
	shorter = *length / 2;
	part = fuzz_memory(shorter);
	MUST(format(part, shorter, variable) == *length);
	MUST(memcmp(part, text, shorter) == 0);
	free(part);
	return text;
}

/*
 * POSIX.1 2.2: the word at *p with its quotes removed, up to a newline that
 * is not quoted.
 */
static size_t
unquote(const char **p, const char *end, char *out)
{
	bool quoted = false;
	size_t n = 0;

	for (; *p < end && (quoted || **p != '\n'); (*p)++) {
		if (**p == '\'') {
			quoted = !quoted;
		} else if (**p == '\\' && !quoted) {
			MUST(++*p < end);
			out[n++] = **p;
		} else {
			MUST(quoted); /* there is nothing else outside */
			out[n++] = **p;
		}
	}
	MUST(!quoted && *p < end);
	return n;
}

static void
check_sh(const char *variable, const char *value)
{
	size_t i, length, n, name = strcspn(variable, "=");
	char *text = format_exactly(envfmt_sh, variable, &length);
	char *out = fuzz_memory(length);
	const char *p = text;

	MUST(length > 9 && memcmp(p, "export ", 7) == 0);
	p += 7;
	if (variable[0] >= '0' && variable[0] <= '9')
		MUST(*p++ == '_');
	for (i = 0; i < name; i++, p++) {
		MUST(strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX"
			    "YZ0123456789_",
			 *p) != NULL);
		MUST(*p == variable[i] || *p == '_');
	}
	MUST(*p++ == '=');
	n = unquote(&p, text + length, out);
	MUST(p == text + length - 1);
	MUST(n == strlen(value) && memcmp(out, value, n) == 0);
	free(out);
	free(text);
}

static unsigned
hex4(const char *p)
{
	unsigned code = 0;
	int i;

	for (i = 0; i < 4; i++) {
		MUST(p[i] != '\0' && strchr("0123456789abcdef", p[i]) != NULL);
		code = code * 16 +
		    (unsigned)(p[i] <= '9' ? p[i] - '0' : p[i] - 'a' + 10);
	}
	return code;
}

/*
 * The length of the UTF-8 character at `p`, by the code point that it is.
 */
static size_t
utf8(const unsigned char *p, const unsigned char *end)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t i, n = *p < 0x80 ? 1 : *p >> 5 == 6 ? 2 : *p >> 4 == 14 ? 3 : 4;
	uint32_t code = n == 1 ? *p : *p & (0xffu >> (n + 1));

	MUST(n < 4 || *p >> 3 == 30);
	MUST((size_t)(end - p) >= n);
	for (i = 1; i < n; i++) {
		MUST(p[i] >> 6 == 2);
		code = code << 6 | (p[i] & 63);
	}
	MUST(code >= least[n] && code <= 0x10ffff);
	MUST(code < 0xd800 || code > 0xdfff);
	return n;
}

/*
 * What stands behind a backslash. A lone surrogate from DC80 to DCFF is the
 * byte that it stands for.
 */
static char
parse_json_escape(const char **p, const char *end)
{
	unsigned code;

	MUST(end - *p > 1);
	if (**p != 'u') {
		MUST(**p == '"' || **p == '\\');
		return *(*p)++;
	}
	MUST(end - *p > 5);
	code = hex4(*p + 1);
	*p += 5;
	MUST(code < 0x80 || (code >= 0xdc80 && code <= 0xdcff));
	return (char)(code & 0xff);
}

/*
 * RFC 8259, section 7.
 */
static size_t
parse_json_string(const char **p, const char *end, char *out)
{
	size_t n = 0, length;

	MUST(*p < end && **p == '"');
	(*p)++;
	while (*p < end && **p != '"') {
		if (**p == '\\') {
			(*p)++;
			out[n++] = parse_json_escape(p, end);
			continue;
		}
		MUST((unsigned char)**p >= ' ');
		length =
		    utf8((const unsigned char *)*p, (const unsigned char *)end);
		memcpy(out + n, *p, length);
		n += length;
		*p += length;
	}
	MUST(*p < end);
	(*p)++;
	return n;
}

static void
check_json(const char *variable, const char *value)
{
	size_t length, n, name = strcspn(variable, "=");
	char *text = format_exactly(envfmt_json, variable, &length);
	char *out = fuzz_memory(length);
	const char *p = text, *end = text + length;

	n = parse_json_string(&p, end, out);
	MUST(n == name && memcmp(out, variable, n) == 0);
	MUST(end - p > 2 && p[0] == ':' && p[1] == ' ');
	p += 2;
	n = parse_json_string(&p, end, out);
	MUST(n == strlen(value) && memcmp(out, value, n) == 0);
	MUST(p == end);
	free(out);
	free(text);
}

static void
check_value_length(const uint8_t *data, size_t size)
{
	char *bytes = fuzz_memory(size);
	size_t length;

	if (size > 0)
		memcpy(bytes, data, size);
	length = envfmt_value_length(bytes, size);
	MUST(length == size || (length + 1 == size && bytes[length] == '\n'));
	MUST(length < size || size == 0 || bytes[size - 1] != '\n');
	free(bytes);
}

/*
 * Names get a number in front: the judge needs each but once, and no
 * variable that means something to a shell.
 */
static void
record(const char *directory, const char *variable, const char *value)
{
	static unsigned long count;
	size_t length, name = strcspn(variable, "=");
	char *text, *numbered;

	if (name > JUDGED_NAME_MAX || strlen(value) > JUDGED_VALUE_MAX)
		return;
	if (asprintf(&numbered, "%s%lu_%.*s=%s", count % 2 == 0 ? "V" : "",
		count, (int)name, variable, value) == -1)
		abort();
	fuzz_record(directory, "names", numbered, strcspn(numbered, "="));
	fuzz_record(directory, "names", "", 1);
	fuzz_record(directory, "values", value, strlen(value) + 1);
	text = format_exactly(envfmt_sh, numbered, &length);
	fuzz_record(directory, "sh", text, length);
	free(text);
	text = format_exactly(envfmt_json, numbered, &length);
	fuzz_record(directory, "json", ",\n", count++ > 0 ? 2 : 0);
	fuzz_record(directory, "json", text, length);
	free(text);
	free(numbered);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *directory = getenv("JUDGE"), *value;
	char *variable = fuzz_string(data, size);

	value = strchr(variable, '=');
	value = value == NULL ? "" : value + 1;
	check_sh(variable, value);
	check_json(variable, value);
	check_value_length(data, size);
	MUST(!envfmt_is_private(variable) || strcspn(variable, "=") <= 5);
	MUST(envfmt_is_name(variable) ==
	    (*variable != '\0' && strchr(variable, '=') == NULL &&
		strchr(variable, '/') == NULL));
	if (directory != NULL)
		record(directory, variable, value);
	free(variable);
	return 0;
}
