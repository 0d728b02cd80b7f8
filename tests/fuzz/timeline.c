/*
 * Any boot, with names of any bytes, as JSON, as a picture and as text: each is
 * well-formed by a strict parser of its own, holds every name, and nothing in
 * it is wider than its room.
 *
 * With JUDGE=DIR in the environment the JSON, the pictures and their names are
 * written to files there, for the judge beside this file.
 */
#include "boot.h"
#include "collect.h"
#include "picture.h"
#include "runsvdir-glue/ctl/svg.h"
#include "runsvdir-glue/ctl/timeline_label.h"
#include "text.h"

#define ALIGNED_US INT64_C(100000000000) /* what columns have room for */
#define TEXT_NAME 29			 /* the column of the names */
#define TEXT_PICTURE 42

static struct timeline timeline;
static const char *judge;

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
		text_plain(timeline.bars[names++].name, NULL, plain);
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
			check_row(&timeline.bars[number - 2], line, columns);
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
		text_plain(timeline.bars[i].name, NULL, plain);
		fuzz_record(judge, "names", plain, strlen(plain) + 1);
		if (timeline.bars[i].later)
			continue;
		text_plain(timeline.bars[i].name, text_is_no_xml, plain);
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
	boot_take(&timeline, &data, &size);
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
	picture_check(&timeline, picture);
	if (judge != NULL)
		record(json, picture);
	timeline_by_up(&timeline);
	free(picture);
	collect_begin(&out);
	timeline_svg(&out, &timeline);
	picture = collect_end(&out);
	picture_check(&timeline, picture);
	collect_begin(&out);
	timeline_text(&out, &timeline);
	text = collect_end(&out);
	check_text(text);
	free(text);
	free(picture);
	free(json);
	return 0;
}
