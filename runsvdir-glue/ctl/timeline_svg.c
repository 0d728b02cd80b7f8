/*
 * The boot as one SVG file that needs nothing else: no script, no font, no
 * style sheet of elsewhere. Each bar has a row of its own; its name stands in
 * front of the picture and its time behind it, so that no two labels meet
 * whatever the font is.
 */
#include <stdbool.h>
#include <string.h>

#include "times.h"
#include "timeline.h"
#include "timeline_label.h"
#include "init/format.h"
#include "svg.h"

#define CHARACTER 8 /* the widest one of 12 px */
#define TIMES 76    /* the column behind the picture */

/* What the colours mean, light and dark. */
static const struct {
	const char *name, *light, *dark, *legend;
	int width; /* of the legend, about */
} styles[] = {
	{ "boot", "#6e7781", "#8b949e", "boot", 28 },
	{ "script", "#0969da", "#58a6ff", "startup script", 86 },
	{ "services", "#8250df", "#bc8cff", "start of runit", 80 },
	{ "wait", "#bf8700", "#d29922", "waits", 34 },
	{ "command", "#0b7a8a", "#39c5cf", "command", 62 },
	{ "service", "#1a7f37", "#3fb950", "service", 46 },
};

static void
put_style(struct out *out)
{
	size_t i;

	out_text(out,
	    "<style>\n"
	    "text{font:12px system-ui,-apple-system,'Segoe UI',"
	    "'DejaVu Sans',sans-serif;fill:#1f2328}\n"
	    ".title{font-size:18px;font-weight:600}\n"
	    ".name{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,"
	    "monospace;text-anchor:end}\n"
	    ".muted{fill:#59636e}.time{text-anchor:end}.tick{text-anchor:middle}\n"
	    ".page{fill:#fff}.grid{stroke:#d1d9e0}.stripe{fill:#f6f8fa}"
	    ".on{fill-opacity:.45}.check{fill-opacity:.2}\n");
	for (i = 0; i < BAR_KINDS; i++)
		out_format(
		    out, ".%s{fill:%s}", styles[i].name, styles[i].light);
	out_text(out,
	    "\n@media (prefers-color-scheme:dark){\n"
	    "text{fill:#e6edf3}.muted{fill:#9198a1}.page{fill:#0d1117}"
	    ".grid{stroke:#30363d}.stripe{fill:#151b23}.check{fill-opacity:.3}\n");
	for (i = 0; i < BAR_KINDS; i++)
		out_format(out, ".%s{fill:%s}", styles[i].name, styles[i].dark);
	out_text(out, "\n}\n</style>\n");
}

/*
 * 1, 2 or 5 times a power of ten, so that there are 4 to 8 of them.
 */
static int64_t
step_of(int64_t span_us)
{
	static const int factors[] = { 1, 2, 5 };
	int64_t power;
	size_t i;

	for (power = 1;; power *= 10)
		for (i = 0; i < 3; i++)
			if (span_us / (power * factors[i]) < 8)
				return power * factors[i];
}

/*
 * With as many digits behind the point as the step needs.
 */
static void
put_tick_label(struct out *out, int64_t us, int64_t step, bool seconds)
{
	int64_t unit = seconds ? 1000000 : 1000, part = us % unit;

	out_format(out, "%lu", (unsigned long)(us / unit));
	if (step % unit != 0)
		out_text(out, ".");
	for (; step % unit != 0; step = step % unit * 10) {
		part *= 10;
		out_format(out, "%d", (int)(part / unit));
		part %= unit;
	}
	out_text(out, seconds ? " s" : " ms");
}

static void
put_axis(const struct picture *picture)
{
	int64_t at, step = step_of(picture->span_us);
	struct out *out = picture->out;
	int x;

	for (at = 0; at <= picture->span_us; at += step) {
		x = svg_x(picture, picture->timeline->begin_us + at);
		out_format(out,
		    "<path class=\"grid\" d=\"M%d.%d %dV%d\"/>"
		    "<text class=\"muted tick\" x=\"%d.%d\" y=\"%d\">",
		    x / SVG_TENTHS, x % SVG_TENTHS, SVG_HEAD - 4,
		    picture->bottom, x / SVG_TENTHS, x % SVG_TENTHS,
		    SVG_HEAD - 10);
		put_tick_label(out, at, step, picture->span_us >= 1000000);
		out_text(out, "</text>\n");
	}
}

static void
put_stripes(const struct picture *picture, int rows)
{
	int row;

	for (row = 0; row < rows; row += 2)
		out_format(picture->out,
		    "<rect class=\"stripe\" x=\"%d\" y=\"%d\" width=\"%d\" "
		    "height=\"%d\"/>\n",
		    SVG_MARGIN / 2, SVG_HEAD + row * SVG_ROW,
		    SVG_WIDTH - SVG_MARGIN, SVG_ROW);
}

static int
put_swatch(struct out *out, const char *class, const char *legend, int x)
{
	out_format(out,
	    "<rect class=\"%s\" x=\"%d\" y=\"56\" width=\"10\" "
	    "height=\"10\" rx=\"2\"/>"
	    "<text class=\"muted\" x=\"%d\" y=\"65\">%s</text>\n",
	    class, x, x + 15, legend);
	return x + 15 + 18;
}

/*
 * One swatch and one word for each kind that is there.
 */
static void
put_legend(const struct picture *picture)
{
	const struct timeline *timeline = picture->timeline;
	bool used[BAR_KINDS] = { false }, checks = false;
	int kind, x = SVG_MARGIN;
	size_t i;

	for (i = 0; i < timeline->count; i++) {
		const struct bar *bar = &timeline->bars[i];

		if (bar->later)
			continue;
		used[bar->kind] = true;
		if (bar->kind == BAR_SERVICE && bar->up_us != bar->begin_us)
			used[BAR_WAIT] = true;
		checks = checks || bar->failing || bar->ready_us > bar->up_us;
	}
	for (kind = 0; kind < BAR_KINDS; kind++)
		if (used[kind])
			x = put_swatch(picture->out, styles[kind].name,
				styles[kind].legend, x) +
			    styles[kind].width;
	if (checks)
		put_swatch(picture->out, "service check",
		    "check not yet seen to pass", x);
}

static void
put_title(const struct picture *picture)
{
	const struct timeline *timeline = picture->timeline;
	struct out *out = picture->out;
	char span[64];

	timeline_span(timeline, span);
	out_format(out, "<text class=\"title\" x=\"%d\" y=\"34\">Boot of ",
	    SVG_MARGIN);
	out_xml(out, timeline->host, SVG_NAME_MOST);
	out_format(out,
	    "%s</text>\n<text class=\"muted time\" x=\"%d\" "
	    "y=\"34\">%.10s %.8s UTC</text>\n",
	    span, SVG_WIDTH - SVG_MARGIN, timeline->when, timeline->when + 11);
	out_format(out,
	    "<text class=\"muted time\" x=\"%d\" y=\"65\">"
	    "took, or up at +</text>\n",
	    SVG_WIDTH - SVG_MARGIN);
}

/*
 * How many rows, and how wide their names are.
 */
static size_t
lay_out(struct picture *picture, const struct timeline *timeline)
{
	size_t i, length, longest = 4, rows = 0;

	for (i = 0; i < timeline->count; i++) {
		if (timeline->bars[i].later)
			continue;
		rows++;
		length =
		    label_columns(timeline_label(&timeline->bars[i]), false);
		if (length > longest)
			longest = length;
	}
	if (longest > SVG_NAME_MOST)
		longest = SVG_NAME_MOST;
	picture->timeline = timeline;
	picture->left = SVG_MARGIN + (int)longest * CHARACTER + 10;
	picture->right = SVG_WIDTH - SVG_MARGIN - TIMES;
	picture->bottom = SVG_HEAD + (int)rows * SVG_ROW;
	picture->span_us = timeline->end_us - timeline->begin_us;
	picture->span_us += picture->span_us / 25;
	if (picture->span_us < 1000)
		picture->span_us = 1000;
	return rows;
}

void
timeline_svg(struct out *out, const struct timeline *timeline)
{
	struct picture picture = { .out = out };
	size_t i, rows = lay_out(&picture, timeline);
	int row = 0, height = picture.bottom + SVG_MARGIN;

	if (rows < timeline->count)
		height += SVG_ROW;
	out_format(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
	    "height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">\n",
	    SVG_WIDTH, height, SVG_WIDTH, height);
	put_style(out);
	out_format(out, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n",
	    SVG_WIDTH, height);
	put_title(&picture);
	put_legend(&picture);
	put_stripes(&picture, (int)rows);
	put_axis(&picture);
	for (i = 0; i < timeline->count; i++)
		if (!timeline->bars[i].later)
			svg_bar(&picture, &timeline->bars[i], row++);
	if (rows < timeline->count)
		out_format(out,
		    "<text class=\"muted\" x=\"%d\" y=\"%d\">%lu service%s "
		    "began, or began anew, after the boot and %s left out."
		    "</text>\n",
		    SVG_MARGIN, picture.bottom + SVG_ROW,
		    (unsigned long)(timeline->count - rows),
		    timeline->count - rows == 1 ? "" : "s",
		    timeline->count - rows == 1 ? "is" : "are");
	out_text(out, "</svg>\n");
}
