/*
 * my_initctl health: does everything work that should?
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checks.h"
#include "ctl.h"
#include "names.h"
#include "init/clock.h"
#include "init/signame.h"
#include "out.h"

#define DEFAULT_MS 5000

struct health {
	struct ctl_state state;
	struct view *views;
	struct check *checks;
	size_t count, counted;
	bool failed;
};

static void
say(struct health *health, const struct view *view)
{
	char words[VIEW_WORDS_MAX];

	view_why(&health->state, view, words);
	ctl_error("%s: %s", view->name, words);
	health->failed = true;
}

/*
 * One service: is it up, and then, has it a check?
 */
static void
look(struct health *health, size_t i, bool named)
{
	struct view *view = &health->views[i];

	if (!view_read(&health->state, view)) {
		if (named) {
			ctl_names_unknown(&health->state, view->name);
			health->failed = true;
		}
		return;
	}
	if (!view_is_wanted(&health->state, view))
		return;
	health->counted++;
	if (!view_is_up(view)) {
		say(health, view);
		return;
	}
	if (view_has_check(&health->state, view->name) &&
	    checks_start(&health->state, view->name, &health->checks[i]) ==
		-1) {
		ctl_error("%s: cannot run its check: %s", view->name,
		    strerror(errno));
		health->failed = true;
	}
}

static void
judge(struct health *health, size_t i)
{
	const struct check *check = &health->checks[i];
	const char *service = health->views[i].name;
	char name[SIGNAME_MAX];

	if (check->pid > 0)
		ctl_error("%s: its check hangs: killed", service);
	else if (!check->done || check->status == 0)
		return;
	else if (WIFSIGNALED(check->status))
		ctl_error("%s: its check was killed by %s", service,
		    signame(WTERMSIG(check->status), name));
	else
		ctl_error("%s: its check failed with status %d", service,
		    WEXITSTATUS(check->status));
	health->failed = true;
}

static bool
is_running(const struct health *health)
{
	size_t i;

	for (i = 0; i < health->count; i++)
		if (health->checks[i].pid > 0)
			return true;
	return false;
}

static int
report(const struct health *health)
{
	struct out out;

	if (health->failed)
		return CTL_FAILED;
	out_open(&out, STDOUT_FILENO);
	out_format(&out, "healthy: %lu service%s\n",
	    (unsigned long)health->counted, health->counted == 1 ? "" : "s");
	if (out_close(&out) == 0)
		return CTL_OK;
	ctl_error("cannot write: %s", strerror(errno));
	return CTL_FAILED;
}

int
ctl_health(int argc, char **argv)
{
	struct health health = { .failed = false };
	struct ctl_options options = { .timeout_ms = DEFAULT_MS };
	int64_t deadline;
	int status = ctl_options(&options, CTL_TIMEOUT, argc, argv);
	size_t i;

	if (status != CTL_OK)
		return status;
	deadline = clock_after(clock_now(), options.timeout_ms);
	if (ctl_state_open(&health.state) != CTL_OK ||
	    ctl_names_views(&health.state, options.operands, &health.views,
		&health.count) == -1)
		return CTL_FAILED;
	health.checks = calloc(health.count + 1, sizeof *health.checks);
	if (health.checks == NULL) {
		ctl_error("%s", strerror(errno));
		free(health.views);
		return CTL_FAILED;
	}
	checks_begin();
	for (i = 0; i < health.count; i++)
		look(&health, i, options.count > 0);
	while (is_running(&health) && clock_now() < deadline) {
		checks_wait(-1, deadline);
		checks_reap(health.checks, health.count);
	}
	checks_kill(health.checks, health.count);
	for (i = 0; i < health.count; i++)
		judge(&health, i);
	free(health.views);
	free(health.checks);
	return report(&health);
}
