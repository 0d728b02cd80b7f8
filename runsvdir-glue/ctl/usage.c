/*
 * The command line of my_initctl: its help, its options, its errors.
 */
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "ctl.h"
#include "usage.h"
#include "init/format.h"
#include "init/optval.h"
#include "out.h"

#define ERROR_MAX 1024

static const char *const lines[] = {
	"status [--json] [NAME...]",
	"health [--timeout SECONDS] [NAME...]",
	"wait [--timeout SECONDS] [NAME...]",
	"check [ROOT]",
	"stop [STATUS]",
	"timeline [--json|--svg]",
};

const char *
ctl_usage_text(void)
{
	return "usage: my_initctl COMMAND [OPTION...] [ARG...]\n"
	       "\n"
	       "  status [--json] [NAME...]            what the services do\n"
	       "  health [--timeout SECONDS] [NAME...] 0 when all that should be up are, and\n"
	       "                                       their checks pass (within 5 s)\n"
	       "  wait [--timeout SECONDS] [NAME...]   until they are (no limit)\n"
	       "  check [ROOT]                         mistakes in the files of an image\n"
	       "  stop [STATUS]                        end the container with STATUS (0)\n"
	       "  timeline [--json|--svg]              the boot, step by step\n"
	       "\n"
	       "  --version                            print the version\n"
	       "  -h, --help                           print this\n"
	       "\n"
	       "Services are those in $SVDIR (/etc/service). See my_initctl(8).\n";
}

int
ctl_usage(const char *command)
{
	size_t i, length = strlen(command);
	struct out out;

	out_open(&out, STDERR_FILENO);
	if (length == 0)
		out_text(&out, ctl_usage_text());
	for (i = 0; length > 0 && i < sizeof lines / sizeof lines[0]; i++)
		if (strncmp(lines[i], command, length) == 0 &&
		    lines[i][length] == ' ')
			out_format(&out, "usage: my_initctl %s\n", lines[i]);
	out_close(&out);
	return CTL_USAGE;
}

void
ctl_error(const char *fmt, ...)
{
	char text[ERROR_MAX];
	struct out out;
	va_list ap;

	va_start(ap, fmt);
	vformat(text, sizeof text, fmt, ap);
	va_end(ap);
	out_open(&out, STDERR_FILENO);
	out_text(&out, "my_initctl: ");
	out_shown(&out, text);
	out_text(&out, "\n");
	out_close(&out);
}

/*
 * --timeout SECONDS or --timeout=SECONDS; how many arguments that was, 0
 * when it is none of them.
 */
static int
take_timeout(struct ctl_options *options, char **argv)
{
	const char *text;
	int used;

	if (strncmp(argv[0], "--timeout", 9) != 0 ||
	    (argv[0][9] != '\0' && argv[0][9] != '='))
		return 0;
	used = argv[0][9] == '=' ? 1 : 2;
	text = used == 1 ? argv[0] + 10 : argv[1];
	if (text == NULL) {
		ctl_error("--timeout needs a number of seconds");
		return -1;
	}
	if (!optval_seconds(text, &options->timeout_ms)) {
		ctl_error("--timeout: %s is not a number of seconds", text);
		return -1;
	}
	return used;
}

static int
take_option(struct ctl_options *options, unsigned int allowed, char **argv)
{
	unsigned int flag = strcmp(argv[0], "--json") == 0 ? CTL_JSON :
	    strcmp(argv[0], "--svg") == 0		   ? CTL_SVG :
							     0;
	int used;

	if ((allowed & flag) != 0) {
		options->given |= flag;
		return 1;
	}
	used = (allowed & CTL_TIMEOUT) != 0 ? take_timeout(options, argv) : 0;
	if (used > 0)
		options->given |= CTL_TIMEOUT;
	if (used != 0)
		return used;
	ctl_error("%s: no such option", argv[0]);
	return -1;
}

int
ctl_options(
    struct ctl_options *options, unsigned int allowed, int argc, char **argv)
{
	int at, used;

	options->given = 0;
	options->count = 0;
	options->operands = argv + 1;
	for (at = 1; at < argc; at += used) {
		used = 1;
		if (strcmp(argv[at], "--") == 0)
			break;
		if (argv[at][0] != '-') {
			options->operands[options->count++] = argv[at];
			continue;
		}
		used = take_option(options, allowed, argv + at);
		if (used == -1)
			return ctl_usage(argv[0]);
	}
	while (++at < argc)
		options->operands[options->count++] = argv[at];
	options->operands[options->count] = NULL;
	return CTL_OK;
}
