/*
 * my_initctl stop: one line for my_init.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl.h"
#include "state.h"
#include "init/format.h"
#include "init/optval.h"

/*
 * A pipe that nobody reads is one that its my_init has left behind.
 */
static int
tell(const char *path, int status)
{
	char line[16];
	size_t length = format(line, sizeof line, "stop %d\n", status);
	struct stat st;
	ssize_t n = -1;
	int error;
	int fd = open(
	    path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode))
		n = write(fd, line, length);
	else
		errno = EINVAL;
	error = errno;
	close(fd);
	errno = error;
	return n == (ssize_t)length ? 0 : -1;
}

static const char *
reason(int error)
{
	if (error == ENXIO)
		return "my_init does not listen";
	if (error == EINVAL)
		return "is not a named pipe";
	if (error == EACCES || error == EPERM)
		return "Permission denied; only root, or who started "
		       "my_init, may stop it";
	return strerror(error);
}

int
ctl_stop(int argc, char **argv)
{
	struct ctl_options options;
	struct ctl_state state;
	char path[sizeof state.directory + 8];
	int status = 0, result = ctl_options(&options, 0, argc, argv);

	if (result != CTL_OK)
		return result;
	if (options.count > 1)
		return ctl_usage("stop");
	if (options.count == 1 &&
	    !optval_status(options.operands[0], &status)) {
		ctl_error(
		    "%s is not an exit status, 0 to 255", options.operands[0]);
		return ctl_usage("stop");
	}
	ctl_state_directory(&state);
	if (state.directory[0] == '\0') {
		ctl_error("cannot stop: %s", state.why);
		return CTL_FAILED;
	}
	format(path, sizeof path, "%s/events", state.directory);
	signal(SIGTERM, SIG_IGN); /* the stop reaches us too */
	if (tell(path, status) == -1) {
		ctl_error("cannot stop: %s: %s", path, reason(errno));
		return CTL_FAILED;
	}
	return CTL_OK;
}
