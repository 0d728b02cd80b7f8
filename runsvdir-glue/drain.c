/*
 * Who keeps a logger from the end of its input?
 */
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drain.h"
#include "init/dir.h"
#include "init/format.h"
#include "init/proc.h"

#define LINK_ROOM 64

struct search {
	pid_t logger, holder;
	char pipe[LINK_ROOM]; /* "pipe:[12345]" */
};

static bool
read_link(int dirfd, const char *path, char *text, size_t size)
{
	ssize_t n = readlinkat(dirfd, path, text, size - 1);

	if (n < 0)
		return false;
	text[n] = '\0';
	return true;
}

/*
 * The mode of a link in /proc/PID/fd says how the descriptor was opened
 * (proc(5)).
 */
static void
visit(pid_t pid, void *context)
{
	struct search *search = context;
	char path[LINK_ROOM], link[LINK_ROOM];
	struct dir dir;
	const char *name;
	struct stat st;
	unsigned char type;

	if (search->holder != 0 || pid == search->logger || pid == getpid())
		return;
	format(path, sizeof path, "/proc/%d/fd", (int)pid);
	if (dir_open(&dir, path) == -1)
		return;
	while (search->holder == 0 && (name = dir_read(&dir, &type)) != NULL)
		if (read_link(dir.fd, name, link, sizeof link) &&
		    strcmp(link, search->pipe) == 0 &&
		    fstatat(dir.fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    (st.st_mode & S_IWUSR))
			search->holder = pid;
	dir_close(&dir);
}

/*
 * A reader that is not told of a hangup has a writer (pipe(7)).
 */
int
drain_is_held(pid_t logger)
{
	struct pollfd pfd = { .events = POLLIN };
	char path[LINK_ROOM];
	struct stat st;
	int held = -1;

	format(path, sizeof path, "/proc/%d/fd/0", (int)logger);
	if (stat(path, &st) == -1 || !S_ISFIFO(st.st_mode))
		return held;
	pfd.fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (pfd.fd != -1 && poll(&pfd, 1, 0) >= 0)
		held = (pfd.revents & POLLHUP) == 0;
	if (pfd.fd != -1)
		close(pfd.fd);
	return held;
}

pid_t
drain_holder(pid_t logger)
{
	struct search search = { .logger = logger };
	char path[LINK_ROOM];

	format(path, sizeof path, "/proc/%d/fd/0", (int)logger);
	if (read_link(AT_FDCWD, path, search.pipe, sizeof search.pipe) &&
	    strncmp(search.pipe, "pipe:", 5) == 0)
		proc_each(visit, &search);
	return search.holder;
}

void
drain_name(pid_t logger, char *name, size_t size)
{
	char path[LINK_ROOM];

	format(path, sizeof path, "/proc/%d/cwd", (int)logger);
	if (!read_link(AT_FDCWD, path, name, size))
		format(name, size, "a logger");
}
