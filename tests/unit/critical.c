/*
 * The numbers of a service directory.
 */
#include "check.h"
#include "runsvdir-glue/critical.h"

static const struct sample {
	const char *text;
	int critical, brake;
} samples[] = {
	{ "", 1, -1 },
	{ " \n\t\r\n", 1, -1 },
	{ "1", 1, 1 },
	{ "3\n", 3, 3 },
	{ " 3 \r\n", 3, 3 },
	{ "007", 7, 7 },
	{ "1000", 1000, 1000 },
	{ "1001", -1, 1001 },
	{ "0", -1, 0 },
	{ "86400", -1, 86400 },
	{ "86401", -1, -1 },
	{ "99999999999999999999", -1, -1 },
	{ "18446744073709551617", -1, -1 },
	{ "-1", -1, -1 },
	{ "+1", -1, -1 },
	{ "1.5", -1, -1 },
	{ "1 2", -1, -1 },
	{ "0x1", -1, -1 },
	{ "abc", -1, -1 },
	{ "1#", -1, -1 },
	{ "/", -1, -1 },
	{ ":", -1, -1 },
};

int
main(void)
{
	const struct sample *sample = samples;
	size_t i, length;

	for (i = 0; i < sizeof samples / sizeof samples[0]; i++, sample++) {
		length = strlen(sample->text);
		if (!CHECK_INT(critical_parse(sample->text, length),
			sample->critical) ||
		    !CHECK_INT(
			critical_brake(sample->text, length), sample->brake))
			printf("  of \"%s\"\n", sample->text);
	}
	CHECK_INT(critical_parse("1\0", 2), -1);
	CHECK_INT(critical_parse("12", 1), 1);
	CHECK_INT(critical_brake("12", 0), -1);
	return check_end("critical");
}
