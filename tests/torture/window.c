/*
 * How long after the exec a TERM is lost: it is sent so many microseconds
 * after the exec has closed a pipe, which it does while the old program is
 * gone and the new one not yet mapped. The part of the kernel in that window
 * is nobody's to shorten. Two processors must be free for good figures.
 */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "anytime.h"

#define HEARD_NS 300000000 /* a container without services ends in 2 ms */

static void
send_after(const struct stage *stage, uint64_t us)
{
	uint64_t executed;
	ssize_t n;
	char c;

	stage_go();
	while ((n = read(stage->report, &c, 1)) == -1)
		continue;
	if (n != 0)
		errx(125, "no exec");
	executed = now_ns();
	while (now_ns() < executed + us * 1000)
		continue;
	kill(stage->pid, SIGTERM);
}

static bool
is_heard(uint64_t us)
{
	const struct shot shot = { .variant = &variants[0] };
	struct stage stage;
	int status;
	bool heard;

	stage_start(&shot, &stage);
	fcntl(stage.report, F_SETFL, O_NONBLOCK);
	send_after(&stage, us);
	heard =
	    trace_wait(stage.pid, &status, now_ns() + HEARD_NS) == TRACE_END;
	if (!heard) {
		kill(stage.pid, SIGKILL);
		trace_wait(stage.pid, &status, UINT64_MAX);
	}
	stage_end(&stage);
	return heard;
}

int
window_measure(const struct settings *settings, int tries)
{
	static const uint64_t us[] = { 0, 5, 10, 15, 20, 25, 30, 40, 50, 60, 80,
		100, 150, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000 };
	size_t i, last = 0;
	int lost, turn;

	trace_open();
	stage_open(settings);
	printf("%s: of %d TERMs, lost so many us after the exec:\n",
	    settings->program, tries);
	for (i = 0; i < sizeof us / sizeof us[0]; i++) {
		for (lost = turn = 0; turn < tries; turn++)
			lost += !is_heard(us[i]);
		printf("%6d lost at %4d us\n", lost, (int)us[i]);
		fflush(stdout);
		if (lost > 0)
			last = i + 1;
		else if (i > last + 2)
			break; /* three offsets at which none was lost */
	}
	return EXIT_SUCCESS;
}
