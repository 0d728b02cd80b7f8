/*
 * The lines of the FIFO: what is one, and what is not.
 */
#include <string.h>

#include "check.h"
#include "request.h"

static void
test_stop(void)
{
	struct request request;

	CHECK(request_parse(&request, "stop 0"));
	CHECK_INT(request.kind, REQUEST_STOP);
	CHECK_INT(request.status, 0);
	CHECK(request_parse(&request, "stop 255"));
	CHECK_INT(request.status, 255);
}

static void
critical(const char *line, const char *name, int wstatus)
{
	struct request request;

	if (!CHECK(request_parse(&request, line)))
		return;
	CHECK_INT(request.kind, REQUEST_CRITICAL);
	CHECK_STR(request.name, name);
	CHECK_INT(request.wstatus, wstatus);
}

static void
test_critical(void)
{
	critical("critical web 0 0", "web", 0);
	critical("critical web 3 0", "web", 3 << 8);
	critical("critical web 255 0", "web", 255 << 8);
	critical("critical web -1 9", "web", 9);
	critical("critical web -1 64", "web", 64);
	critical("critical a b  c 1 0", "a b  c", 1 << 8);
	critical("critical 1 2 0", "1", 2 << 8);
}

static void
test_others(void)
{
	static const char *const lines[] = { "", " ", "stop", "stop ",
		"stop 256", "stop -1", "stop 1 ", "stop 1 2", "stop x",
		"halt 1", "critical", "critical ", "critical web",
		"critical web 1", "critical web 1 1", "critical web -1 0",
		"critical web -1 65", "critical web -2 9", "critical web 256 0",
		"critical  1 0", "critical web 1 0 ", "critical web x 0" };
	struct request request;
	size_t i;

	for (i = 0; i < sizeof lines / sizeof *lines; i++)
		if (!CHECK(!request_parse(&request, lines[i])))
			printf("    \"%s\"\n", lines[i]);
}

static void
test_long_names(void)
{
	char line[1024] = "critical ";
	struct request request;
	size_t length;

	for (length = 1; length < 600; length++) {
		memset(line + 9, 'x', length);
		strcpy(line + 9 + length, " 1 0");
		CHECK(request_parse(&request, line) ==
		    (length < REQUEST_NAME_MAX));
	}
}

int
main(void)
{
	test_stop();
	test_critical();
	test_others();
	test_long_names();
	return check_end("request");
}
