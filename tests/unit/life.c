/*
 * A service's lives: the line, and the arithmetic of its pauses.
 */
#include "check.h"
#include "runsvdir-glue/life.h"

#define EPOCH 77

static struct life life;
static char text[LIFE_MAX];

static const char *
line(void)
{
	size_t length = life_format(text, sizeof text - 1, &life);

	text[length] = '\0';
	return text;
}

static void
test_lines(void)
{
	static const char *const good[] = {
		"1 77 0 0 0 0 -1 0 0\n",
		"1 77 5 4 3 2 255 0 1\n",
		"1 77 5 9 3 30 -1 127 0 7 8 9\n",
		"1 77 9007199254740992 1 1 0 0 0 0 9007199254740992\n",
	};
	size_t i;

	for (i = 0; i < sizeof good / sizeof good[0]; i++) {
		CHECK(life_parse(&life, good[i], EPOCH));
		CHECK_STR(line(), good[i]);
	}
	CHECK(life_parse(&life, good[2], EPOCH));
	CHECK_INT(life.began_ms, 5);
	CHECK_INT(life.ended_ms, 9);
	CHECK_INT(life.restarts, 3);
	CHECK_INT(life.quick, 30);
	CHECK_INT(life.code, -1);
	CHECK_INT(life.signo, 127);
	CHECK_INT(life.asked, false);
	CHECK_INT(life.count, 3);
	CHECK_INT(life.ends[2], 9);
	CHECK(life_parse(
	    &life, "1 18446744073709551615 0 0 0 0 -1 0 0\n", UINT64_MAX));
	CHECK(!life_parse(&life, "1 77 9007199254740993 1 1 0 0 0 0\n", EPOCH));
	CHECK(life_parse(&life, "1 77 1 0 9007199254740992 0 -1 0 0\n", EPOCH));
	life_begin(&life, 2);
	CHECK_INT(life.restarts, LIFE_MOST);
}

static void
test_no_lines(void)
{
	static const char *const bad[] = { "", "\n", " ", "x", "1", "1\n",
		"1 77", "1 77 0 0 0 0 -1 0\n", "1 77 0 0 0 0 -1 0 0",
		"1 77 0 0 0 0 -1 0 0 \n", "1 77 0 0 0 0 -1 0 0\n\n",
		"1 77 0 0 0 0 -1 0 0\nx", " 1 77 0 0 0 0 -1 0 0\n",
		"1  77 0 0 0 0 -1 0 0\n", "1 77 0 0 0 0 -2 0 0\n",
		"1 77 0 0 0 0 - 0 0\n", "1 77 0 0 0 0 256 0 0\n",
		"1 77 0 0 0 0 0 128 0\n", "1 77 0 0 0 0 0 0 2\n",
		"1 77 0 0 0 31 0 0 0\n", "1 77 -1 0 0 0 0 0 0\n",
		"1 77 9223372036854775808 0 0 0 0 0 0\n",
		"1 18446744073709551616 0 0 0 0 0 0 0\n",
		"1 77 0 0 0 0 0 0 0 x\n", "2 77 0 0 0 0 -1 0 0\n",
		"1 78 5 5 5 5 5 5 1 5\n" };
	size_t i;

	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		memset(&life, 0x55, sizeof life);
		if (!CHECK(!life_parse(&life, bad[i], EPOCH)))
			printf("  of \"%s\"\n", bad[i]);
		CHECK_STR(line(), "1 77 0 0 0 0 -1 0 0\n");
	}
}

/*
 * As long as any line can be, and one end more.
 */
static void
test_long(void)
{
	size_t i, length;

	life_clear(&life, UINT64_MAX);
	life.began_ms = life.ended_ms = LIFE_MOST;
	life.restarts = LIFE_MOST;
	for (i = 0; i < LIFE_ENDS_MAX; i++)
		life.ends[i] = LIFE_MOST;
	life.count = LIFE_ENDS_MAX;
	length = strlen(line());
	CHECK(length < LIFE_MAX);
	CHECK(life_parse(&life, text, UINT64_MAX));
	CHECK_INT(life.count, LIFE_ENDS_MAX);
	CHECK_INT(life_format(text, 3, &life), length);
	line();
	memcpy(text + length - 1, " 1\n", 4);
	CHECK(!life_parse(&life, text, UINT64_MAX));
}

static void
test_order(void)
{
	life_clear(&life, EPOCH);
	CHECK(!life_runs(&life));
	life_begin(&life, 100);
	CHECK(life_runs(&life));
	CHECK_INT(life.restarts, 0);
	life_end(&life, 100, 3, 0);
	CHECK(!life_runs(&life));
	CHECK_INT(life.code, 3);
	life_begin(&life, 100);
	CHECK(life_runs(&life));
	CHECK_INT(life.restarts, 1);
	life_end(&life, 50, -1, 9);
	CHECK(!life_runs(&life));
	CHECK_INT(life.code, -1);
	CHECK_INT(life.signo, 9);
}

/*
 * Lives of `length` ms in a row; the pause that follows each.
 */
static int64_t
pause_after(int64_t length, int brake)
{
	int64_t next;

	life_begin(&life, life.ended_ms + 1000);
	life_end(&life, life.began_ms + length, 1, 0);
	next = life_next_start(&life, brake);
	return next == 0 ? 0 : next - life.ended_ms;
}

static void
test_brake(void)
{
	static const int seconds[] = { 1, 2, 4, 8, 16, 30, 30 };
	size_t i;

	life_clear(&life, EPOCH);
	CHECK_INT(life_next_start(&life, 30), 0);
	for (i = 0; i < sizeof seconds / sizeof seconds[0]; i++)
		CHECK_INT(pause_after(10, 30), seconds[i] * 1000);
	for (i = 0; i < 100; i++)
		pause_after(4999, 30);
	CHECK_INT(pause_after(0, 86400), 86400000);
	CHECK_INT(pause_after(0, 0), 0);
	CHECK_INT(pause_after(5000, 30), 0);
	CHECK_INT(pause_after(4999, 30), 1000);
	CHECK_INT(pause_after(0, 1), 1000);
	life_end_asked(&life, life.ended_ms, -1, 15);
	CHECK(life.asked);
	CHECK_INT(life_next_start(&life, 30), 0);
	CHECK_INT(pause_after(0, 30), 1000);
	CHECK(!life.asked);
}

static void
end_at(int64_t ms, size_t keep)
{
	life_begin(&life, ms);
	life_end(&life, ms, 1, 0);
	life_count(&life, keep);
}

static void
test_ends(void)
{
	size_t i;

	life_clear(&life, EPOCH);
	end_at(1000, 3);
	CHECK_INT(life_recent(&life, 1000), 1);
	end_at(30000, 3);
	end_at(60999, 3);
	CHECK_INT(life_recent(&life, 60999), 3);
	CHECK_INT(life_recent(&life, 61000), 2);
	end_at(70000, 3);
	CHECK_INT(life.count, 3);
	CHECK_INT(life.ends[0], 30000);
	CHECK_INT(life.ends[2], 70000);
	end_at(80000, 1);
	CHECK_INT(life.count, 1);
	CHECK_INT(life.ends[0], 80000);
	end_at(90000, 0);
	CHECK_INT(life.count, 0);
	for (i = 0; i < LIFE_ENDS_MAX + 5; i++)
		end_at((int64_t)(100000 + i), LIFE_ENDS_MAX + 5);
	CHECK_INT(life.count, LIFE_ENDS_MAX);
	CHECK_INT(life.ends[LIFE_ENDS_MAX - 1], 100000 + LIFE_ENDS_MAX + 4);
}

int
main(void)
{
	test_lines();
	test_no_lines();
	test_long();
	test_order();
	test_brake();
	test_ends();
	return check_end("life");
}
