#ifndef FUZZ_PICTURE_H
#define FUZZ_PICTURE_H

#include <stdbool.h>

#include "fuzz.h"
#include "runsvdir-glue/ctl/svg.h"
#include "runsvdir-glue/ctl/timeline.h"
#include "runsvdir-glue/ctl/timeline_label.h"
#include "text.h"

/*
 * A strict parser of the pictures that my_initctl timeline makes.
 *
 * picture_check: the text is well-formed, has each bar with its name, and
 * nothing in it is wider than its room.
 */
#define SVG_RIGHT (SVG_WIDTH - SVG_MARGIN)

struct picture_tag {
	char name[16], class[32];
	double x, y, width, height; /* -1: has none */
	bool closes, empty;
};

static struct {
	struct picture_tag open[8];
	const struct timeline *of;
	size_t depth, titles, labels;
	double left, height; /* of the bars; of the picture */
} seen;

static inline void
picture_attribute(const char **p, struct picture_tag *tag)
{
	char name[16], value[64], *rest;
	double number;
	size_t length = strspn(*p, "abcdefghijklmnopqrstuvwxyzB");

	MUST(length > 0 && length < sizeof name);
	sprintf(name, "%.*s", (int)length, *p);
	*p += length;
	MUST(strncmp(*p, "=\"", 2) == 0);
	*p += 2;
	length = strcspn(*p, "\"<&>\n");
	MUST((*p)[length] == '"' && length < sizeof value);
	sprintf(value, "%.*s", (int)length, *p);
	*p += length + 1;
	if (strcmp(name, "class") == 0)
		strcpy(tag->class, value);
	if (strcmp(name, "x") != 0 && strcmp(name, "y") != 0 &&
	    strcmp(name, "width") != 0 && strcmp(name, "height") != 0)
		return;
	MUST(strspn(value, "0123456789.") == strlen(value));
	number = strtod(value, &rest);
	MUST(*rest == '\0');
	*(*name == 'x'	     ? &tag->x :
		*name == 'y' ? &tag->y :
		*name == 'w' ? &tag->width :
			       &tag->height) = number;
}

/*
 * The bar with this row.
 */
static inline const struct bar *
picture_bar(size_t row)
{
	size_t i;

	for (i = 0; i < seen.of->count; i++)
		if (!seen.of->bars[i].later && row-- == 0)
			return &seen.of->bars[i];
	abort();
}

static inline void
picture_title(const char *text)
{
	const struct bar *bar = picture_bar(seen.titles++);
	char wanted[NAMED], plain[NAMED];

	text_plain(bar->name, text_is_no_xml, plain);
	sprintf(wanted, "%s %s: ", timeline_kind(bar->kind), plain);
	MUST(strncmp(text, wanted, strlen(wanted)) == 0);
	MUST(text[strlen(wanted)] != '\0');
}

/*
 * It ends at its x.
 */
static inline void
picture_label(const struct picture_tag *tag, const char *text)
{
	const struct bar *bar = picture_bar(seen.labels++);
	size_t columns = label_columns(text, false);
	char plain[NAMED];

	MUST(columns <= SVG_NAME_MOST);
	MUST(columns * 8 <= tag->x - SVG_MARGIN);
	text_plain(timeline_label(bar), text_is_no_xml, plain);
	if (label_columns(timeline_label(bar), false) <= SVG_NAME_MOST)
		MUST(strcmp(text, plain) == 0);
	seen.left = tag->x + 10;
}

static inline void
picture_place(const struct picture_tag *tag)
{
	bool bar = seen.depth > 0 && seen.open[seen.depth - 1].name[0] == 'g';

	if (strcmp(tag->name, "rect") == 0 && bar) {
		MUST(tag->x >= seen.left && tag->width >= 2);
		MUST(tag->x + tag->width <= SVG_RIGHT - 70);
	} else if (strcmp(tag->name, "rect") == 0)
		MUST(tag->x + tag->width <= SVG_WIDTH);
	MUST(tag->x <= SVG_WIDTH);
	MUST(tag->y + tag->height <= seen.height);
}

static inline void
picture_tag(const char **p)
{
	struct picture_tag tag = {
		.x = -1, .y = -1, .width = -1, .height = -1
	};
	size_t length;

	MUST(*(*p)++ == '<');
	tag.closes = **p == '/';
	*p += tag.closes;
	length = strspn(*p, "abcdefghijklmnopqrstuvwxyz");
	MUST(length > 0 && length < sizeof tag.name);
	memcpy(tag.name, *p, length);
	*p += length;
	while (!tag.closes && **p == ' ') {
		++*p;
		picture_attribute(p, &tag);
	}
	tag.empty = **p == '/';
	*p += tag.empty;
	MUST(*(*p)++ == '>');
	if (tag.closes) {
		MUST(!tag.empty && seen.depth > 0);
		MUST(strcmp(seen.open[--seen.depth].name, tag.name) == 0);
		return;
	}
	if (seen.depth == 0)
		seen.height = tag.height;
	picture_place(&tag);
	if (!tag.empty) {
		MUST(seen.depth < 8);
		seen.open[seen.depth++] = tag;
	}
}

static inline void
picture_check(const struct timeline *timeline, const char *text)
{
	const char *p = text, *end = text + strlen(text);
	char *content = fuzz_memory(strlen(text) + 1), host[NAMED];
	size_t i, rows = 0;

	memset(&seen, 0, sizeof seen);
	seen.of = timeline;
	for (i = 0; i < seen.of->count; i++)
		rows += !seen.of->bars[i].later;
	text_plain(timeline->host, text_is_no_xml, host);
	do {
		picture_tag(&p);
		text_unquote_xml(&p, end, content);
		if (seen.depth == 0 || p[1] != '/')
			MUST(strspn(content, "\n") == strlen(content));
		else if (strcmp(seen.open[seen.depth - 1].name, "title") == 0)
			picture_title(content);
		else if (strcmp(seen.open[seen.depth - 1].class, "name") == 0)
			picture_label(&seen.open[seen.depth - 1], content);
		else if (strcmp(seen.open[seen.depth - 1].class, "title") == 0)
			MUST(strncmp(content, "Boot of ", 8) == 0 &&
			    text_count(content, content + strlen(content)) <=
				8 + SVG_NAME_MOST + 64 &&
			    (text_count(host, host + strlen(host)) >
				    SVG_NAME_MOST ||
				strncmp(content + 8, host, strlen(host)) == 0));
	} while (seen.depth > 0);
	MUST(p == end);
	MUST(seen.titles == rows && seen.labels == rows);
	free(content);
}

#endif
