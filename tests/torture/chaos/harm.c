/*
 * The harms.
 */
#include <sys/syscall.h>

#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chaos.h"

#define PAUSE_MS 150	/* less than that between two, */
#define BURSTS 6	/* and none at all before each sixth */
#define STOPPED_MS 2000 /* less than that */
#define CLOGGED_MS 800
#define NO_BYTE_MS 1500 /* before the end: a runsv may sleep for a second */

/*
 * A runsv that has yet to read a `d' when the stop comes would tell its service
 * twice: so no byte is written, and no runsv that may hold one is continued,
 * shortly before the stop.
 */
static bool
is_near_end(const struct wish *wish, uint64_t at_ms)
{
	return (double)(at_ms + NO_BYTE_MS) > wish->seconds * 1000;
}

bool
harm_next(const struct wish *wish, uint64_t *random, struct harm *harm)
{
	static const enum kind kinds[] = { HARM_KILL, HARM_KILL, HARM_KILL,
		HARM_KILL, HARM_KILL, HARM_KILL, HARM_STOP, HARM_STOP,
		HARM_STOP, HARM_STOP, HARM_REMOVE, HARM_REMOVE, HARM_REMOVE,
		HARM_RENAME, HARM_BREAK, HARM_BREAK, HARM_TOUCH, HARM_REPLACE,
		HARM_REPLACE, HARM_BYTE, HARM_BYTE, HARM_BYTE, HARM_BYTE,
		HARM_BYTE, HARM_STATUS, HARM_SIGNAL, HARM_SIGNAL, HARM_SIGNAL,
		HARM_SIGNAL, HARM_CLOG };
	uint64_t pause = random_next(random) % (PAUSE_MS * BURSTS);

	if (pause / PAUSE_MS != 0)
		harm->at_ms += (uint32_t)(pause % PAUSE_MS);
	harm->kind =
	    kinds[random_next(random) % (sizeof kinds / sizeof kinds[0])];
	harm->one = (uint32_t)random_next(random);
	harm->other = (uint32_t)random_next(random);
	if (harm->kind == HARM_BYTE && is_near_end(wish, harm->at_ms))
		harm->kind = HARM_SIGNAL;
	return harm->at_ms < wish->seconds * 1000;
}

const char *
harm_name(enum kind kind)
{
	static const char *const names[HARM_KINDS] = {
		[HARM_KILL] = "kill",
		[HARM_STOP] = "stop",
		[HARM_CONTINUE] = "continue",
		[HARM_REMOVE] = "remove",
		[HARM_ADD] = "add",
		[HARM_RENAME] = "rename",
		[HARM_BREAK] = "break",
		[HARM_MEND] = "mend",
		[HARM_TOUCH] = "touch",
		[HARM_REPLACE] = "replace",
		[HARM_BYTE] = "byte",
		[HARM_STATUS] = "status",
		[HARM_SIGNAL] = "signal",
		[HARM_CLOG] = "clog",
		[HARM_RUNSVDIR] = "runsvdir",
	};

	return names[kind];
}

static void
say(const struct ordeal *o, enum kind kind, const char *name, long number)
{
	if (o->wish->show)
		printf("%9.1f %s %s %ld\n",
		    (double)(now_ns() - o->began_ns) / 1e6, harm_name(kind),
		    name, number);
}

/*
 * Somebody who lives, but not PID 1. The end of runsvdir would be the end of
 * the container; a child of it that is called the same is a runsv to be.
 */
static pid_t
somebody(const struct crowd *crowd, uint32_t which, bool runsvdir)
{
	const struct process *fit[CROWD_MAX];
	uint32_t n = 0;
	int i;

	for (i = 0; i < crowd->count; i++)
		if (crowd->of[i].pid != 1 && crowd->of[i].state != 'Z' &&
		    (runsvdir || strcmp(crowd->of[i].name, "runsvdir") != 0))
			fit[n++] = &crowd->of[i];
	return n > 0 ? fit[which % n]->pid : 0;
}

static void
let_go(struct ordeal *o, int i)
{
	say(o, HARM_CONTINUE, "PID", o->stopped[i].pid);
	o->done[HARM_CONTINUE] +=
	    crowd_signal(o->place.proc, o->stopped[i].pid, SIGCONT);
	o->stopped[i] = o->stopped[--o->stopped_count];
}

void
harm_continue(struct ordeal *o, uint64_t now)
{
	int i;

	if (is_near_end(o->wish, (now - o->began_ns) / MS))
		return;
	for (i = o->stopped_count; i-- > 0;)
		if (now >= o->stopped[i].until_ns)
			let_go(o, i);
}

/* Those that follow are true where the harm was done. */
static bool
strike(const struct harm *harm, struct ordeal *o)
{
	bool stop = harm->kind == HARM_STOP;
	const struct process *process;
	pid_t pid;

	crowd_look(o->place.proc, &o->crowd);
	pid = somebody(&o->crowd, harm->one, stop);
	if ((process = crowd_find(&o->crowd, pid)) == NULL)
		return false;
	say(o, harm->kind, process->name, pid);
	if (!crowd_signal(o->place.proc, pid, stop ? SIGSTOP : SIGKILL))
		return false;
	if (!stop)
		return true;
	if (o->stopped_count == STOPPED_MAX)
		let_go(o, 0);
	o->stopped[o->stopped_count].pid = pid;
	o->stopped[o->stopped_count++].until_ns =
	    now_ns() + harm->other % STOPPED_MS * MS;
	return true;
}

/* As sv does it, and some that it does not. */
static bool
write_byte(const struct harm *harm, const struct ordeal *o)
{
	static const char bytes[] = "udoxtkpchaiq12z";
	const struct open_how how = {
		.flags = O_WRONLY | O_NONBLOCK | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT,
	};
	const char *byte = &bytes[harm->other % (sizeof bytes - 1)];
	char path[128], text[2] = { *byte };
	bool written;
	int fd;

	services_control(harm->one, path, sizeof path);
	fd = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
	written = fd != -1 && write(fd, byte, 1) == 1;
	say(o, HARM_BYTE, written ? text : "refused", harm->one % 20);
	if (fd != -1)
		close(fd);
	return written;
}

static bool
signal_init(const struct harm *harm, const struct ordeal *o)
{
	static const int signals[] = { SIGHUP, SIGUSR1, SIGCHLD, SIGCONT,
		SIGWINCH, 0 };
	int signo = signals[harm->one % 6];

	if (signo == 0)
		signo = SIGRTMIN + 3;
	say(o, HARM_SIGNAL, strsignal(signo), signo);
	return kill(o->place.pid, signo) == 0;
}

static enum kind
edit(const struct harm *harm)
{
	switch (harm->kind) {
	case HARM_REMOVE:
		return services_remove(harm->one, harm->other);
	case HARM_RENAME:
		return services_rename(harm->one);
	case HARM_BREAK:
		return services_break(harm->one);
	case HARM_REPLACE:
		return services_replace(harm->one);
	default:
		return services_touch();
	}
}

void
harm_do(const struct harm *harm, struct ordeal *o)
{
	enum kind did = harm->kind;
	bool done = true;

	switch (harm->kind) {
	case HARM_KILL:
	case HARM_STOP:
		done = strike(harm, o);
		break;
	case HARM_BYTE:
		done = write_byte(harm, o);
		break;
	case HARM_SIGNAL:
		done = signal_init(harm, o);
		break;
	case HARM_STATUS:
		say(o, did, "my_initctl", 0);
		enter_status(o->place.pid);
		done = false; /* yet: enter_answers */
		break;
	case HARM_CLOG:
		say(o, did, "output", harm->one % CLOGGED_MS);
		o->clogged_ns = now_ns() + harm->one % CLOGGED_MS * MS;
		break;
	default:
		did = edit(harm);
		say(o, did, "service", harm->one % 20);
	}
	o->tried[harm->kind]++;
	o->done[did] += done;
}
