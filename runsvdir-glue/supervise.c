/*
 * Speaking to one runsv.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init/dir.h"
#include "init/proc.h"
#include "supervise.h"

#define PATH_ROOM 320

static void
path_of(char path[PATH_ROOM], pid_t runsv, const char *file)
{
	snprintf(path, PATH_ROOM, "/proc/%d/cwd/%s", (int)runsv, file);
}

/*
 * The descriptor of runsv that is its control FIFO, as a path; -1 where it
 * has none. A runsv that finds its directory locked by another one ends
 * without opening the FIFO, which is the other one's. It does not grow old.
 */
static int
find_control(pid_t runsv, char path[PATH_ROOM])
{
	struct stat control, st;
	struct dir dir;
	const char *name;
	unsigned char type;
	int found = -1;

	path_of(path, runsv, "supervise/control");
	if (stat(path, &control) == -1)
		return -1;
	snprintf(path, PATH_ROOM, "/proc/%d/fd", (int)runsv);
	if (dir_open(&dir, path) == -1)
		return -1;
	while (found == -1 && (name = dir_read(&dir, &type)) != NULL)
		if (fstatat(dir.fd, name, &st, 0) == 0 &&
		    st.st_ino == control.st_ino && st.st_dev == control.st_dev)
			found = snprintf(path, PATH_ROOM, "/proc/%d/fd/%s",
			    (int)runsv, name);
	dir_close(&dir);
	errno = ENXIO;
	return found == -1 ? -1 : 0;
}

int
supervise_control(pid_t runsv, char command, bool young)
{
	char path[PATH_ROOM];
	int error, fd;
	ssize_t n;

	if (young && find_control(runsv, path) == -1)
		return -1;
	if (!young)
		path_of(path, runsv, "supervise/control");
	fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return -1;
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
	ssize_t n;
	int fd;

	path_of(path, runsv, log ? "log/supervise/status" : "supervise/status");
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return -1;
	n = read(fd, bytes, sizeof bytes);
	close(fd);
	if (n >= 0 && svstatus_decode(status, bytes, (size_t)n))
		return 0;
	errno = EINVAL;
	return -1;
}

void
supervise_name(pid_t runsv, char *name, size_t size)
{
	if (proc_argument(runsv, 1, name, size) == -1)
		snprintf(name, size, "PID %d", (int)runsv);
}
