/*
 * The socket of syslog(3), and whatever is written to it as lines on standard
 * error, which is the container's log: "user.notice root: hello". No file, so
 * nothing to rotate; the time of a line is the engine's to keep.
 *
 * SIGTERM does not end it. It was sent to everybody, and what the others say
 * in their last moment belongs into the log too: it reads on until all of
 * them are gone, and then the rest of the socket. It looks at one of them at a
 * time and sleeps until that one has ended (pidfd_open, Linux 5.3; without it
 * SIGTERM means the rest of the socket and no more).
 *
 * "Ready" goes to descriptor 3 when the socket can be written to.
 */
#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_PATH "/dev/log"
#define READY 3
#define NOBODY 65534
#define MESSAGE_MAX 16384
#define PARENTS_MAX                                               \
	1024 /* of a process; more is a circle, seen half-changed \
	      */

static const char *const facilities[] = { "kern", "user", "mail", "daemon",
	"auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp",
	"ntp", "security", "console", "clock", "local0", "local1", "local2",
	"local3", "local4", "local5", "local6", "local7" };
static const char *const levels[] = { "emerg", "alert", "crit", "err",
	"warning", "notice", "info", "debug" };

static int
open_socket(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX,
		.sun_path = SOCKET_PATH };
	int fd;

	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1)
		err(1, "socket");
	unlink(SOCKET_PATH);
	if (bind(fd, (struct sockaddr *)&address, sizeof address) == -1 ||
	    chmod(SOCKET_PATH, 0666) == -1)
		err(1, SOCKET_PATH);
	return fd;
}

/* Nothing below needs root. Without the capabilities it keeps what it has. */
static void
become_nobody(void)
{
	if (setgroups(0, NULL) == -1 || setgid(NOBODY) == -1 ||
	    setuid(NOBODY) == -1)
		warn("stays uid %u", (unsigned)getuid());
}

static void
write_all(const char *text, size_t length)
{
	struct pollfd full = { .fd = STDERR_FILENO, .events = POLLOUT };
	ssize_t n;

	while (length > 0) {
		n = write(STDERR_FILENO, text, length);
		if (n > 0) {
			text += n;
			length -= (size_t)n;
		} else if (n == -1 && errno == EAGAIN)
			poll(&full, 1, -1);
		else if (n == -1 && errno != EINTR)
			return; /* nobody reads the log any more */
	}
}

/* "<13>": 1 and 5. What has no such thing is user.notice. */
static const char *
priority_parse(const char *message, unsigned *facility, unsigned *level)
{
	unsigned long value;
	char *end;

	*facility = 1;
	*level = 5;
	if (message[0] != '<' || !isdigit((unsigned char)message[1]))
		return message;
	value = strtoul(message + 1, &end, 10);
	if (*end != '>' || value / 8 >= sizeof facilities / sizeof *facilities)
		return message;
	*facility = (unsigned)value / 8;
	*level = value % 8;
	return end + 1;
}

/* "Nov 22 15:04:05 ", which the C library puts in front. */
static const char *
skip_time(const char *text)
{
	static const char form[] = "Aaa dd dd:dd:dd ";
	size_t i;
	int c;

	for (i = 0; form[i] != '\0'; i++) {
		c = (unsigned char)text[i];
		if (form[i] == 'd' ? !isdigit(c) && c != ' ' :
			isalpha((unsigned char)form[i]) ? !isalpha(c) :
							  c != form[i])
			return text;
	}
	return text + i;
}

/* Control characters as \xNN, so that a message is one line and no more. */
static void
print_message(const char *message, size_t length)
{
	static char line[4 * MESSAGE_MAX + 64];
	const char *from, *end = message + length;
	unsigned facility, level;
	size_t n;

	while (end > message && (end[-1] == '\n' || end[-1] == '\0'))
		end--;
	from = skip_time(priority_parse(message, &facility, &level));
	n = (size_t)snprintf(
	    line, 64, "%s.%s ", facilities[facility], levels[level]);
	for (; from < end; from++) {
		if ((unsigned char)*from < ' ' || *from == 0x7f)
			n += (size_t)snprintf(
			    line + n, 5, "\\x%02x", (unsigned char)*from);
		else
			line[n++] = *from;
	}
	line[n++] = '\n';
	write_all(line, n);
}

static void
read_socket(int fd)
{
	static char message[MESSAGE_MAX + 1];
	ssize_t n;

	while ((n = recv(fd, message, MESSAGE_MAX, MSG_DONTWAIT)) >= 0) {
		message[n] = '\0';
		print_message(message, (size_t)n);
	}
}

/* False if there is no such process, or if it has ended. */
static bool
parent_of(pid_t pid, pid_t *parent)
{
	char path[64], text[512], *end, state;
	FILE *file;
	size_t n;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	n = fread(text, 1, sizeof text - 1, file);
	fclose(file);
	text[n] = '\0';
	end = strrchr(text, ')'); /* a name may hold parentheses */
	return end != NULL && sscanf(end + 1, " %c %d", &state, parent) == 2 &&
	    strchr("ZX", state) == NULL;
}

/* Does the init see to that process? As PID 1 it sees to all. */
static bool
is_below(pid_t pid, pid_t init)
{
	int i;

	for (i = 0; init != 1 && pid != init && i < PARENTS_MAX; i++)
		if (!parent_of(pid, &pid))
			return false;
	return init == 1 || pid == init;
}

/* A pidfd of one of the others, or -1. */
static int
find_other(pid_t starter, pid_t init)
{
	struct dirent *entry;
	pid_t pid, parent;
	DIR *dir;
	int fd = -1;

	dir = opendir("/proc");
	while (dir != NULL && fd == -1 && (entry = readdir(dir)) != NULL) {
		pid = (pid_t)strtol(entry->d_name, NULL, 10);
		if (pid > 1 && pid != getpid() && pid != starter &&
		    pid != init && parent_of(pid, &parent) &&
		    is_below(pid, init))
			fd = (int)syscall(SYS_pidfd_open, pid, 0);
	}
	if (dir != NULL)
		closedir(dir);
	return fd;
}

/* Twice: one may have left a child while the first look went on. */
static int
look_for_others(void)
{
	pid_t starter = getppid(), init;
	int fd;

	if (!parent_of(starter, &init))
		return -1;
	fd = find_other(starter, init);
	return fd != -1 ? fd : find_other(starter, init);
}

int
main(void)
{
	struct pollfd fds[2] = { { .events = POLLIN }, { .events = POLLIN } };
	sigset_t term;

	signal(SIGTERM, SIG_DFL); /* what is ignored is not even queued */
	signal(SIGPIPE, SIG_IGN); /* who waited for READY may be gone */
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	fds[0].fd = open_socket();
	fds[1].fd = signalfd(-1, &term, SFD_CLOEXEC);
	if (fds[1].fd == -1)
		err(1, "signalfd");
	become_nobody();
	if (write(READY, "Ready\n", 6) == 6)
		close(READY);
	while (fds[1].fd != -1) {
		if (poll(fds, 2, -1) == -1 && errno != EINTR)
			err(1, "poll");
		read_socket(fds[0].fd);
		if (fds[1].revents == 0)
			continue;
		/* That of SIGTERM, or of one who has ended. */
		close(fds[1].fd);
		fds[1].fd = look_for_others();
	}
	read_socket(fds[0].fd);
	return 0;
}
