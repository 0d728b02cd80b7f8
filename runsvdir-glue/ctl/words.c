/*
 * A view in words.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runsvdir-glue/after.h"
#include "runsvdir-glue/life.h"
#include "files.h"
#include "view.h"
#include "init/format.h"
#include "init/signame.h"

/*
 * A service that no runsv looks after is one that should be up, unless it is
 * not to be started by itself. What cannot be seen may be anything.
 */
bool
view_is_wanted(const struct ctl_state *state, const struct view *view)
{
	char path[NAME_MAX + 8];

	if (view->state == VIEW_UNKNOWN)
		return true;
	if (view->state != VIEW_NO_RUNSV)
		return view->want_up;
	format(path, sizeof path, "%s/down", view->name);
	return faccessat(state->services_fd, path, F_OK, 0) == -1;
}

bool
view_is_up(const struct view *view)
{
	return view->state == VIEW_RUN && view->want_up;
}

/*
 * runit passes over a `check` that cannot be executed by anybody.
 */
bool
view_has_check(const struct ctl_state *state, const char *name)
{
	char path[NAME_MAX + 8];
	struct stat st;

	format(path, sizeof path, "%s/check", name);
	return fstatat(state->services_fd, path, &st, 0) == 0 &&
	    S_ISREG(st.st_mode) && (st.st_mode & 0111) != 0;
}

const char *
view_state_name(const struct view *view)
{
	static const char *const names[] = {
		[VIEW_RUN] = "run",
		[VIEW_WAITING] = "waiting",
		[VIEW_BRAKING] = "braking",
		[VIEW_PAUSED] = "paused",
		[VIEW_STOPPING] = "stopping",
		[VIEW_FINISH] = "finish",
		[VIEW_DOWN] = "down",
		[VIEW_NO_RUNSV] = "no runsv",
		[VIEW_UNKNOWN] = "unknown",
	};

	return names[view->state];
}

void
view_last(const struct view *view, char words[VIEW_WORDS_MAX])
{
	char name[SIGNAME_MAX];

	if (!view->has_life || (view->signo == 0 && view->code < 0))
		strlcpy(words, "-", VIEW_WORDS_MAX);
	else if (view->signo != 0)
		strlcpy(words, signame(view->signo, name), VIEW_WORDS_MAX);
	else
		format(words, VIEW_WORDS_MAX, "exit %d", view->code);
}

static size_t
read_after(const char *name, char *text, size_t size, void *services)
{
	char path[NAME_MAX + 8];
	ssize_t n;

	format(path, sizeof path, "%s/after", name);
	n = ctl_file_read(*(const int *)services, path, text, size);
	return n > 0 ? (size_t)n : 0;
}

struct waits {
	const struct ctl_state *state;
	int services; /* for read_after */
	const struct view *view;
	void (*each)(const char *, void *);
	void *context;
	bool checks; /* this time those that may fail their check */
	int count;
};

/*
 * --only has left it out, or this arrow closes a circle.
 */
static bool
is_ignored(struct waits *waits, const char *name)
{
	static struct after_search search;
	const char *state = waits->state->directory;
	char path[PATH_MAX], circle[1];

	format(path, sizeof path, "%s/services/%s/" LIFE_LEFT_OUT, state, name);
	return (state[0] != '\0' && access(path, F_OK) == 0) ||
	    after_circle(&search, waits->view->name, name, read_after,
		&waits->services, circle, sizeof circle);
}

static void
visit(const char *name, size_t length, void *context)
{
	struct waits *waits = context;
	struct view other;

	if (length >= sizeof other.name)
		return;
	format(other.name, sizeof other.name, "%.*s", (int)length, name);
	if (!view_read(waits->state, &other) || is_ignored(waits, other.name))
		return;
	if (waits->checks ? !view_has_check(waits->state, other.name) :
			    view_is_up(&other))
		return;
	waits->count++;
	waits->each(other.name, waits->context);
}

/*
 * When all that it names are up it is a check that it waits for.
 */
void
view_waits(const struct ctl_state *state, const struct view *view,
    void each(const char *name, void *), void *context)
{
	struct waits waits = { state, state->services_fd, view, each, context,
		false, 0 };
	static char text[AFTER_TEXT_MAX];

	if (view->state != VIEW_WAITING)
		return;
	text[read_after(view->name, text, sizeof text, &waits.services)] = '\0';
	after_each(text, visit, &waits);
	waits.checks = true;
	if (waits.count == 0)
		after_each(text, visit, &waits);
}

static void
add_name(const char *name, void *context)
{
	char *words = context;
	size_t length = strlen(words);

	format(words + length, VIEW_WORDS_MAX - length, "%s%s",
	    words[length - 1] == ' ' ? "" : ", ", name);
}

static void
why_down(const struct view *view, char words[VIEW_WORDS_MAX])
{
	char last[VIEW_WORDS_MAX];

	view_last(view, last);
	if (view->pid_is_gone)
		format(words, VIEW_WORDS_MAX,
		    "PID %d has ended, runsv has yet to notice",
		    (int)view->pid);
	else if (last[0] != '-')
		format(words, VIEW_WORDS_MAX, "is down, last: %s", last);
	else
		strlcpy(words, "is down", VIEW_WORDS_MAX);
}

void
view_why(const struct ctl_state *state, const struct view *view,
    char words[VIEW_WORDS_MAX])
{
	char last[VIEW_WORDS_MAX];

	switch (view->state) {
	case VIEW_RUN:
		strlcpy(words, "is up", VIEW_WORDS_MAX);
		break;
	case VIEW_WAITING:
		strlcpy(words, "waits for ", VIEW_WORDS_MAX);
		view_waits(state, view, add_name, words);
		if (strcmp(words, "waits for ") == 0)
			strlcpy(words, "waits", VIEW_WORDS_MAX);
		break;
	case VIEW_BRAKING:
		view_last(view, last);
		format(words, VIEW_WORDS_MAX,
		    "keeps ending at once, is held back, last: %s", last);
		break;
	case VIEW_PAUSED:
		strlcpy(words, "is paused", VIEW_WORDS_MAX);
		break;
	case VIEW_STOPPING:
		strlcpy(words, "is being stopped", VIEW_WORDS_MAX);
		break;
	case VIEW_FINISH:
		strlcpy(words, "has ended, its finish runs", VIEW_WORDS_MAX);
		break;
	case VIEW_DOWN:
		why_down(view, words);
		break;
	case VIEW_NO_RUNSV:
		strlcpy(words, "no runsv looks after it", VIEW_WORDS_MAX);
		break;
	case VIEW_UNKNOWN:
		format(words, VIEW_WORDS_MAX, "cannot read %s: %s", view->file,
		    strerror(view->error));
		break;
	}
}
