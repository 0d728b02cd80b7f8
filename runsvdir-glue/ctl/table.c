/*
 * The table of my_initctl status.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "table.h"
#include "times.h"
#include "init/format.h"

enum { NAME, STATE, SINCE, PID, RESTARTS, LAST, COLUMNS };

static const char *const headers[] = { "NAME", "STATE", "SINCE", "PID",
	"RESTARTS", "LAST" };

#define CELL_MAX 64

struct table {
	struct out *out;
	bool colours;
	size_t widths[COLUMNS];
};

static bool
is_right(int column)
{
	return column == PID || column == RESTARTS || column == SINCE;
}

/*
 * All but the name, which may be long.
 */
static void
cells_of(const struct ctl_state *state, const struct view *view,
    char cells[COLUMNS][CELL_MAX])
{
	char last[VIEW_WORDS_MAX];

	strlcpy(cells[STATE],
	    view->state == VIEW_UNKNOWN ? "?" : view_state_name(view),
	    CELL_MAX);
	ctl_time_ago(view->since_us < 0 ? -1 : state->now_us - view->since_us,
	    cells[SINCE]);
	if (view->pid > 0 && !view->pid_is_gone)
		format(cells[PID], CELL_MAX, "%d", (int)view->pid);
	else
		strlcpy(cells[PID], "-", CELL_MAX);
	if (view->has_life)
		format(cells[RESTARTS], CELL_MAX, "%lu", view->restarts);
	else
		strlcpy(cells[RESTARTS], "-", CELL_MAX);
	view_last(view, last);
	strlcpy(cells[LAST], last, CELL_MAX);
}

static void
measure(struct table *table, const struct ctl_state *state,
    const struct view *views, size_t count)
{
	char cells[COLUMNS][CELL_MAX];
	size_t i, width;
	int column;

	for (column = 0; column < COLUMNS; column++)
		table->widths[column] = strlen(headers[column]);
	for (i = 0; i < count; i++) {
		cells_of(state, &views[i], cells);
		for (column = 0; column < COLUMNS; column++) {
			width = column == NAME ?
			    out_shown(NULL, views[i].name) :
			    strlen(cells[column]);
			if (width > table->widths[column])
				table->widths[column] = width;
		}
	}
}

static const char *
colour_of(const struct view *view)
{
	switch (view->state) {
	case VIEW_RUN:
		return "\033[32m";
	case VIEW_NO_RUNSV:
		return "\033[31m";
	case VIEW_DOWN:
		return view->want_up ? "\033[31m" : "\033[2m";
	default:
		return "\033[33m";
	}
}

/*
 * The colour is around the text and not around the blanks, which come first
 * on the right and last on the left.
 */
static void
put_cell(struct table *table, int column, const char *text, const char *colour)
{
	size_t width = out_shown(NULL, text);
	size_t blanks = table->widths[column] - width;

	if (column > 0)
		out_text(table->out, "  ");
	if (is_right(column))
		out_repeat(table->out, " ", blanks);
	if (colour != NULL)
		out_text(table->out, colour);
	out_shown(table->out, text);
	if (colour != NULL)
		out_text(table->out, "\033[0m");
	if (!is_right(column) && column != LAST)
		out_repeat(table->out, " ", blanks);
}

static void
put_row(
    struct table *table, const struct ctl_state *state, const struct view *view)
{
	char cells[COLUMNS][CELL_MAX], words[VIEW_WORDS_MAX];
	int column;

	cells_of(state, view, cells);
	put_cell(table, NAME, view->name, NULL);
	put_cell(table, STATE, cells[STATE],
	    table->colours ? colour_of(view) : NULL);
	for (column = SINCE; column < COLUMNS; column++)
		put_cell(table, column, cells[column], NULL);
	if (view->state == VIEW_WAITING || view->state == VIEW_BRAKING ||
	    view->state == VIEW_UNKNOWN || view->pid_is_gone) {
		out_repeat(table->out, " ",
		    table->widths[LAST] - strlen(cells[LAST]) + 2);
		view_why(state, view, words);
		out_shown(table->out, words);
	}
	out_text(table->out, "\n");
}

void
ctl_table(struct out *out, const struct ctl_state *state,
    const struct view *views, size_t count)
{
	const char *off = getenv("NO_COLOR");
	struct table table = { .out = out };
	size_t i;
	int column;

	table.colours = isatty(out->fd) == 1 && (off == NULL || off[0] == '\0');
	measure(&table, state, views, count);
	for (column = 0; column < COLUMNS; column++)
		put_cell(&table, column, headers[column], NULL);
	out_text(out, "\n");
	for (i = 0; i < count; i++)
		put_row(&table, state, &views[i]);
}
