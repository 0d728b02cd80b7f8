/*
 * Starting runsvdir.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "helpers.h"
#include "init/child.h"
#include "init/clock.h"
#include "init/dir.h"
#include "init/format.h"
#include "init/hot.h"
#include "init/log.h"
#include "init/proc.h"
#include "only.h"
#include "runsvdir.h"

#define PROGRAM "/usr/bin/runsvdir"
#define SET_BACK_SECONDS 2
#define TOLD_MAX 1024
#define HUNG_UP 111
#define PID_BITS 22 /* PID_MAX_LIMIT of linux/threads.h */

/*
 * runsvdir (2.1.2 to 2.3.1) sleeps a second before it scans a directory that
 * changed within the current one.
 */
static void
set_back_mtime(void)
{
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT } };
	struct timespec now;
	struct stat st;

	clock_gettime(CLOCK_REALTIME, &now);
	if (stat(RUNSVDIR_SERVICES, &st) == -1 ||
	    st.st_mtim.tv_sec < now.tv_sec - 1)
		return;
	times[1] = now;
	times[1].tv_sec -= SET_BACK_SECONDS;
	utimensat(AT_FDCWD, RUNSVDIR_SERVICES, times, 0);
}

/*
 * -P: each runsv leads a session of its own. Never a log argument: it would
 * take the container's standard error away.
 */
pid_t
runsvdir_start(char *const *environment, const struct runsvdir_setup *setup)
{
	char program[] = PROGRAM, option[] = "-P", where[] = RUNSVDIR_SERVICES;
	char *slots[] = { NULL, program, option, where, NULL };
	struct child_spec spec = {
		.file = program,
		.argv = slots + 1,
		.environment = helpers_environment(environment, setup),
		.group = CHILD_LEADS,
	};

	set_back_mtime();
	return child_start(&spec);
}

pid_t
runsvdir_wait(char *const *environment, const char *state, int64_t ms)
{
	char name[] = "my_initctl", wait[] = "wait", option[] = "--timeout";
	char seconds[32], program[PATH_MAX];
	char *slots[] = { NULL, name, wait, option, seconds, NULL };
	struct child_spec spec = {
		.file = program,
		.argv = slots + 1,
		.environment = helpers_places(environment, state),
		.group = CHILD_LEADS,
	};

	if (ms == CLOCK_NEVER)
		slots[3] = NULL;
	format(seconds, sizeof seconds, "%d.%03d", (int)(ms / 1000),
	    (int)(ms % 1000));
	helpers_path(program, sizeof program, name);
	return child_start(&spec);
}

/*
 * Each runsv that got TERM here: its start, in clock ticks, and its pid.
 */
LARGE static unsigned long long told[TOLD_MAX];
static size_t told_count;

static unsigned long long
told_key(pid_t runsv)
{
	struct proc_stat stat;

	if (proc_stat(runsv, &stat) == -1)
		return 0;
	return stat.start << PID_BITS | (unsigned long long)runsv;
}

static bool
is_told(unsigned long long key)
{
	size_t i;

	for (i = 0; i < TOLD_MAX; i++)
		if (told[i] == key)
			return key != 0;
	return false;
}

bool
runsvdir_has_told(pid_t runsv)
{
	return told_count > 0 && is_told(told_key(runsv));
}

bool
runsvdir_hung_up(int wstatus)
{
	return WIFEXITED(wstatus) && WEXITSTATUS(wstatus) == HUNG_UP;
}

struct renewal {
	const char *state;
	int count;
};

static void
renew(pid_t pid, void *context)
{
	static const char deleted[] = " (deleted)";
	struct renewal *renewal = context;
	char link[64], folders[PATH_MAX], cwd[PATH_MAX];
	size_t length =
	    format(folders, sizeof folders, "%s/services/", renewal->state);
	unsigned long long key;
	ssize_t n;

	format(link, sizeof link, "/proc/%d/cwd", (int)pid);
	n = readlink(link, cwd, sizeof cwd - 1);
	if (n < (ssize_t)sizeof deleted)
		return;
	cwd[n] = '\0';
	if (strncmp(cwd, folders, length) != 0 ||
	    strcmp(cwd + n - (sizeof deleted - 1), deleted) != 0)
		return;
	key = told_key(pid);
	if (!is_told(key) && kill(pid, SIGTERM) == 0) {
		told[told_count++ % TOLD_MAX] = key;
		renewal->count++;
	}
}

/*
 * Where the working directory of a process is no more, /proc says so
 * (prepend_path in fs/d_path.c). Each is told once: a service that takes its
 * time is there at the next deletion, and at the stop, too.
 */
int
runsvdir_renew(pid_t runsvdir, const char *state)
{
	struct renewal renewal = { state, 0 };

	proc_children(runsvdir, renew, &renewal);
	return renewal.count;
}

static void
check_service(const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	format(path, sizeof path, "%s/%s", RUNSVDIR_SERVICES, name);
	if (stat(path, &st) == -1) {
		log_warn("service %s cannot run: %s: %s", name, path,
		    strerror(errno));
		return;
	}
	if (!S_ISDIR(st.st_mode)) {
		log_warn("service %s cannot run: %s is not a directory (its "
			 "script belongs into %s/run)",
		    name, path, path);
		return;
	}
	format(path, sizeof path, "%s/%s/run", RUNSVDIR_SERVICES, name);
	if (stat(path, &st) == 0 && (st.st_mode & 0111) == 0)
		log_warn("service %s cannot run: %s: not executable (chmod +x)",
		    name, path);
	else if (access(path, X_OK) == -1)
		log_warn("service %s cannot run: %s: %s", name, path,
		    strerror(errno));
}

/*
 * Who relies on them shall not learn it when it is too late.
 */
static void
check_unprepared(const char *name)
{
	static const char *const files[] = { "critical", "after", "brake" };
	char path[PATH_MAX];
	size_t i;

	for (i = 0; i < sizeof files / sizeof files[0]; i++) {
		format(path, sizeof path, "%s/%s/%s", RUNSVDIR_SERVICES, name,
		    files[i]);
		if (access(path, F_OK) == 0)
			log_warn("%s has no effect: there is no directory for "
				 "state",
			    path);
	}
}

/*
 * A name that is not there would be a service that never starts.
 */
static void
check_only(const char *list)
{
	char name[NAME_MAX + 1], path[PATH_MAX];
	const char *word;
	size_t length;

	while ((length = only_next(&list, &word)) > 0) {
		if (length > NAME_MAX)
			continue;
		strlcpy(name, word, length + 1);
		format(path, sizeof path, "%s/%s", RUNSVDIR_SERVICES, name);
		if (access(path, F_OK) == -1)
			check_service(name);
	}
}

void
runsvdir_check(bool prepared, const char *only)
{
	struct dir dir;
	const char *name;
	unsigned char type;

	if (only != NULL)
		check_only(only);
	if (dir_open(&dir, RUNSVDIR_SERVICES) == -1) {
		log_warn("no services: cannot read %s: %s", RUNSVDIR_SERVICES,
		    strerror(errno));
		return;
	}
	while ((name = dir_read(&dir, &type)) != NULL)
		if (name[0] != '.') {
			check_service(name);
			if (!prepared)
				check_unprepared(name);
		}
	dir_close(&dir);
	if (dir.error != 0)
		log_warn("cannot read all of %s: %s", RUNSVDIR_SERVICES,
		    strerror(dir.error));
}
