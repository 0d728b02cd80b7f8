/*
 * The text formats of the environment: names, the newline rule, sh, JSON.
 */
#include <stdlib.h>

#include "check.h"
#include "envfmt.h"

typedef size_t formatter(char *, size_t, const char *);

/*
 * In a buffer of its exact size and in every shorter one: nothing but the
 * beginning of the text is written, and the result is the same.
 */
static void
check_format(
    int line, formatter *format, const char *variable, const char *expected)
{
	size_t size, length = strlen(expected);
	char *out = malloc(length + 8);

	if (out == NULL)
		return;
	for (size = 0; size <= length + 4; size++) {
		memset(out, '#', length + 8);
		check_int(__FILE__, line, "the returned length",
		    (intmax_t)format(out, size, variable), (intmax_t)length);
		check_bytes(__FILE__, line, variable, out,
		    size < length ? size : length, expected,
		    size < length ? size : length);
		check_that(__FILE__, line, "nothing behind the end",
		    out[size < length ? size : length] == '#');
	}
	free(out);
}

#define CHECK_SH(variable, expected) \
	check_format(__LINE__, envfmt_sh, variable, expected)
#define CHECK_JSON(variable, expected) \
	check_format(__LINE__, envfmt_json, variable, expected)

static void
test_names(void)
{
	CHECK(envfmt_is_name("A"));
	CHECK(envfmt_is_name("7up"));
	CHECK(envfmt_is_name("a.b-c d"));
	CHECK(envfmt_is_name(".hidden"));
	CHECK(envfmt_is_name("caf\xc3\xa9"));
	CHECK(!envfmt_is_name(""));
	CHECK(!envfmt_is_name("="));
	CHECK(!envfmt_is_name("a=b"));
	CHECK(!envfmt_is_name("a="));
	CHECK(!envfmt_is_name("../x"));
	CHECK(!envfmt_is_name("/"));
	CHECK(!envfmt_is_name("a/"));
}

static void
test_private(void)
{
	static const char *const names[] = { "HOME", "USER", "GROUP", "UID",
		"GID", "SHELL" };
	char variable[32];
	size_t i;

	for (i = 0; i < sizeof names / sizeof names[0]; i++) {
		CHECK(envfmt_is_private(names[i]));
		snprintf(variable, sizeof variable, "%s=HOME", names[i]);
		CHECK(envfmt_is_private(variable));
		snprintf(variable, sizeof variable, "%s=", names[i]);
		CHECK(envfmt_is_private(variable));
		snprintf(variable, sizeof variable, "%sX=1", names[i]);
		CHECK(!envfmt_is_private(variable));
		snprintf(variable, sizeof variable, "X%s=1", names[i]);
		CHECK(!envfmt_is_private(variable));
		snprintf(variable, sizeof variable, "%.*s=1",
		    (int)strlen(names[i]) - 1, names[i]);
		CHECK(!envfmt_is_private(variable));
	}
	CHECK(!envfmt_is_private("home=/root"));
	CHECK(!envfmt_is_private("PATH=HOME"));
	CHECK(!envfmt_is_private("=HOME"));
	CHECK(!envfmt_is_private(""));
}

static void
test_value_length(void)
{
	CHECK_INT(envfmt_value_length("", 0), 0);
	CHECK_INT(envfmt_value_length(&"\n"[1], 0), 0);
	CHECK_INT(envfmt_value_length("\n", 1), 0);
	CHECK_INT(envfmt_value_length("\n\n", 2), 1);
	CHECK_INT(envfmt_value_length("a", 1), 1);
	CHECK_INT(envfmt_value_length("a\n", 2), 1);
	CHECK_INT(envfmt_value_length("a\n", 1), 1);
	CHECK_INT(envfmt_value_length("a\nb", 3), 3);
	CHECK_INT(envfmt_value_length("a\r\n", 3), 2);
	CHECK_INT(envfmt_value_length("a\n ", 3), 3);
	CHECK_INT(envfmt_value_length("a\n\0", 3), 3);
}

static void
test_sh(void)
{
	CHECK_SH("A=b", "export A='b'\n");
	CHECK_SH("A=", "export A=''\n");
	CHECK_SH("A=b=c", "export A='b=c'\n");
	CHECK_SH("A=it's", "export A='it'\\''s'\n");
	CHECK_SH("A='", "export A=''\\'''\n");
	CHECK_SH("A=''", "export A=''\\'''\\'''\n");
	CHECK_SH("A=$x `y` \"z\" \\n !*?~#;&|<>(){}[]",
	    "export A='$x `y` \"z\" \\n !*?~#;&|<>(){}[]'\n");
	CHECK_SH("A=\n", "export A='\n'\n");
	CHECK_SH("A=\\'", "export A='\\'\\'''\n");
	CHECK_SH("A=caf\xc3\xa9\xff\x01\x7f",
	    "export A='caf\xc3\xa9\xff\x01\x7f'\n");
}

static void
test_sh_names(void)
{
	CHECK_SH("aZ_09=1", "export aZ_09='1'\n");
	CHECK_SH("a.b-c d=1", "export a_b_c_d='1'\n");
	CHECK_SH("a;rm -rf x=1", "export a_rm__rf_x='1'\n");
	CHECK_SH("a'b\n$c=1", "export a_b__c='1'\n");
	CHECK_SH("caf\xc3\xa9=1", "export caf__='1'\n");
	CHECK_SH("@[`{/:=1", "export ______='1'\n");
	/* sh takes no name that begins with a digit, and would end there. */
	CHECK_SH("7up=1", "export _7up='1'\n");
	CHECK_SH("0=1", "export _0='1'\n");
}

static void
test_json(void)
{
	CHECK_JSON("A=b", "\"A\": \"b\"");
	CHECK_JSON("A=", "\"A\": \"\"");
	CHECK_JSON("A=b=c", "\"A\": \"b=c\"");
	CHECK_JSON("a.b-c d=1", "\"a.b-c d\": \"1\"");
	CHECK_JSON("7up=1", "\"7up\": \"1\"");
	CHECK_JSON("a\"\\=\"\\/", "\"a\\\"\\\\\": \"\\\"\\\\/\"");
	CHECK_JSON("A=\x01\x1f \t\n\r\x7f",
	    "\"A\": \"\\u0001\\u001f \\u0009\\u000a\\u000d\\u007f\"");
}

/*
 * RFC 3629, table in section 4: the first and the last of each row, and
 * what stands just outside.
 */
static void
test_json_utf8(void)
{
	CHECK_JSON("\xc2\x80=\xdf\xbf", "\"\xc2\x80\": \"\xdf\xbf\"");
	CHECK_JSON("A=\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf",
	    "\"A\": \"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\"");
	CHECK_JSON("A=\xe1\x80\x80\xec\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf",
	    "\"A\": \"\xe1\x80\x80\xec\xbf\xbf\xf0\x90\x80\x80"
	    "\xf4\x8f\xbf\xbf\"");
	CHECK_JSON("A=\xf1\x80\x80\x80\xf3\xbf\xbf\xbf",
	    "\"A\": \"\xf1\x80\x80\x80\xf3\xbf\xbf\xbf\"");
	CHECK_JSON("A=\x80\xbf\xff", "\"A\": \"\\udc80\\udcbf\\udcff\"");
	CHECK_JSON("A=\xc0\xaf", "\"A\": \"\\udcc0\\udcaf\"");
	CHECK_JSON("A=\xc1\xbf", "\"A\": \"\\udcc1\\udcbf\"");
	CHECK_JSON("A=\xe0\x9f\xbf", "\"A\": \"\\udce0\\udc9f\\udcbf\"");
	CHECK_JSON("A=\xed\xa0\x80", "\"A\": \"\\udced\\udca0\\udc80\"");
	CHECK_JSON(
	    "A=\xf0\x8f\xbf\xbf", "\"A\": \"\\udcf0\\udc8f\\udcbf\\udcbf\"");
	CHECK_JSON(
	    "A=\xf4\x90\x80\x80", "\"A\": \"\\udcf4\\udc90\\udc80\\udc80\"");
	CHECK_JSON(
	    "A=\xf5\x80\x80\x80", "\"A\": \"\\udcf5\\udc80\\udc80\\udc80\"");
	CHECK_JSON("A=\xc2\xc0\xe1\x80\xc0",
	    "\"A\": \"\\udcc2\\udcc0"
	    "\\udce1\\udc80\\udcc0\"");
}

/*
 * A sequence that is cut off by the end of the value or of the name.
 */
static void
test_json_cut(void)
{
	CHECK_JSON("A=\xc3", "\"A\": \"\\udcc3\"");
	CHECK_JSON("A=\xe2\x82", "\"A\": \"\\udce2\\udc82\"");
	CHECK_JSON("A=\xf0\x9f\x98", "\"A\": \"\\udcf0\\udc9f\\udc98\"");
	CHECK_JSON(
	    "\xf0\x9f\x98=\x80", "\"\\udcf0\\udc9f\\udc98\": \"\\udc80\"");
	CHECK_JSON("A=\xe2\x82\"", "\"A\": \"\\udce2\\udc82\\\"\"");
	CHECK_JSON("A=\xc3\xc3\xa9", "\"A\": \"\\udcc3\xc3\xa9\"");
}

int
main(void)
{
	test_names();
	test_private();
	test_value_length();
	test_sh();
	test_sh_names();
	test_json();
	test_json_utf8();
	test_json_cut();
	return check_end("envfmt");
}
