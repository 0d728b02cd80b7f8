/*
 * setuser: becomes another user for good, and then the command.
 */
#include <err.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exec.h"
#include "format.h"
#include "number.h"
#include "wstatus.h"

#define EXIT_USAGE 1
#define EXIT_NOT_EXECUTABLE 126
#define ID_MAX 4294967294 /* -1 means "leave it" to setuid(2) and kin */

struct identity {
	const char *user, *home;
	uid_t uid;
	gid_t gid;
	bool has_entry, has_group;
};

static int
parse_id(const char *text, unsigned int *id)
{
	uint64_t value;

	if (!number_is(text, ID_MAX, &value))
		return -1;
	*id = (unsigned int)value;
	return 0;
}

/*
 * A name goes before a number: "1000" may be somebody's name. A number that
 * nobody has is taken as it is, as user and as group.
 */
static void
find_user(struct identity *identity, const char *name)
{
	struct passwd *entry;
	uid_t uid;

	errno = 0;
	entry = getpwnam(name);
	if (entry == NULL && parse_id(name, &uid) == 0) {
		entry = getpwuid(uid);
		identity->uid = identity->gid = uid;
	} else if (entry == NULL) {
		errx(EXIT_USAGE, "user %s not found", name);
	}
	identity->user = name;
	identity->home = "/";
	if (entry == NULL)
		return;
	identity->has_entry = true;
	identity->user = strdup(entry->pw_name);
	identity->home = strdup(entry->pw_dir);
	identity->uid = entry->pw_uid;
	identity->gid = entry->pw_gid;
	if (identity->user == NULL || identity->home == NULL)
		err(EXIT_USAGE, NULL);
}

static void
find_group(struct identity *identity, const char *name)
{
	struct group *entry = getgrnam(name);

	identity->has_group = true;
	if (entry != NULL)
		identity->gid = entry->gr_gid;
	else if (parse_id(name, &identity->gid) == -1)
		errx(EXIT_USAGE, "group %s not found", name);
}

static bool
is_already(const struct identity *identity)
{
	return getuid() == identity->uid && geteuid() == identity->uid &&
	    getgid() == identity->gid && getegid() == identity->gid;
}

/*
 * Supplementary groups are the user's own; with USER:GROUP, that group only.
 * Who is the user already needs no right to change.
 */
static void
become(const struct identity *identity)
{
	int failed;

	if (identity->has_entry && !identity->has_group)
		failed = initgroups(identity->user, identity->gid);
	else
		failed = setgroups(1, &identity->gid);
	if ((failed == -1 || setgid(identity->gid) == -1 ||
		setuid(identity->uid) == -1) &&
	    (errno != EPERM || !is_already(identity)))
		err(EXIT_NOT_EXECUTABLE, "cannot become %s", identity->user);
	if (identity->uid != 0 && setuid(0) == 0)
		errx(EXIT_NOT_EXECUTABLE,
		    "root could be regained after becoming %s", identity->user);
}

static void
set_environment(const struct identity *identity)
{
	char number[16];

	format(number, sizeof number, "%u", (unsigned int)identity->uid);
	if (setenv("USER", identity->user, 1) == -1 ||
	    setenv("LOGNAME", identity->user, 1) == -1 ||
	    setenv("HOME", identity->home, 1) == -1 ||
	    setenv("UID", number, 1) == -1)
		err(EXIT_NOT_EXECUTABLE, NULL);
}

int
main(int argc, char **argv)
{
	struct identity identity = { 0 };
	char *group;

	if (argc == 2 &&
	    (strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0)) {
		puts("usage: setuser USER[:GROUP] COMMAND [ARG...]");
		return EXIT_SUCCESS;
	}
	if (argc < 3 || argv[1][0] == '-') {
		fputs("usage: setuser USER[:GROUP] COMMAND [ARG...]\n", stderr);
		return EXIT_USAGE;
	}
	group = strchr(argv[1], ':');
	if (group != NULL)
		*group++ = '\0';
	if (argv[1][0] == '\0' || (group != NULL && *group == '\0'))
		errx(EXIT_USAGE, "USER or GROUP is empty");
	find_user(&identity, argv[1]);
	if (group != NULL)
		find_group(&identity, group);
	become(&identity);
	set_environment(&identity);
	exec_command(NULL, argv + 2, environ);
	errx(wstatus_code(wstatus_of_exec(errno)), "cannot execute %s: %s",
	    argv[2], exec_reason(errno));
}
