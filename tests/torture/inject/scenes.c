/*
 * What is tried: eight containers that between them use all that the program
 * can do.
 */
#include <sys/stat.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "inject.h"

const struct scene scenes[] = {
	{ .name = "plain", .what = "two services", .services = 2 },
	{ .name = "scripts",
	    .what = "startup scripts, rc.local, hooks and a service",
	    .services = 1,
	    .scripts = true,
	    .flags = HAS_HOOKS },
	{ .name = "command",
	    .what = "a command and a service",
	    .services = 1,
	    .flags = HAS_COMMAND,
	    .argv = { "/command" } },
	{ .name = "loggers",
	    .what = "two services with a logger each",
	    .services = 2,
	    .flags = HAS_LOGGERS },
	{ .name = "stray",
	    .what = "a service and a process that is deaf",
	    .services = 1,
	    .flags = HAS_STRAY },
	{ .name = "off",
	    .what = "not as PID 1, with a process that is deaf",
	    .services = 1,
	    .off = true,
	    .flags = HAS_STRAY },
	{ .name = "bare",
	    .what = "--bare around a command",
	    .bare = true,
	    .flags = HAS_COMMAND,
	    .argv = { "--bare", "--", "/command" } },
	{ .name = "supervised",
	    .what = "critical, after, brake, tags, a command that waits",
	    .services = 2,
	    .supervised = true,
	    .flags = HAS_COMMAND,
	    .argv = { "--brake=20", "--wait-services=5", "/command" },
	    .variable = "MY_INIT_LOG=tag" },
	{ .name = NULL },
};

int
scene_find(const char *name)
{
	int i;

	for (i = 0; scenes[i].name != NULL; i++)
		if (strcmp(scenes[i].name, name) == 0)
			return i;
	return -1;
}

int
scene_count(void)
{
	return (int)(sizeof scenes / sizeof scenes[0]) - 1;
}

/* The same in the words of tree.c and lives.c. */
const struct variant *
scene_variant(const struct scene *s)
{
	static struct variant v;

	v = (struct variant){
		.name = s->name, .flags = s->flags, .linger_ms = 2
	};
	return &v;
}

static void
put(const char *path, const char *text, mode_t mode)
{
	tree_file(path, text, strlen(text), mode);
}

/* Below the working directory. */
void
scene_make(const struct scene *s)
{
	const struct shot shot = { .variant = scene_variant(s),
		.services = s->services };

	tree_make(&shot);
	put("etc/container_environment/COLOUR", "blue\n", 0644);
	if (s->scripts) {
		tree_act("etc/my_init.d/quick00");
		tree_act("etc/my_init.d/quick01");
		put("etc/rc.local", "#!/bin/sh\nexit 0\n", 0755);
	}
	if (s->supervised) {
		put("etc/service/s00/critical", "", 0644);
		put("etc/service/s01/after", "s00\n", 0644);
	}
	if (s->off)
		tree_act("command-bystander");
}

bool
scene_is_up(const struct scene *s)
{
	uint32_t services = (uint32_t)s->services;

	return lives_count(ROLE_SERVICE) >= services &&
	    (!(s->flags & HAS_LOGGERS) ||
		lives_count(ROLE_LOGGER) >= services) &&
	    (!(s->flags & HAS_STRAY) || lives_count(ROLE_STRAY) > 0) &&
	    (!(s->flags & HAS_COMMAND) || lives_count(ROLE_COMMAND) > 0);
}
