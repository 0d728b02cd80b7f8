/*
 * The launcher of the tests: runs a program as PID 1 of a container that it
 * makes out of the machine it stands on, and tells how that program ended.
 *
 *	container [-finrtw] [-e NAME=VALUE]... [-k PATH]... [-l PATH] [-o FILE]
 *	    [-T SECONDS] DIR PROG [ARG...]
 *
 * Inside: a pid and a mount namespace (a user namespace too where the tester
 * is not root); /etc is an overlay whose upper layer is DIR/etc and in which
 * nothing of the host's own set-up for my_init shows; /run, /tmp and /dev/shm
 * are empty; DIR/c and each PATH are at the place they have outside.  PROG
 * starts with all signals default and unblocked, in a session of its own, with
 * stdin from /dev/null, the rest to DIR/log, no other descriptor, and the
 * environment PATH (the tester's), HOME, and what -e sets (-e NAME unsets).
 *
 * On stdout:	up PID NSPID	once PROG would not lose a TERM any more
 *		end exit N USEC	| end signal N USEC	(when, on the wall
 *clock)
 *
 *	-f  in the foreground: keep stdout and stderr, report nothing, end as
 *	    PROG did (128+N for a signal, 124 after SECONDS)
 *	-i  PROG is not PID 1; a small init is, and stays when PROG has ended
 *	-l  /usr/lib/my_init is PATH
 *	-n  say "up" as soon as PROG was executed
 *	-o  stdout to FILE, and only stderr to the log
 *	-t  on a terminal: its output goes to the log, DIR/keys is typed
 *	-w  write to DIR/left what lives at the moment when PROG has called exit
 */

#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/wait.h>

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define KEEP_MAX 16

static struct {
	bool foreground, inner, now, tty, watch, rootless;
	const char *dir, *lib, *out;
	char *keep[KEEP_MAX];
	int nkeep;
	unsigned timeout;
} opt;

static int log_fd = -1, left_proc = -1, master = -1, keys = -1;

static char *
path_in(const char *dir, const char *name)
{
	char *p;

	if (asprintf(&p, "%s/%s", dir, name) == -1)
		err(125, "asprintf");
	return p;
}

static void
write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd == -1 || write(fd, text, strlen(text)) == -1)
		err(125, "%s", path);
	close(fd);
}

/* A tester who is not root becomes the root of a user namespace. */
static void
become_root(void)
{
	char map[64];
	unsigned uid = getuid(), gid = getgid();

	if (uid == 0)
		return;
	opt.rootless = true;
	if (unshare(CLONE_NEWUSER) == -1)
		err(125, "user namespace");
	write_file("/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "0 %u 1", uid);
	write_file("/proc/self/uid_map", map);
	snprintf(map, sizeof(map), "0 %u 1", gid);
	write_file("/proc/self/gid_map", map);
}

/* A layer of whiteouts between the host's /etc and the test's. */
static void
hide_the_hosts(const char *blank)
{
	static const char *const names[] = { "container_environment",
		"container_environment.json", "container_environment.sh",
		"my_init.d", "my_init.post_shutdown.d",
		"my_init.pre_shutdown.d", "rc.local", "service" };

	if (mkdir(blank, 0755) == -1 && errno != EEXIST)
		err(125, "%s", blank);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *p = path_in(blank, names[i]);

		if (mknod(p, S_IFCHR, makedev(0, 0)) == -1 && errno != EEXIST)
			err(125, "whiteout %s", p);
		free(p);
	}
}

static void
mount_etc(void)
{
	char *blank = path_in(opt.dir, "blank"), *work, *data;

	work = path_in(opt.dir, "work");
	hide_the_hosts(blank);
	if (mkdir(work, 0755) == -1 && errno != EEXIST)
		err(125, "%s", work);
	if (asprintf(&data, "lowerdir=%s:/etc,upperdir=%s/etc,workdir=%s%s",
		blank, opt.dir, work, opt.rootless ? ",userxattr" : "") == -1)
		err(125, "asprintf");
	if (mount("overlay", "/etc", "overlay", 0, data) == -1)
		err(125,
		    "overlay over /etc (%s; it needs a TMPDIR that is "
		    "not itself an overlay)",
		    data);
}

/* Over /usr/lib a layer that has nothing but a link. */
static void
mount_lib(void)
{
	char *layer = path_in(opt.dir, "lib"), *link, *data;

	if (opt.lib == NULL)
		return;
	link = path_in(layer, "my_init");
	if (mkdir(layer, 0755) == -1 && errno != EEXIST)
		err(125, "%s", layer);
	if (symlink(opt.lib, link) == -1 && errno != EEXIST)
		err(125, "%s", link);
	if (asprintf(&data, "lowerdir=%s:/usr/lib%s", layer,
		opt.rootless ? ",userxattr" : "") == -1)
		err(125, "asprintf");
	if (mount("overlay", "/usr/lib", "overlay", 0, data) == -1)
		err(125, "overlay over /usr/lib (%s)", data);
}

static void
make_path(char *path)
{
	for (char *p = path + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		mkdir(path, 0755);
		*p = '/';
	}
	mkdir(path, 0755);
}

static void
mount_all(void)
{
	int fds[KEEP_MAX];
	char self[64];

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		err(125, "private mounts");
	for (int i = 0; i < opt.nkeep; i++)
		if ((fds[i] = open(opt.keep[i], O_PATH | O_CLOEXEC)) == -1)
			err(125, "%s", opt.keep[i]);
	mount_etc();
	mount_lib();
	if (mount("tmpfs", "/run", "tmpfs", MS_NOSUID, "mode=755") == -1 ||
	    mount("tmpfs", "/tmp", "tmpfs", 0, "mode=1777") == -1 ||
	    mount("tmpfs", "/dev/shm", "tmpfs", 0, "mode=1777") == -1)
		err(125, "tmpfs");
	if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NOEXEC | MS_NODEV,
		NULL) == -1)
		err(125, "proc");
	for (int i = 0; i < opt.nkeep; i++) {
		make_path(opt.keep[i]);
		snprintf(self, sizeof(self), "/proc/self/fd/%d", fds[i]);
		if (mount(self, opt.keep[i], NULL, MS_BIND | MS_REC, NULL) ==
		    -1)
			err(125, "bind %s", opt.keep[i]);
	}
	if (chdir("/") == -1)
		err(125, "/");
}

static void
take_terminal(void)
{
	int fd = open(ptsname(master), O_RDWR);

	if (fd == -1 || ioctl(fd, TIOCSCTTY, 0) == -1)
		err(125, "terminal");
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
}

static void
redirect(void)
{
	int fd = open("/dev/null", O_RDWR), out = log_fd;

	if (fd == -1)
		err(125, "/dev/null");
	dup2(fd, 0);
	if (opt.foreground)
		return;
	if (opt.out != NULL) {
		out = open(opt.out, O_WRONLY | O_CREAT | O_APPEND, 0644);
		if (out == -1)
			err(125, "%s", opt.out);
	}
	dup2(out, 1);
	dup2(log_fd, 2);
}

static void
default_signals(void)
{
	sigset_t none;

	for (int sig = 1; sig < _NSIG; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Becomes the program; the report pipe closes by itself at the exec. */
static void
become(char **argv, int report)
{
	if (setsid() == -1 && getpid() != getpgrp())
		err(125, "setsid");
	if (opt.tty)
		take_terminal();
	else
		redirect();
	if (report != 3 && dup3(report, 3, O_CLOEXEC) == -1)
		err(125, "dup3");
	if (syscall(SYS_close_range, 4, ~0U, 0) == -1)
		for (int fd = 4; fd < 1024; fd++)
			close(fd);
	default_signals();
	execvp(argv[0], argv);
	int e = errno;
	warn("%s", argv[0]);
	if (write(3, &e, sizeof(e)) == -1)
		warn("report");
	_exit(127);
}

static pid_t
fork_into(int namespaces)
{
	pid_t pid = (pid_t)syscall(SYS_clone, namespaces | SIGCHLD, 0, 0, 0, 0);

	if (pid == -1)
		err(125, "clone");
	if (pid == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid;
}

/* For -i: a PID 1 that does nothing but reap. */
static void
small_init(int report)
{
	sigset_t chld;
	int sig;

	for (int i = 0; i < 3; i++)
		dup2(log_fd, i);
	mount_all();
	close(report);
	syscall(SYS_close_range, 3, ~0U, 0);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_SETMASK, &chld, NULL);
	for (;;) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		sigwait(&chld, &sig);
	}
}

static void
enter(pid_t pid, const char *ns, int type)
{
	char p[64];
	int fd;

	snprintf(p, sizeof(p), "/proc/%d/ns/%s", (int)pid, ns);
	if ((fd = open(p, O_RDONLY | O_CLOEXEC)) == -1 || setns(fd, type) == -1)
		err(125, "%s", p);
	close(fd);
}

/* Waits for the end of a report pipe: 0, or the errno that came. */
static int
read_report(int fd)
{
	int e = 0;

	while (read(fd, &e, sizeof(e)) == -1 && errno == EINTR)
		;
	close(fd);
	return e;
}

static void
make_pipe(int p[2])
{
	if (pipe2(p, O_CLOEXEC) == -1)
		err(125, "pipe");
}

/* Starts the program; *init is PID 1 of the container, the result is it. */
static pid_t
start(char **argv, pid_t *init)
{
	int p[2], go[2];
	pid_t pid;

	make_pipe(p);
	make_pipe(go);
	pid = *init = fork_into(CLONE_NEWPID | CLONE_NEWNS);
	if (pid == 0 && opt.inner)
		small_init(p[1]);
	if (pid > 0 && opt.inner) {
		close(p[1]);
		read_report(p[0]);
		make_pipe(p);
		int me = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
		enter(*init, "pid", CLONE_NEWPID);
		pid = fork_into(0);
		if (pid == 0)
			enter(*init, "mnt", CLONE_NEWNS);
		close(me);
	}
	if (pid == 0) {
		close(go[1]);
		read_report(go[0]);
		if (!opt.inner)
			mount_all();
		become(argv, p[1]);
	}
	if (opt.watch && ptrace(PTRACE_SEIZE, pid, 0, PTRACE_O_TRACEEXIT) == -1)
		err(125, "ptrace");
	close(go[0]);
	close(go[1]);
	close(p[1]);
	read_report(p[0]);
	return pid;
}

/* Who waits in sigtimedwait shows its mask without what it waits for. */
static bool
waits_for_signals(pid_t pid)
{
	char p[64], name[64];
	ssize_t n;
	int fd;

	snprintf(p, sizeof(p), "/proc/%d/wchan", (int)pid);
	if ((fd = open(p, O_RDONLY | O_CLOEXEC)) == -1)
		return false;
	n = read(fd, name, sizeof(name) - 1);
	close(fd);
	name[n > 0 ? n : 0] = '\0';
	return strstr(name, "sigtimedwait") != NULL;
}

/* Would a TERM be lost?  Not once it is blocked, caught or ignored. */
static bool
is_ready(pid_t pid)
{
	char p[64], buf[8192];
	static const char *const masks[] = { "SigBlk:", "SigIgn:", "SigCgt:" };
	ssize_t n;
	int fd;

	snprintf(p, sizeof(p), "/proc/%d/status", (int)pid);
	if ((fd = open(p, O_RDONLY | O_CLOEXEC)) == -1)
		return true;
	n = read(fd, buf, sizeof(buf) - 1);
	close(fd);
	if (n <= 0)
		return true;
	buf[n] = '\0';
	if (strstr(buf, "\nState:\tZ") != NULL ||
	    strstr(buf, "\nState:\tX") != NULL ||
	    strstr(buf, "\nState:\tt") != NULL)
		return true;
	for (int i = 0; i < 3; i++) {
		char *s = strstr(buf, masks[i]);

		if (s != NULL && strtoull(s + 7, NULL, 16) >> (SIGTERM - 1) & 1)
			return true;
	}
	return waits_for_signals(pid);
}

static void
await_readiness(pid_t pid)
{
	for (int i = 0; i < 20000 && !is_ready(pid); i++)
		usleep(100);
}

/* The moment of the exit: PID 1 still is, and so is what it leaves behind. */
static void
write_left(void)
{
	char *p = path_in(opt.dir, "left"), stat_[64], line[128];
	FILE *f = fopen(p, "we");
	DIR *d = left_proc == -1 ? NULL : fdopendir(left_proc);
	struct dirent *e;

	if (f == NULL || d == NULL)
		err(125, "%s", p);
	while ((e = readdir(d)) != NULL) {
		int pid = atoi(e->d_name), fd;
		ssize_t n;

		if (pid <= 1)
			continue;
		snprintf(stat_, sizeof(stat_), "%d/stat", pid);
		fd = openat(left_proc, stat_, O_RDONLY | O_CLOEXEC);
		n = fd == -1 ? -1 : read(fd, line, 60);
		if (n > 0)
			fprintf(f, "%.*s\n", (int)n, line);
		close(fd);
	}
	fclose(f);
	closedir(d);
	left_proc = -1;
}

static void
resume(pid_t pid, int status)
{
	int sig = WSTOPSIG(status), event = status >> 16;

	if (event == PTRACE_EVENT_EXIT)
		write_left();
	else if (event == PTRACE_EVENT_STOP && sig != SIGTRAP) {
		ptrace(PTRACE_LISTEN, pid, 0, 0);
		return;
	}
	ptrace(PTRACE_CONT, pid, 0, event != 0 ? 0 : sig);
}

static int
status_of(const siginfo_t *si)
{
	if (si->si_code == CLD_EXITED)
		return si->si_status << 8;
	return si->si_status | (si->si_code == CLD_DUMPED ? 0x80 : 0);
}

/*
 * True once the program has ended.  It stays a zombie until the test is over:
 * who signals its pid late must not hit a stranger.
 */
static bool
has_ended(pid_t pid, int *status)
{
	int flags = WEXITED | WNOHANG | WNOWAIT | (opt.watch ? WSTOPPED : 0);

	for (;;) {
		siginfo_t si = { .si_pid = 0 };

		if (waitid(P_PID, (id_t)pid, &si, flags) == -1)
			err(125, "waitid");
		if (si.si_pid == 0)
			return false;
		if (si.si_code == CLD_EXITED || si.si_code == CLD_KILLED ||
		    si.si_code == CLD_DUMPED) {
			*status = status_of(&si);
			return true;
		}
		if (waitpid(pid, status, WNOHANG | __WALL) == pid)
			resume(pid, *status);
	}
}

static void
copy(int from, int to)
{
	char buf[4096];
	ssize_t n = read(from, buf, sizeof(buf));

	if (n > 0 && write(to, buf, (size_t)n) == -1)
		warn("copy");
}

static void
kill_all(pid_t init, pid_t pid)
{
	pid_t who;
	int status;

	kill(pid, SIGKILL);
	kill(init, SIGKILL);
	while ((who = waitpid(-1, &status, __WALL)) > 0)
		if (WIFSTOPPED(status)) /* -w: on its way out */
			ptrace(PTRACE_CONT, who, 0, 0);
}

/* Waits for the end of the program, and serves its terminal until then. */
static int
await_end(pid_t init, pid_t pid, int sfd)
{
	struct pollfd fds[] = { { .fd = sfd, .events = POLLIN },
		{ .fd = master, .events = POLLIN },
		{ .fd = keys, .events = POLLIN } };
	struct signalfd_siginfo si;
	int status;

	for (;;) {
		if (has_ended(pid, &status))
			break;
		if (poll(fds, 3, -1) == -1)
			err(125, "poll");
		if (fds[1].revents & POLLIN)
			copy(master, log_fd);
		else if (fds[1].revents != 0)
			fds[1].fd = -1; /* all have closed it */
		if (fds[2].revents & POLLIN)
			copy(keys, master);
		if (!(fds[0].revents & POLLIN) ||
		    read(sfd, &si, sizeof(si)) != sizeof(si))
			continue;
		if (si.ssi_signo != SIGCHLD) {
			kill_all(init, pid);
			exit(124);
		}
	}
	while (master != -1 && poll(fds + 1, 1, 0) == 1 &&
	    (fds[1].revents & POLLIN))
		copy(master, log_fd);
	return status;
}

/* Nothing of the container is freed, no pid above all, until the test is over.
 */
static void
await_term(int sfd)
{
	struct signalfd_siginfo si;

	while (read(sfd, &si, sizeof(si)) == sizeof(si))
		if (si.ssi_signo == SIGTERM)
			return;
}

static void
report_end(int status)
{
	struct timeval now;

	gettimeofday(&now, NULL);
	printf("end %s %d %lld%06ld\n", WIFEXITED(status) ? "exit" : "signal",
	    WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status),
	    (long long)now.tv_sec, (long)now.tv_usec);
	fflush(stdout);
}

static void
open_terminal(void)
{
	char *p = path_in(opt.dir, "keys");
	struct winsize size = { .ws_row = 24, .ws_col = 80 };

	if ((master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) == -1 ||
	    grantpt(master) == -1 || unlockpt(master) == -1)
		err(125, "terminal");
	ioctl(master, TIOCSWINSZ, &size);
	if (mkfifo(p, 0600) == -1 && errno != EEXIST)
		err(125, "%s", p);
	if ((keys = open(p, O_RDWR | O_NONBLOCK | O_CLOEXEC)) == -1)
		err(125, "%s", p);
}

static void
new_environment(void)
{
	char *path = getenv("PATH");
	const char *const pass[] = { "ASAN_OPTIONS", "UBSAN_OPTIONS" };
	char *value[2];

	for (int i = 0; i < 2; i++)
		value[i] = getenv(pass[i]);
	clearenv();
	setenv("PATH", path != NULL ? path : "/usr/sbin:/usr/bin", 1);
	setenv("HOME", "/root", 1);
	for (int i = 0; i < 2; i++)
		if (value[i] != NULL)
			setenv(pass[i], value[i], 1);
	if (opt.watch && value[0] == NULL) /* a leak checker is a tracer too */
		setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
}

static void
keep(char *path)
{
	if (opt.nkeep == KEEP_MAX)
		errx(125, "too many paths to keep");
	opt.keep[opt.nkeep++] = path;
}

static int
parse(int argc, char **argv)
{
	int c, nset = 0;
	char *set[1024];

	while ((c = getopt(argc, argv, "+e:fik:l:no:tT:w")) != -1)
		switch (c) {
		case 'e':
			if (nset < 1024)
				set[nset++] = optarg;
			break;
		case 'f':
			opt.foreground = true;
			break;
		case 'i':
			opt.inner = true;
			break;
		case 'k':
			keep(optarg);
			break;
		case 'l':
			opt.lib = optarg;
			break;
		case 'n':
			opt.now = true;
			break;
		case 'o':
			opt.out = optarg;
			break;
		case 't':
			opt.tty = true;
			break;
		case 'T':
			opt.timeout = (unsigned)atoi(optarg);
			break;
		case 'w':
			opt.watch = true;
			break;
		default:
			exit(125);
		}
	if (argc - optind < 2)
		errx(125, "DIR and PROG are needed");
	opt.dir = argv[optind++];
	new_environment();
	for (int i = 0; i < nset; i++)
		if (strchr(set[i], '=') == NULL)
			unsetenv(set[i]);
		else
			putenv(set[i]);
	return optind;
}

static int
watch_signals(void)
{
	sigset_t set;
	int fd;

	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	if ((fd = signalfd(-1, &set, SFD_CLOEXEC)) == -1)
		err(125, "signalfd");
	return fd;
}

static void
open_left(pid_t pid)
{
	char p[64];

	snprintf(p, sizeof(p), "/proc/%d/root/proc", (int)pid);
	left_proc = open(p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int
main(int argc, char **argv)
{
	pid_t pid, init;
	int status, first = parse(argc, argv), sfd = watch_signals();
	char *log = path_in(opt.dir, "log");

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	keep(path_in(opt.dir, "c"));
	log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (log_fd == -1)
		err(125, "%s", log);
	if (opt.tty)
		open_terminal();
	become_root();
	pid = start(argv + first, &init);
	if (opt.watch)
		open_left(pid);
	if (!opt.now && !opt.foreground)
		await_readiness(pid);
	if (!opt.foreground) {
		printf("up %d %d\n", (int)pid, (int)init);
		fflush(stdout);
	}
	alarm(opt.timeout);
	status = await_end(init, pid, sfd);
	if (!opt.foreground)
		report_end(status);
	alarm(0);
	if (!opt.foreground)
		await_term(sfd);
	kill_all(init, pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
