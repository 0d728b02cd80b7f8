/*
 * The program with several names: `runsv`, which runsvdir finds in front of
 * runit's, and what it puts into the folders of services (prepare.h). A
 * service that wants nothing of us gets runit's runsv at once, as if we had
 * not been here.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init/exec.h"
#include "init/format.h"
#include "init/log.h"
#include "prepare.h"
#include "at.h"
#include "env.h"
#include "record.h"

#define CANNOT 111 /* the status with which runit's programs say so */

static bool
has_extras(int service)
{
	static const char *const extras[] = { "critical", "after", "brake" };
	struct stat st;
	size_t i;

	for (i = 0; i < sizeof extras / sizeof extras[0]; i++)
		if (fstatat(service, extras[i], &st, AT_SYMLINK_NOFOLLOW) == 0)
			return true;
	return false;
}

/*
 * A link of ours may have stayed behind in the service directory: of an
 * earlier life of the container, when there was something to prepare.
 */
static void
forget(const struct prepare *service)
{
	static const char *const files[] = { LIFE_FILE, LIFE_LEFT_OUT };
	char path[PATH_MAX], text[PATH_MAX];
	const char *base;
	ssize_t n;
	size_t i;

	for (i = 0; i < sizeof files / sizeof files[0]; i++) {
		format(path, sizeof path, "%s/services/%s/%s", service->state,
		    service->name, files[i]);
		unlink(path);
	}
	n = readlinkat(service->service, "supervise", text, sizeof text - 1);
	if (n == -1)
		return;
	text[n] = '\0';
	format(path, sizeof path, "/services/%s/supervise", service->name);
	if ((size_t)n <= strlen(path))
		return;
	base = text + n - strlen(path);
	if (strcmp(base, path) == 0 && strstr(text, "/my_init") != NULL)
		unlinkat(service->service, "supervise", 0);
}

static bool
can_supervise(int service)
{
	int log;
	bool can;

	if (!at_can_supervise(service))
		return false;
	if (!at_is_directory(service, "log"))
		return true;
	log = openat(service, "log", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (log == -1)
		return false;
	can = at_can_supervise(log);
	close(log);
	return can;
}

static bool
wants(const struct prepare *service, bool brake)
{
	if (service->left_out || brake || has_extras(service->service) ||
	    (service->tags && !at_is_directory(service->service, "log")))
		return true;
	forget(service);
	return !can_supervise(service->service);
}

/*
 * Makes the folder and goes where runit's runsv has to start. Where that does
 * not work the service runs without what it wants; that is better than not.
 */
static void
prepare(const struct prepare *service)
{
	char path[PATH_MAX];

	prepare_warn(service);
	format(path, sizeof path, "%s/services", service->state);
	if (prepare_folder(service) == 0 && chdir(path) == 0)
		return;
	log_warn("service %s cannot be prepared in %s: %s; it goes without",
	    service->name, path, strerror(errno));
}

static void
supervise(char *name, const struct prepare_env *env)
{
	static char scan_path[PATH_MAX];
	struct prepare service = {
		.name = name,
		.scan_path = scan_path,
		.state = env->state,
		.lib = env->lib,
		.tags = env->tags,
		.left_out = env->only != NULL && !env_lists(env->only, name),
		.only = env->only,
	};

	if (getcwd(scan_path, sizeof scan_path) == NULL)
		return;
	service.scan = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	service.service = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (service.scan != -1 && service.service != -1 &&
	    wants(&service, env->has_brake))
		prepare(&service);
}

static int
runsv(int argc, char **argv)
{
	static char program[] = "runsv";
	char *slots[] = { NULL, program, NULL, NULL, NULL };
	struct prepare_env env;
	int i;

	env_take(&env);
	if (argc == 2 && env.state != NULL && env.state[0] == '/' &&
	    argv[1][0] != '.' && strchr(argv[1], '/') == NULL)
		supervise(argv[1], &env);
	for (i = 1; i < argc && i < 3; i++)
		slots[1 + i] = argv[i];
	exec_command(NULL, slots + 1, environ);
	log_error("cannot execute runsv: %s", exec_reason(errno));
	return CANNOT;
}

int
main(int argc, char **argv)
{
	const char *name;

	if (argc < 1)
		return CANNOT;
	log_form(getenv("MY_INIT_LOG"));
	if (strncmp(argv[0], "control/", 8) == 0)
		return prepare_control(argv);
	name = strrchr(argv[0], '/');
	name = name == NULL ? argv[0] : name + 1;
	if (strcmp(name, "runsv") == 0)
		return runsv(argc, argv);
	if (strcmp(name, "run") == 0)
		return prepare_run();
	if (strcmp(name, "finish") == 0)
		return prepare_finish(argv);
	log_error("this is runsv, run or finish, not %s", name);
	return CANNOT;
}
