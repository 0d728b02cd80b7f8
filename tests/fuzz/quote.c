/*
 * Any bytes as a name that my_initctl prints: in JSON, in XML and to people,
 * whole or cut to the columns there are. What is written is what the format
 * allows, and reads back to the name, but for what is no character.
 */
#include "runsvdir-glue/ctl/out.h"
#include "runsvdir-glue/ctl/timeline_label.h"
#include "text.h"

#define TEXT_MAX 2000 /* so that it fits the buffer of the writer */
#define NAME_MOST 255
#define MOST_LEAST 4 /* columns: a gap of three and one more */

static struct out out;

static void
begin(void)
{
	out_open(&out, -1);
}

/*
 * Nothing may have been flushed, which the descriptor would not have taken.
 */
static char *
written(void)
{
	MUST(out.length < sizeof out.buffer && out.error == 0);
	return fuzz_string((const uint8_t *)out.buffer, out.length);
}

static void
check_json(const char *text)
{
	char *plain = fuzz_memory(3 * strlen(text) + 1), *json, *read;
	const char *p;
	size_t length;

	begin();
	out_json(&out, text);
	p = json = written();
	length = strlen(json);
	read = fuzz_memory(length + 1);
	text_unquote_json(&p, json + length, read);
	MUST(p == json + length);
	text_plain(text, NULL, plain);
	MUST(strcmp(read, plain) == 0);
	free(read);
	free(json);
	free(plain);
}

/*
 * The first `most` characters; the last is an ellipsis where there are more.
 */
static void
cut_plain(char *plain, size_t most)
{
	const char *end = plain + strlen(plain), *p = plain;
	size_t i;

	if (most == 0)
		*plain = '\0';
	if (most == 0 || text_count(plain, end) <= most)
		return;
	for (i = 1; i < most; i++)
		text_character(&p, end);
	memcpy(plain + (p - plain), "\342\200\246", 4);
}

static void
check_xml(const char *text, size_t most)
{
	char *plain = fuzz_memory(3 * strlen(text) + 4), *xml, *read;
	const char *p;
	size_t length;

	begin();
	out_xml(&out, text, most);
	p = xml = written();
	length = strlen(xml);
	read = fuzz_memory(length + 1);
	text_unquote_xml(&p, xml + length, read);
	MUST(p == xml + length);
	MUST(text_count(read, read + strlen(read)) <= most);
	text_plain(text, text_is_no_xml, plain);
	cut_plain(plain, most);
	MUST(strcmp(read, plain) == 0);
	free(read);
	free(xml);
	free(plain);
}

static void
check_shown(const char *text)
{
	char *plain = fuzz_memory(4 * strlen(text) + 1), *shown;
	size_t columns, n = text_shown(text, plain);

	begin();
	columns = out_shown(&out, text);
	MUST(out_shown(NULL, text) == columns);
	shown = written();
	MUST(strcmp(shown, plain) == 0);
	MUST(text_count(shown, shown + n) == columns);
	MUST(label_columns(text, true) == label_columns(shown, false));
	MUST(label_columns(text, false) <= label_columns(text, true));
	MUST(label_columns(text, false) <= 2 * columns);
	free(shown);
	free(plain);
}

static size_t
columns_of(const char *text, size_t length, bool shown)
{
	char *part = fuzz_string((const uint8_t *)text, length);
	size_t columns = label_columns(part, shown);

	free(part);
	return columns;
}

static bool
is_boundary(const char *text, size_t at)
{
	const char *p = text, *end = text + strlen(text);

	while (p < text + at)
		text_character(&p, end);
	return p == text + at;
}

/*
 * `label` is the begin of the name, the gap, and its end, which does not begin
 * with what combines; neither would have room for a character more.
 */
static void
check_parts(const char *text, const char *label, const char *gap, size_t room,
    bool shown)
{
	size_t length = strlen(text), gap_length = strlen(gap), head, tail;
	const char *p, *end = text + length, *before;

	for (head = 0; label[head] == text[head]; head++)
		;
	for (;; head--) { /* what follows may begin like the gap */
		tail = strlen(label) - head - gap_length;
		if (strncmp(label + head, gap, gap_length) == 0 &&
		    is_boundary(text, head) && head + tail < length &&
		    strcmp(end - tail, label + head + gap_length) == 0 &&
		    columns_of(text, head, shown) <= room - room / 2)
			break;
		MUST(head > 0);
	}
	MUST(is_boundary(text, length - tail));
	MUST(columns_of(end - tail, tail, shown) <= room / 2);
	p = text + head;
	text_character(&p, end);
	MUST(columns_of(text, (size_t)(p - text), shown) > room - room / 2);
	for (before = p = text; p < end - tail;) {
		before = p;
		text_character(&p, end);
	}
	p = end - tail;
	if (tail > 0) {
		text_character(&p, end);
		MUST(columns_of(end - tail, (size_t)(p - (end - tail)), shown) >
		    0);
	}
	MUST(before < text + head || label_columns(before, shown) > room / 2 ||
	    columns_of(before, (size_t)(end - tail - before), shown) == 0);
}

static void
check_label(const char *text, size_t most, bool shown)
{
	const char *gap = shown ? "..." : "\342\200\246";
	size_t gap_columns = shown ? 3 : 1;
	char *label = fuzz_memory(LABEL_MAX);

	memset(label, '#', LABEL_MAX);
	label_cut(text, most, shown, gap, gap_columns, label);
	MUST(memchr(label, '\0', LABEL_MAX) != NULL);
	MUST(label_columns(label, shown) <= most);
	if (label_columns(text, shown) <= most)
		MUST(strcmp(label, text) == 0);
	else
		check_parts(text, label, gap, most - gap_columns, shown);
	check_xml(label, LABEL_MAX);
	check_shown(label);
	free(label);
}

/*
 * The first byte says how much room there is.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t most;
	char *text;

	if (size == 0 || size > TEXT_MAX)
		return 0;
	most = data[0];
	text = fuzz_string(data + 1, size - 1);
	check_json(text);
	check_xml(text, most);
	check_xml(text, SIZE_MAX);
	check_shown(text);
	if (strlen(text) <= NAME_MOST) {
		check_label(text, most % 64 + MOST_LEAST, true);
		check_label(text, most % 64 + MOST_LEAST, false);
	}
	free(text);
	return 0;
}
