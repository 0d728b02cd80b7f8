/*
 * Any line of the FIFO: what is understood says the same when it is written
 * down again.
 */
#include "format.h"
#include "fuzz.h"
#include "request.h"

static void
write_down(const struct request *request, char *text, size_t size)
{
	bool killed = request->wstatus < 256 && request->wstatus > 0;

	if (request->kind == REQUEST_STOP)
		format(text, size, "stop %d", request->status);
	else if (killed)
		format(text, size, "critical %s -1 %d", request->name,
		    request->wstatus);
	else
		format(text, size, "critical %s %d 0", request->name,
		    request->wstatus >> 8);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = fuzz_string(data, size), again[1024];
	struct request request, other;

	if (request_parse(&request, line)) {
		write_down(&request, again, sizeof again);
		MUST(request_parse(&other, again));
		MUST(request.kind == other.kind);
		if (request.kind == REQUEST_STOP) {
			MUST(request.status >= 0 && request.status <= 255);
			MUST(request.status == other.status);
		} else {
			MUST(request.wstatus == other.wstatus);
			MUST(strcmp(request.name, other.name) == 0);
			MUST(request.name[0] != '\0');
		}
	}
	free(line);
	return 0;
}
