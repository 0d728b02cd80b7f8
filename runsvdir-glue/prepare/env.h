#ifndef PREPARE_ENV_H
#define PREPARE_ENV_H

#include <stdbool.h>

/*
 * What my_init tells us in the environment that it gives to runsvdir, and the
 * environment that a service shall see.
 *
 * env_take: fills *env, and makes the environment what it was before: without
 * our directory in PATH and without the variables that are for us alone. The
 * texts live as long as the program.
 * env_lists: is `name` one of those in a list "a,b" or "a, b"?
 * env_tags: does MY_INIT_LOG want the lines of services to be tagged?
 * env_brake: MY_INIT_BRAKE; -1 when it is not set, or wrong.
 */
struct prepare_env {
	const char *state; /* or NULL */
	const char *lib;
	const char *only; /* or NULL */
	bool tags, has_brake;
};

void env_take(struct prepare_env *);
bool env_lists(const char *list, const char *name);
bool env_tags(void);
int env_brake(void);

#endif
