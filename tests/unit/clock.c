/*
 * Deadlines: where they saturate, and what poll(2) is told of them.
 */
#include <limits.h>

#include "check.h"
#include "clock.h"

static void
test_remaining(void)
{
	CHECK_INT(clock_remaining(0, CLOCK_NEVER), -1);
	CHECK_INT(clock_remaining(CLOCK_NEVER - 1, CLOCK_NEVER), -1);
	CHECK_INT(clock_remaining(1000, 1000), 0);
	CHECK_INT(clock_remaining(1001, 1000), 0);
	CHECK_INT(clock_remaining(1000, 0), 0);
	CHECK_INT(clock_remaining(1000, 1001), 1);
	CHECK_INT(clock_remaining(1000, 31000), 30000);
	CHECK_INT(clock_remaining(5, 5 + (int64_t)INT_MAX), INT_MAX);
	CHECK_INT(clock_remaining(5, 6 + (int64_t)INT_MAX), INT_MAX);
	CHECK_INT(clock_remaining(0, CLOCK_NEVER - 1), INT_MAX);
}

static void
test_after(void)
{
	CHECK_INT(clock_after(1000, 0), 1000);
	CHECK_INT(clock_after(1000, 30000), 31000);
	CHECK_INT(clock_after(0, CLOCK_NEVER), CLOCK_NEVER);
	CHECK_INT(clock_after(1000, CLOCK_NEVER), CLOCK_NEVER);
	CHECK_INT(clock_after(1000, CLOCK_NEVER - 1001), CLOCK_NEVER - 1);
	CHECK_INT(clock_after(1000, CLOCK_NEVER - 1000), CLOCK_NEVER);
	CHECK_INT(clock_after(1000, CLOCK_NEVER - 999), CLOCK_NEVER);
	CHECK_INT(clock_after(CLOCK_NEVER - 1, 2), CLOCK_NEVER);
}

static void
test_now(void)
{
	int64_t first = clock_now(), second = clock_now();

	CHECK(first >= 0);
	CHECK(second >= first);
	CHECK(second - first < 60000);
}

int
main(void)
{
	test_remaining();
	test_after();
	test_now();
	return check_end("clock");
}
