/*
 * The boot as text.
 */
#include <string.h>

#include "times.h"
#include "timeline.h"
#include "timeline_label.h"

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

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * '.' where it waits, ':' where its check has yet to pass, '=' where it works,
 * '-' where it goes on.
 */
static void
put_picture(
    struct out *out, const struct timeline *timeline, const struct bar *bar)
{
	size_t begin = column(timeline, bar->begin_us), up, ready, end = WIDTH;
	size_t most;

	if (begin == WIDTH)
		begin--;
	if (bar->end_us != -1)
		end = column(timeline, bar->end_us);
	if (end <= begin)
		end = begin + 1;
	most = end - (bar->end_us == -1 && !timeline_is_open(bar));
	up = ready = begin;
	if (timeline_is_open(bar))
		ready = most;
	else if (bar->ready_us > bar->begin_us)
		ready = least(column(timeline, bar->ready_us), most);
	if (bar->kind == BAR_SERVICE && bar->up_us == -1)
		up = most;
	else if (bar->up_us > bar->begin_us)
		up = least(column(timeline, bar->up_us), most);
	if (ready < up)
		ready = up;
	out_text(out, "|");
	out_repeat(out, " ", begin);
	out_repeat(out, ".", up - begin);
	out_repeat(out, ":", ready - up);
	out_repeat(out, bar->end_us == -1 ? "-" : "=", end - ready);
	out_repeat(out, " ", WIDTH - end);
	out_text(out, "|");
}

/*
 * A command's may be long.
 */
static void
label_of(const struct bar *bar, char label[LABEL_MAX])
{
	label_cut(timeline_label(bar), NAME_MOST, true, "...", 3, label);
}

static void
put_right(struct out *out, const char *text, size_t width)
{
	size_t length = strlen(text);

	out_repeat(out, " ", length < width ? width - length : 0);
	out_text(out, text);
}

/*
 * Of a service that lives, how long it took until it was up; with a check, at
 * most, if that is known.
 */
static void
took(const struct bar *bar, char text[CTL_TIME_MAX + 1])
{
	bool lives = bar->kind == BAR_SERVICE && bar->end_us == -1;
	int64_t end = bar->end_us;

	if (lives && !timeline_is_open(bar))
		end = bar->ready_us;
	if (end == -1 && lives && !timeline_is_open(bar))
		strlcpy(text, "?", CTL_TIME_MAX);
	else if (end == -1)
		strlcpy(text, "...", CTL_TIME_MAX);
	else if (bar->kind == BAR_SERVICE && end == bar->begin_us)
		strlcpy(text, "-", CTL_TIME_MAX);
	else {
		strlcpy(text, "<", CTL_TIME_MAX);
		ctl_time_span(end - bar->begin_us,
		    text + (lives && bar->ready_us > bar->up_us));
	}
}

static void
put_line(struct out *out, const struct timeline *timeline,
    const struct bar *bar, size_t width)
{
	char text[CTL_TIME_MAX + 1], label[LABEL_MAX];
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
	out_shown(out, label);
	out_repeat(out, " ", width - label_columns(label, true) + 2);
	put_picture(out, timeline, bar);
	out_text(out, "\n");
}

void
timeline_text(struct out *out, const struct timeline *timeline)
{
	char span[64], label[LABEL_MAX];
	size_t i, width = 4, columns;

	timeline_span(timeline, span);
	out_text(out, "boot of ");
	out_shown(out, timeline->host);
	out_format(out, " at %s%s\n", timeline->when, span);
	for (i = 0; i < timeline->count; i++) {
		label_of(&timeline->bars[i], label);
		columns = label_columns(label, true);
		if (columns > width && !timeline->bars[i].later)
			width = columns;
	}
	ctl_time_span(timeline->end_us - timeline->begin_us, span);
	out_text(out, "   BEGIN     TOOK  WHAT      NAME");
	out_repeat(out, " ", width - 4 + 2);
	out_text(out, "|0");
	put_right(out, span, WIDTH - 1);
	out_text(out, "|\n");
	for (i = 0; i < timeline->count; i++)
		put_line(out, timeline, &timeline->bars[i], width);
}
