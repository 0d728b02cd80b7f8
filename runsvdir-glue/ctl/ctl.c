/*
 * my_initctl: what the services and the init of this container do. It reads
 * the state that is there; nobody answers it.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl.h"
#include "usage.h"
#include "out.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "status", ctl_status },
	{ "health", ctl_health },
	{ "wait", ctl_wait },
	{ "check", ctl_check },
	{ "stop", ctl_stop },
	{ "timeline", ctl_timeline },
};

static int
print(const char *text)
{
	struct out out;

	out_open(&out, STDOUT_FILENO);
	out_text(&out, text);
	return out_close(&out) == 0 ? CTL_OK : CTL_FAILED;
}

int
main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	size_t i;

	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		return print(ctl_usage_text());
	if (strcmp(name, "--version") == 0)
		return print("my_initctl " VERSION "\n");
	for (i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (strcmp(commands[i].name, name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	if (argc > 1)
		ctl_error("%s: no such command", name);
	return ctl_usage("");
}
