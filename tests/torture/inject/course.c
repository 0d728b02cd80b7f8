/*
 * One course, from the exec to the last process. The tracer sees each call
 * of the program twice and is in nobody else's way: forks are not followed.
 */
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "inject.h"

#define SYSTEM_CALL (SIGTRAP | 0x80)
#define MS UINT64_C(1000000)
#define LOOK_NS (2 * MS)
#define SETTLE_NS (30 * MS)
#define SETTLE_CALLS 60	    /* of more it is still at work */
#define QUIET_NS (110 * MS) /* after that: idle_wait begins after 100 ms */
#define UP_NS (3000 * MS)   /* a service that dies is started anew after 1 s */
#define ASKED_NS (12000 * MS) /* all timeouts of a stop one after the other */
#define LOG_MAX 65536

static double slack;
static struct place place;
static const struct hit *hit;
static struct course *course;
static bool executed, ready, begun, failing;
static uint64_t began_ns, looked_ns;
static uint32_t up_calls, looked_calls;
static char log_text[LOG_MAX];
static size_t log_length;

static void
read_log(void)
{
	ssize_t n;

	while (log_length < LOG_MAX &&
	    (n = read(place.log, log_text + log_length, LOG_MAX - log_length)) >
		0)
		log_length += (size_t)n;
}

size_t
course_log(char *text, size_t size)
{
	size_t n = log_length < size ? log_length : size - 1;

	memcpy(text, log_text, n);
	text[n] = '\0';
	return n;
}

void
course_open(const struct how *how)
{
	slack = how->slack;
	place_open(how->program);
}

static uint64_t
slow(uint64_t ns)
{
	return (uint64_t)((double)ns * slack);
}

static void
tell(int signo)
{
	if (signo == SIGTERM || signo == SIGINT) {
		if (!course->asked) {
			course->o.first_ns = now_ns();
			if (course->settled > 0)
				course->quiet = course->calls - course->settled;
		}
		course->asked = true;
		course->o.sent_ns = now_ns();
	}
	if (kill(place.pid, signo) == -1)
		err(125, "kill");
}

static void
reach(void)
{
	if (!course->done)
		course->hit_ns = now_ns();
	course->done = true;
}

static bool
is_to_fail(int call)
{
	uint32_t at = course->count[call];

	return hit->error != 0 && call == hit->call && begun && hit->at > 0 &&
	    (at == hit->at || (hit->lasts && at > hit->at));
}

static void
begin_call(const struct call *call)
{
	uint32_t at = ++course->calls, i = at % TAIL_MAX;

	if (call->number < 0 || call->number >= CALLS_MAX)
		return;
	/* The first call of main; what fails before is the library's. */
	begun = begun || call->number == SYS_rt_sigaction;
	course->count[call->number] += begun;
	course->tail[i].call = call->number;
	course->tail[i].first = call->first;
	course->tail[i].result = -1000;
	if (is_to_fail(call->number)) {
		if (!course->done)
			course->fd = (int)call->first;
		reach();
		failing = true;
		poke_skip(place.pid, call->number);
	}
	if (hit->signo == 0 || hit->at == 0)
		return;
	if (at == hit->at) {
		reach();
		tell(hit->signo);
	} else if (hit->again > 0 && at == hit->at + hit->again) {
		tell(SIGTERM);
	}
}

static void
end_call(const struct call *call)
{
	if (failing && !poke_result(place.pid, call->number, hit->error))
		errx(125, "%s did not fail", call_name(call->number));
	course->tail[course->calls % TAIL_MAX].result =
	    failing ? -(long)hit->error : call->result;
	failing = false;
	if (ready)
		return;
	ready = trace_hears_term(place.pid);
	if (ready)
		course->o.ready_ns = now_ns();
}

/* False when a fault of its own would end it. */
static bool
take_stop(int status)
{
	struct call call = { false };
	long signo = WSTOPSIG(status);
	struct outcome *o = &course->o;

	if (status >> 16 == PTRACE_EVENT_EXEC) {
		executed = true;
		place.proc = trace_proc(place.pid);
	} else if (status >> 16 == PTRACE_EVENT_EXIT) {
		course->cpu_ns = trace_processor_ns(place.pid);
		trace_list(place.proc, hit->scene->off ? 4 : 2, o->left,
		    sizeof o->left);
	} else if (signo == SYSTEM_CALL && executed &&
	    poke_look(place.pid, &call)) {
		if (call.entry && ready)
			begin_call(&call);
		else if (call.exit)
			end_call(&call);
	} else {
		trace_fault(place.pid, status, o->fault, sizeof o->fault);
		if (o->fault[0] != '\0')
			return false;
	}
	if (status >> 16 != 0 || signo == SYSTEM_CALL)
		signo = 0;
	ptrace(PTRACE_SYSCALL, place.pid, NULL, signo);
	return true;
}

/* Where all is up: a close_range(2) that fails is a thousand close(2). */
static void
settle(uint64_t now)
{
	bool late = now > course->up_ns + slow(UP_NS);

	if (now < looked_ns + SETTLE_NS)
		return;
	if (late)
		course->settled = up_calls;
	else if (course->calls - looked_calls <= SETTLE_CALLS &&
	    poke_sleeps(place.pid))
		course->settled = course->calls;
	looked_ns = now;
	looked_calls = course->calls;
}

/*
 * The stop is asked for when all was up and quiet for a while; or when it
 * will hardly be any more. False when it should have ended by now.
 */
static bool
take_time(void)
{
	uint64_t now = now_ns();

	if (course->up_ns == 0 && !course->asked && scene_is_up(hit->scene)) {
		course->up = !course->done || hit->error == 0;
		course->up_ns = looked_ns = now;
		up_calls = looked_calls = course->calls;
	}
	if (course->asked)
		return now < course->o.sent_ns + slow(ASKED_NS);
	if (course->settled == 0 && course->up_ns > 0)
		settle(now);
	course->gave_up = course->up_ns == 0 && now > began_ns + slow(UP_NS);
	if ((course->settled > 0 && now > looked_ns + QUIET_NS) ||
	    course->gave_up)
		tell(SIGTERM);
	return true;
}

static void
end_now(void)
{
	int status;

	course->cpu_ns = trace_processor_ns(place.pid);
	trace_list(place.proc, 1, course->o.left, sizeof course->o.left);
	kill(place.init, SIGKILL);
	while (trace_wait(place.pid, &status, UINT64_MAX) != TRACE_END)
		ptrace(PTRACE_CONT, place.pid, NULL, NULL);
}

static void
follow(void)
{
	int status;

	for (;;) {
		switch (trace_wait(place.pid, &status, now_ns() + LOOK_NS)) {
		case TRACE_END:
			course->o.ended = true;
			course->o.status = status;
			return;
		case TRACE_STOP:
			if (!take_stop(status))
				return;
		}
		if (!take_time())
			return;
	}
}

void
course_run(const struct hit *with, struct course *into)
{
	hit = with;
	course = into;
	memset(course, 0, sizeof *course);
	executed = ready = begun = failing = false;
	log_length = 0;
	place_make(hit->scene, hit->error == 0, &place);
	if (ptrace(PTRACE_SEIZE, place.pid, NULL,
		PTRACE_O_EXITKILL | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT |
		    PTRACE_O_TRACESYSGOOD) == -1)
		err(125, "ptrace");
	place_go(&place);
	began_ns = now_ns();
	/* It waits in read(2); from the exec on its calls are seen. */
	follow();
	course->o.end_ns = now_ns();
	if (!course->o.ended)
		end_now();
	read_log();
	place_end(&place);
	if (course->o.ended && course->o.first_ns > 0)
		course->o.stop_us =
		    (int64_t)(course->o.end_ns - course->o.first_ns) / 1000;
}
