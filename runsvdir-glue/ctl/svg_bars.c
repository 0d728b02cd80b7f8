/*
 * The bars of the picture.
 */
#include <stdbool.h>
#include <string.h>

#include "times.h"
#include "timeline_label.h"
#include "init/format.h"
#include "svg.h"

#define BAR 12
#define TIME_ROOM 48

/*
 * In tenths of a pixel.
 */
int
svg_x(const struct picture *picture, int64_t us)
{
	int64_t at = us - picture->timeline->begin_us;
	int width = (picture->right - picture->left) * SVG_TENTHS;

	if (at < 0 || at > picture->span_us)
		at = at < 0 ? 0 : picture->span_us;
	return picture->left * SVG_TENTHS +
	    (int)(at * width / picture->span_us);
}

static void
put_box(const struct picture *picture, const char *class, int y, int64_t from,
    int64_t to)
{
	int x = svg_x(picture, from), width = svg_x(picture, to) - x;

	if (width < 2 * SVG_TENTHS)
		width = 2 * SVG_TENTHS;
	out_format(picture->out,
	    "<rect class=\"%s\" x=\"%d.%d\" y=\"%d\" width=\"%d.%d\" "
	    "height=\"%d\" rx=\"2\"/>",
	    class, x / SVG_TENTHS, x % SVG_TENTHS, y, width / SVG_TENTHS,
	    width % SVG_TENTHS, BAR);
}

/*
 * How long it took, or for what goes on, when it was there. Whoever waited for
 * a check saw that it had passed, not when: it was up by then.
 */
static void
time_of(
    const struct picture *picture, const struct bar *bar, char text[TIME_ROOM])
{
	int64_t at = bar->begin_us;
	char span[CTL_TIME_MAX];
	const char *word = "+";

	if (timeline_is_open(bar)) {
		strlcpy(
		    text, bar->failing ? "check fails" : "waits", TIME_ROOM);
		return;
	}
	if (bar->kind != BAR_SERVICE && bar->end_us != -1) {
		ctl_time_span(bar->end_us - at, text);
		return;
	}
	if (bar->kind == BAR_SERVICE) {
		at = bar->ready_us != -1 ? bar->ready_us : bar->up_us;
		word = bar->ready_us > bar->up_us ? "by +" : "+";
	}
	ctl_time_span(at - picture->timeline->begin_us, span);
	format(text, TIME_ROOM, "%s%s", word, span);
}

static void
put_words(const struct picture *picture, const struct bar *bar)
{
	struct out *out = picture->out;
	char text[CTL_TIME_MAX];

	if (bar->kind != BAR_SERVICE || timeline_is_open(bar))
		return;
	if (bar->ready_us == -1)
		out_text(out, ", when its check passed is not known");
	if (bar->ready_us <= bar->begin_us)
		return;
	ctl_time_span(bar->ready_us - bar->begin_us, text);
	out_format(out, ", up after %s%s", text,
	    bar->ready_us > bar->up_us ? " at most" : "");
}

static void
put_boxes(const struct picture *picture, const struct bar *bar, int y)
{
	int64_t from = bar->begin_us, edge, end = bar->end_us;
	bool service = bar->kind == BAR_SERVICE;
	char class[32];

	edge = picture->timeline->begin_us + picture->span_us;
	if (service && (bar->up_us == -1 || bar->up_us > from)) {
		put_box(picture, "wait", y, from,
		    bar->up_us == -1 ? edge : bar->up_us);
		from = bar->up_us;
	}
	if (from != -1 && (bar->failing || bar->ready_us > from)) {
		put_box(picture, "service check", y, from,
		    bar->failing ? edge : bar->ready_us);
		from = bar->failing ? -1 : bar->ready_us;
	}
	if (from == -1)
		return;
	format(class, sizeof class, "%s%s", timeline_kind(bar->kind),
	    end == -1 ? " on" : "");
	put_box(picture, class, y, from, end == -1 ? edge : end);
	if (end == -1)
		put_box(picture, timeline_kind(bar->kind), y, from, from);
}

void
svg_bar(const struct picture *picture, const struct bar *bar, int row)
{
	struct out *out = picture->out;
	char text[TIME_ROOM], label[LABEL_MAX];
	int y = SVG_HEAD + row * SVG_ROW;

	out_text(out, "<g><title>");
	out_format(out, "%s ", timeline_kind(bar->kind));
	out_xml(out, bar->name, sizeof bar->name);
	time_of(picture, bar, text);
	out_format(out, ": %s", text);
	put_words(picture, bar);
	out_format(out, "</title><text class=\"name\" x=\"%d\" y=\"%d\">",
	    picture->left - 10, y + SVG_ROW - 7);
	label_cut(timeline_label(bar), SVG_NAME_MOST, false, "\342\200\246", 1,
	    label);
	out_xml(out, label, sizeof label);
	out_text(out, "</text>");
	put_boxes(picture, bar, y + (SVG_ROW - BAR) / 2);
	out_format(out,
	    "<text class=\"muted time\" x=\"%d\" y=\"%d\">%s</text></g>\n",
	    SVG_WIDTH - SVG_MARGIN, y + SVG_ROW - 7, text);
}
