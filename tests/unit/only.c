/*
 * The names of --only.
 */
#include "check.h"
#include "runsvdir-glue/only.h"

static const struct sample {
	const char *list, *names; /* each with a ';' behind it */
} samples[] = {
	{ "", "" },
	{ " ", "" },
	{ ",", "" },
	{ " ,\t, ,", "" },
	{ "a", "a;" },
	{ "a,b", "a;b;" },
	{ " a ,\tb\t", "a;b;" },
	{ ",a,,b,", "a;b;" },
	{ "a b,c", "a b;c;" },
	{ " no such ,gone", "no such;gone;" },
	{ "a\n,b", "a\n;b;" },
};

int
main(void)
{
	const char *list, *name;
	size_t i, length, at;
	char names[64];

	for (i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		list = samples[i].list;
		for (at = 0; (length = only_next(&list, &name)) > 0;) {
			memcpy(names + at, name, length);
			at += length;
			names[at++] = ';';
		}
		names[at] = '\0';
		CHECK_STR(names, samples[i].names);
		CHECK(*list == '\0');
	}
	return check_end("only");
}
