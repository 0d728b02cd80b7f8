/*
 * The container of a case.
 */
#include <sys/prctl.h>
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "anytime.h"

#define PROGRAM "/my_init"

static const struct settings *settings;
static int log_fd, go_fd;

void
stage_open(const struct settings *with)
{
	settings = with;
	root_open();
	log_fd =
	    open(DESK "/log", O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

int
stage_log(void)
{
	return log_fd;
}

static void
touch_services(bool fresh)
{
	struct timespec times[2];

	clock_gettime(CLOCK_REALTIME, &times[0]);
	if (!fresh)
		times[0].tv_sec -= 3;
	times[1] = times[0];
	must(utimensat(AT_FDCWD, "/etc/service", times, 0), "/etc/service");
}

static void
build(const struct shot *shot)
{
	root_begin();
	tree_make(shot);
	root_show_machine();
	root_show_file(settings->program, "my_init");
	root_enter();
}

static _Noreturn void
become(const struct shot *shot, int go, int report)
{
	unsigned flags = shot->variant->flags;
	char kill_all[64], program[] = PROGRAM, command[] = "/command";
	char *argv[] = { program, flags & HAS_COMMAND ? command : NULL, NULL };
	char *environment[] = {
		(char[]){ "PATH=/usr/local/sbin:"
			  "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
		(char[]){ "HOME=/root" },
		(char[]){ "ASAN_OPTIONS=detect_leaks=0" },
		(char[]){ "KILL_PROCESS_TIMEOUT=4" }, kill_all, NULL
	};
	int error = EPIPE;
	char c;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	build(shot);
	snprintf(kill_all, sizeof kill_all, "KILL_ALL_PROCESSES_TIMEOUT=%g",
	    flags & HAS_STRAY ? STRAY_MS / 1000.0 : 4);
	child_clean(log_fd);
	if (read(go, &c, 1) == 1) {
		touch_services(shot->fresh);
		execve(program, argv, environment);
		error = errno;
	}
	if (write(report, &error, sizeof error) == -1)
		warn("report");
	_exit(127);
}

static void
write_board(const struct variant *v)
{
	memset(board, 0, sizeof *board);
	board->linger_ms = v->linger_ms;
	board->finish_ms = FINISH_MS;
	board->hook_ms = HOOK_MS;
	board->crash = (v->flags & CRASHES) != 0;
	board->talk = (v->flags & HAS_LOGGERS) != 0;
	if (v->flags & COMMAND_ENDS) {
		board->command_ms = COMMAND_MS;
		board->command_status = COMMAND_STATUS;
	}
}

/*
 * Stands before its exec when this returns, so that a tracer can join.
 */
void
stage_start(const struct shot *shot, struct stage *stage)
{
	int go[2], report[2];

	write_board(shot->variant);
	must(ftruncate(log_fd, 0), "log");
	must(pipe2(go, O_CLOEXEC), "pipe");
	must(pipe2(report, O_CLOEXEC), "pipe");
	stage->pid = child_clone(CLONE_NEWPID | CLONE_NEWNS);
	if (stage->pid == 0) {
		close(go[1]);
		become(shot, go[0], report[1]);
	}
	close(go[0]);
	close(report[1]);
	go_fd = go[1];
	stage->report = report[0];
	stage->proc = -1;
}

void
stage_go(void)
{
	child_go(go_fd);
}

void
stage_end(struct stage *stage)
{
	close(stage->report);
	if (stage->proc != -1)
		close(stage->proc);
}
