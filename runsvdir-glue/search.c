/*
 * The supervisors among our children.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "init/log.h"
#include "init/proc.h"
#include "search.h"

#define YOUNG_TICKS 50 /* of 10 ms */

struct search {
	bool (*is_known)(pid_t);
	void (*each)(pid_t, bool);
	bool force;
	size_t runsvdirs, forked;
};

/*
 * A runsvdir that is not ours was started by a script, and left to us.
 */
static void
end_stranger(pid_t pid, bool force)
{
	if (force)
		log_warn("runsvdir (PID %d) did not shut down in time. "
			 "Forcing it to exit.",
		    (int)pid);
	kill(pid, force ? SIGKILL : SIGTERM);
	kill(pid, SIGCONT);
}

/*
 * Who cannot be looked at now may be anybody: look again.
 */
static bool
is_for_now(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOMEM ||
	    error == EINTR || error == EAGAIN;
}

/*
 * A child of ours called runsvdir is a runsv that has been forked and is not
 * executed yet; a TERM would be lost, or come beside the `x`. Or it is somebody
 * else's runsvdir, left to us; that one ends, and leaves us its own. A child
 * that was merely forked by a runsv is a service or a logger in the making.
 */
static void
visit(pid_t pid, void *context)
{
	struct search *search = context;
	struct proc_stat stat;

	if (search->is_known(pid))
		return;
	if (proc_stat(pid, &stat) == -1) {
		search->runsvdirs += is_for_now(errno);
		return;
	}
	if (stat.dead)
		return;
	if (strcmp(stat.name, "runsvdir") == 0) {
		search->runsvdirs++;
		search->forked += stat.forked;
		if (!stat.forked)
			end_stranger(pid, search->force);
	}
	if (strcmp(stat.name, "runsv") == 0 && !stat.forked)
		search->each(pid, stat.start + YOUNG_TICKS > proc_now());
}

size_t
search_runsv(bool is_known(pid_t), void each(pid_t runsv, bool young),
    bool force, size_t *forked)
{
	static bool warned;
	struct search search = { is_known, each, force, 0, 0 };

	if (proc_children(proc_self(), visit, &search) == -1 && !warned) {
		warned = true;
		log_warn("services cannot be stopped in order: cannot read "
			 "/proc: %s",
		    strerror(errno));
	}
	*forked = search.forked;
	return search.runsvdirs;
}
