/*
 * Any line of the FIFO: what is understood says the same when it is written
 * down again. And any request, written down, is understood.
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

static void
must_be_read(const struct request *request)
{
	char again[1024];
	struct request other;

	write_down(request, again, sizeof again);
	MUST(request_parse(&other, again));
	MUST(request->kind == other.kind);
	if (request->kind == REQUEST_STOP) {
		MUST(request->status >= 0 && request->status <= 255);
		MUST(request->status == other.status);
	} else {
		MUST(request->wstatus == other.wstatus);
		MUST(strcmp(request->name, other.name) == 0);
		MUST(request->name[0] != '\0');
	}
}

/* Two bytes, and what follows as a name. */
static void
check_made_up(const uint8_t *data, size_t size)
{
	struct request request = { .kind = REQUEST_STOP };

	if (size < 3)
		return;
	request.status = data[0];
	must_be_read(&request);
	request.kind = REQUEST_CRITICAL;
	request.wstatus = data[1] & 1 ? data[0] << 8 : 1 + data[0] % 64;
	size = strnlen((const char *)data + 2, size - 2);
	if (size >= sizeof request.name)
		size = sizeof request.name - 1;
	memcpy(request.name, data + 2, size);
	request.name[size] = '\0';
	if (size > 0)
		must_be_read(&request);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = fuzz_string(data, size);
	struct request request;

	if (request_parse(&request, line))
		must_be_read(&request);
	check_made_up(data, size);
	free(line);
	return 0;
}
