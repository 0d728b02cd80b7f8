/*
 * Any bytes of any length: what decodes, encodes to the same bytes again.
 */
#include "fuzz.h"
#include "runsvdir-glue/svstatus.h"

#define TAI_EPOCH ((UINT64_C(1) << 62) + 10)

static void
encode(const struct svstatus *status, unsigned char *bytes)
{
	uint64_t seconds = (uint64_t)status->seconds + TAI_EPOCH;
	int i;

	for (i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(seconds >> (56 - 8 * i));
	for (i = 0; i < 4; i++) {
		bytes[8 + i] =
		    (unsigned char)(status->nanoseconds >> (24 - 8 * i));
		bytes[12 + i] = (unsigned char)((uint32_t)status->pid >> 8 * i);
	}
	bytes[19] = (unsigned char)status->state;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char *bytes = fuzz_memory(size), again[SVSTATUS_SIZE];
	struct svstatus status;

	if (size > 0)
		memcpy(bytes, data, size);
	if (!svstatus_decode(&status, bytes, size)) {
		MUST(size != SVSTATUS_SIZE || bytes[19] > 2 || bytes[15] > 127);
		free(bytes);
		return 0;
	}
	MUST(size == SVSTATUS_SIZE);
	MUST(status.pid >= 0);
	MUST(status.state <= SVSTATUS_FINISH);
	MUST(status.paused == (bytes[16] != 0));
	MUST(status.want_up == (bytes[17] == 'u'));
	MUST(status.got_term == (bytes[18] != 0));
	MUST(!svstatus_is_down(&status) || status.pid == 0);
	encode(&status, again);
	MUST(memcmp(again, bytes, 16) == 0 && again[19] == bytes[19]);
	free(bytes);
	return 0;
}
