/*
 * Keeping the record of a service's lives.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "at.h"
#include "record.h"
#include "init/format.h"
#include "init/number.h"

#define PID_FILE "../../pid" /* "PID START\n" of the my_init */

static uint64_t
epoch(void)
{
	char text[64];
	ssize_t n = at_read(AT_FDCWD, PID_FILE, text, sizeof text - 1);
	const char *start;
	uint64_t value = 0;

	if (n <= 0)
		return 0;
	text[n] = '\0';
	start = strchr(text, ' ');
	if (start++ != NULL)
		number_take(&start, &value);
	return value;
}

static int
write_all(int fd, const char *text, size_t length)
{
	ssize_t n = pwrite(fd, text, length, 0);

	if (n == (ssize_t)length)
		return 0;
	if (n >= 0)
		errno = ENOSPC;
	return -1;
}

static int
save(int folder, const char *name, int flags, const char *text, size_t length)
{
	int error, failed, fd;

	fd = openat(folder, name,
	    O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags, 0644);
	if (fd == -1)
		return -1;
	failed = write_all(fd, text, length);
	if (failed == 0)
		failed = ftruncate(fd, (off_t)length);
	error = errno;
	close(fd);
	errno = error;
	return failed;
}

/*
 * In a full file system there is still the room that the old one has.
 */
static int
replace(int folder, const char *text, size_t length)
{
	if (save(folder, LIFE_NEW, O_CREAT | O_TRUNC, text, length) == 0 &&
	    renameat(folder, LIFE_NEW, folder, LIFE_FILE) == 0)
		return 0;
	unlinkat(folder, LIFE_NEW, 0);
	return save(folder, LIFE_FILE, 0, text, length);
}

void
life_file_make(int folder)
{
	if (faccessat(folder, LIFE_FILE, F_OK, 0) == -1)
		replace(folder, "\n", 1);
}

void
life_file_load(struct life *life)
{
	static char text[LIFE_MAX];
	ssize_t n = at_read(AT_FDCWD, LIFE_FILE, text, sizeof text - 1);

	text[n > 0 ? n : 0] = '\0';
	life_parse(life, text, epoch());
}

int
life_file_save(const struct life *life)
{
	static char text[LIFE_MAX];
	size_t length = life_format(text, sizeof text, life);

	return replace(AT_FDCWD, text, length);
}

int64_t
life_file_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/*
 * Where there is no room for the time, the empty file is there.
 */
void
life_term_note(void)
{
	char text[32];
	size_t length = format(
	    text, sizeof text, "%llu", (unsigned long long)life_file_now());

	save(AT_FDCWD, LIFE_TERM, O_CREAT | O_TRUNC, text, length);
}

bool
life_term_take(int64_t ms)
{
	char text[32];
	ssize_t n = at_read(AT_FDCWD, LIFE_TERM, text, sizeof text - 1);
	const char *at = text;
	uint64_t then;

	if (n == -1 && errno == ENOENT)
		return false;
	unlink(LIFE_TERM);
	text[n > 0 ? n : 0] = '\0';
	return !number_take(&at, &then) || life_file_now() - (int64_t)then < ms;
}
