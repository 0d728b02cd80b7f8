/*
 * The text of --help.
 */
#include "options.h"

const char *
options_usage(void)
{
	return "usage: my_init [OPTION...] [--] [COMMAND ARG...]\n"
	       "\n"
	       "  --skip-startup-files            leave out /etc/my_init.d and /etc/rc.local\n"
	       "  --skip-runit                    start no services, only COMMAND\n"
	       "  --bare                          COMMAND and nothing else, no file is read\n"
	       "  --pause                         no COMMAND either: reap, end on TERM or INT\n"
	       "  --no-kill-all-on-exit           leave the remaining processes alone\n"
	       "  --enable-insecure-key           run /usr/sbin/enable_insecure_key first\n"
	       "  --init-directory DIRECTORY      startup scripts (/etc/my_init.d)\n"
	       "  --quiet, --verbose              warnings only; also what is forwarded, reaped\n"
	       "\n"
	       "The stop:\n"
	       "  --timeout SECONDS               for all of it (no limit); or --stop-timeout\n"
	       "  --kill-process-timeout SECONDS  for the command, a script, the services (30;\n"
	       "                                  with --bare no limit)\n"
	       "  --kill-all-processes-timeout SECONDS\n"
	       "                                  for all that is left at the end (30)\n"
	       "  --stop-status STATUS            after a stop without a command (0)\n"
	       "\n"
	       "COMMAND:\n"
	       "  --group                         signals go to its process group\n"
	       "  --rewrite FROM:TO               signal TO instead of FROM; 0: none\n"
	       "  --remap-exit STATUS             this status becomes 0\n"
	       "  --parent-death-signal SIGNAL    comes when the parent of my_init has ended\n"
	       "  --workdir DIRECTORY             where it works\n"
	       "  --user USER[:GROUP]             who it is\n"
	       "  --env NAME=VALUE                one more variable\n"
	       "\n"
	       "  --version                       print the version\n"
	       "  -h, --help                      print this\n"
	       "\n"
	       "Options end at COMMAND. See my_init(8).\n";
}
