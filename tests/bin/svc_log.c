/*
 * A logger that tells what it meets: svc_log MARKS. Appends "logger READY",
 * a line for each line that it reads, "logger EOF" at the end of its input
 * and "logger SIGTERM" if it is told to end.
 */
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static FILE *marks;

static void
mark(const char *text)
{
	fprintf(marks, "logger %s\n", text);
	fflush(marks);
}

static void
told(int sig)
{
	(void)sig;
	mark("SIGTERM");
	_exit(0);
}

int
main(int argc, char **argv)
{
	char line[4096];

	if (argc != 2 || (marks = fopen(argv[1], "ae")) == NULL)
		err(111, "usage: svc_log MARKS");
	signal(SIGTERM, told);
	mark("READY");
	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		mark(line);
	}
	mark("EOF");
	return 0;
}
