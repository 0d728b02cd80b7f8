/*
 * The container of a case. Its root is an empty tmpfs, in which only what is
 * the machine's own software shows through, read-only.
 */
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "anytime.h"

#define DESK "/mnt" /* the worker's own, hidden from everybody else */
#define ROOT DESK "/root"
#define PROGRAM "/my_init"
#define CLONE_NS 10000000000

struct board *board;

static const struct settings *settings;
static int log_fd, go_fd;

void
stage_open(const struct settings *with)
{
	int fd;

	settings = with;
	tree_open();
	must(unshare(CLONE_NEWNS), "mount namespace");
	must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private");
	must(mount("tmpfs", DESK, "tmpfs", 0, "mode=700"), DESK);
	must(mkdir(ROOT, 0755), ROOT);
	log_fd =
	    open(DESK "/log", O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	fd = open(DESK "/board", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	must(ftruncate(fd, sizeof *board), "board");
	board = mmap(
	    NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (board == MAP_FAILED)
		err(125, "board");
	close(fd);
}

int
stage_log(void)
{
	return log_fd;
}

static void
show(const char *from, const char *to)
{
	must(mount(from, to, NULL, MS_BIND | MS_REC, NULL), to);
	must(mount(NULL, to, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL), to);
}

/* Directories of the machine's root, which are links where /usr is merged. */
static void
show_machine(void)
{
	static const char *const names[] = { "/bin", "/sbin", "/lib",
		"/lib64" };
	char target[PATH_MAX];
	ssize_t n;
	size_t i;

	show("/usr", "usr");
	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		n = readlink(names[i], target, sizeof target - 1);
		if (n > 0) {
			target[n] = '\0';
			must(symlink(target, names[i] + 1), names[i]);
		} else if (mkdir(names[i] + 1, 0755) == 0 &&
		    access(names[i], F_OK) == 0) {
			show(names[i], names[i] + 1);
		}
	}
}

static void
show_file(const char *from, const char *to)
{
	tree_file(to, "", 0, 0644);
	must(mount(from, to, NULL, MS_BIND, NULL), to);
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
	must(mount("tmpfs", ROOT, "tmpfs", 0, "mode=755"), ROOT);
	must(chdir(ROOT), ROOT);
	tree_make(shot);
	show_machine();
	show_file("/dev/null", "dev/null");
	show_file(DESK "/board", "board");
	show_file(settings->program, "my_init");
	must((int)syscall(SYS_pivot_root, ".", "."), "pivot_root");
	must(umount2(".", MNT_DETACH), "old root");
	must(chdir("/"), "/");
	must(mount("proc", "/proc", "proc", 0, NULL), "proc");
}

static void
clean_signals(void)
{
	sigset_t none;
	int signo;

	for (signo = 1; signo < _NSIG; signo++)
		signal(signo, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
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
	int error = EPIPE, null;
	char c;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	build(shot);
	snprintf(kill_all, sizeof kill_all, "KILL_ALL_PROCESSES_TIMEOUT=%g",
	    flags & HAS_STRAY ? STRAY_MS / 1000.0 : 4);
	setsid();
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	dup2(null, STDIN_FILENO);
	dup2(log_fd, STDOUT_FILENO);
	dup2(log_fd, STDERR_FILENO);
	syscall(SYS_close_range, 3, ~0U, 4U /* CLOSE_RANGE_CLOEXEC */);
	clean_signals();
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

/* A machine that is full for the moment is no fault of the program. */
static pid_t
clone_patiently(void)
{
	uint64_t until = now_ns() + CLONE_NS;
	pid_t pid;

	do
		pid = (pid_t)syscall(SYS_clone,
		    CLONE_NEWPID | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0);
	while (pid == -1 && errno == EAGAIN && now_ns() < until &&
	    usleep(10000) == 0);
	must(pid, "clone");
	return pid;
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
	stage->pid = clone_patiently();
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
	if (write(go_fd, "", 1) != 1)
		err(125, "go");
	close(go_fd);
}

void
stage_end(struct stage *stage)
{
	close(stage->report);
	if (stage->proc != -1)
		close(stage->proc);
}
