/*
 * Decoding supervise/status.
 */
#include "svstatus.h"

/* TAI64: 2^62 and, as runit has it, the 10 seconds TAI was ahead in 1970. */
#define TAI64_UNIX_EPOCH (INT64_C(4611686018427387904) + 10)

static uint64_t
big_endian(const unsigned char *bytes, int count)
{
	uint64_t value = 0;

	while (count-- > 0)
		value = value << 8 | *bytes++;
	return value;
}

bool
svstatus_decode(
    struct svstatus *status, const unsigned char *bytes, size_t length)
{
	uint32_t pid;

	if (length != SVSTATUS_SIZE || bytes[19] > SVSTATUS_FINISH)
		return false;
	pid = (uint32_t)bytes[12] | (uint32_t)bytes[13] << 8 |
	    (uint32_t)bytes[14] << 16 | (uint32_t)bytes[15] << 24;
	if (pid > INT32_MAX)
		return false;
	status->seconds = (int64_t)(big_endian(bytes, 8) - TAI64_UNIX_EPOCH);
	status->nanoseconds = (uint32_t)big_endian(bytes + 8, 4);
	status->pid = (pid_t)pid;
	status->paused = bytes[16] != 0;
	status->want_up = bytes[17] == 'u';
	status->got_term = bytes[18] != 0;
	status->state = (enum svstatus_state)bytes[19];
	return true;
}

bool
svstatus_is_down(const struct svstatus *status)
{
	return status->state == SVSTATUS_DOWN && status->pid == 0;
}
