/*
 * Digits: what is a number, where it ends, and where it is too large.
 */
#include "check.h"
#include "number.h"

static void
test_take(void)
{
	static const struct {
		const char *text;
		uint64_t value;
		const char *rest;
		bool is;
	} rows[] = {
		{ "", 0, "", false },
		{ "x", 0, "x", false },
		{ " 1", 0, " 1", false },
		{ "-1", 0, "-1", false },
		{ "+1", 0, "+1", false },
		{ "/", 0, "/", false },
		{ ":", 0, ":", false },
		{ "0", 0, "", true },
		{ "007 8", 7, " 8", true },
		{ "90x", 90, "x", true },
		{ "18446744073709551614", UINT64_MAX - 1, "", true },
		{ "18446744073709551615", UINT64_MAX, "", true },
		{ "18446744073709551616", UINT64_MAX, "", true },
		{ "184467440737095516150.", UINT64_MAX, ".", true },
		{ "99999999999999999999999 1", UINT64_MAX, " 1", true },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *text = rows[i].text;
		uint64_t value = 77;

		CHECK(number_take(&text, &value) == rows[i].is);
		CHECK(value == rows[i].value);
		CHECK_STR(text, rows[i].rest);
	}
}

static void
test_is(void)
{
	static const char *const bad[] = { "", "256", "-1", "+1", " 1", "1 ",
		"1x", "0x1", "99999999999999999999999" };
	uint64_t value = 77;
	size_t i;

	for (i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(!number_is(bad[i], 255, &value));
	CHECK_INT((int)value, 77);
	CHECK(number_is("255", 255, &value));
	CHECK_INT((int)value, 255);
	CHECK(number_is("0", 0, &value));
	CHECK_INT((int)value, 0);
	CHECK(number_is("18446744073709551615", UINT64_MAX, &value));
	CHECK(value == UINT64_MAX);
}

int
main(void)
{
	test_take();
	test_is();
	return check_end("number");
}
