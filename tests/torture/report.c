/*
 * How long the stops took.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "anytime.h"
#include "cases.h"

#define SHOWN 5 /* of the slowest */

struct line {
	const struct shot *shot;
	uint32_t stop_us, bucket;
	int64_t over_us; /* beyond what the slowest service needs */
};

static int
compare(const void *one, const void *other)
{
	const struct line *a = one, *b = other;

	if (a->shot->variant != b->shot->variant)
		return a->shot->variant < b->shot->variant ? -1 : 1;
	if (a->shot->services != b->shot->services)
		return a->shot->services < b->shot->services ? -1 : 1;
	if (a->bucket != b->bucket)
		return a->bucket < b->bucket ? -1 : 1;
	return a->stop_us < b->stop_us ? -1 : a->stop_us > b->stop_us;
}

static int
compare_over(const void *one, const void *other)
{
	const struct line *a = one, *b = other;

	return a->over_us < b->over_us ? 1 : a->over_us > b->over_us ? -1 : 0;
}

static double
quantile(const struct line *lines, size_t n, double q)
{
	return lines[(size_t)((double)(n - 1) * q + 0.5)].stop_us / 1000.0;
}

static void
print_group(const struct line *lines, size_t n, uint32_t width_us)
{
	char delays[64] = "";

	if (width_us > 0)
		snprintf(delays, sizeof delays, " %5.0f-%.0f ms",
		    lines->bucket * (width_us / 1000.0),
		    (lines->bucket + 1) * (width_us / 1000.0));
	printf("%-12s %3d services%s: %5zu cases; ms to stop: "
	       "%.1f %.1f %.1f %.1f\n",
	    lines->shot->variant->name, lines->shot->services, delays, n,
	    quantile(lines, n, 0.5), quantile(lines, n, 0.9),
	    quantile(lines, n, 0.99), quantile(lines, n, 1));
}

static void
print_groups(struct line *lines, size_t n, uint32_t width_us)
{
	size_t from, to;

	qsort(lines, n, sizeof *lines, compare);
	puts("(median, 90 %, 99 %, most; of a case that was tried again, "
	     "the longest)");
	for (from = 0; from < n; from = to) {
		for (to = from + 1; to < n; to++)
			if (lines[to].shot->variant !=
				lines[from].shot->variant ||
			    lines[to].shot->services !=
				lines[from].shot->services ||
			    lines[to].bucket != lines[from].bucket)
				break;
		print_group(lines + from, to - from, width_us);
	}
}

static void
print_slowest(struct line *lines, size_t n, const struct settings *settings)
{
	char text[1024];
	size_t i;

	qsort(lines, n, sizeof *lines, compare_over);
	puts("the slowest, by what they took beyond the slowest service:");
	for (i = 0; i < n && i < SHOWN; i++) {
		run_command_line(lines[i].shot, settings, text, sizeof text);
		printf("%8.1f ms  %s\n", (double)lines[i].over_us / 1000, text);
	}
}

void
report(const struct shot *shots, const struct result *results, size_t count,
    const struct settings *settings, const struct run *run)
{
	struct line *lines = calloc(count + 1, sizeof *lines);
	size_t again = 0, i, n = 0;

	if (lines == NULL)
		err(125, "memory");
	for (i = 0; i < count; i++) {
		again += results[i].tries > 1;
		if (results[i].what == RESULT_NONE ||
		    results[i].what == RESULT_BAD)
			continue;
		lines[n++] = (struct line){
			.shot = &shots[i],
			.stop_us = results[i].stop_us,
			.over_us = results[i].stop_us -
			    (judge_limit_us(&shots[i]) - 200000),
			.bucket = run->width_us == 0 ?
			    0 :
			    shots[i].delay_us / run->width_us,
		};
	}
	if (n > 1) {
		print_groups(lines, n, run->width_us);
		print_slowest(lines, n, settings);
	}
	printf("tried again, before all others, for their time alone: %zu\n",
	    again);
	free(lines);
}
