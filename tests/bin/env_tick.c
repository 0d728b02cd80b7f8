/*
 * Changes a variable's file twice within one tick of the kernel's clock, with
 * my_init's own reading of it between: then both versions have the same times
 * and the same size.
 *
 *	env_tick FILE	as a startup script
 *	env_tick -w FILE	as the next one: waits for the second change
 *
 * FILE is /etc/container_environment/NAME and holds a number of four digits.
 * The first form is told by $NAME what my_init believes, and fails if that is
 * not what FILE says. Then it writes the next number right after a tick, and
 * leaves a child behind that writes the one after as soon as somebody has
 * read FILE. A busy machine may be too slow for that now and then: do it often,
 * and on a file system whose times are the tick's (ramfs; since Linux 6.13 ext4,
 * tmpfs and others have finer ones).
 */
#include <sys/file.h>
#include <sys/inotify.h>

#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define READ_WITHIN_MS 10000

static void
put(int fd, int number)
{
	char text[16];

	snprintf(text, sizeof(text), "%04d", number);
	if (pwrite(fd, text, 4, 0) != 4)
		err(111, "write");
}

static void
await_tick(void)
{
	struct timespec first, now;

	clock_gettime(CLOCK_REALTIME_COARSE, &first);
	do
		clock_gettime(CLOCK_REALTIME_COARSE, &now);
	while (now.tv_nsec == first.tv_nsec);
}

int
main(int argc, char **argv)
{
	char text[5] = "", *believed;
	int events, fd, lock;

	if (argc < 2 || (fd = open(argv[argc - 1], O_RDWR)) == -1 ||
	    (lock = open("/run/env_tick", O_RDWR | O_CREAT, 0600)) == -1 ||
	    flock(lock, LOCK_EX) == -1)
		err(111, "FILE");
	if (argc > 2)
		return 0;
	believed = getenv(strrchr(argv[1], '/') + 1);
	if (pread(fd, text, 4, 0) != 4 || believed == NULL)
		err(111, "%s", argv[1]);
	if (strcmp(believed, text) != 0)
		errx(1, "my_init believes %s, but it is %s", believed, text);
	events = inotify_init();
	if (inotify_add_watch(events, argv[1], IN_CLOSE_NOWRITE) == -1)
		err(111, "inotify");
	if (fork() == 0) { /* it has the lock until it ends */
		if (poll(&(struct pollfd){ events, POLLIN, 0 }, 1,
			READ_WITHIN_MS) == 1)
			put(fd, atoi(text) + 2);
		return 0;
	}
	await_tick();
	put(fd, atoi(text) + 1);
	return 0;
}
