/*
 * A service directory, from the folder of the service.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runsvdir-glue/critical.h"
#include "init/exec.h"
#include "init/format.h"
#include "at.h"
#include "env.h"
#include "files.h"

#define NUMBER_MAX 64

int
origin_open(struct origin *origin)
{
	ssize_t n = readlink("origin", origin->path, sizeof origin->path - 1);
	char *slash;

	origin->scan_path = origin->name = "?";
	if (n == -1)
		return -1;
	origin->path[n] = '\0';
	slash = strrchr(origin->path, '/');
	if (slash == NULL) {
		errno = EINVAL;
		return -1;
	}
	*slash = '\0';
	origin->name = slash + 1;
	origin->scan_path = slash == origin->path ? "/" : origin->path;
	origin->scan =
	    open(origin->scan_path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	origin->service = open("origin", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return origin->service == -1 ? -1 : 0;
}

/*
 * A link to the tagger in a log directory of ours: nothing else has both.
 */
bool
files_have_tagger(void)
{
	char text[PATH_MAX];
	struct stat st;
	ssize_t n;

	if (!env_tags() || lstat("log", &st) == -1 || !S_ISDIR(st.st_mode))
		return false;
	n = readlink("log/run", text, sizeof text);
	return n > 4 && memcmp(text + n - 4, "/tag", 4) == 0;
}

void
origin_become(const struct origin *origin, const char *file, char **argv)
{
	static char path[NAME_MAX + 8];

	if (files_have_tagger())
		dup2(STDOUT_FILENO, STDERR_FILENO);
	if (fchdir(origin->service) == -1)
		return;
	format(path, sizeof path, "%s", file);
	exec_command(path, argv, environ);
}

int
files_critical(int service)
{
	char text[NUMBER_MAX];
	ssize_t n = at_read(service, "critical", text, sizeof text);
	int count;

	if (n == -1)
		return errno == ENOENT ? 0 : -1;
	count = critical_parse(text, (size_t)n);
	return count == -1 ? 0 : count;
}

int
files_brake(int service)
{
	char text[NUMBER_MAX];
	ssize_t n = at_read(service, "brake", text, sizeof text);
	int brake = n == -1 ? -1 : critical_brake(text, (size_t)n);

	if (brake == -1)
		brake = env_brake();
	return brake == -1 ? CRITICAL_BRAKE_DEFAULT : brake;
}

size_t
files_after(int scan, const char *name, char *text, size_t size)
{
	char path[NAME_MAX + 8];
	ssize_t n;

	format(path, sizeof path, "%s/after", name);
	n = at_read(scan, path, text, size);
	return n > 0 ? (size_t)n : 0;
}

static size_t
read_after(const char *name, char *text, size_t size, void *scan)
{
	return files_after(*(const int *)scan, name, text, size);
}

bool
files_circle(
    int scan, const char *self, const char *first, char *words, size_t size)
{
	static struct after_search search;

	return after_circle(
	    &search, self, first, read_after, &scan, words, size);
}
