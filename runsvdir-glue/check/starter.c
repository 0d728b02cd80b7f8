/*
 * Programs that start others in the background, and those of which it cannot
 * be said by the presence of one option.
 */
#include <string.h>

#include "prefix.h"
#include "starter.h"

static const char *const starters[] = { "invoke-rc.d", "pg_ctl",
	"pg_ctlcluster", "postfix", "rc-service", "service", "systemctl" };

static bool
has(const char *const *words, const char *word)
{
	for (; *words != NULL; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

static bool
has_end(const char *const *words, const char *end)
{
	size_t length, wanted = strlen(end);

	for (; *words != NULL; words++) {
		length = strlen(*words);
		if (length >= wanted &&
		    strcmp(*words + length - wanted, end) == 0)
			return true;
	}
	return false;
}

static const char *
judge_starter(const char *const *words)
{
	if (has(words, "--foreground") ||
	    (!has(words, "start") && !has(words, "restart")))
		return NULL;
	return "start the program itself, in the foreground";
}

/*
 * Apache's own, and not busybox' httpd, whose -f keeps it in the foreground
 * and is the name of a file for Apache's.
 */
static const char *
judge_apache(const char *const *words)
{
	static const char *const others[] = { "--help", NULL };
	const char *name = prefix_name(words[0]);
	bool controller =
	    strcmp(name, "apache2ctl") == 0 || strcmp(name, "apachectl") == 0;

	words++;
	if (has_end(words, "FOREGROUND") || has_end(words, "NO_DETACH") ||
	    has(words, "-X") || has(words, "stop") || has(words, "status") ||
	    has(words, "configtest") || has(words, "fullstatus") ||
	    has(words, "graceful-stop") ||
	    option_given(words, "tvVlLSMh", "dfCcDEek", others) ||
	    (!controller && option_given(words, "f", "", NULL)))
		return NULL;
	return "add -D FOREGROUND";
}

/*
 * The file that Debian ships says yes; the last word on it has the command
 * line.
 */
static const char *
judge_redis(const char *const *words, setting_of_file *setting)
{
	const char *file = words[1];
	size_t i;

	for (i = 1; words[i] != NULL; i++)
		if (strcmp(words[i], "--daemonize") == 0)
			return words[i + 1] != NULL &&
				strcmp(words[i + 1], "yes") == 0 ?
			    "say --daemonize no" :
			    NULL;
	if (file != NULL && file[0] == '/' &&
	    setting(file, "daemonize", "yes") == 1)
		return "add --daemonize no, its configuration says yes";
	return NULL;
}

const char *
starter_advice(const char *const *words, setting_of_file *setting)
{
	const char *name = prefix_name(words[0]);
	size_t i;

	if (strcmp(name, "redis-server") == 0 ||
	    strcmp(name, "valkey-server") == 0)
		return judge_redis(words, setting);
	if (strcmp(name, "apache2ctl") == 0 || strcmp(name, "apachectl") == 0 ||
	    strcmp(name, "apache2") == 0 || strcmp(name, "httpd") == 0)
		return judge_apache(words);
	if (strncmp(words[0], "/etc/init.d/", 12) == 0)
		return judge_starter(words + 1);
	for (i = 0; i < sizeof starters / sizeof starters[0]; i++)
		if (strcmp(starters[i], name) == 0)
			return judge_starter(words + 1);
	return NULL;
}
