/*
 * A module for PAM that gives a session the variables of
 * /etc/container_environment, each of them byte by byte: pam_env(8) would cut
 * a value at a `#' and knows no newline. So the jobs of cron and the commands
 * of ssh see the environment that services see.
 *
 * Root and the group docker_env get it, nobody else: the same users who may
 * read the dumps beside that directory.
 */
#define PAM_SM_SESSION
#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <security/pam_modules.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIRECTORY "/etc/container_environment"
#define GROUP "docker_env"
#define GROUPS_MAX 1024
#define VALUE_MAX (128 * 1024) /* Linux: no string of execve is longer */

int pam_sm_open_session(pam_handle_t *, int, int, const char **);
int pam_sm_close_session(pam_handle_t *, int, int, const char **);

static bool
may_know(pam_handle_t *handle)
{
	gid_t groups[GROUPS_MAX], wanted;
	int i, count = GROUPS_MAX;
	const struct passwd *user;
	const struct group *group;
	const char *name;

	if (pam_get_user(handle, &name, NULL) != PAM_SUCCESS ||
	    (group = getgrnam(GROUP)) == NULL)
		return false;
	wanted = group->gr_gid;
	if ((user = getpwnam(name)) == NULL)
		return false;
	if (user->pw_uid == 0)
		return true;
	if (getgrouplist(name, user->pw_gid, groups, &count) == -1)
		return false;
	for (i = 0; i < count; i++)
		if (groups[i] == wanted)
			return true;
	return false;
}

/*
 * They are the session's: of its terminal, and of its user.
 */
static bool
is_its_own(const char *name)
{
	static const char *const names[] = { "TERM", "HOME", "USER", "LOGNAME",
		"GROUP", "UID", "GID", "SHELL" };
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static void
put(pam_handle_t *handle, int dir, const char *name)
{
	size_t length = strlen(name);
	struct stat st;
	ssize_t n;
	char *text;
	int fd;

	fd = openat(dir, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1)
		return;
	text = malloc(length + 1 + VALUE_MAX + 1);
	if (text != NULL && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (n = read(fd, text + length + 1, VALUE_MAX)) >= 0) {
		memcpy(text, name, length);
		text[length] = '=';
		if (n > 0 && text[length + (size_t)n] == '\n')
			n--;
		text[length + 1 + (size_t)n] = '\0';
		pam_putenv(handle, text); /* which copies it */
	}
	free(text);
	close(fd);
}

int
pam_sm_open_session(
    pam_handle_t *handle, int flags, int argc, const char **argv)
{
	struct dirent *entry;
	DIR *dir;

	(void)flags;
	(void)argc;
	(void)argv;
	if (!may_know(handle) || (dir = opendir(DIRECTORY)) == NULL)
		return PAM_SUCCESS;
	while ((entry = readdir(dir)) != NULL)
		if (strncmp(entry->d_name, "..", 2) != 0 &&
		    strcmp(entry->d_name, ".") != 0 &&
		    !is_its_own(entry->d_name) &&
		    strchr(entry->d_name, '=') == NULL)
			put(handle, dirfd(dir), entry->d_name);
	closedir(dir);
	return PAM_SUCCESS;
}

int
pam_sm_close_session(
    pam_handle_t *handle, int flags, int argc, const char **argv)
{
	(void)handle;
	(void)flags;
	(void)argc;
	(void)argv;
	return PAM_SUCCESS;
}
