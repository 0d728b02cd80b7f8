/*
 * The run of a prepared service: waits until it may begin, says that it does,
 * and becomes the service's own.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "init/clock.h"
#include "init/exec.h"
#include "init/log.h"
#include "prepare.h"
#include "at.h"
#include "files.h"
#include "record.h"
#include "wait_for.h"

#define CANNOT 111

/*
 * Whoever looks at us sees that we wait, and so does finish when somebody
 * ends that: such a run has not begun. The file comes first.
 */
static void
wait_as(const char *comm)
{
	static bool waits;

	if (!waits)
		at_touch(AT_FDCWD, LIFE_WAITING);
	waits = true;
	prctl(PR_SET_NAME, comm);
}

static void
begin_to_wait(void)
{
	wait_as(LIFE_COMM_WAITS);
}

/*
 * The next name that counts. Names of services that are not there, and the
 * arrow that closes a circle, have been warned of when this service was
 * prepared.
 */
static bool
next_other(const struct origin *origin, struct after_text *rest,
    char name[NAME_MAX + 1])
{
	enum after_word word;
	char circle[1];

	while ((word = after_next(rest, name)) != AFTER_END)
		if (word == AFTER_NAME &&
		    !files_circle(origin->scan, origin->name, name, circle,
			sizeof circle))
			return true;
	return false;
}

/*
 * Until each was up since the last pause, the one that was waited for then
 * among them: others may have gone down meanwhile.
 */
static void
wait_for_others(const struct origin *origin)
{
	static char text[AFTER_TEXT_MAX];
	size_t length, names, up = 0, all = SIZE_MAX;
	char name[NAME_MAX + 1];
	struct after_text rest;

	length = files_after(origin->scan, origin->name, text, sizeof text);
	while (up < all) {
		rest = (struct after_text){ text, text + length };
		for (names = 0; up < all && next_other(origin, &rest, name);
		     names++)
			up = wait_for(origin, name, begin_to_wait) ? 1 : up + 1;
		if (all == SIZE_MAX)
			all = names;
	}
}

static void
wait_until(int64_t ms)
{
	int64_t now;

	while ((now = life_file_now()) < ms) {
		wait_as(LIFE_COMM_BRAKES);
		poll(NULL, 0, clock_remaining(now, ms));
	}
}

/*
 * It was removed, or has another name. Of the latter runsvdir sees nothing (it
 * knows directories by their numbers), but when its runsv has ended it starts
 * one by the new name, with a new folder.
 */
static void
leave(const struct origin *origin)
{
	int error = errno;

	log_warn("service %s: %s/%s is gone: %s", origin->name,
	    origin->scan_path, origin->name, strerror(error));
	if (error == ENOENT || error == ENOTDIR)
		at_order("supervise/control", 'x');
}

int
prepare_run(void)
{
	static struct life life;
	static struct origin origin;
	char name[] = "./run";
	char *slots[] = { NULL, name, NULL };

	if (origin_open(&origin) == -1 || origin.scan == -1) {
		leave(&origin);
		return CANNOT;
	}
	life_file_load(&life);
	wait_until(life_next_start(&life, files_brake(origin.service)));
	wait_for_others(&origin);
	life_begin(&life, life_file_now());
	if (life_file_save(&life) == -1)
		log_warn("service %s: cannot note that it begins: %s",
		    origin.name, strerror(errno));
	unlink(LIFE_WAITING);
	origin_become(&origin, name, slots + 1);
	log_warn("service %s: cannot execute run: %s", origin.name,
	    exec_reason(errno));
	return CANNOT;
}
