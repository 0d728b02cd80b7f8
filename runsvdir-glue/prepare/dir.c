/*
 * The folder of a prepared service, $STATE/services/NAME: links to us and to
 * what the service has, so that runit's runsv can work there. It is made anew,
 * or mended, whenever a runsv starts; what is right already is not touched, so
 * that a full file system harms none that was ready before.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init/dir.h"
#include "init/format.h"
#include "prepare.h"
#include "at.h"
#include "record.h"

#define OLD_ONE_MS 5000
#define LOOK_MS 10

/* What is not a link to what the service has under that name. */
static bool
is_reserved(const char *name)
{
	static const char *const names[] = { "supervise", "run", "finish",
		"log", "down", "control", "origin", LIFE_FILE, LIFE_NEW,
		LIFE_WAITING, LIFE_TERM, LIFE_LEFT_OUT };
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/*
 * Links in `folder`, each to the entry of that name in `from`; to `text`, or
 * to `prefix` and the name. Those that lead nowhere any more are removed.
 */
struct links {
	int folder, from;
	const char *text, *prefix;
	bool all; /* no name is reserved but supervise */
};

static int
link_all(const struct links *links)
{
	char text[PATH_MAX];
	struct dir dir;
	const char *name;
	unsigned char type;
	int failed = 0;

	if (at_list(&dir, links->from, ".") == -1)
		return errno == EACCES ? 0 : -1;
	while (failed == 0 && (name = dir_read(&dir, &type)) != NULL) {
		if (links->all ? strcmp(name, "supervise") == 0 :
				 is_reserved(name))
			continue;
		format(text, sizeof text, "%s%s", links->prefix, name);
		failed = at_link(links->folder, name,
		    links->text != NULL ? links->text : text);
	}
	dir_close(&dir);
	return failed;
}

static void
unlink_dangling(int folder)
{
	struct dir dir;
	struct stat st;
	const char *name;
	unsigned char type;

	if (at_list(&dir, folder, ".") == -1)
		return;
	while ((name = dir_read(&dir, &type)) != NULL)
		if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISLNK(st.st_mode) &&
		    fstatat(folder, name, &st, 0) == -1 && errno == ENOENT)
			unlinkat(folder, name, 0);
	dir_close(&dir);
}

/*
 * A directory of ours in the folder, that may have been a link before.
 */
static int
make_sub(int folder, const char *name)
{
	struct stat st;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    !S_ISDIR(st.st_mode))
		unlinkat(folder, name, 0);
	return at_own_directory(folder, name);
}

/*
 * The logger works in its own directory where that can be written to; where
 * not, in a folder of links to what is there. A tagger has nothing but its
 * run.
 */
static int
make_log(int folder, const struct prepare *service)
{
	char tag[PATH_MAX];
	struct links links = { .prefix = "../origin/log/", .all = true };
	bool has = at_is_directory(service->service, "log");
	int failed;

	if (!has && !service->tags)
		return at_remove(folder, "log") == 0 || errno == ENOENT ? 0 :
									  -1;
	links.from = has ?
	    openat(service->service, "log", O_PATH | O_DIRECTORY | O_CLOEXEC) :
	    -1;
	if (links.from != -1 && at_can_supervise(links.from)) {
		close(links.from);
		return at_link(folder, "log", "origin/log");
	}
	links.folder = make_sub(folder, "log");
	if (links.folder == -1)
		return -1;
	format(tag, sizeof tag, "%s/tag", service->lib);
	failed = has ? link_all(&links) : at_link(links.folder, "run", tag);
	unlink_dangling(links.folder);
	mkdirat(links.folder, "supervise", 0700);
	close(links.folder);
	if (links.from != -1)
		close(links.from);
	return failed;
}

/*
 * Removes what the service has no control script for any more.
 */
static void
unlink_others(const struct links *links, const char *keep)
{
	struct dir dir;
	struct stat st;
	const char *name;
	unsigned char type;

	if (at_list(&dir, links->folder, ".") == -1)
		return;
	while ((name = dir_read(&dir, &type)) != NULL)
		if (strcmp(name, keep) != 0 &&
		    (links->from == -1 ||
			fstatat(links->from, name, &st, 0) == -1))
			unlinkat(links->folder, name, 0);
	dir_close(&dir);
}

static int
fill_control(const struct links *links, bool critical)
{
	if (links->folder == -1)
		return -1;
	unlink_others(links, critical ? "t" : "");
	if (links->from != -1 && link_all(links) == -1)
		return -1;
	return critical ? at_link(links->folder, "t", links->text) : 0;
}

/*
 * The service's own control scripts are run by us, as it expects: in its
 * directory. And with `critical`, one for TERM is there in any case: when
 * finish runs, runsv (2.1.2 to 2.3.1) has forgotten that it sent one.
 */
static int
make_control(int folder, const struct prepare *service, const char *us)
{
	struct links links = { .text = us, .prefix = "", .all = true };
	struct stat st;
	int failed;
	bool critical = fstatat(service->service, "critical", &st,
			    AT_SYMLINK_NOFOLLOW) == 0;

	links.from = openat(
	    service->service, "control", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (links.from == -1 && !critical) {
		at_remove(folder, "control");
		return 0;
	}
	links.folder = make_sub(folder, "control");
	failed = fill_control(&links, critical);
	if (links.folder != -1)
		close(links.folder);
	if (links.from != -1)
		close(links.from);
	return failed;
}

static int
make_down(int folder, const struct prepare *service)
{
	struct stat st;

	unlinkat(folder, LIFE_LEFT_OUT, 0);
	if (service->left_out && at_touch(folder, LIFE_LEFT_OUT) == -1)
		return -1;
	if (service->left_out || fstatat(service->service, "down", &st, 0) == 0)
		return at_touch(folder, "down");
	unlinkat(folder, "down", 0);
	return 0;
}

static int
fill(int folder, const struct prepare *service)
{
	char origin[PATH_MAX + NAME_MAX], run[PATH_MAX], finish[PATH_MAX];
	struct links links = { folder, service->service, NULL, "origin/",
		false };

	format(origin, sizeof origin, "%s/%s",
	    strcmp(service->scan_path, "/") == 0 ? "" : service->scan_path,
	    service->name);
	format(run, sizeof run, "%s/run", service->lib);
	format(finish, sizeof finish, "%s/finish", service->lib);
	unlinkat(folder, LIFE_WAITING, 0);
	unlinkat(folder, LIFE_TERM, 0);
	if (at_link(folder, "origin", origin) == -1 ||
	    at_link(folder, "run", run) == -1 ||
	    at_link(folder, "finish", finish) == -1 ||
	    make_log(folder, service) == -1 ||
	    make_control(folder, service, run) == -1 ||
	    make_down(folder, service) == -1 || link_all(&links) == -1)
		return -1;
	unlink_dangling(folder);
	life_file_make(folder);
	return prepare_supervise(folder, service);
}

/*
 * When a service directory was replaced, its new runsv may come before the
 * old one has ended, whose folder this is. It has been told, or will be.
 */
static bool
is_free(int folder)
{
	int waited;

	for (waited = 0; at_is_live(folder, "supervise"); waited += LOOK_MS) {
		if (waited >= OLD_ONE_MS)
			return false;
		poll(NULL, 0, LOOK_MS);
	}
	return true;
}

/*
 * The state directory is PID 1's to make; somebody may have removed it. A
 * folder in use is left as it is: runsv itself will say so.
 */
int
prepare_folder(const struct prepare *service)
{
	int error, failed = -1, folder = -1, services = -1, state;

	state = at_own_directory(AT_FDCWD, service->state);
	if (state != -1)
		services = at_own_directory(state, "services");
	if (services != -1)
		folder = make_sub(services, service->name);
	if (folder != -1)
		failed = is_free(folder) ? fill(folder, service) : 0;
	error = errno;
	if (state != -1)
		close(state);
	if (services != -1)
		close(services);
	if (folder != -1)
		close(folder);
	errno = error;
	return failed;
}
