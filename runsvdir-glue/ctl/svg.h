#ifndef SVG_H
#define SVG_H

#include "timeline.h"

/*
 * The picture of a boot: its layout, in px, and its two parts.
 *
 * svg_x: where a time is, in tenths of a px. svg_bar: one row, with its name,
 * its bar and its time.
 */
#define SVG_WIDTH 960
#define SVG_MARGIN 24
#define SVG_HEAD 100 /* title, legend, axis */
#define SVG_ROW 22
#define SVG_NAME_MOST 32
#define SVG_TENTHS 10

struct picture {
	struct out *out;
	const struct timeline *timeline;
	int left, right, bottom; /* of the plot */
	int64_t span_us;
};

int svg_x(const struct picture *, int64_t us);
void svg_bar(const struct picture *, const struct bar *, int row);

#endif
