/*
 * Bytes that runsv of runit 2.1.2 wrote for one service, from its start to
 * the end of its runsv, and what no runsv writes.
 */
#include "check.h"
#include "runsvdir-glue/svstatus.h"

#define WRITTEN_AT INT64_C(1795318764) /* what date +%s said at the first */

struct sample {
	const char *bytes;
	struct svstatus expected;
	bool down;
};

static const struct sample samples[] = {
	/* stat: run */
	{ "\x40\x00\x00\x00\x6b\x02\x63\xf6\x32\xdd\xd3\xe4\xb0\x33\x00\x00"
	  "\x00\x75\x00\x01",
	    { WRITTEN_AT, 853398500, 13232, false, true, false, SVSTATUS_RUN },
	    false },
	/* stat: run, paused */
	{ "\x40\x00\x00\x00\x6b\x02\x63\xf6\x32\xdd\xd3\xe4\xb0\x33\x00\x00"
	  "\x01\x75\x00\x01",
	    { WRITTEN_AT, 853398500, 13232, true, true, false, SVSTATUS_RUN },
	    false },
	/* stat: finish, want down */
	{ "\x40\x00\x00\x00\x6b\x02\x63\xf6\x32\xdd\xd3\xe4\xca\x33\x00\x00"
	  "\x00\x64\x00\x02",
	    { WRITTEN_AT, 853398500, 13258, false, false, false,
		SVSTATUS_FINISH },
	    false },
	/* stat: down */
	{ "\x40\x00\x00\x00\x6b\x02\x63\xf6\x38\x5a\xc0\x0c\x00\x00\x00\x00"
	  "\x00\x64\x00\x00",
	    { WRITTEN_AT, 945471500, 0, false, false, false, SVSTATUS_DOWN },
	    true },
	/* stat: run, want down (after the control byte o) */
	{ "\x40\x00\x00\x00\x6b\x02\x63\xf7\x39\x9f\xc7\x14\xb7\x34\x00\x00"
	  "\x00\x64\x00\x01",
	    { WRITTEN_AT + 1, 966772500, 13495, false, false, false,
		SVSTATUS_RUN },
	    false },
	/* stat: run, got TERM, want down */
	{ "\x40\x00\x00\x00\x6b\x02\x64\x0e\x04\x66\xbb\x5c\x75\x42\x00\x00"
	  "\x00\x64\x01\x01",
	    { WRITTEN_AT + 24, 73841500, 17013, false, false, true,
		SVSTATUS_RUN },
	    false },
};

static void
test_samples(void)
{
	struct svstatus status;
	const struct svstatus *expected;
	size_t i;

	for (i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		expected = &samples[i].expected;
		memset(&status, 0xa5, sizeof status);
		CHECK(svstatus_decode(&status,
		    (const unsigned char *)samples[i].bytes, SVSTATUS_SIZE));
		CHECK_INT(status.seconds, expected->seconds);
		CHECK_INT(status.nanoseconds, expected->nanoseconds);
		CHECK_INT(status.pid, expected->pid);
		CHECK_INT(status.paused, expected->paused);
		CHECK_INT(status.want_up, expected->want_up);
		CHECK_INT(status.got_term, expected->got_term);
		CHECK_INT(status.state, expected->state);
		CHECK_INT(svstatus_is_down(&status), samples[i].down);
	}
}

static bool
decodes(const unsigned char *bytes, size_t length, struct svstatus *status)
{
	return svstatus_decode(status, bytes, length);
}

/*
 * No file, half a file, and more than one is none.
 */
static void
test_lengths(void)
{
	unsigned char bytes[2 * SVSTATUS_SIZE] = { 0x40 };
	struct svstatus status;
	size_t length;

	for (length = 0; length <= sizeof bytes; length++)
		CHECK_INT(
		    decodes(bytes, length, &status), length == SVSTATUS_SIZE);
	CHECK_INT(decodes(NULL, 0, &status), false);
}

static void
test_limits(void)
{
	unsigned char bytes[SVSTATUS_SIZE] = { 0x40, [7] = 10 };
	struct svstatus status;
	int state;

	for (state = 0; state <= 255; state++) {
		bytes[19] = (unsigned char)state;
		CHECK_INT(decodes(bytes, sizeof bytes, &status), state <= 2);
	}
	bytes[19] = SVSTATUS_RUN;
	CHECK(decodes(bytes, sizeof bytes, &status));
	CHECK_INT(status.seconds, 0);
	memcpy(bytes + 12, "\x04\x03\x02\x01", 4);
	CHECK(decodes(bytes, sizeof bytes, &status));
	CHECK_INT(status.pid, 0x01020304);
	memcpy(bytes + 12, "\xff\xff\xff\x7f", 4);
	CHECK(decodes(bytes, sizeof bytes, &status));
	CHECK_INT(status.pid, INT32_MAX);
	/* A negative pid would make a process group of a kill(2). */
	memcpy(bytes + 12, "\x00\x00\x00\x80", 4);
	CHECK(!decodes(bytes, sizeof bytes, &status));
	memcpy(bytes + 12, "\xff\xff\xff\xff", 4);
	CHECK(!decodes(bytes, sizeof bytes, &status));
}

/*
 * Down is: no process. A stale file of a runsv that died with its service up
 * says run.
 */
static void
test_is_down(void)
{
	struct svstatus status = { .state = SVSTATUS_DOWN };

	CHECK(svstatus_is_down(&status));
	status.pid = 7;
	CHECK(!svstatus_is_down(&status));
	status.state = SVSTATUS_FINISH;
	CHECK(!svstatus_is_down(&status));
	status.pid = 0;
	CHECK(!svstatus_is_down(&status));
	status.state = SVSTATUS_RUN;
	CHECK(!svstatus_is_down(&status));
}

int
main(void)
{
	test_samples();
	test_lengths();
	test_limits();
	test_is_down();
	return check_end("svstatus");
}
