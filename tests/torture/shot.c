/*
 * One case, from the first process of its container to the last.
 */
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "anytime.h"

#define AGAIN_US 1000
#define MARK_NS 10000000000
#define LOOK_NS 50000
#define LIMIT_NS 15000000000 /* a step that hangs is killed after 4 s */

static uint64_t looked_ns; /* how long the list at the exit took */

/*
 * False when the program has ended; until then the time until `until_ns`.
 */
static bool
pass(const struct stage *stage, struct outcome *o, uint64_t until_ns)
{
	uint64_t begin;

	for (;;) {
		switch (trace_wait(stage->pid, &o->status, until_ns)) {
		case TRACE_TIME:
			return true;
		case TRACE_END:
			o->ended = true;
			o->end_ns = now_ns();
			return false;
		}
		trace_fault(stage->pid, o->status, o->fault, sizeof o->fault);
		if (o->fault[0] != '\0')
			return false;
		if (trace_is_exit(o->status)) {
			begin = now_ns();
			trace_list(stage->proc, 2, o->left, sizeof o->left);
			looked_ns = now_ns() - begin;
		}
		trace_resume(stage->pid, o->status);
	}
}

static bool
is_marked(const struct variant *v)
{
	uint32_t count = __atomic_load_n(&board->count, __ATOMIC_SEQ_CST);
	const struct life *life;
	uint32_t i;

	for (i = 0; i < count && i < LIVES_MAX; i++) {
		life = &board->lives[i];
		switch (v->mark) {
		case MARK_READY:
			return true;
		case MARK_SCRIPT:
			if (life->role == ROLE_PATIENT)
				return true;
			break;
		case MARK_PRE:
		case MARK_POST:
			if (life->role == ROLE_HOOK &&
			    strcmp(life->name,
				v->mark == MARK_PRE ? "hook-pre" :
						      "hook-post") == 0)
				return true;
			break;
		case MARK_STRAY:
			if (life->role == ROLE_STRAY &&
			    __atomic_load_n(&life->told, __ATOMIC_SEQ_CST) > 0)
				return true;
		}
	}
	return false;
}

static bool
is_begun(const struct variant *v)
{
	(void)v;
	return lives_count(ROLE_SERVICE) + lives_count(ROLE_STRAY) > 0;
}

static bool
await(const struct shot *shot, const struct stage *stage, struct outcome *o,
    bool has_come(const struct variant *))
{
	uint64_t limit = now_ns() + MARK_NS;

	while (!has_come(shot->variant))
		if (now_ns() > limit || !pass(stage, o, now_ns() + LOOK_NS))
			return false;
	return true;
}

static void
send(const struct shot *shot, const struct stage *stage, struct outcome *o)
{
	int signo = shot->variant->flags & SENDS_INT ? SIGINT : SIGTERM;

	o->sent_ns = now_ns();
	if (o->first_ns == 0)
		o->first_ns = o->sent_ns;
	if (kill(stage->pid, signo) == -1)
		err(125, "kill");
}

/*
 * True when all signals of the case were sent before the program ended.
 */
static bool
send_all(const struct shot *shot, const struct stage *stage,
    const struct settings *settings, struct outcome *o)
{
	const struct variant *v = shot->variant;
	bool at_once = v->mark == MARK_READY && shot->delay_us == 0;
	uint64_t mark_ns = o->ready_ns;

	if (at_once)
		send(shot, stage, o);
	trace_release(stage->pid, settings->detach, v);
	if (v->flags & TERM_FIRST) {
		if (!pass(stage, o, mark_ns + FIRST_US * 1000ULL) ||
		    !await(shot, stage, o, is_begun))
			return false;
		send(shot, stage, o);
	}
	if (v->mark != MARK_READY) {
		if (!await(shot, stage, o, is_marked))
			return false;
		mark_ns = now_ns();
	}
	if (!at_once) {
		if (!pass(stage, o, mark_ns + shot->delay_us * 1000ULL)) {
			o->missed = o->ended && v->mark != MARK_READY;
			return false;
		}
		send(shot, stage, o);
	}
	if (v->flags & TWICE && pass(stage, o, o->sent_ns + AGAIN_US * 1000))
		send(shot, stage, o);
	return true;
}

static void
end_now(const struct stage *stage, struct outcome *o)
{
	int status;

	if (o->ended)
		return;
	trace_list(stage->proc, 1, o->left, sizeof o->left);
	kill(stage->pid, SIGKILL);
	while (trace_wait(stage->pid, &status, UINT64_MAX) != TRACE_END)
		trace_resume(stage->pid, status);
}

void
shot_fire(
    const struct shot *shot, const struct settings *settings, struct outcome *o)
{
	struct stage stage;
	int error = 0;

	memset(o, 0, sizeof *o);
	looked_ns = 0;
	stage_start(shot, &stage);
	trace_begin(stage.pid);
	stage_go();
	if (!trace_until_ready(stage.pid, &o->system_calls, &o->status)) {
		o->early = true;
		o->ended = !WIFSTOPPED(o->status);
		if (read(stage.report, &error, sizeof error) > 0)
			errx(125, "%s: %s", settings->program, strerror(error));
		end_now(&stage, o);
	} else {
		o->ready_ns = now_ns();
		stage.proc = trace_proc(stage.pid);
		if (!send_all(shot, &stage, settings, o))
			o->early = true;
		else if (!o->ended)
			pass(&stage, o, o->sent_ns + LIMIT_NS);
		end_now(&stage, o);
	}
	stage_end(&stage);
	if (o->ended && o->first_ns > 0)
		o->stop_us =
		    (int64_t)(o->end_ns - o->first_ns - looked_ns) / 1000;
}
