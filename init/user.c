/*
 * Users and groups of the image.
 */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "format.h"
#include "hot.h"
#include "number.h"
#include "user.h"

#define PASSWD "/etc/passwd"
#define GROUP "/etc/group"
#define ID_MAX 4294967294 /* -1 means "leave it" to setuid(2) and kin */
#define FAULT_MAX 256

#ifdef SYS_setuid32 /* 32-bit machines, whose old calls know 16-bit ids */
#undef SYS_setgroups
#undef SYS_setgid
#undef SYS_setuid
#define SYS_setgroups SYS_setgroups32
#define SYS_setgid SYS_setgid32
#define SYS_setuid SYS_setuid32
#endif

LARGE static char fault[FAULT_MAX];

static bool
parse_id(const char *text, unsigned int *id)
{
	uint64_t value = 0;
	bool is = number_is(text, ID_MAX, &value);

	*id = (unsigned int)value;
	return is;
}

/*
 * The entry of this name, or else of this number. It is valid until the next
 * call.
 */
static struct passwd *
find_entry(const char *name, bool is_number, uid_t uid)
{
	FILE *file = fopen(PASSWD, "re");
	struct passwd *entry = NULL;

	if (file == NULL)
		return NULL;
	while ((entry = fgetpwent(file)) != NULL)
		if (is_number ? entry->pw_uid == uid :
				strcmp(entry->pw_name, name) == 0)
			break;
	fclose(file);
	return entry;
}

static void
add_group(struct user *user, gid_t gid)
{
	gid_t *more = reallocarray(
	    user->groups, user->group_count + 1, sizeof *user->groups);

	if (more == NULL)
		return;
	user->groups = more;
	user->groups[user->group_count++] = gid;
}

static bool
is_member(const struct group *group, const char *name)
{
	char **member;

	for (member = group->gr_mem; *member != NULL; member++)
		if (strcmp(*member, name) == 0)
			return true;
	return false;
}

static void
find_groups(struct user *user)
{
	FILE *file = fopen(GROUP, "re");
	struct group *group;

	add_group(user, user->gid);
	while (file != NULL && (group = fgetgrent(file)) != NULL)
		if (group->gr_gid != user->gid && is_member(group, user->name))
			add_group(user, group->gr_gid);
	if (file != NULL)
		fclose(file);
}

static bool
find_group(struct user *user, const char *name)
{
	FILE *file = fopen(GROUP, "re");
	struct group *group;
	bool found = false;

	while (!found && file != NULL && (group = fgetgrent(file)) != NULL)
		if (strcmp(group->gr_name, name) == 0) {
			user->gid = group->gr_gid;
			found = true;
		}
	if (file != NULL)
		fclose(file);
	return found || parse_id(name, &user->gid);
}

static const char *
find_user(struct user *user, const char *name)
{
	struct passwd *entry = find_entry(name, false, 0);
	bool number = entry == NULL && parse_id(name, &user->uid);

	if (number)
		entry = find_entry(NULL, true, user->uid);
	user->name = name;
	user->home = "/";
	user->gid = user->uid;
	if (entry != NULL) {
		user->uid = entry->pw_uid;
		user->gid = entry->pw_gid;
		user->name = strdup(entry->pw_name);
		user->home = strdup(entry->pw_dir);
	} else if (!number) {
		format(fault, sizeof fault, "no user \"%.200s\" in %s", name,
		    PASSWD);
		return fault;
	}
	return user->name == NULL || user->home == NULL ? strerror(ENOMEM) :
							  NULL;
}

static const char *
resolve(struct user *user, const char *name, const char *group)
{
	const char *error = find_user(user, name);

	if (error != NULL)
		return error;
	if (group == NULL) {
		find_groups(user);
	} else if (!find_group(user, group)) {
		format(fault, sizeof fault, "no group \"%.200s\" in %s", group,
		    GROUP);
		return fault;
	} else {
		add_group(user, user->gid);
	}
	return NULL;
}

const char *
user_find(struct user *user, const char *text, const char *group)
{
	char self[16], *name, *colon;
	const char *error;

	format(self, sizeof self, "%u", (unsigned int)geteuid());
	name = strdup(text == NULL ? self : text);
	*user = (struct user){ 0 };
	if (name == NULL)
		return strerror(errno);
	colon = strchr(name, ':');
	if (colon != NULL)
		*colon = '\0';
	if (colon != NULL && group == NULL)
		group = colon + 1;
	error = resolve(user, name, group);
	if (user->name != name)
		free(name);
	return error;
}

/*
 * The bare system calls: the library's would also stop and change other
 * threads, on the memory that a child of vfork borrows.
 */
int
user_become(const struct user *user)
{
	if (syscall(SYS_setgroups, user->group_count, user->groups) == 0 &&
	    syscall(SYS_setgid, user->gid) == 0 &&
	    syscall(SYS_setuid, user->uid) == 0)
		return 0;
	if (errno == EPERM && getuid() == user->uid && geteuid() == user->uid &&
	    getgid() == user->gid && getegid() == user->gid)
		return 0;
	return -1;
}
