/*
 * The stop of one service.
 */
#include <errno.h>
#include <signal.h>

#include "drain.h"
#include "init/format.h"
#include "init/log.h"
#include "init/proc.h"
#include "service.h"
#include "supervise.h"

#define NAME_ROOM 300

struct count {
	pid_t logger, run; /* do not count */
	pid_t child;	   /* one of them */
	int children;
};

static void
count_child(pid_t pid, void *context)
{
	struct count *count = context;

	if (pid == count->logger || pid == count->run)
		return;
	count->children++;
	count->child = pid;
}

/*
 * The log service of a runsv whose service is down: what its status says, or,
 * when that lags behind or may not be read, the only child that is left.
 */
static pid_t
find_logger(pid_t runsv)
{
	struct count count = { 0 };
	struct svstatus status;
	struct proc_stat logger;

	status.pid = 0;
	if (supervise_status(runsv, true, &status) == -1 && errno == ENOENT &&
	    !supervise_links_log(runsv))
		return 0;
	if (status.pid > 0 && proc_stat(status.pid, &logger) == 0 &&
	    logger.ppid == runsv)
		return status.pid;
	proc_children(runsv, count_child, &count);
	return count.child;
}

/*
 * The service is down, so its runsv supervises nothing. It may be about to
 * exit; but when a service has ended less than a second after its start,
 * runsv (2.1.2 to 2.3.1) sleeps for a second and answers to nothing, so it is
 * killed. It is the last that holds the logger's pipe open for writing.
 */
static void
release(struct service *service)
{
	service->state = SERVICE_RELEASED;
	service->logger = find_logger(service->runsv);
	if (service->logger > 0) {
		service->state = SERVICE_DRAINING;
		kill(service->logger, SIGCONT);
	}
	kill(service->runsv, SIGKILL);
}

/*
 * Where the status cannot be read, or may be older than what runsv has begun,
 * this says whether it supervises anything but `run`. One that waits for the
 * processor is not idle: it may be about to fork, or has yet to meet a signal.
 */
static bool
is_idle(pid_t runsv, pid_t run)
{
	struct count count = { .run = run };
	struct svstatus log;
	struct proc_stat stat;

	if (supervise_status(runsv, true, &log) == 0)
		count.logger = log.pid;
	return proc_stat(runsv, &stat) == 0 && stat.state == 'S' &&
	    proc_children(runsv, count_child, &count) == 0 &&
	    count.children == 0;
}

/*
 * A service that somebody has told to go down has had its TERM. A runsv takes
 * SIGTERM as `x`, but loses it while it is being made. That way is for one
 * whose directory was removed, and its FIFO with it. One that should have had
 * a TERM from runsvdir gets the time to write that down.
 */
static void
tell(struct service *service, struct svstatus *status, bool asleep)
{
	bool holds = !service->young || supervise_holds(service->runsv);
	bool told = holds && status->got_term && !status->want_up;

	if (!told && service->has_term) {
		if (!asleep ||
		    (status->pid > 0 && !is_idle(service->runsv, status->pid)))
			return;
		told = supervise_status(service->runsv, false, status) == 0 &&
		    holds && status->got_term && !status->want_up;
	}
	if (status->state == SVSTATUS_RUN)
		supervise_spare_finish(service->runsv, status->pid);
	if (!told && (!holds || supervise_control(service->runsv, 'x') == -1)) {
		if (!asleep)
			return;
		kill(service->runsv, SIGTERM);
	}
	service->state = SERVICE_TOLD;
}

/*
 * `x` is TERM, the wait for run and finish, the end of the logger's input and
 * its wait, and exit. A second one would be a second TERM, so it is written
 * once. A service that is down but still wanted up has not met its `x`: its
 * runsv sleeps, or is just about to start it.
 */
pid_t
service_look(struct service *service, bool asleep)
{
	struct svstatus status = { .pid = 0 };
	bool is_new = service->state == SERVICE_NEW, known;

	if (service->held || (!is_new && service->state != SERVICE_TOLD))
		return 0;
	known = supervise_status(service->runsv, false, &status) == 0;
	if (is_new)
		tell(service, &status, asleep);
	if (service->state != SERVICE_TOLD)
		return 0;
	if (!known && asleep && is_idle(service->runsv, 0))
		release(service);
	if (!known)
		return 0;
	if (svstatus_is_down(&status) &&
	    (!status.want_up || (asleep && is_idle(service->runsv, 0))))
		release(service);
	return status.pid;
}

/*
 * A logger becomes our child when its runsv is reaped; one that is no more
 * by then will not be seen again.
 */
bool
service_reaped(struct service *service, pid_t pid)
{
	bool ours = pid == service->runsv || pid == service->logger;

	if (pid == service->runsv) {
		service->runsv = 0;
		if (service->state != SERVICE_DRAINING ||
		    kill(service->logger, 0) == -1)
			service->state = SERVICE_RELEASED;
	}
	if (pid == service->logger)
		service->state = SERVICE_RELEASED;
	if (service->state == SERVICE_RELEASED)
		service->logger = 0;
	return ours;
}

void
service_nudge(struct service *service)
{
	char name[NAME_ROOM], who[32] = "somebody";
	pid_t holder;
	int held;

	if (service->state == SERVICE_TOLD)
		supervise_continue(service->runsv);
	if (service->state != SERVICE_DRAINING)
		return;
	kill(service->logger, SIGCONT);
	held = drain_is_held(service->logger);
	if (held == 0 || service->runsv > 0)
		return;
	holder = drain_holder(service->logger);
	if (holder == 0 && held == -1)
		return;
	drain_name(service->logger, name, sizeof name);
	if (holder > 0)
		format(who, sizeof who, "PID %d", (int)holder);
	log_warn("%s (PID %d) waits for the end of its input, which %s still "
		 "holds open: the stop goes on without it",
	    name, (int)service->logger, who);
	service->state = SERVICE_RELEASED;
}

bool
service_ended(const struct service *service)
{
	return service->state >= SERVICE_DRAINING;
}

bool
service_pending(const struct service *service)
{
	return service->state != SERVICE_RELEASED;
}

static int killed;

struct children {
	pid_t logger; /* left out */
	struct svstatus status;
	const char *name, *part; /* of those that are not status.pid */
	void (*say)(const char *, pid_t);
	bool kill;
	int count;
};

static void
visit_child(pid_t pid, void *context)
{
	struct children *children = context;
	char name[NAME_ROOM + 16];
	const char *part = children->part;

	if (pid == children->logger)
		return;
	children->count++;
	if (pid == children->status.pid)
		part =
		    children->status.state == SVSTATUS_FINISH ? "/finish" : "";
	format(name, sizeof name, "%s%s", children->name, part);
	children->say(name, pid);
	if (children->kill) {
		kill(pid, SIGKILL);
		killed++;
	}
}

/*
 * Whoever runsv waits for: run, finish, or a control script; the children of
 * that very process, so no pid can be mistaken.
 */
static void
visit(const struct service *service, bool end,
    void say(const char *name, pid_t pid))
{
	struct children children = { .part = "", .say = say, .kill = end };
	struct svstatus log;
	char name[NAME_ROOM];

	if (service->state == SERVICE_DRAINING) {
		drain_name(service->logger, name, sizeof name);
		say(name, service->logger);
		return;
	}
	supervise_name(service->runsv, name, sizeof name);
	children.name = name;
	if (supervise_status(service->runsv, true, &log) == 0)
		children.logger = log.pid;
	if (supervise_status(service->runsv, false, &children.status) == 0)
		children.part = "/control";
	proc_children(service->runsv, visit_child, &children);
	if (children.count == 0)
		say(name, service->runsv);
}

static void
say_killed(const char *name, pid_t pid)
{
	log_warn("%s (PID %d) did not shut down in time. Forcing it to exit.",
	    name, (int)pid);
}

int
services_killed(void)
{
	return killed;
}

void
service_kill(struct service *service, bool supervisors)
{
	visit(service, true, say_killed);
	if (service->logger > 0)
		kill(service->logger, supervisors ? SIGKILL : SIGTERM);
	if (service->runsv > 0)
		kill(service->runsv, supervisors ? SIGKILL : SIGCONT);
	killed += supervisors; /* a logger that drains, or runsv */
}

void
service_say(
    const struct service *service, void say(const char *name, pid_t pid))
{
	visit(service, false, say);
}
