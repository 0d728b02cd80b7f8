/*
 * What is tried.
 */
#include <string.h>

#include "anytime.h"

#define MS 1000

const struct variant variants[] = {
	{ "plain", "services that end at once", 0, MARK_READY, 0, 400 * MS,
	    1 * MS, { 0, 1, 20, 50, -1 } },
	{ "slow", "services that need 50 ms after TERM", 0, MARK_READY, 50,
	    400 * MS, 1 * MS, { 1, 20, 50, -1 } },
	{ "second", "a second TERM 1 ms later", TWICE, MARK_READY, 5, 400 * MS,
	    2 * MS, { 0, 1, 20, -1 } },
	{ "int", "INT", SENDS_INT, MARK_READY, 0, 400 * MS, 2 * MS,
	    { 0, 1, 20, -1 } },
	{ "command", "with a command, that gets the signal too", HAS_COMMAND,
	    MARK_READY, 5, 100 * MS, 1 * MS, { 0, 1, 20, -1 } },
	{ "loggers", "services with a logger each", HAS_LOGGERS, MARK_READY, 5,
	    200 * MS, 1 * MS, { 1, 20, -1 } },
	{ "finish", "services with a finish each", HAS_FINISH, MARK_READY, 5,
	    200 * MS, 1 * MS, { 1, 20, -1 } },
	{ "crash", "services that end at once by themselves", CRASHES,
	    MARK_READY, 0, 1200 * MS, 6 * MS, { 1, 20, -1 } },
	{ "stale", "supervise directories of an earlier life", STALE,
	    MARK_READY, 5, 200 * MS, 1 * MS, { 1, 20, -1 } },
	{ "held-birth", "each runsv is 700 ms late to be born",
	    HOLDS_BIRTH | HAS_HOOKS, MARK_READY, 5, 60 * MS, 2 * MS,
	    { 1, 20, -1 } },
	{ "held-note", "each runsv is 700 ms late to note that run runs",
	    HOLDS_NOTE | HAS_HOOKS, MARK_READY, 5, 60 * MS, 2 * MS,
	    { 1, 20, -1 } },
	{ "held-logger", "each logger is 700 ms late to be executed",
	    HOLDS_LOGGER | HAS_LOGGERS, MARK_READY, 5, 60 * MS, 2 * MS,
	    { 1, 20, -1 } },
	{ "held-both", "each logger is late, and every second runsv",
	    HOLDS_BIRTH | HOLDS_LOGGER | HAS_LOGGERS, MARK_READY, 5, 60 * MS,
	    2 * MS, { 2, 20, -1 } },
	{ "script", "while a startup script runs", HAS_PATIENT, MARK_SCRIPT, 5,
	    20 * MS, 500, { 1, -1 } },
	{ "scripts", "between twenty quick scripts", HAS_QUICK, MARK_READY, 0,
	    60 * MS, 200, { 1, -1 } },
	{ "pre", "the first TERM while a pre-shutdown hook runs",
	    HAS_HOOKS | HAS_COMMAND | COMMAND_ENDS, MARK_PRE, 5,
	    (HOOK_MS - 5) * MS, 500, { 1, 20, -1 } },
	{ "post", "the first TERM while a post-shutdown hook runs",
	    HAS_HOOKS | HAS_COMMAND | COMMAND_ENDS, MARK_POST, 5,
	    (HOOK_MS - 5) * MS, 500, { 1, 20, -1 } },
	{ "pre-again", "the second TERM while a pre-shutdown hook runs",
	    HAS_HOOKS | TERM_FIRST, MARK_PRE, 5, (HOOK_MS - 5) * MS, 500,
	    { 1, 20, -1 } },
	{ "post-again", "the second TERM while a post-shutdown hook runs",
	    HAS_HOOKS | TERM_FIRST, MARK_POST, 5, (HOOK_MS - 5) * MS, 500,
	    { 1, 20, -1 } },
	{ "stray", "the first TERM while the kill of all waits",
	    HAS_STRAY | HAS_COMMAND | COMMAND_ENDS, MARK_STRAY, 0,
	    (STRAY_MS - 50) * MS, 10 * MS, { 0, 1, -1 } },
	{ "stray-again", "the second TERM while the kill of all waits",
	    HAS_STRAY | TERM_FIRST, MARK_STRAY, 0, (STRAY_MS - 50) * MS,
	    10 * MS, { 0, 1, -1 } },
	{ .name = NULL },
};

int
variant_find(const char *name)
{
	int i;

	for (i = 0; variants[i].name != NULL; i++)
		if (strcmp(variants[i].name, name) == 0)
			return i;
	return -1;
}

int
variant_count(void)
{
	return (int)(sizeof variants / sizeof variants[0]) - 1;
}
