/*
 * The finish of a prepared service, which notes how the service's run has
 * ended, tells my_init if that ends the container, and becomes the service's
 * own finish; and its control scripts.
 *
 * Was the end asked for? Measured with runit 2.1.2: while finish runs,
 * supervise/status says what is wanted ('d' after `d`, `x` and `o`), but of
 * the TERM of sv term and sv restart nothing is left. So a critical service,
 * where it matters most, has a control/t (of ours), which notes that it was
 * sent; of another, a death of SIGTERM is taken for it.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "init/exec.h"
#include "init/format.h"
#include "init/log.h"
#include "prepare.h"
#include "at.h"
#include "files.h"
#include "record.h"
#include "runsvdir-glue/lineend.h"
#include "runsvdir-glue/svstatus.h"

#define CANNOT 111
#define EVENTS "../../events"
#define EVENT_MAX 512
#define EVENT_NAME_MAX 400
#define TERM_MS 30000 /* who outlives a TERM for longer ends by itself */
#define TELL_MS 5000  /* my_init reads at once; a full FIFO is a flood */

struct ending {
	int code, signo;
	bool waited; /* it had not begun */
	bool asked;
};

static bool
is_wanted_down(void)
{
	struct svstatus status;

	return at_status(AT_FDCWD, "supervise", &status) && !status.want_up;
}

/*
 * runsv's arguments: the exit status or -1, and the low byte of the wait
 * status, in which 128 says that there was a core dump.
 */
static void
take(struct ending *ending, char **argv)
{
	const char *code = argv[0] == NULL ? NULL : argv[1];
	const char *low = code == NULL ? NULL : argv[2];

	ending->code = code == NULL ? -1 : (int)strtol(code, NULL, 10);
	ending->signo = low == NULL ? 0 : (int)(strtoul(low, NULL, 10) & 0x7f);
	if (ending->code < -1 || ending->code > 255)
		ending->code = -1;
	ending->waited = unlink(LIFE_WAITING) == 0;
	ending->asked = life_term_take(TERM_MS) || ending->waited ||
	    is_wanted_down() ||
	    (ending->signo == SIGTERM && access("control/t", F_OK) == -1);
}

/*
 * The last words of a run that crashes may lack their newline, and are wanted
 * more than any others. Our output is the tagger's pipe if its runsv has a
 * logger. Who is slow to read is not waited for.
 */
static void
end_line(void)
{
	struct pollfd pfd = { .fd = STDOUT_FILENO, .events = POLLOUT };
	struct svstatus logger;

	if (files_have_tagger() &&
	    at_status(AT_FDCWD, "log/supervise", &logger) &&
	    poll(&pfd, 1, 0) == 1 && pfd.revents == POLLOUT)
		(void)!write(STDOUT_FILENO, LINEEND_MARK, LINEEND_SIZE);
}

/*
 * A name is one word of the line, whatever is in it.
 */
static void
write_name(char *text, size_t size, const char *name)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *p;
	size_t at = 0;

	for (p = (const unsigned char *)name; *p != '\0' && at + 5 < size;
	     p++) {
		if (*p > ' ' && *p != 0x7f && *p != '\\') {
			text[at++] = (char)*p;
			continue;
		}
		text[at++] = '\\';
		text[at++] = 'x';
		text[at++] = hex[*p >> 4];
		text[at++] = hex[*p & 15];
	}
	text[at] = '\0';
}

static int
tell(const char *line, size_t length)
{
	struct pollfd pfd = { .events = POLLOUT };
	struct stat st;
	int error;
	ssize_t n;

	pfd.fd = open(
	    EVENTS, O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
	if (pfd.fd == -1)
		return -1;
	errno = EINVAL;
	n = -1;
	if (fstat(pfd.fd, &st) == 0 && S_ISFIFO(st.st_mode))
		n = write(pfd.fd, line, length);
	if (n == -1 && errno == EAGAIN && poll(&pfd, 1, TELL_MS) == 1)
		n = write(pfd.fd, line, length);
	error = errno;
	close(pfd.fd);
	errno = error;
	return n == (ssize_t)length ? 0 : -1;
}

/*
 * my_init may end us while we tell it, so this comes last.
 */
static void
tell_critical(const struct origin *origin, const struct ending *ending)
{
	char line[EVENT_MAX], name[EVENT_NAME_MAX];
	size_t length;

	write_name(name, sizeof name, origin->name);
	length = format(line, sizeof line, "critical %s %d %d\n", name,
	    ending->code, ending->signo);
	if (tell(line, length) == -1)
		log_warn("critical service %s has ended, and my_init cannot "
			 "be told: %s",
		    origin->name, strerror(errno));
}

static void
note(struct life *life, const struct origin *origin,
    const struct ending *ending, int critical)
{
	int64_t now = life_file_now();

	life_file_load(life);
	if (ending->asked) {
		life_end_asked(life, now, ending->code, ending->signo);
	} else {
		life_end(life, now, ending->code, ending->signo);
		life_count(life, (size_t)critical);
	}
	if (life_file_save(life) == -1)
		log_warn("service %s: cannot note that it has ended: %s",
		    origin->name, strerror(errno));
}

static int
critical_of(const struct origin *origin)
{
	int count = files_critical(origin->service);

	if (count != -1)
		return count;
	log_warn("service %s: cannot read critical: %s", origin->name,
	    strerror(errno));
	return 0;
}

static int
cannot(const struct origin *origin)
{
	log_warn("service %s: cannot execute finish: %s", origin->name,
	    exec_reason(errno));
	return CANNOT;
}

/*
 * A service that was removed, or has no finish, has come to its end.
 */
int
prepare_finish(char **argv)
{
	static struct life life;
	static struct origin origin;
	char file[] = "./finish";
	char *slots[] = { NULL, NULL, NULL, NULL, NULL };
	struct ending ending;
	int critical, i;

	end_line();
	if (origin_open(&origin) == -1)
		return errno == ENOENT || errno == ENOTDIR ? 0 :
							     cannot(&origin);
	critical = critical_of(&origin);
	take(&ending, argv);
	note(&life, &origin, &ending, critical);
	if (critical > 0 && !ending.asked &&
	    (critical == 1 ||
		life_recent(&life, life.ended_ms) >= (size_t)critical))
		tell_critical(&origin, &ending);
	if (ending.waited ||
	    (faccessat(origin.service, "finish", F_OK, 0) == -1 &&
		errno == ENOENT))
		return 0;
	for (i = 0; i < 3 && argv[i] != NULL; i++)
		slots[i + 1] = argv[i];
	origin_become(&origin, file, slots + 1);
	return cannot(&origin);
}

/*
 * A script may well look into supervise/pid: where the service's directory,
 * which cannot be written, has no supervise, it runs in the folder. A failure
 * has runsv do what the script might have done otherwise: send the signal. So
 * it is with a run that has not begun, which the script knows nothing of.
 */
int
prepare_control(char **argv)
{
	static struct origin origin;
	static char path[NAME_MAX];
	char *slots[] = { NULL, argv[0], NULL };

	if (strcmp(argv[0], "control/t") == 0) {
		if (access(LIFE_WAITING, F_OK) == 0)
			return CANNOT;
		life_term_note();
	}
	if (origin_open(&origin) == -1)
		return CANNOT;
	if (faccessat(origin.service, "supervise", F_OK, 0) == 0)
		origin_become(&origin, argv[0], slots + 1);
	format(path, sizeof path, "origin/%s", argv[0]);
	exec_command(path, slots + 1, environ);
	return CANNOT;
}
