/*
 * Any text as the file `after`: its names are the words of it, none has a
 * slash or a leading dot, and named once more in a line they are the same. A NUL
 * is a space, but ends a string.
 */
#include <stdbool.h>

#include "fuzz.h"
#include "runsvdir-glue/after.h"

#define SPACE " \t\n\v\f\r"

struct names {
	char text[1 << 16];
	size_t length, count;
};

static void
note(const char *name, size_t length, void *context)
{
	struct names *names = context;

	MUST(names->length + length + 1 < sizeof names->text);
	memcpy(names->text + names->length, name, length);
	names->length += length;
	names->text[names->length++] = ' ';
	names->text[names->length] = '\0';
	names->count++;
}

static void
add(const char *name, size_t length, void *context)
{
	MUST(length > 0 && length <= NAME_MAX);
	MUST(strlen(name) == length);
	MUST(name[0] != '.' && memchr(name, '/', length) == NULL);
	MUST(strpbrk(name, SPACE "#") == NULL);
	note(name, length, context);
}

static struct names *
begin(struct names *names)
{
	names->length = names->count = 0;
	names->text[0] = '\0';
	return names;
}

/* The same in another way: comments become spaces, and then it is cut up. */
static void
split(const uint8_t *data, size_t size, struct names *names)
{
	char *text = fuzz_string(data, size), *at, *word, *rest;
	bool comment = false;

	for (at = text; at < text + size; at++) {
		comment = *at != '\n' && (comment || *at == '#');
		if (comment || *at == '\0')
			*at = ' ';
	}
	for (word = strtok_r(text, SPACE, &rest); word != NULL;
	     word = strtok_r(NULL, SPACE, &rest))
		if (strlen(word) <= NAME_MAX && word[0] != '.' &&
		    strchr(word, '/') == NULL)
			note(word, strlen(word), names);
	free(text);
}

static void
read_all(const char *text, size_t size, struct names *names)
{
	struct after_text rest = { text, text + size };
	char *name = fuzz_memory(NAME_MAX + 1);
	enum after_word word;

	while ((word = after_next(&rest, name)) != AFTER_END)
		if (word == AFTER_NAME)
			add(name, strlen(name), names);
	free(name);
}

static void
must_be(const struct names *one, const struct names *other)
{
	MUST(one->count == other->count);
	MUST(strcmp(one->text, other->text) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct names names, again, due;
	char *text;

	if (size > sizeof names.text / 2)
		return 0;
	text = fuzz_string(data, size);
	after_each(text, add, begin(&names));
	after_each(names.text, add, begin(&again));
	must_be(&names, &again);
	split(data, strlen(text), begin(&due));
	must_be(&names, &due);
	read_all(text, size, begin(&names));
	split(data, size, begin(&due));
	must_be(&names, &due);
	free(text);
	return 0;
}
