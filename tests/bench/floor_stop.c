/*
 * The floor of a stop: as PID 1 it starts runsvdir, and at TERM it writes `d`
 * to every service's control FIFO, waits until every status file says down,
 * and exits; the kernel ends the rest.  It knows the services only from that
 * moment on, as an init does.  It is meant to be as fast as this can be done:
 * services are waited for one after the other, since while the first goes down
 * the others do too, and most are found down when their turn comes.
 *
 * It waits by looking again after 0.2 ms.  With -i it waits for inotify events
 * instead, which is dearer: the close of an inotify descriptor that had a
 * watch, so the exit too, waits for a grace period of the kernel's SRCU, 5 to
 * 10 ms (Linux 6.18).  With -s SCRIPT it starts that instead, sends it TERM,
 * and waits for its end.  With -a LEVELS the services are in chains of so many
 * (stage.c), and those of a level are told when those of the next are down.
 */
#include <sys/inotify.h>
#include <sys/wait.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SERVICES 1000
#define LOOK_NS 200000
#define STATUS_SIZE 20
#define STATUS_WANT 17
#define STATUS_STATE 19

static char names[SERVICES][64];

static pid_t
start(char **argv, const sigset_t *old)
{
	pid_t pid;

	if ((pid = vfork()) == 0) {
		sigprocmask(SIG_SETMASK, old, NULL);
		execv(argv[0], argv);
		_exit(127);
	}
	return pid;
}

static pid_t
start_runsvdir(const sigset_t *old)
{
	char *argv[] = { "/usr/bin/runsvdir", "-P", "/etc/service", NULL };

	return start(argv, old);
}

/* The whole life with a script instead. */
static int
stop_script(char *path, const sigset_t *term, const sigset_t *old)
{
	char *argv[] = { path, NULL };
	pid_t pid = start(argv, old);
	int st;

	while (sigwaitinfo(term, NULL) != SIGTERM)
		continue;
	return pid == -1 || kill(pid, SIGTERM) == -1 || wait(&st) != pid;
}

/* The services are s0001, s0002 and so on. */
static bool
is_of_level(const char *name, int level, int levels)
{
	return (atoi(name + 1) - 1) % levels == level;
}

/*
 * Writes `d` to all of a level, and keeps the names of those that took it.
 */
static int
send_down(DIR *dir, int level, int levels)
{
	struct dirent *de;
	char path[128];
	int fd, n = 0;

	while (n < SERVICES && (de = readdir(dir)) != NULL) {
		if (de->d_name[0] == '.' ||
		    strlen(de->d_name) >= sizeof(names[0]) ||
		    !is_of_level(de->d_name, level, levels))
			continue;
		snprintf(
		    path, sizeof(path), "%s/supervise/control", de->d_name);
		fd = openat(dirfd(dir), path, O_WRONLY | O_NONBLOCK);
		if (fd == -1)
			continue;
		if (write(fd, "d", 1) == 1)
			strcpy(names[n++], de->d_name);
		close(fd);
	}
	return n;
}

static bool
is_down(int dfd, const char *name)
{
	unsigned char st[STATUS_SIZE];
	char path[128];
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "%s/supervise/status", name);
	if ((fd = openat(dfd, path, O_RDONLY)) == -1)
		return false;
	got = read(fd, st, sizeof(st));
	close(fd);
	return got == sizeof(st) && st[STATUS_WANT] == 'd' &&
	    st[STATUS_STATE] == 0;
}

static void
wait_by_looking(int dfd, const char *name)
{
	const struct timespec pause = { .tv_nsec = LOOK_NS };

	while (!is_down(dfd, name))
		nanosleep(&pause, NULL);
}

static void
wait_by_event(int dfd, int ifd, const char *name)
{
	char events[4096], path[128];
	int wd;

	if (is_down(dfd, name))
		return;
	snprintf(path, sizeof(path), "/etc/service/%s/supervise", name);
	if ((wd = inotify_add_watch(ifd, path, IN_MOVED_TO)) == -1)
		_exit(111);
	while (!is_down(dfd, name))
		if (read(ifd, events, sizeof(events)) <= 0)
			_exit(111);
	inotify_rm_watch(ifd, wd);
}

static void
stop_level(DIR *dir, int ifd, int level, int levels)
{
	int i, n;

	rewinddir(dir);
	n = send_down(dir, level, levels);
	for (i = 0; i < n; i++)
		if (ifd == -1)
			wait_by_looking(dirfd(dir), names[i]);
		else
			wait_by_event(dirfd(dir), ifd, names[i]);
}

int
main(int argc, char *argv[])
{
	sigset_t term, old;
	DIR *dir;
	int ifd = -1, levels = 1, level;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, &old);
	if (argc > 2 && strcmp(argv[1], "-s") == 0)
		return stop_script(argv[2], &term, &old);
	if (argc > 2 && strcmp(argv[1], "-a") == 0)
		levels = atoi(argv[2]);
	if (start_runsvdir(&old) == -1)
		return 111;
	while (sigwaitinfo(&term, NULL) != SIGTERM)
		continue;
	if ((dir = opendir("/etc/service")) == NULL)
		return 111;
	if (argc > 1 && strcmp(argv[1], "-i") == 0 &&
	    (ifd = inotify_init1(IN_CLOEXEC)) == -1)
		return 111;
	for (level = levels - 1; level >= 0; level--)
		stop_level(dir, ifd, level, levels);
	return 0;
}
