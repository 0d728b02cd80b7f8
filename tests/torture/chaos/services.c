/*
 * The services. They are called as the characters are (characters.c); each
 * second one is a link in /etc/service.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "services.h"

struct service services[SERVICES] = {
	{ .name = "good00" },
	{ .name = "good01", .log = true },
	{ .name = "good02", .finish = true },
	{ .name = "good03", .log = true, .finish = true },
	{ .name = "good04", .after = "good00\n" },
	{ .name = "good05", .after = "good01\ngood04\n" },
	{ .name = "good06", .log = true, .after = "leaves11\n" },
	{ .name = "ends07" },
	{ .name = "ends08", .finish = true },
	{ .name = "ends09", .brake = "2\n" },
	{ .name = "deaf10" },
	{ .name = "leaves11" },
	{ .name = "deaf12", .log = true },
	{ .name = "leaves13", .log = true },
	{ .name = "leaves14", .finish = true },
	{ .name = "fills15" },
	{ .name = "fills16", .log = true },
	{ .name = "fills17" },
	{ .name = "storm18" },
	{ .name = "storm19", .finish = true },
};

static unsigned extras;

int
extra_find(const char *name)
{
	static const char *const names[] = { "after", "brake", "tags" };
	int i;

	for (i = 0; i < 3; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

bool
service_is_link(const struct service *s)
{
	return (s - services) % 2 == 1;
}

void
service_entry(const struct service *s, char path[ROOM])
{
	snprintf(path, ROOM, AT "%s%s", s->name, s->renamed ? "-anew" : "");
}

void
service_directory(const struct service *s, char path[ROOM])
{
	if (service_is_link(s) || s->away)
		snprintf(path, ROOM, HOME "%s", s->name);
	else
		service_entry(s, path);
}

void
service_put(
    const char *directory, const char *name, const char *text, mode_t mode)
{
	char path[2 * ROOM];

	snprintf(path, sizeof path, "%s/%s", directory, name);
	if (text != NULL)
		tree_file(path, text, strlen(text), mode);
	else
		tree_act(path);
}

void
service_make(const struct service *s)
{
	char at[ROOM], log[ROOM + 8];

	service_directory(s, at);
	must(mkdir(at, 0755), at);
	service_put(at, "run", NULL, 0);
	if (s->finish)
		service_put(at, "finish", NULL, 0);
	if (s->after != NULL && extras & EXTRA_AFTER)
		service_put(at, "after", s->after, 0644);
	if (s->brake != NULL && extras & EXTRA_BRAKE)
		service_put(at, "brake", s->brake, 0644);
	snprintf(log, sizeof log, "%s/log", at);
	if (s->log) {
		must(mkdir(log, 0755), log);
		service_put(log, "run", NULL, 0);
	}
}

void
service_enlist(const struct service *s)
{
	char entry[ROOM], from[ROOM], target[ROOM + 8];

	service_entry(s, entry);
	snprintf(from, sizeof from, HOME "%s", s->name);
	snprintf(target, sizeof target, "../../%s", from);
	if (service_is_link(s))
		must(symlink(target, entry), entry);
	else
		must(rename(from, entry), entry);
}

void
services_begin(unsigned with)
{
	extras = with;
}

/* For place.c, which asks the scenes of inject. */
void
scene_make(const struct scene *scene)
{
	const struct shot shot = { .variant = scene_variant(scene) };
	size_t i;

	tree_make(&shot);
	must(mkdir("srv", 0755), "srv");
	for (i = 0; i < SERVICES; i++) {
		service_make(&services[i]);
		if (service_is_link(&services[i]))
			service_enlist(&services[i]);
	}
}

const struct variant *
scene_variant(const struct scene *s)
{
	static struct variant v;

	v = (struct variant){ .name = s->name, .flags = s->flags };
	return &v;
}

void
services_control(uint32_t which, char *path, size_t size)
{
	const struct service *s = &services[which % SERVICES];
	char at[ROOM];

	service_directory(s, at);
	snprintf(path, size, "%s/%ssupervise/control", at,
	    s->log && which / SERVICES % 4 == 0 ? "log/" : "");
}
