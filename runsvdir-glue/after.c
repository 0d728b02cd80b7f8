/*
 * The order of services: its text, and the circles in it.
 */
#include <string.h>

#include "after.h"
#include "init/format.h"

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

static void
skip(struct after_text *text)
{
	bool comment = false;

	for (; text->at < text->end; text->at++) {
		if (*text->at == '#')
			comment = true;
		else if (*text->at == '\n')
			comment = false;
		else if (!comment && !is_space(*text->at))
			return;
	}
}

enum after_word
after_next(struct after_text *text, char name[NAME_MAX + 1])
{
	const char *from;
	size_t length, copied;

	skip(text);
	if (text->at == text->end)
		return AFTER_END;
	from = text->at;
	while (text->at < text->end && !is_space(*text->at) && *text->at != '#')
		text->at++;
	length = (size_t)(text->at - from);
	copied = length < NAME_MAX ? length : NAME_MAX;
	memcpy(name, from, copied);
	name[copied] = '\0';
	if (length > NAME_MAX || name[0] == '.' || strchr(name, '/') != NULL)
		return AFTER_BAD;
	return AFTER_NAME;
}

void
after_each(const char *text, after_visitor *visit, void *context)
{
	struct after_text rest = { text, text + strlen(text) };
	char name[NAME_MAX + 1];
	enum after_word word;

	while ((word = after_next(&rest, name)) != AFTER_END)
		if (word == AFTER_NAME)
			visit(name, strlen(name), context);
}

static const char *
name_of(const struct after_search *search, size_t index)
{
	return search->names + search->name[index];
}

/*
 * Notes that `parent` is started after `name`, if that is new.
 */
static void
add(struct after_search *search, const char *name, size_t parent)
{
	size_t i, length = strlen(name) + 1;

	for (i = 0; i < search->count; i++)
		if (strcmp(name_of(search, i), name) == 0)
			return;
	if (search->count == AFTER_SERVICES_MAX ||
	    search->used + length > sizeof search->names)
		return;
	memcpy(search->names + search->used, name, length);
	search->name[search->count] = (uint32_t)search->used;
	search->parent[search->count++] = (uint16_t)parent;
	search->used += length;
}

static void
append(char *words, size_t size, const char *name)
{
	size_t at = strlen(words);

	format(words + at, size - at, " -> %s", name);
}

/*
 * self -> first -> ... -> the last one found -> self
 */
static void
tell(struct after_search *search, const char *self, size_t last, char *words,
    size_t size)
{
	size_t length = 0;

	for (; last != 0; last = search->parent[last])
		search->way[length++] = (uint16_t)last;
	search->way[length++] = 0;
	format(words, size, "%s", self);
	while (length > 0)
		append(words, size, name_of(search, search->way[--length]));
	append(words, size, self);
}

/*
 * Breadth first, so the circle that is told is a shortest one.
 */
bool
after_circle(struct after_search *search, const char *self, const char *first,
    after_reader *read, void *context, char *words, size_t size)
{
	struct after_text text;
	char name[NAME_MAX + 1];
	enum after_word word;
	size_t i;

	if (strcmp(self, first) == 0) {
		format(words, size, "%s -> %s", self, self);
		return true;
	}
	search->count = search->used = 0;
	if (strcmp(first, self) > 0)
		add(search, first, 0);
	for (i = 0; i < search->count; i++) {
		text.at = search->text;
		text.end = text.at +
		    read(name_of(search, i), search->text, sizeof search->text,
			context);
		while ((word = after_next(&text, name)) != AFTER_END) {
			if (word != AFTER_NAME || strcmp(name, self) < 0)
				continue;
			if (strcmp(name, self) == 0) {
				tell(search, self, i, words, size);
				return true;
			}
			add(search, name, i);
		}
	}
	return false;
}
