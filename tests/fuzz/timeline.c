/*
 * Any boot, with names of any bytes, as JSON, as a picture and as text: each is
 * well-formed by a strict parser of its own, holds every name, and nothing in
 * it is wider than its room.
 *
 * With JUDGE=DIR in the environment the JSON, the pictures and their names are
 * written to files there, for the judge beside this file.
 */
#include "collect.h"
#include "runsvdir-glue/ctl/svg.h"
#include "runsvdir-glue/ctl/timeline_label.h"
#include "runsvdir-glue/ctl/times.h"
#include "text.h"

#define BARS_MAX 24
#define NAMED 2048 /* room for a name, with what it may become */
#define SVG_RIGHT (SVG_WIDTH - SVG_MARGIN)
#define ALIGNED_US INT64_C(100000000000) /* what columns have room for */
#define TEXT_NAME 29			 /* the column of the names */
#define TEXT_PICTURE 42

static struct bar bars[BARS_MAX];
static struct timeline timeline;
static const char *judge;

/* The input. */

static unsigned int
take(const uint8_t **data, size_t *size)
{
	if (*size == 0)
		return 0;
	--*size;
	return *(*data)++;
}

/*
 * From a microsecond to some 17 years, small and large ones alike.
 */
static int64_t
take_time(const uint8_t **data, size_t *size)
{
	unsigned int mantissa = take(data, size);

	return (int64_t)(mantissa + 1) << take(data, size) % 41;
}

static void
take_name(const uint8_t **data, size_t *size, char *name, size_t room)
{
	size_t length = strnlen((const char *)*data, *size), n = length;

	if (n >= room)
		n = room - 1;
	memcpy(name, *data, n);
	name[n] = '\0';
	length += length < *size;
	*data += length;
	*size -= length;
}

/*
 * As timeline_read leaves them.
 */
static void
take_service(
    struct bar *bar, unsigned int flags, const uint8_t **data, size_t *size)
{
	bar->later = flags & 1;
	bar->has_check = flags & 2;
	if (flags & 4)
		return; /* waits */
	bar->up = flags & 8;
	bar->up_us = bar->begin_us;
	if (!bar->up && flags & 16) {
		bar->end_us = bar->begin_us + take_time(data, size) - 1;
	} else if (flags & 16)
		bar->up_us += take_time(data, size);
	if (!bar->has_check)
		bar->ready_us = bar->up_us;
	else if (bar->up && flags & 32 && !bar->later)
		bar->failing = true;
	else if (flags & 64 && !bar->later)
		bar->ready_us = bar->up_us + take_time(data, size) - 1;
}

static void
take_bar(struct bar *bar, const uint8_t **data, size_t *size)
{
	unsigned int kind = take(data, size);

	*bar = (struct bar){ .kind = (enum bar_kind)(kind % BAR_KINDS),
		.begin_us = take_time(data, size),
		.up_us = -1,
		.ready_us = -1,
		.end_us = -1 };
	if (bar->kind == BAR_SERVICE)
		take_service(bar, take(data, size), data, size);
	else if (kind < 128)
		bar->end_us = bar->begin_us + take_time(data, size) - 1;
	take_name(data, size, bar->name, sizeof bar->name);
	if (bar->name[0] == '\0')
		strcpy(bar->name, "x");
}

static void
take_boot(const uint8_t **data, size_t *size)
{
	struct ctl_state state = { .tick_us = 10000 };
	unsigned int flags = take(data, size);

	memset(&timeline, 0, sizeof timeline);
	timeline.bars = bars;
	timeline.written = flags & 1;
	timeline.over = (enum over)((flags >> 1 & 3) % 3);
	if (flags & 8)
		strcpy(state.directory, "/run/my_init");
	state.now_us = take_time(data, size);
	state.epoch = (uint64_t)(take_time(data, size) / state.tick_us);
	take_name(data, size, timeline.host, sizeof timeline.host);
	while (*size > 0 && timeline.count < BARS_MAX)
		take_bar(&bars[timeline.count++], data, size);
	timeline_by_begin(&timeline);
	timeline_measure(&timeline, &state);
	if (timeline.begin_us != -1)
		ctl_time_iso(timeline.begin_us, timeline.when);
}

/* JSON. */

static size_t names;

/*
 * The value of a key that is a string.
 */
static void
check_member(const char *key, const char *value)
{
	char plain[NAMED];

	if (strcmp(key, "host") == 0)
		text_plain(timeline.host, NULL, plain);
	else if (strcmp(key, "name") == 0) {
		MUST(names < timeline.count);
		text_plain(bars[names++].name, NULL, plain);
	} else
		return;
	MUST(strcmp(plain, value) == 0);
}

static void
skip_blank(const char **p)
{
	*p += strspn(*p, "\n");
}

static void
check_scalar(const char **p)
{
	static const char *const words[] = { "true", "false", "null" };
	size_t i;

	for (i = 0; i < 3; i++)
		if (strncmp(*p, words[i], strlen(words[i])) == 0) {
			*p += strlen(words[i]);
			return;
		}
	*p += **p == '-';
	MUST(**p >= '0' && **p <= '9');
	MUST(**p != '0' || strspn(*p, "0123456789") == 1);
	*p += strspn(*p, "0123456789");
}

static void
check_value(const char **p, const char *end, const char *key, int depth)
{
	char close = **p == '{' ? '}' : ']', text[NAMED], member[NAMED] = "";

	MUST(depth < 4);
	if (**p == '"') {
		text_unquote_json(p, end, text);
		check_member(key, text);
		return;
	}
	if (**p != '{' && **p != '[') {
		check_scalar(p);
		return;
	}
	++*p;
	skip_blank(p);
	if (**p == close) {
		++*p;
		return;
	}
	for (--*p; **p != close; skip_blank(p)) {
		++*p; /* the bracket or the comma */
		skip_blank(p);
		if (close == '}') {
			text_unquote_json(p, end, member);
			MUST(*(*p)++ == ':');
		}
		check_value(p, end, member, depth + 1);
		skip_blank(p);
		MUST(**p == ',' || **p == close);
	}
	++*p;
}

static void
check_json(const char *json)
{
	const char *p = json, *end = json + strlen(json);

	names = 0;
	MUST(*p == '{');
	check_value(&p, end, "", 0);
	MUST(names == timeline.count);
	MUST(strcmp(p, "\n") == 0);
}

/* The picture. */

struct tag {
	char name[16], class[32];
	double x, y, width, height; /* -1: has none */
	bool closes, empty;
};

static struct {
	struct tag open[8];
	size_t depth, row, titles, labels;
	double left, height; /* of the bars; of the picture */
} svg;

static void
take_attribute(const char **p, struct tag *tag)
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
static const struct bar *
bar_of(size_t row)
{
	size_t i;

	for (i = 0; i < timeline.count; i++)
		if (!bars[i].later && row-- == 0)
			return &bars[i];
	abort();
}

static void
check_title(const char *text)
{
	const struct bar *bar = bar_of(svg.titles++);
	char wanted[NAMED], plain[NAMED];

	text_plain(bar->name, text_is_no_xml, plain);
	sprintf(wanted, "%s %s: ", timeline_kind(bar->kind), plain);
	MUST(strncmp(text, wanted, strlen(wanted)) == 0);
	MUST(text[strlen(wanted)] != '\0');
}

/*
 * It ends at its x.
 */
static void
check_label(const struct tag *tag, const char *text)
{
	const struct bar *bar = bar_of(svg.labels++);
	size_t columns = label_columns(text, false);
	char plain[NAMED];

	MUST(columns <= SVG_NAME_MOST);
	MUST(columns * 8 <= tag->x - SVG_MARGIN);
	text_plain(timeline_label(bar), text_is_no_xml, plain);
	if (label_columns(timeline_label(bar), false) <= SVG_NAME_MOST)
		MUST(strcmp(text, plain) == 0);
	svg.left = tag->x + 10;
}

static void
check_place(const struct tag *tag)
{
	bool bar = svg.depth > 0 && svg.open[svg.depth - 1].name[0] == 'g';

	if (strcmp(tag->name, "rect") == 0 && bar) {
		MUST(tag->x >= svg.left && tag->width >= 2);
		MUST(tag->x + tag->width <= SVG_RIGHT - 70);
	} else if (strcmp(tag->name, "rect") == 0)
		MUST(tag->x + tag->width <= SVG_WIDTH);
	MUST(tag->x <= SVG_WIDTH);
	MUST(tag->y + tag->height <= svg.height);
}

static void
take_tag(const char **p)
{
	struct tag tag = { .x = -1, .y = -1, .width = -1, .height = -1 };
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
		take_attribute(p, &tag);
	}
	tag.empty = **p == '/';
	*p += tag.empty;
	MUST(*(*p)++ == '>');
	if (tag.closes) {
		MUST(!tag.empty && svg.depth > 0);
		MUST(strcmp(svg.open[--svg.depth].name, tag.name) == 0);
		return;
	}
	if (svg.depth == 0)
		svg.height = tag.height;
	check_place(&tag);
	if (!tag.empty) {
		MUST(svg.depth < 8);
		svg.open[svg.depth++] = tag;
	}
}

static void
check_svg(const char *text)
{
	const char *p = text, *end = text + strlen(text);
	char *content = fuzz_memory(strlen(text) + 1), host[NAMED];
	size_t i, rows = 0;

	memset(&svg, 0, sizeof svg);
	for (i = 0; i < timeline.count; i++)
		rows += !bars[i].later;
	text_plain(timeline.host, text_is_no_xml, host);
	do {
		take_tag(&p);
		text_unquote_xml(&p, end, content);
		if (svg.depth == 0 || p[1] != '/')
			MUST(strspn(content, "\n") == strlen(content));
		else if (strcmp(svg.open[svg.depth - 1].name, "title") == 0)
			check_title(content);
		else if (strcmp(svg.open[svg.depth - 1].class, "name") == 0)
			check_label(&svg.open[svg.depth - 1], content);
		else if (strcmp(svg.open[svg.depth - 1].class, "title") == 0)
			MUST(strncmp(content, "Boot of ", 8) == 0 &&
			    text_count(content, content + strlen(content)) <=
				8 + SVG_NAME_MOST + 64 &&
			    (text_count(host, host + strlen(host)) >
				    SVG_NAME_MOST ||
				strncmp(content + 8, host, strlen(host)) == 0));
	} while (svg.depth > 0);
	MUST(p == end);
	MUST(svg.titles == rows && svg.labels == rows);
	free(content);
}

/* The text. */

/*
 * |  ..::== |
 */
static void
check_bar(const char *p)
{
	const char *begin = p;

	MUST(*p++ == '|');
	p += strspn(p, " ");
	p += strspn(p, ".");
	p += strspn(p, ":");
	p += strspn(p, *p == '-' ? "-" : "=");
	MUST(p > begin + 1 && p[-1] != ' ');
	p += strspn(p, " ");
	MUST(strcmp(p, "|") == 0);
	MUST(p - begin == TEXT_PICTURE - 1);
}

static void
check_row(const struct bar *bar, const char *line, size_t columns)
{
	char shown[NAMED];
	bool aligned = timeline.end_us - timeline.begin_us < ALIGNED_US &&
	    (bar->end_us == -1 || bar->end_us - bar->begin_us < ALIGNED_US);

	if (!bar->later)
		check_bar(line + strlen(line) - TEXT_PICTURE);
	if (!aligned || bar->later)
		return;
	MUST(label_columns(line, false) == columns);
	text_shown(timeline_label(bar), shown);
	if (label_columns(shown, false) > 36)
		return;
	MUST(strncmp(line + TEXT_NAME, shown, strlen(shown)) == 0);
	MUST(line[TEXT_NAME + strlen(shown)] == ' ');
}

static void
check_text(char *text)
{
	char *line, host[NAMED];
	size_t columns = 0, number = 0, shown;

	text_count(text, text + strlen(text));
	MUST(text[strlen(text) - 1] == '\n');
	text[strlen(text) - 1] = '\0';
	while ((line = strsep(&text, "\n")) != NULL) {
		shown = label_columns(line, true);
		MUST(shown == label_columns(line, false)); /* no control */
		if (number == 0) {
			text_shown(timeline.host, host);
			MUST(strncmp(line, "boot of ", 8) == 0);
			MUST(strncmp(line + 8, host, strlen(host)) == 0);
		} else if (number == 1) {
			columns = shown;
			MUST(columns >= TEXT_NAME + 4 + 2 + TEXT_PICTURE);
			MUST(columns <= TEXT_NAME + 36 + 2 + TEXT_PICTURE);
		} else {
			MUST(number - 2 < timeline.count);
			check_row(&bars[number - 2], line, columns);
		}
		number++;
	}
	MUST(number == timeline.count + 2);
}

/* Together. */

/*
 * The names as the judge is to find them, in the order of the bars.
 */
static void
record(const char *json, const char *picture)
{
	char plain[NAMED];
	size_t i;

	fuzz_record(judge, "json", json, strlen(json));
	fuzz_record(judge, "svg", picture, strlen(picture));
	for (i = 0; i < timeline.count; i++) {
		text_plain(bars[i].name, NULL, plain);
		fuzz_record(judge, "names", plain, strlen(plain) + 1);
		if (bars[i].later)
			continue;
		text_plain(bars[i].name, text_is_no_xml, plain);
		fuzz_record(judge, "titles", plain, strlen(plain));
		fuzz_record(judge, "titles", "\n", 1);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct out out;
	char *json, *picture, *text;

	judge = getenv("JUDGE");
	take_boot(&data, &size);
	collect_begin(&out);
	timeline_json(&out, &timeline);
	json = collect_end(&out);
	check_json(json);
	if (timeline.begin_us == -1) {
		free(json);
		return 0;
	}
	collect_begin(&out);
	timeline_svg(&out, &timeline);
	picture = collect_end(&out);
	check_svg(picture);
	if (judge != NULL)
		record(json, picture);
	timeline_by_up(&timeline);
	free(picture);
	collect_begin(&out);
	timeline_svg(&out, &timeline);
	picture = collect_end(&out);
	check_svg(picture);
	collect_begin(&out);
	timeline_text(&out, &timeline);
	text = collect_end(&out);
	check_text(text);
	free(text);
	free(picture);
	free(json);
	return 0;
}
