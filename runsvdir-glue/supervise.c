/*
 * Speaking to one runsv.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init/dir.h"
#include "init/format.h"
#include "init/proc.h"
#include "helpers.h"
#include "supervise.h"

#define PATH_ROOM 320
#define OWN_FINISH "origin/finish"

static void
path_of(char path[PATH_ROOM], pid_t runsv, const char *file)
{
	format(path, PATH_ROOM, "/proc/%d/cwd/%s", (int)runsv, file);
}

bool
supervise_is_there(pid_t runsv)
{
	char path[PATH_ROOM];

	path_of(path, runsv, "supervise/control");
	return access(path, F_OK) == 0;
}

static ssize_t
link_of(pid_t runsv, const char *file, char text[PATH_ROOM])
{
	char path[PATH_ROOM];

	path_of(path, runsv, file);
	return readlink(path, text, PATH_ROOM);
}

static bool
is_child(pid_t runsv, pid_t pid)
{
	struct proc_stat stat;

	return pid > 0 && proc_stat(pid, &stat) == 0 && stat.ppid == runsv &&
	    !stat.dead;
}

/*
 * In a folder of ours finish is a link to our program. One that leads to the
 * service's own, if there will be any, takes its place.
 */
void
supervise_spare_finish(pid_t runsv, pid_t run)
{
	char path[PATH_ROOM], ours[PATH_ROOM], text[PATH_ROOM];
	size_t length = helpers_path(ours, sizeof ours, "finish");

	if (length >= sizeof text || link_of(runsv, "origin", text) == -1 ||
	    link_of(runsv, "finish", text) != (ssize_t)length ||
	    memcmp(text, ours, length) != 0)
		return;
	path_of(path, runsv, OWN_FINISH);
	if (access(path, F_OK) == 0 || errno != ENOENT || !is_child(runsv, run))
		return;
	path_of(path, runsv, "finish");
	unlinkat(AT_FDCWD, path, 0);
	(void)!symlink(OWN_FINISH, path);
}

bool
supervise_links_log(pid_t runsv)
{
	char text[PATH_ROOM];

	return link_of(runsv, "log", text) != -1;
}

/*
 * The directory is often given to the user of the service, for sv: a link in
 * it may lead to another service's FIFO, or to a terminal, which would become
 * ours.
 */
int
supervise_control(pid_t runsv, char command)
{
	char path[PATH_ROOM];
	struct stat st;
	int error, fd;
	ssize_t n = -1;

	path_of(path, runsv, "supervise/control");
	fd = open(
	    path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == -1 || !S_ISFIFO(st.st_mode))
		errno = ENXIO;
	else
		n = write(fd, &command, 1);
	error = errno;
	close(fd);
	errno = error;
	return n == 1 ? 0 : -1;
}

int
supervise_status(pid_t runsv, bool log, struct svstatus *status)
{
	unsigned char bytes[SVSTATUS_SIZE + 1];
	char path[PATH_ROOM];
	struct stat st;
	ssize_t n = -1;
	int fd;

	path_of(path, runsv, log ? "log/supervise/status" : "supervise/status");
	fd = open(
	    path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		n = read(fd, bytes, sizeof bytes);
	close(fd);
	if (n >= 0 && svstatus_decode(status, bytes, (size_t)n))
		return 0;
	errno = EINVAL;
	return -1;
}

/*
 * Is the control FIFO of its directory among its descriptors?
 */
static bool
has_control(pid_t runsv)
{
	struct stat control, st;
	char path[PATH_ROOM];
	struct dir dir;
	const char *name;
	unsigned char type;
	bool found = false;

	path_of(path, runsv, "supervise/control");
	if (stat(path, &control) == -1)
		return false;
	format(path, sizeof path, "/proc/%d/fd", (int)runsv);
	if (dir_open(&dir, path) == -1)
		return false;
	while (!found && (name = dir_read(&dir, &type)) != NULL)
		found = fstatat(dir.fd, name, &st, 0) == 0 &&
		    st.st_ino == control.st_ino && st.st_dev == control.st_dev;
	dir_close(&dir);
	return found;
}

bool
supervise_holds(pid_t runsv)
{
	struct svstatus status;

	if (supervise_status(runsv, false, &status) == 0 &&
	    is_child(runsv, status.pid))
		return true;
	return has_control(runsv);
}

bool
supervise_name(pid_t runsv, char *name, size_t size)
{
	if (proc_argument(runsv, 1, name, size) == 0)
		return true;
	format(name, size, "PID %d", (int)runsv);
	return false;
}

static void
continue_child(pid_t pid, void *context)
{
	(void)context;
	kill(pid, SIGCONT);
}

void
supervise_continue(pid_t runsv)
{
	kill(runsv, SIGCONT);
	proc_children(runsv, continue_child, NULL);
}
