/*
 * Any string as a variable: a bad value changes nothing and is named; a time
 * is what strtold makes of it.
 */
#include <stdbool.h>

#include "clock.h"
#include "fuzz.h"
#include "options.h"

#define SECONDS_MAX 1000000000

/*
 * Digits with at most one point among them, and not too many before it.
 */
static bool
is_time(const char *text)
{
	size_t whole = strspn(text, "0123456789");
	size_t part = 0, length = whole;

	if (text[length] == '.') {
		part = strspn(text + length + 1, "0123456789");
		length += 1 + part;
	}
	return whole + part > 0 && text[length] == '\0' &&
	    strtoull(text, NULL, 10) <= SECONDS_MAX;
}

/*
 * Both round, so there may be a millisecond between them.
 */
static void
check_time(const char *text, bool understood, int64_t ms)
{
	long double difference;

	MUST(understood == is_time(text));
	if (!understood)
		return;
	difference = strtold(text, NULL) * 1000.0L - (long double)ms;
	MUST(difference >= -1.0L && difference < 1.001L);
	MUST(ms > 0 || strpbrk(text, "123456789") == NULL);
}

static bool
takes(struct options *options, const char *variable)
{
	struct options before = *options;
	char *error = fuzz_memory(OPTIONS_ERROR_MAX);
	size_t length = strcspn(variable, "=");
	bool understood;

	memset(error, '#', OPTIONS_ERROR_MAX);
	understood = options_variable(options, variable, error);
	if (!understood) {
		MUST(memcmp(&before, options, sizeof before) == 0);
		MUST(memchr(error, '\0', OPTIONS_ERROR_MAX) != NULL);
		MUST(strncmp(error, variable, length) == 0);
	} else {
		MUST(error[0] == '#');
	}
	free(error);
	return understood;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *variable = fuzz_string(data, size);
	const char *value;
	struct options options, untouched;
	bool understood;

	memset(&options, 0, sizeof options);
	options_default(&options);
	memcpy(&untouched, &options, sizeof options);
	understood = takes(&options, variable);
	value = strchr(variable, '=');
	value = value == NULL ? "" : value + 1;
	if (*value == '\0') /* counts as unset */
		MUST(understood &&
		    memcmp(&options, &untouched, sizeof options) == 0);
	else if (strncmp(variable, "KILL_PROCESS_TIMEOUT=", 21) == 0)
		check_time(value, understood, options.kill_process_ms);
	else if (strncmp(variable, "KILL_ALL_PROCESSES_TIMEOUT=", 27) == 0)
		check_time(value, understood, options.kill_all_ms);
	else if (strncmp(variable, "MY_INIT_STOP_TIMEOUT=", 21) == 0)
		check_time(value, understood, options.stop_ms);
	else if (strncmp(variable, "MY_INIT_", 8) != 0 &&
	    strncmp(variable, "ENV_INIT_DIRECTORY=", 19) != 0)
		MUST(understood &&
		    memcmp(&options, &untouched, sizeof options) == 0);
	MUST(options.stop_status >= 0 && options.stop_status <= 255);
	MUST(options.init_directory[0] != '\0');
	free(variable);
	return 0;
}
