/*
 * One ordeal, from the exec to the last process.
 */
#include <sys/wait.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chaos.h"

#define STEP_NS (25 * MS)
#define LOOK_NS (250 * MS)
#define BEGIN_NS (5000 * MS)
#define SETTLE_NS (100 * MS) /* what was killed is dead by then */
#define SERVICES_S 2.0	     /* until those that are deaf are killed */

static struct scene scene = { .name = "chaos" };
static uint64_t look_ns;

static void
take_stop(struct ordeal *o, int status)
{
	char text[256];

	trace_fault(o->place.pid, status, text, sizeof text);
	o->faulty = text[0] != '\0' && found("%s", text);
	if (trace_is_exit(status)) {
		o->cpu_ns = trace_processor_ns(o->place.pid);
		trace_list(o->place.proc, 2, o->left, sizeof o->left);
	}
	if (!o->faulty)
		trace_resume(o->place.pid, status);
}

static void
keep(struct ordeal *o)
{
	uint64_t now = now_ns();

	if (now >= o->clogged_ns || o->asked_ns > 0)
		keep_log(o->place.log);
	if (o->asked_ns > 0)
		return;
	harm_continue(o, now);
	if (now < look_ns)
		return;
	look_ns = now + LOOK_NS;
	o->faulty = keep_look(o, now);
}

/* False when PID 1 has ended, or is at fault. */
static bool
pass(struct ordeal *o, uint64_t until)
{
	uint64_t next;

	do {
		next = now_ns() + STEP_NS;
		switch (trace_wait(
		    o->place.pid, &o->status, next < until ? next : until)) {
		case TRACE_END:
			o->end_ns = now_ns();
			o->ended = true;
			keep_log(o->place.log);
			return false;
		case TRACE_STOP:
			take_stop(o, o->status);
		}
		if (!o->faulty)
			keep(o);
		if (o->faulty)
			return false;
	} while (now_ns() < until);
	return true;
}

/* At the root of the container, where its files are edited. */
static void
go_there(struct ordeal *o)
{
	char path[64];

	o->place.proc = trace_proc(o->place.pid);
	snprintf(path, sizeof path, "/proc/%d/root", (int)o->place.pid);
	must(chdir(path), path);
}

/* A slow build has more time. */
static void
set_scene(const struct wish *wish)
{
	static char timeout[32], services[48];
	int i = 2;

	snprintf(timeout, sizeof timeout, "--timeout=%g",
	    TIMEOUT_MS / 1000.0 * wish->slack);
	snprintf(services, sizeof services, "--kill-process-timeout=%g",
	    SERVICES_S * wish->slack);
	scene.argv[0] = timeout;
	scene.argv[1] = services;
	if (wish->extras & EXTRA_BRAKE)
		scene.argv[i++] = "--brake=2";
	if (wish->extras & EXTRA_TAGS)
		scene.argv[i] = "--log=tag";
}

static bool
begin(struct ordeal *o)
{
	int calls;

	set_scene(o->wish);
	services_begin(o->wish->extras);
	place_open(o->wish->program);
	place_make(&scene, o->wish->slack > 1, &o->place);
	board->chaos = 1;
	trace_begin(o->place.pid);
	place_go(&o->place);
	o->began_ns = now_ns();
	if (!trace_until_ready(o->place.pid, &calls, &o->status)) {
		o->ended = !WIFSTOPPED(o->status);
		return !found("ended before it could hear a TERM (wait status "
			      "%#x)",
		    (unsigned)o->status);
	}
	go_there(o);
	trace_release(o->place.pid, false, scene_variant(&scene));
	while (crowd_named(&o->crowd, "runsvdir") == NULL) {
		if (!pass(o, now_ns() + MS))
			return !found("ended before it had a runsvdir");
		if (now_ns() > o->began_ns +
			(uint64_t)((double)BEGIN_NS * o->wish->slack))
			return !found("there is no runsvdir");
		crowd_look(o->place.proc, &o->crowd);
	}
	return true;
}

static bool
suffer(struct ordeal *o)
{
	struct harm harm = { .at_ms = 0 };
	uint64_t random = random_begin(o->wish->seed);
	uint64_t end = o->began_ns + (uint64_t)(o->wish->seconds * 1e9);

	while (harm_next(o->wish, &random, &harm)) {
		if (!pass(o, o->began_ns + harm.at_ms * MS))
			return false;
		harm_do(&harm, o);
	}
	return pass(o, end) && pass(o, now_ns() + SETTLE_NS);
}

static void
ask(struct ordeal *o)
{
	const struct process *runsvdir;

	o->cpu_asked_ns = trace_processor_ns(o->place.pid);
	memcpy(&o->before, board, sizeof o->before);
	crowd_look(o->place.proc, &o->crowd);
	o->asked_ns = now_ns();
	runsvdir = crowd_named(&o->crowd, "runsvdir");
	if (!o->wish->runsvdir)
		must(kill(o->place.pid, SIGTERM), "TERM");
	else if (runsvdir != NULL)
		crowd_signal(o->place.proc, runsvdir->pid, SIGKILL);
	o->done[HARM_RUNSVDIR] += o->wish->runsvdir;
}

static void
end_now(struct ordeal *o)
{
	int status;

	trace_list(o->place.proc, 1, o->left, sizeof o->left);
	kill(o->place.pid, SIGKILL);
	while (trace_wait(o->place.pid, &status, UINT64_MAX) != TRACE_END)
		trace_resume(o->place.pid, status);
}

const char *
ordeal_run(struct ordeal *o, char text[FAULT_MAX])
{
	bool bad;

	found_begin(text);
	if (!begin(o)) {
		bad = true;
	} else if (!suffer(o)) {
		bad = o->faulty ||
		    found("ended in the middle of its life (wait status %#x)",
			(unsigned)o->status);
	} else {
		ask(o);
		pass(o,
		    o->asked_ns +
			(uint64_t)(2 * TIMEOUT_MS * o->wish->slack) * MS);
		o->done[HARM_STATUS] = enter_answers();
		bad = o->faulty || verdict_is_faulty(o);
		o->late = !bad && verdict_is_late(o);
	}
	if (!o->ended)
		end_now(o);
	keep_log(o->place.log);
	place_end(&o->place);
	must(chdir("/"), "/");
	return bad || o->late ? text : NULL;
}
