#ifndef USER_H
#define USER_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Who the command shall be: "USER", "USER:GROUP", names or numbers, as
 * /etc/passwd and /etc/group of the image say; no other source is asked, so
 * that a static program finds the same as any. A name goes before a number; a
 * number that nobody has is taken as it is, as user and as group. The
 * supplementary groups are the user's own, and with GROUP that group alone.
 *
 * user_find: `group` instead of one in `text`, or NULL; `text` may be NULL for
 * who we are. Fills *user; NULL, or what is wrong, in static storage. Reads
 * files and allocates; what it found belongs to nobody and is never freed.
 * user_become: for a child between vfork and exec: 0, or -1 with errno. Who is
 * that user already needs no right to change.
 */
struct user {
	const char *name, *home;
	uid_t uid;
	gid_t gid;
	gid_t *groups;
	size_t group_count;
};

const char *user_find(struct user *, const char *text, const char *group);
int user_become(const struct user *);

#endif
