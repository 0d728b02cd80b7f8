/*
 * Any services, with names of any bytes, as the table of my_initctl status: a
 * line for each, whose cells are below their headers, and nothing in them that
 * a terminal would obey.
 */
#include "collect.h"
#include "runsvdir-glue/ctl/table.h"
#include "text.h"

#define VIEWS_MAX 16
#define TIME_MAX INT64_C(1000000000000000)
#define GAP 2

static struct view views[VIEWS_MAX];
static size_t count;

static void
take_view(struct view *view, const uint8_t **data, size_t *size)
{
	int64_t bits = fuzz_number(data, size, INT64_C(1) << 62);
	size_t length;

	memset(view, 0, sizeof *view);
	view->state = (enum view_state)((bits & 15) % (VIEW_UNKNOWN + 1));
	view->want_up = bits & 16;
	view->pid_is_gone = view->state == VIEW_DOWN && bits & 32;
	view->pid = (pid_t)(bits >> 32 & 0x3fffff);
	view->error = (int)(bits >> 16 & 127);
	view->file = "supervise/ok";
	view->has_life = bits & 64;
	view->restarts = (unsigned long)(bits >> 20 & 0xfff)
	    << (bits >> 40 & 31);
	view->code = (int)(bits >> 8 & 255) - 1;
	view->signo = bits & 128 ? (int)(bits >> 24 & 127) : 0;
	view->since_us = fuzz_number(data, size, TIME_MAX) - 1;
	length = strnlen((const char *)*data, *size);
	memcpy(view->name, *data, length < NAME_MAX ? length : NAME_MAX);
	length += length < *size;
	*data += length;
	*size -= length;
	while (strchr(view->name, '/') != NULL)
		*strchr(view->name, '/') = '|';
	if (view->name[0] == '\0')
		strcpy(view->name, "x");
}

/*
 * Where the column begins, if the line is that long.
 */
static const char *
at_column(const char *line, size_t columns)
{
	const char *end = line + strlen(line);

	while (columns-- > 0) {
		MUST(line < end);
		MUST(!text_is_control(text_character(&line, end)));
	}
	return line;
}

/*
 * A cell of a column that is aligned to the right ends where its header does.
 */
static void
check_right(const char *line, const char *header, const char *name)
{
	size_t ends = (size_t)(strstr(header, name) - header) + strlen(name);
	const char *end = at_column(line, ends);

	MUST(end[-1] != ' ');
	MUST(strncmp(end, "  ", GAP) == 0);
}

static void
check_row(const struct view *view, const char *line, const char *header)
{
	size_t state = (size_t)(strstr(header, "STATE ") - header), length;
	size_t last = (size_t)(strstr(header, "LAST") - header);
	char shown[4 * NAME_MAX + 1], words[VIEW_WORDS_MAX];
	const char *p;

	text_count(line, line + strlen(line));
	length = text_shown(view->name, shown);
	MUST(strncmp(line, shown, length) == 0);
	p = at_column(line, state);
	MUST((size_t)(p - line) >= length + GAP);
	MUST(strspn(line + length, " ") == (size_t)(p - line) - length);
	if (view->state == VIEW_UNKNOWN)
		MUST(strncmp(p, "? ", 2) == 0);
	else
		MUST(strncmp(p, view_state_name(view),
			 strlen(view_state_name(view))) == 0);
	check_right(line, header, "SINCE");
	check_right(line, header, " PID");
	check_right(line, header, "RESTARTS");
	view_last(view, words);
	p = at_column(line, last);
	MUST(p[-1] == ' ' && p[-GAP] == ' ');
	MUST(strncmp(p, words, strlen(words)) == 0);
	MUST(p[strlen(words)] == ' ' || p[strlen(words)] == '\0');
}

static void
check_table(char *text)
{
	char *header, *line;
	size_t number = 0;

	MUST(text[strlen(text) - 1] == '\n');
	text[strlen(text) - 1] = '\0';
	header = strsep(&text, "\n");
	MUST(strncmp(header, "NAME  ", 6) == 0);
	while ((line = strsep(&text, "\n")) != NULL) {
		MUST(number < count);
		check_row(&views[number++], line, header);
	}
	MUST(number == count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct out out;
	struct ctl_state state = { .services_fd = -1 };
	char *text;

	state.now_us = fuzz_number(&data, &size, TIME_MAX);
	for (count = 0; size > 0 && count < VIEWS_MAX; count++)
		take_view(&views[count], &data, &size);
	collect_begin(&out);
	ctl_table(&out, &state, views, count);
	text = collect_end(&out);
	check_table(text);
	free(text);
	return 0;
}
