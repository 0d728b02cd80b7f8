/*
 * my_initctl timeline: the command, and the boot as JSON.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl.h"
#include "timeline.h"
#include "json.h"

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
	if (timeline->over == OVER_UNKNOWN)
		json_null(&json, "complete");
	else
		json_bool(&json, "complete", timeline->over == OVER_YES);
	json_number(&json, "span_us", timeline->span_us);
	json_begin(&json, "bars", "[");
	for (bar = timeline->bars; bar < timeline->bars + timeline->count;
	     bar++) {
		json_begin(&json, NULL, "\n{");
		json_string(&json, "kind", timeline_kind(bar->kind));
		json_string(&json, "name", bar->name);
		put_time(&json, "begin_us", timeline, bar->begin_us);
		put_time(&json, "up_us", timeline, bar->up_us);
		put_time(&json, "ready_us", timeline, bar->ready_us);
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
	if (options.given != CTL_JSON)
		timeline_by_up(&timeline);
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
