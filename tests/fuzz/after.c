/*
 * Any text as the file `after`: its names are the words of it, none has a
 * slash or a leading dot, and named once more in a line they are the same.
 */
#include "fuzz.h"
#include "runsvdir-glue/after.h"

struct names {
	char text[1 << 16];
	size_t length, count;
};

static void
add(const char *name, size_t length, void *context)
{
	struct names *names = context;

	MUST(length > 0 && length <= NAME_MAX);
	MUST(strlen(name) == length);
	MUST(name[0] != '.' && memchr(name, '/', length) == NULL);
	MUST(strpbrk(name, " \t\n#") == NULL);
	MUST(names->length + length + 1 < sizeof names->text);
	memcpy(names->text + names->length, name, length);
	names->length += length;
	names->text[names->length++] = ' ';
	names->text[names->length] = '\0';
	names->count++;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct names names, again;
	char *text;

	if (size > sizeof names.text / 2)
		return 0;
	text = fuzz_string(data, size);
	names.length = names.count = again.length = again.count = 0;
	names.text[0] = again.text[0] = '\0';
	after_each(text, add, &names);
	after_each(names.text, add, &again);
	MUST(names.count == again.count);
	MUST(strcmp(names.text, again.text) == 0);
	free(text);
	return 0;
}
