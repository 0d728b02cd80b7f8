/*
 * Environment variables as files, for sh, and as JSON.
 */
#include <string.h>

#include "envfmt.h"
#include "utf8.h"

struct text {
	char *bytes;
	size_t size, length;
};

static void
put(struct text *text, char c)
{
	if (text->length < text->size)
		text->bytes[text->length] = c;
	text->length++;
}

static void
put_string(struct text *text, const char *s)
{
	for (; *s != '\0'; s++)
		put(text, *s);
}

bool
envfmt_is_name(const char *name)
{
	return name[0] != '\0' && strpbrk(name, "=/") == NULL;
}

bool
envfmt_is_private(const char *variable)
{
	static const char *const names[] = { "HOME", "USER", "GROUP", "UID",
		"GID", "SHELL" };
	size_t i, length = strcspn(variable, "=");

	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strlen(names[i]) == length &&
		    strncmp(variable, names[i], length) == 0)
			return true;
	return false;
}

size_t
envfmt_value_length(const char *bytes, size_t length)
{
	return length > 0 && bytes[length - 1] == '\n' ? length - 1 : length;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    is_digit(c) || c == '_';
}

/*
 * A name that begins with a digit would end the sh that reads the file, so
 * it gets a _ in front.
 */
size_t
envfmt_sh(char *out, size_t size, const char *variable)
{
	struct text text = { out, size, 0 };
	const char *p;

	put_string(&text, "export ");
	if (is_digit(variable[0]))
		put(&text, '_');
	for (p = variable; *p != '=' && *p != '\0'; p++)
		put(&text, is_word(*p) ? *p : '_');
	put_string(&text, "='");
	if (*p == '=')
		p++;
	for (; *p != '\0'; p++) {
		if (*p == '\'')
			put_string(&text, "'\\''");
		else
			put(&text, *p);
	}
	put_string(&text, "'\n");
	return text.length;
}

static void
put_escape(struct text *text, unsigned int code)
{
	static const char hex[] = "0123456789abcdef";

	put_string(text, "\\u");
	put(text, hex[code >> 12 & 15]);
	put(text, hex[code >> 8 & 15]);
	put(text, hex[code >> 4 & 15]);
	put(text, hex[code & 15]);
}

static void
put_json_string(struct text *text, const char *s, const char *end)
{
	size_t length;

	put(text, '"');
	while (s < end) {
		length = utf8_length(s);
		if (length == 0) {
			put_escape(text, 0xdc00u | (unsigned char)*s++);
		} else if ((unsigned char)*s < ' ' || *s == 0x7f) {
			put_escape(text, (unsigned char)*s++);
		} else {
			if (*s == '"' || *s == '\\')
				put(text, '\\');
			while (length-- > 0)
				put(text, *s++);
		}
	}
	put(text, '"');
}

size_t
envfmt_json(char *out, size_t size, const char *variable)
{
	struct text text = { out, size, 0 };
	const char *equals = variable + strcspn(variable, "=");

	put_json_string(&text, variable, equals);
	put_string(&text, ": ");
	if (*equals == '=')
		equals++;
	put_json_string(&text, equals, equals + strlen(equals));
	return text.length;
}
