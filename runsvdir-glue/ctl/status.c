/*
 * my_initctl status: a table for people, JSON for programs.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl.h"
#include "names.h"
#include "table.h"
#include "times.h"
#include "init/signame.h"
#include "json.h"

static void
add_string(const char *name, void *context)
{
	json_string(context, NULL, name);
}

static void
put_times(
    struct json *json, const struct ctl_state *state, const struct view *view)
{
	char text[CTL_TIME_MAX];

	if (view->since_us < 0) {
		json_null(json, "since");
		json_null(json, "seconds");
		return;
	}
	ctl_time_iso(ctl_state_wall_us(state, view->since_us), text);
	json_string(json, "since", text);
	json_thousandth(
	    json, "seconds", (state->now_us - view->since_us) / 1000);
}

static void
put_life(struct json *json, const struct view *view)
{
	char name[SIGNAME_MAX];

	if (!view->has_life) {
		json_null(json, "restarts");
		json_null(json, "last");
		return;
	}
	json_number(json, "restarts", (int64_t)view->restarts);
	if (view->signo == 0 && view->code < 0) {
		json_null(json, "last");
		return;
	}
	json_begin(json, "last", "{");
	if (view->signo == 0)
		json_number(json, "exit", view->code);
	else
		json_null(json, "exit");
	json_string(json, "signal",
	    view->signo == 0 ? NULL : signame(view->signo, name));
	json_bool(json, "asked", view->asked);
	json_end(json, "}");
}

static void
put_view(
    struct json *json, const struct ctl_state *state, const struct view *view)
{
	char words[VIEW_WORDS_MAX];
	bool seen = view->state != VIEW_UNKNOWN && view->state != VIEW_NO_RUNSV;

	json_begin(json, NULL, "\n{");
	json_string(json, "name", view->name);
	json_string(json, "state", view_state_name(view));
	json_string(json, "want", !seen ? NULL : view->want_up ? "up" : "down");
	if (view->pid > 0 && !view->pid_is_gone)
		json_number(json, "pid", view->pid);
	else
		json_null(json, "pid");
	put_times(json, state, view);
	put_life(json, view);
	json_begin(json, "waits_for", "[");
	view_waits(state, view, add_string, json);
	json_end(json, "]");
	words[0] = '\0';
	if (view->state == VIEW_UNKNOWN || view->pid_is_gone)
		view_why(state, view, words);
	json_string(json, "reason", words[0] == '\0' ? NULL : words);
	json_end(json, "}");
}

static void
put_json(struct out *out, const struct ctl_state *state,
    const struct view *views, size_t count)
{
	struct json json = { out, false };
	bool has_state = state->directory[0] != '\0';
	size_t i;

	json_begin(&json, NULL, "{");
	json_number(&json, "version", 1);
	json_string(&json, "services_directory", state->services);
	json_string(
	    &json, "state_directory", has_state ? state->directory : NULL);
	json_begin(&json, "services", "[");
	for (i = 0; i < count; i++)
		put_view(&json, state, &views[i]);
	json_end(&json, "\n]");
	json_end(&json, "}\n");
}

/*
 * Reads them all, and keeps those that are there. Of all that are in the
 * directory, one that is no service, or has just gone, is nobody's mistake.
 */
static int
read_views(const struct ctl_state *state, struct view *views, size_t *count,
    bool named)
{
	int status = CTL_OK;
	size_t i, kept = 0;

	for (i = 0; i < *count; i++) {
		if (view_read(state, &views[i])) {
			if (kept != i)
				views[kept] = views[i];
			kept++;
		} else if (named) {
			ctl_names_unknown(state, views[i].name);
			status = CTL_FAILED;
		}
	}
	*count = kept;
	return status;
}

int
ctl_status(int argc, char **argv)
{
	struct ctl_options options;
	struct ctl_state state;
	struct view *views;
	struct out out;
	size_t count;
	int status = ctl_options(&options, CTL_JSON, argc, argv);

	if (status != CTL_OK)
		return status;
	if (ctl_state_open(&state) != CTL_OK ||
	    ctl_names_views(&state, options.operands, &views, &count) == -1)
		return CTL_FAILED;
	status = read_views(&state, views, &count, options.count > 0);
	out_open(&out, STDOUT_FILENO);
	if ((options.given & CTL_JSON) != 0)
		put_json(&out, &state, views, count);
	else if (count > 0 || options.count == 0)
		ctl_table(&out, &state, views, count);
	free(views);
	if (out_close(&out) == -1) {
		ctl_error("cannot write: %s", strerror(errno));
		return CTL_FAILED;
	}
	return status;
}
