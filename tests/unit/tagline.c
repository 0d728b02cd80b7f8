/*
 * What a tagged line looks like, as text and as JSON.
 */
#include <stdlib.h>

#include "check.h"
#include "tagline.h"

#define BYTES(literal) literal, sizeof(literal) - 1
#define BEGIN                                                    \
	"{\"time\":\"2026-11-22T10:00:00.123456Z\",\"service\":" \
	"\"web\",\"pid\":123,\"line\":\""
#define SECONDS 1795341600

/*
 * All of `in` by pieces of `size`, which is checked to be obeyed.
 */
static char *
put_all(struct tagline *line, const char *in, size_t length, size_t size,
    size_t *total)
{
	const char *at = in, *end = in + length;
	char *out = malloc(8 * length + 4 * size), *piece = malloc(size);
	size_t n;

	*total = 0;
	while (at < end && out != NULL && piece != NULL) {
		n = tagline_put(line, &at, end, piece, size);
		if (!CHECK(n > 0 && n <= size) || !CHECK(at <= end))
			break;
		memcpy(out + *total, piece, n);
		*total += n;
		CHECK(line->open == (piece[n - 1] != '\n'));
	}
	CHECK(!line->open);
	free(piece);
	return out;
}

static void
check_put(int number, struct tagline *line, const char *in, size_t length,
    const char *expected, size_t expected_length)
{
	size_t size, n;
	char *out;

	for (size = TAGLINE_ROOM; size < TAGLINE_ROOM + 8; size++) {
		out = put_all(line, in, length, size, &n);
		if (out != NULL)
			check_bytes(__FILE__, number, "lines", out, n, expected,
			    expected_length);
		free(out);
	}
}

static void
check_text(int number, const char *in, size_t length, const char *expected,
    size_t expected_length)
{
	struct tagline line;

	tagline_text(&line, "web");
	check_put(number, &line, in, length, expected, expected_length);
}

static void
check_json(int number, const char *in, size_t length, const char *expected)
{
	struct tagline line;
	char all[4096];

	tagline_json(&line, "web", SECONDS, 123456, 123);
	snprintf(all, sizeof all, "%s%s\"}\n", BEGIN, expected);
	check_put(number, &line, in, length, all, strlen(all));
}

#define CHECK_TEXT(in, expected) \
	check_text(__LINE__, BYTES(in), BYTES(expected))
#define CHECK_JSON(in, expected) check_json(__LINE__, BYTES(in "\n"), expected)

static void
test_text(void)
{
	CHECK_TEXT("one\n", "web: one\n");
	CHECK_TEXT("\n", "web: \n");
	CHECK_TEXT("one\n\ntwo\n", "web: one\nweb: \nweb: two\n");
	CHECK_TEXT("a\0b\r\n\xff\x01\n", "web: a\0b\r\nweb: \xff\x01\n");
}

static void
check_head(const char *name, const char *expected)
{
	struct tagline line;

	tagline_text(&line, name);
	check_bytes(__FILE__, __LINE__, name, line.head, line.head_length,
	    expected, strlen(expected));
}

static void
test_names(void)
{
	char name[256], expected[255 * 4 + 3];
	int i;

	check_head("web", "web: ");
	check_head("caf\xc3\xa9 1", "caf\xc3\xa9 1: ");
	check_head("a\nb\x7f\x1b", "a\\x0ab\\x7f\\x1b: ");
	for (i = 0; i < 255; i++) {
		name[i] = '\n';
		memcpy(expected + 4L * i, "\\x0a", 4);
	}
	name[255] = '\0';
	memcpy(expected + 255 * 4, ": ", 3);
	check_head(name, expected);
}

static void
test_json_names(void)
{
	struct tagline line;
	char name[4096], text[TAGLINE_HEAD + 1];

	tagline_json(&line, "a\"\n\xff", SECONDS, 123456, 0);
	snprintf(text, sizeof text, "%.*s", (int)line.head_length, line.head);
	CHECK_STR(text,
	    "{\"time\":\"2026-11-22T10:00:00.123456Z\",\"service\":"
	    "\"a\\\"\\n\xef\xbf\xbd\",\"line\":\"");
	memset(name, '\1', sizeof name);
	name[255] = '\0';
	tagline_json(&line, name, SECONDS, 123456, INT32_MAX);
	snprintf(text, sizeof text, "%.*s", (int)line.head_length, line.head);
	CHECK_INT(line.head_length, 9 + 28 + 12 + 255 * 6 + 1 + 17 + 9);
	CHECK_STR(
	    text + line.head_length - 27, "\",\"pid\":2147483647,\"line\":\"");
	/* no directory has such a name, but nothing is written past the end */
	name[255] = '\1';
	name[sizeof name - 1] = '\0';
	tagline_json(&line, name, SECONDS, 123456, INT32_MAX);
	CHECK(line.head_length <= TAGLINE_HEAD);
	tagline_text(&line, name);
	CHECK(line.head_length <= TAGLINE_HEAD);
}

static void
check_time(int64_t seconds, const char *expected)
{
	struct tagline line;
	char text[64];

	tagline_json(&line, "web", seconds, 7, 0);
	snprintf(text, sizeof text, "%.27s", line.head + 9);
	CHECK_STR(text, expected);
}

static void
test_times(void)
{
	check_time(0, "1970-01-01T00:00:00.000007Z");
	check_time(-1, "1969-12-31T23:59:59.000007Z");
	check_time(951782399, "2000-02-28T23:59:59.000007Z");
	check_time(951782400, "2000-02-29T00:00:00.000007Z");
	check_time(951868800, "2000-03-01T00:00:00.000007Z");
	check_time(978307199, "2000-12-31T23:59:59.000007Z");
	check_time(1709164800, "2024-02-29T00:00:00.000007Z");
	check_time(4107542400, "2100-03-01T00:00:00.000007Z");
	check_time(4107542399, "2100-02-28T23:59:59.000007Z");
	check_time(253402300799, "9999-12-31T23:59:59.000007Z");
}

/*
 * Each day of 400 years, against the definition of the calendar.
 */
static void
test_calendar(void)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	int year, month, day, last;
	int64_t seconds = 0;
	char expected[64];

	for (year = 1970; year < 2370; year++)
		for (month = 1; month <= 12; month++) {
			last = days[month - 1] +
			    (month == 2 && year % 4 == 0 &&
				(year % 100 != 0 || year % 400 == 0));
			for (day = 1; day <= last; day++, seconds += 86400) {
				snprintf(expected, sizeof expected,
				    "%04d-%02d-%02dT12:34:56.000007Z", year,
				    month, day);
				check_time(seconds + 45296, expected);
			}
		}
}

static void
test_json(void)
{
	CHECK_JSON("", "");
	CHECK_JSON("one", "one");
	CHECK_JSON("a \"b\" \\ /", "a \\\"b\\\" \\\\ /");
	CHECK_JSON("\0\1\7\b\t\v\f\r\16\37 \177",
	    "\\u0000\\u0001\\u0007\\b\\t\\u000b\\f\\r\\u000e\\u001f \\u007f");
	CHECK_JSON("\xc2\x80\xc2\x9f\xc2\xa0", "\\u0080\\u009f\xc2\xa0");
	CHECK_JSON("\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf",
	    "\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf");
	CHECK_JSON("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
	    "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
}

#define R "\xef\xbf\xbd"

/*
 * The first four are tables 3-8 to 3-11 of Unicode 15.
 */
static void
test_json_ill_formed(void)
{
	CHECK_JSON("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41", R R R R R R R R "A");
	CHECK_JSON("\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41", R R R R R R R R "A");
	CHECK_JSON(
	    "\xf4\x91\x92\x93\xff\x41\x80\xbf\x42", R R R R R "A" R R "B");
	CHECK_JSON("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41", R R R R "A");
	CHECK_JSON("\xc3", R);
	CHECK_JSON("\xe2\x82", R);
	CHECK_JSON("\xf0\x9f\x98", R);
	CHECK_JSON("\xc3\"", R "\\\"");
	CHECK_JSON("\xc3\xc3\xa9", R "\xc3\xa9");
	CHECK_JSON("\xc1\xbf\xf5\x80\xfe", R R R R R);
}

/*
 * Long lines and short ones, in pieces: none of a short line is split.
 */
static void
test_pieces(bool json)
{
	static char in[40000], out[TAGLINE_ROOM];
	const char *at = in, *end = in + sizeof in;
	size_t i, n, lines = 0, parts = 0, made = 0;
	struct tagline line;

	for (i = 0; i < sizeof in; i++)
		in[i] = i % 97 == 96 ? '\n' : 'x';
	memset(in + 97 * 100, 'y', 97L * 100);
	in[sizeof in - 1] = '\n';
	if (json)
		tagline_json(&line, "web", SECONDS, 123456, 123);
	else
		tagline_text(&line, "web");
	while (at < end) {
		n = tagline_put(&line, &at, end, out, sizeof out);
		for (i = 0; i < n; i++)
			lines += out[i] == '\n';
		made += n;
		if (line.open)
			CHECK(memchr(out, '\n', n) == NULL &&
			    memchr(out, 'y', n) != NULL);
		parts += line.open;
	}
	CHECK(parts >= 4 && parts <= 5);
	CHECK_INT(lines, (int)(sizeof in / 97) - 100 + 1);
	CHECK_INT(made,
	    (intmax_t)(sizeof in +
		lines * (line.head_length + (json ? 2 : 0))));
}

int
main(void)
{
	test_text();
	test_names();
	test_json_names();
	test_times();
	test_calendar();
	test_json();
	test_json_ill_formed();
	test_pieces(false);
	test_pieces(true);
	return check_end("tagline");
}
