/*
 * Any bytes as the files `critical` and `brake`: what a model makes of them
 * that knows no limit but the largest number.
 */
#include <stdbool.h>

#include "fuzz.h"
#include "runsvdir-glue/critical.h"

static bool
is_blank(uint8_t byte)
{
	return strchr(" \t\n\v\f\r", byte) != NULL && byte != '\0';
}

/*
 * The one word of them: false when there is another, or it is no number.
 * *empty: there is none at all.
 */
static bool
model(const uint8_t *data, size_t size, uint64_t *value, bool *empty)
{
	bool over = false, good = true;
	size_t i;

	*empty = true;
	*value = 0;
	for (i = 0; i < size; i++) {
		if (is_blank(data[i])) {
			over = !*empty;
			continue;
		}
		*empty = false;
		if (over || data[i] < '0' || data[i] > '9')
			good = false;
		*value = *value * 10 + (uint64_t)(data[i] - '0') % 10;
		if (*value > UINT32_MAX)
			*value = UINT32_MAX;
	}
	return good;
}

static char *
between_blanks(const uint8_t *data, size_t size)
{
	char *text = fuzz_memory(size + 4);

	memcpy(text, "\t ", 2);
	if (size > 0)
		memcpy(text + 2, data, size);
	memcpy(text + 2 + size, "\r\n", 2);
	return text;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_memory(size), *wider = between_blanks(data, size);
	int critical, brake;
	uint64_t value;
	bool empty, good = model(data, size, &value, &empty);

	if (size > 0)
		memcpy(text, data, size);
	critical = critical_parse(text, size);
	brake = critical_brake(text, size);
	if (empty)
		MUST(critical == 1 && brake == -1);
	else if (!good)
		MUST(critical == -1 && brake == -1);
	else {
		MUST(
		    critical == (value > 0 && value <= 1000 ? (int)value : -1));
		MUST(brake == (value <= 86400 ? (int)value : -1));
	}
	MUST(critical_parse(wider, size + 4) == critical);
	MUST(critical_brake(wider, size + 4) == brake);
	free(wider);
	free(text);
	return 0;
}
