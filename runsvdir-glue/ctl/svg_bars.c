/*
 * The bars of the picture.
 */
#include <stdbool.h>
#include <string.h>

#include "times.h"
#include "init/format.h"
#include "svg.h"

#define BAR 12

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
 * How long it took, or for what goes on, when it began.
 */
static void
time_of(const struct picture *picture, const struct bar *bar,
    char text[CTL_TIME_MAX + 1])
{
	bool service = bar->kind == BAR_SERVICE;

	text[0] = '+';
	if (service && bar->up_us == -1)
		strlcpy(text, "waits", CTL_TIME_MAX);
	else if (service || bar->end_us == -1)
		ctl_time_span((service ? bar->up_us : bar->begin_us) -
			picture->timeline->begin_us,
		    text + 1);
	else
		ctl_time_span(bar->end_us - bar->begin_us, text);
}

static void
put_boxes(const struct picture *picture, const struct bar *bar, int y)
{
	int64_t from = bar->begin_us, edge, end = bar->end_us;
	char class[32];

	edge = picture->timeline->begin_us + picture->span_us;
	if (bar->kind == BAR_SERVICE &&
	    (bar->up_us == -1 || bar->up_us > from)) {
		put_box(picture, "wait", y, from,
		    bar->up_us == -1 ? edge : bar->up_us);
		from = bar->up_us;
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
	char text[CTL_TIME_MAX + 1];
	int y = SVG_HEAD + row * SVG_ROW;

	out_text(out, "<g><title>");
	out_format(out, "%s ", timeline_kind(bar->kind));
	out_xml(out, bar->name, sizeof bar->name);
	time_of(picture, bar, text);
	out_format(out, ": %s</title>", text);
	out_format(out, "<text class=\"name\" x=\"%d\" y=\"%d\">",
	    picture->left - 10, y + SVG_ROW - 7);
	out_xml(out, timeline_label(bar), SVG_NAME_MOST);
	out_text(out, "</text>");
	put_boxes(picture, bar, y + (SVG_ROW - BAR) / 2);
	out_format(out,
	    "<text class=\"muted time\" x=\"%d\" y=\"%d\">%s</text></g>\n",
	    SVG_WIDTH - SVG_MARGIN, y + SVG_ROW - 7, text);
}
