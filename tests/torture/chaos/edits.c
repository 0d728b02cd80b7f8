/*
 * What may happen to the files of the services.
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "services.h"

#define AWAY_MAX 5	       /* then one of them comes back */
#define BROKEN_MAX 4	       /* the same */
#define NOTICE_NS (12000 * MS) /* runsvdir looks every 5 s */

static unsigned gone;
static bool broken[6];

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	remove(path);
	return 0;
}

/* A runsv may write there, so some of it may stay. */
static void
discard(const char *path)
{
	char trash[ROOM];

	snprintf(trash, sizeof trash, HOME "trash%u", gone++);
	if (rename(path, trash) == 0)
		nftw(trash, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static bool
is_away(const struct service *s)
{
	return s->away;
}

static bool
is_broken(const struct service *s)
{
	return s->broken;
}

/* When too many have something, the next one of them. */
static struct service *
choose(uint32_t which, bool has(const struct service *), int most)
{
	int i, n = 0;

	for (i = 0; i < SERVICES; i++)
		n += has(&services[i]);
	while (n >= most && !has(&services[which % SERVICES]))
		which++;
	return &services[which % SERVICES];
}

enum kind
services_remove(uint32_t which, uint32_t how)
{
	struct service *s = choose(which, is_away, AWAY_MAX);
	char entry[ROOM], home[ROOM];

	snprintf(home, sizeof home, HOME "%s", s->name);
	if (s->away) {
		if (s->deleted)
			service_make(s);
		service_enlist(s);
		s->away = s->deleted = false;
		return HARM_ADD;
	}
	service_entry(s, entry);
	if (service_is_link(s))
		must(unlink(entry), entry);
	else
		must(rename(entry, home), entry);
	s->away = true;
	s->removed_ns = now_ns();
	if ((s->deleted = how % 4 == 0)) {
		discard(home);
		s->broken = false;
	}
	return HARM_REMOVE;
}

enum kind
services_rename(uint32_t which)
{
	struct service *s = &services[which % SERVICES];
	char from[ROOM], to[ROOM];

	service_entry(s, from);
	s->renamed = !s->renamed;
	service_entry(s, to);
	if (!s->away)
		must(rename(from, to), from);
	s->removed_ns = now_ns();
	return HARM_RENAME;
}

/* Entries that are no services; each comes and goes. */
enum kind
services_break(uint32_t how)
{
	char path[ROOM], name[16];

	how %= sizeof broken / sizeof broken[0];
	snprintf(name, sizeof name, "broken%s%u", how == 5 ? "\n" : "", how);
	snprintf(path, sizeof path, AT "%s", name);
	broken[how] = !broken[how];
	if (!broken[how]) {
		discard(path);
		return HARM_MEND;
	}
	if (how == 0) {
		must(symlink("nowhere", path), path);
	} else if (how == 1) {
		must(symlink(name, path), path);
	} else if (how == 2) {
		tree_file(path, "", 0, 0755);
	} else if (how == 3) {
		must(mkfifo(path, 0600), path);
	} else {
		must(mkdir(path, 0755), path);
		if (how == 5)
			service_put(path, "run", "may not\n", 0644);
	}
	return HARM_BREAK;
}

enum kind
services_touch(void)
{
	utimensat(AT_FDCWD, AT, NULL, 0);
	return HARM_TOUCH;
}

/* The program becomes none, and that the program again. */
enum kind
services_replace(uint32_t which)
{
	struct service *s = choose(which, is_broken, BROKEN_MAX);
	char at[ROOM], anew[ROOM + 8], run[ROOM + 8];

	if (s->deleted)
		return services_touch();
	service_directory(s, at);
	snprintf(run, sizeof run, "%s/run", at);
	snprintf(anew, sizeof anew, "%s/run.new", at);
	s->broken = !s->broken;
	service_put(at, "run.new", s->broken ? "no program\n" : NULL, 0755);
	must(rename(anew, run), run);
	return HARM_REPLACE;
}

bool
services_removed(const char *name, uint64_t now)
{
	const struct service *s;

	for (s = services; s < services + SERVICES; s++)
		if (strncmp(name, s->name, strlen(s->name)) == 0)
			return s->removed_ns > 0 &&
			    now < s->removed_ns + NOTICE_NS;
	return false;
}
