/*
 * Tells which files of a directory are opened.
 *
 *	env_opens DIR FILE PROG [ARG...]
 *
 * Becomes PROG; a child that stays behind appends to FILE the name of each
 * entry of DIR whenever anybody opens it, also a FIFO or a device. Nothing
 * that PROG opens is missed; the lines come in the order of the events, so who
 * opens an entry of his own last knows that the others are there.
 */
#include <sys/inotify.h>

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void
watch(int events, int out)
{
	static char buffer[65536]
	    __attribute__((aligned(__alignof__(struct inotify_event))));
	const struct inotify_event *event;
	const char *at;
	ssize_t n;

	while ((n = read(events, buffer, sizeof(buffer))) > 0)
		for (at = buffer; at < buffer + n;
		     at += sizeof(*event) + event->len) {
			event = (const struct inotify_event *)(const void *)at;
			if (event->len > 0 &&
			    dprintf(out, "%s\n", event->name) < 0)
				err(111, "write");
		}
	err(111, "inotify");
}

int
main(int argc, char **argv)
{
	int events, out;

	if (argc < 4)
		errx(125, "DIR, FILE and PROG are needed");
	events = inotify_init1(IN_CLOEXEC);
	out = open(argv[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (events == -1 || out == -1 ||
	    inotify_add_watch(events, argv[1], IN_OPEN) == -1)
		err(125, "%s", argv[1]);
	switch (fork()) {
	case -1:
		err(125, "fork");
	case 0:
		setsid();
		watch(events, out);
		break;
	default:
		execvp(argv[3], argv + 3);
	}
	err(127, "%s", argv[3]);
}
