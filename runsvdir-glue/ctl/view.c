/*
 * Looking at one service: who supervises it, what its status says, and
 * whether the process it names is there and is what it should be.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"
#include "view.h"
#include "init/format.h"
#include "init/proc.h"
#include "runsvdir-glue/life.h"
#include "runsvdir-glue/svstatus.h"

#define PATH_ROOM (sizeof((struct ctl_state *)0)->directory + NAME_MAX + 64)

/* By how much the wall clock's time of a start may differ from /proc's. */
#define CLOCKS_AGREE_US 50000

struct look {
	const struct ctl_state *state;
	struct view *view;
	char base[PATH_ROOM]; /* NAME, or $STATE/services/NAME */
	struct svstatus status;
	int64_t status_us; /* of its last change */
	bool is_foreign;   /* no runsv of ours has this pid */
};

static int
open_in(const struct look *look, const char *file, int flags)
{
	char path[PATH_ROOM + 32];

	format(path, sizeof path, "%s/%s", look->base, file);
	return openat(look->state->services_fd, path,
	    flags | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
}

/*
 * With $SVDIR a service may only have the name of one that my_init knows.
 */
static bool
is_same_service(const struct look *look, const char *directory)
{
	char origin[PATH_ROOM + 16];

	format(origin, sizeof origin, "%s/origin", directory);
	return !look->state->elsewhere ||
	    ctl_is_same(look->state->services_fd, look->view->name, origin);
}

/*
 * A FIFO without a reader has no runsv (ENXIO). The state directory goes first,
 * where a prepared service has its supervise: the service's own directory may
 * be another container's too.
 */
static bool
has_runsv(struct look *look)
{
	static const char ok[] = "supervise/ok";
	struct view *view = look->view;
	int in_state = ENOENT, fd = -1, error;

	format(look->base, sizeof look->base, "%s/services/%s",
	    look->state->directory, view->name);
	if (look->state->directory[0] != '\0' &&
	    is_same_service(look, look->base)) {
		fd = open_in(look, ok, O_WRONLY);
		in_state = errno;
	}
	if (fd == -1) {
		format(look->base, sizeof look->base, "%s", view->name);
		fd = open_in(look, ok, O_WRONLY);
	}
	error = in_state == EACCES ? EACCES : errno;
	if (fd != -1) {
		close(fd);
		return true;
	}
	view->state = VIEW_NO_RUNSV;
	if (error != ENXIO && error != ENOENT && error != ENOTDIR) {
		view->state = VIEW_UNKNOWN;
		view->error = error;
		view->file = ok;
	}
	return false;
}

static bool
read_status(struct look *look)
{
	unsigned char bytes[SVSTATUS_SIZE + 1];
	struct view *view = look->view;
	ssize_t n = -1;
	int fd = open_in(look, "supervise/status", O_RDONLY);

	if (fd != -1) {
		n = read(fd, bytes, sizeof bytes);
		view->error = errno;
		close(fd);
	} else
		view->error = errno;
	if (n >= 0 && svstatus_decode(&look->status, bytes, (size_t)n)) {
		look->status_us = ctl_state_boot_us(look->state,
		    look->status.seconds, look->status.nanoseconds);
		return true;
	}
	if (n >= 0)
		view->error = EINVAL;
	view->state = VIEW_UNKNOWN;
	view->file = "supervise/status";
	return false;
}

/*
 * runsv notes the time just after the fork, to the nanosecond, but of a clock
 * that may have been set since; /proc knows the tick, whatever was set.
 */
static int64_t
fork_time(const struct look *look, const struct proc_stat *process)
{
	int64_t us = (int64_t)process->start * look->state->tick_us;

	if (process->start == 0)
		return look->status_us;
	if (look->status_us >= us - look->state->tick_us &&
	    look->status_us < us + CLOCKS_AGREE_US)
		return look->status_us;
	return us;
}

/*
 * Where containers share a service directory the runsv may be another's, and
 * the pid that of a bystander. One whose directory has two names was told one.
 */
static bool
is_child_of_runsv(const struct look *look, pid_t parent)
{
	char name[NAME_MAX + 1], path[PATH_ROOM + 16], other[64];

	if (parent <= 0)
		return false;
	if (proc_argument(parent, 1, name, sizeof name) == -1 ||
	    strcmp(name, look->view->name) == 0)
		return true;
	format(path, sizeof path, "%s/supervise", look->base);
	format(other, sizeof other, "/proc/%d/cwd/supervise", (int)parent);
	return ctl_is_same(look->state->services_fd, path, other);
}

/*
 * Of the pid in the status. When /proc shows none, it may be hidden from us.
 */
static bool
find_process(struct look *look, struct proc_stat *process)
{
	struct view *view = look->view;

	*process = (struct proc_stat){ .start = 0 };
	look->is_foreign = false;
	if (proc_stat(view->pid, process) == 0) {
		view->forked_us = fork_time(look, process);
		look->is_foreign = !is_child_of_runsv(look, process->ppid);
		return !process->dead && !look->is_foreign;
	}
	view->forked_us = look->status_us;
	look->is_foreign = kill(view->pid, 0) == -1 && errno == ESRCH;
	return !look->is_foreign;
}

/*
 * Has it yet to become the service? It is still runsv, or our run in the
 * folder of a prepared service, maybe before it says what it waits for. Whose
 * program may not be seen has become another user.
 */
static bool
has_yet_to_begin(const struct look *look, const struct proc_stat *process)
{
	char path[PATH_ROOM + 16], program[64];

	if (process->forked || strcmp(process->name, LIFE_COMM_WAITS) == 0)
		return true;
	format(path, sizeof path, "%s/run", look->base);
	format(program, sizeof program, "/proc/%d/exe", (int)look->view->pid);
	return look->base[0] == '/' && ctl_is_same(AT_FDCWD, path, program);
}

static void
judge(struct look *look)
{
	const struct svstatus *status = &look->status;
	struct view *view = look->view;
	struct proc_stat process;

	view->want_up = status->want_up;
	view->pid = status->pid;
	view->since_us = look->status_us;
	if (status->state == SVSTATUS_DOWN || status->pid == 0) {
		view->state = VIEW_DOWN;
		view->pid = 0;
		return;
	}
	if (!find_process(look, &process)) {
		view->state = VIEW_DOWN;
		view->pid_is_gone = true;
		return;
	}
	view->since_us = view->forked_us;
	if (status->state == SVSTATUS_FINISH)
		view->state = VIEW_FINISH;
	else if (strcmp(process.name, LIFE_COMM_BRAKES) == 0)
		view->state = VIEW_BRAKING;
	else if (has_yet_to_begin(look, &process))
		view->state = VIEW_WAITING;
	else if (status->paused || process.state == 'T')
		view->state = VIEW_PAUSED;
	else if (!status->want_up && status->got_term)
		view->state = VIEW_STOPPING;
	else
		view->state = VIEW_RUN;
}

static void
read_life(const struct look *look)
{
	char directory[PATH_ROOM], path[PATH_ROOM + 16];
	struct life life;

	if (look->state->directory[0] == '\0')
		return;
	format(directory, sizeof directory, "%s/services/%s",
	    look->state->directory, look->view->name);
	format(path, sizeof path, "%s/life", directory);
	if (ctl_life_read(path, look->state->epoch, &life) &&
	    is_same_service(look, directory))
		view_use_life(look->view, &life, look->state->now_us);
}

static bool
is_name(const char *name)
{
	return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

/*
 * What has a supervise inside is a directory; of the rest it must be asked.
 */
static bool
is_there(const struct look *look)
{
	enum view_state is = look->view->state;
	struct stat st;

	if (look->base[0] != '/' && is != VIEW_NO_RUNSV && is != VIEW_UNKNOWN)
		return true;
	if (fstatat(look->state->services_fd, look->view->name, &st, 0) == 0)
		return S_ISDIR(st.st_mode);
	return errno != ENOENT && errno != ENOTDIR && errno != ELOOP;
}

/*
 * A pid that is gone is seldom more than the instant before its runsv writes
 * that down: the second look tells.
 */
bool
view_read(const struct ctl_state *state, struct view *view)
{
	struct look look = { .state = state, .view = view };
	int looks = 2;

	if (!is_name(view->name))
		return false;
	do {
		view->state = VIEW_UNKNOWN;
		view->want_up = view->pid_is_gone = view->has_life = false;
		view->pid = 0;
		view->error = 0;
		view->forked_us = view->since_us = -1;
		if (has_runsv(&look) && read_status(&look))
			judge(&look);
	} while (view->pid_is_gone && --looks > 0);
	if (view->pid_is_gone && look.is_foreign) {
		view->state = VIEW_NO_RUNSV;
		view->pid = 0;
	}
	if (!is_there(&look))
		return false;
	read_life(&look);
	if (view->since_us > state->now_us)
		view->since_us = state->now_us;
	return true;
}
