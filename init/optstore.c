/*
 * The values of options, by their kinds.
 */
#include <string.h>

#include "optstore.h"
#include "optval.h"

static bool
add_assignment(struct options *options, const char *text)
{
	if (*text == '=' || strchr(text, '=') == NULL ||
	    options->env_count == OPTIONS_ENV_MAX)
		return false;
	options->env[options->env_count++] = text;
	return true;
}

static const char *
store_text(enum optstore_kind kind, const char **field, const char *text)
{
	int seconds;

	if (kind == MODE && strcmp(text, "raw") != 0 &&
	    strcmp(text, "tag") != 0 && strcmp(text, "json") != 0)
		return "raw, tag or json";
	if (kind == WHOLE && !optval_whole(text, &seconds))
		return "seconds, from 0 to 3600";
	if (*text == '\0')
		return kind == USER ? "a user" :
		    kind == NAMES   ? "a list of names" :
				      "a path";
	*field = text;
	return NULL;
}

const char *
optstore(enum optstore_kind kind, struct options *options, size_t offset,
    const char *text)
{
	void *field = (char *)options + offset;

	switch (kind) {
	case FLAG:
		return optval_flag(text, field) ? NULL : "0 or 1";
	case SECONDS:
		return optval_seconds(text, field) ? NULL :
						     "seconds, as in 10 or 2.5";
	case STATUS:
		return optval_status(text, field) ? NULL :
						    "a number from 0 to 255";
	case SIGNAL:
		return optval_signal(text, field) ?
		    NULL :
		    "a signal, as in TERM or 15";
	case REWRITE:
		return optval_rewrite(text, field) ?
		    NULL :
		    "signals, as in TERM:QUIT or 2:0";
	case REMAP:
		return optval_remap(text, field) ? NULL :
						   "statuses, as in 143,130";
	case ASSIGNMENT:
		return add_assignment(options, text) ?
		    NULL :
		    "NAME=VALUE (64 of them at most)";
	case WAIT:
		return optval_wait(text, field) ? NULL :
						  "seconds, or on or off";
	case MODE:
	case WHOLE:
	case USER:
	case NAMES:
	case PATH:
		return store_text(kind, field, text);
	}
	return NULL;
}
