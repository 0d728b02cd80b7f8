/*
 * my_initctl timeline: the boot as text and as JSON; timeline_svg.c draws it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl.h"
#include "times.h"
#include "timeline.h"
#include "json.h"

#define WIDTH 40 /* of the picture, in characters */
#define NAME_MOST 36

static size_t
column(const struct timeline *timeline, int64_t us)
{
	int64_t span = timeline->end_us - timeline->begin_us;

	if (us >= timeline->end_us || span <= 0)
		return us > timeline->begin_us ? WIDTH : 0;
	return (size_t)((us - timeline->begin_us) * WIDTH / span);
}

/*
 * '.' where it waits, '=' where it works, '-' where it goes on.
 */
static void
put_picture(
    struct out *out, const struct timeline *timeline, const struct bar *bar)
{
	size_t begin = column(timeline, bar->begin_us), up, end = WIDTH;
	bool waits = bar->kind == BAR_SERVICE && bar->up_us == -1;

	if (begin == WIDTH)
		begin--;
	up = begin;
	if (bar->up_us > bar->begin_us)
		up = column(timeline, bar->up_us);
	if (bar->end_us != -1)
		end = column(timeline, bar->end_us);
	if (end <= begin)
		end = begin + 1;
	if (waits || up > end)
		up = end;
	out_text(out, "|");
	out_repeat(out, " ", begin);
	out_repeat(out, ".", up - begin);
	out_repeat(out, bar->end_us == -1 ? "-" : "=", end - up);
	out_repeat(out, " ", WIDTH - end);
	out_text(out, "|");
}

/*
 * A command's may be long. Cut between two characters.
 */
static void
label_of(const struct bar *bar, char label[NAME_MOST + 1])
{
	size_t length = NAME_MOST - 3;

	if (strlcpy(label, timeline_label(bar), NAME_MOST + 1) <= NAME_MOST)
		return;
	while (length > 0 && ((unsigned char)label[length] & 0xc0) == 0x80)
		length--;
	memcpy(label + length, "...", 4);
}

static void
put_right(struct out *out, const char *text, size_t width)
{
	size_t length = strlen(text);

	out_repeat(out, " ", length < width ? width - length : 0);
	out_text(out, text);
}

/*
 * Of a service that lives, how long it waited.
 */
static void
took(const struct bar *bar, char text[CTL_TIME_MAX])
{
	int64_t end = bar->end_us;

	if (bar->kind == BAR_SERVICE && end == -1)
		end = bar->up_us;
	if (end == -1)
		strlcpy(text, "...", CTL_TIME_MAX);
	else if (bar->kind == BAR_SERVICE && end == bar->begin_us)
		strlcpy(text, "-", CTL_TIME_MAX);
	else
		ctl_time_span(end - bar->begin_us, text);
}

static void
put_line(struct out *out, const struct timeline *timeline,
    const struct bar *bar, size_t width)
{
	char text[CTL_TIME_MAX], label[NAME_MOST + 1];
	const char *kind = timeline_kind(bar->kind);

	ctl_time_span(bar->begin_us - timeline->begin_us, text);
	put_right(out, bar->later ? "later" : text, 8);
	took(bar, text);
	put_right(out, bar->later ? "" : text, 9);
	out_text(out, "  ");
	out_text(out, kind);
	out_repeat(out, " ", 8 - strlen(kind) + 2);
	label_of(bar, label);
	if (bar->later) {
		out_shown(out, label);
		out_text(out, "\n");
		return;
	}
	out_repeat(out, " ", width - out_shown(out, label) + 2);
	put_picture(out, timeline, bar);
	out_text(out, "\n");
}

void
timeline_text(struct out *out, const struct timeline *timeline)
{
	char span[CTL_TIME_MAX], label[NAME_MOST + 1];
	size_t i, width = 4, columns;

	ctl_time_span(timeline->end_us - timeline->begin_us, span);
	out_text(out, "boot of ");
	out_shown(out, timeline->host);
	out_format(out, " at %s: %s\n", timeline->when, span);
	for (i = 0; i < timeline->count; i++) {
		label_of(&timeline->bars[i], label);
		columns = out_shown(NULL, label);
		if (columns > width && !timeline->bars[i].later)
			width = columns;
	}
	out_text(out, "   BEGIN     TOOK  WHAT      NAME");
	out_repeat(out, " ", width - 4 + 2);
	out_text(out, "|0");
	put_right(out, span, WIDTH - 1);
	out_text(out, "|\n");
	for (i = 0; i < timeline->count; i++)
		put_line(out, timeline, &timeline->bars[i], width);
}

static void
put_time(struct json *json, const char *key, const struct timeline *timeline,
    int64_t us)
{
	if (us == -1 || timeline->begin_us == -1)
		json_null(json, key);
	else
		json_number(json, key, us - timeline->begin_us);
}

void
timeline_json(struct out *out, const struct timeline *timeline)
{
	struct json json = { out, false };
	const struct bar *bar;
	bool some = timeline->begin_us != -1;

	json_begin(&json, NULL, "{");
	json_number(&json, "version", 1);
	json_string(&json, "host", timeline->host);
	json_string(&json, "begin", some ? timeline->when : NULL);
	json_number(&json, "span_us", timeline->end_us - timeline->begin_us);
	json_begin(&json, "bars", "[");
	for (bar = timeline->bars; bar < timeline->bars + timeline->count;
	     bar++) {
		json_begin(&json, NULL, "\n{");
		json_string(&json, "kind", timeline_kind(bar->kind));
		json_string(&json, "name", bar->name);
		put_time(&json, "begin_us", timeline, bar->begin_us);
		put_time(&json, "up_us", timeline, bar->up_us);
		put_time(&json, "end_us", timeline, bar->end_us);
		json_bool(&json, "later", bar->later);
		json_end(&json, "}");
	}
	json_end(&json, "\n]");
	json_end(&json, "}\n");
}

int
ctl_timeline(int argc, char **argv)
{
	struct ctl_options options;
	struct ctl_state state;
	struct timeline timeline;
	struct out out;
	int status = ctl_options(&options, CTL_JSON | CTL_SVG, argc, argv);

	if (status != CTL_OK)
		return status;
	if (options.count > 0 || options.given == (CTL_JSON | CTL_SVG))
		return ctl_usage("timeline");
	if (ctl_state_open(&state) != CTL_OK)
		return CTL_FAILED;
	if (timeline_read(&timeline, &state) == -1) {
		ctl_error("%s", strerror(errno));
		return CTL_FAILED;
	}
	if (timeline.begin_us == -1 && options.given != CTL_JSON) {
		ctl_error("nothing is known of the boot: %s",
		    state.why[0] != '\0' ? state.why : "no service has begun");
		return CTL_FAILED;
	}
	out_open(&out, STDOUT_FILENO);
	if (options.given == CTL_JSON)
		timeline_json(&out, &timeline);
	else if (options.given == CTL_SVG)
		timeline_svg(&out, &timeline);
	else
		timeline_text(&out, &timeline);
	free(timeline.bars);
	if (out_close(&out) == 0)
		return CTL_OK;
	ctl_error("cannot write: %s", strerror(errno));
	return CTL_FAILED;
}
