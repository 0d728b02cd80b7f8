/*
 * The soak: a container that lives through more work than it gets in 8 hours.
 * It starts the container, has the work done in portions, takes a sample after
 * each, and ends it by TERM. What is in the container, and the verdict, is the
 * business of the script `run'.
 */
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "soak.h"

#define STUCK_S 60
#define END_S 120

static const char usage_text[] =
    "usage: soak PARENT DIR ORPHANS STARTS BYTES SAMPLES CONTAINER [ARG...]\n"
    "PARENT is the pid of the one that calls; the soak ends with it.\n"
    "DIR has c/out, a FIFO, and c/board; samples.tsv and facts are made there.\n"
    "CONTAINER is tests/bin/container, or does as it does.\n";

static struct {
	uint64_t work[WORKS];
	unsigned samples;
	const char *dir;
} wish;

static struct {
	FILE *says;
	pid_t pid, init;
	int64_t stop_ms;
	char how[16];
	int status;
} container = { .how = "never", .status = -1 };

static char *
in_dir(const char *name)
{
	char *path;

	if (asprintf(&path, "%s/%s", wish.dir, name) == -1)
		err(125, "asprintf");
	return path;
}

static FILE *
create(const char *name)
{
	FILE *file = fopen(in_dir(name), "we");

	if (file == NULL)
		err(125, "%s", in_dir(name));
	return file;
}

/* Its end may come before the kernel is asked to tell it. */
static void
end_with(pid_t parent, int signo)
{
	prctl(PR_SET_PDEATHSIG, signo);
	if (getppid() != parent)
		errx(125, "its parent is not %d", (int)parent);
}

static void
start_container(char **argv)
{
	pid_t self = getpid();
	int out[2], init;

	if (pipe2(out, O_CLOEXEC) == -1 || (container.pid = fork()) == -1)
		err(125, "fork");
	if (container.pid == 0) {
		end_with(self, SIGTERM);
		dup2(out[1], STDOUT_FILENO);
		execvp(argv[0], argv);
		err(125, "%s", argv[0]);
	}
	close(out[1]);
	container.says = fdopen(out[0], "r");
	if (fscanf(container.says, "up %d %*d", &init) != 1)
		errx(125, "the container did not start");
	container.init = init;
}

static bool
is_done(const uint64_t wanted[WORKS])
{
	return board_read(&board->done[ORPHANS]) >= wanted[ORPHANS] &&
	    board_read(&board->heard[STARTS]) >= wanted[STARTS] &&
	    board_read(&board->heard[BYTES]) >= wanted[BYTES];
}

static uint64_t
progress(void)
{
	return board_read(&board->done[ORPHANS]) +
	    board_read(&board->heard[STARTS]) +
	    board_read(&board->heard[BYTES]);
}

/* False: there was a fault, PID 1 has ended, or it takes too long. */
static bool
await(const struct watched *watched, const uint64_t wanted[WORKS])
{
	int64_t since = clock_ms();
	uint64_t seen = 0;

	for (;;) {
		sample_look(watched);
		if (board->faulty || is_done(wanted))
			return !board->faulty;
		if (progress() != seen) {
			seen = progress();
			since = clock_ms();
		}
		if (clock_ms() > since + clock_patience_ms(STUCK_S) ||
		    proc_state(watched->init) == 'Z')
			break;
		clock_nap();
	}
	board_fault("nothing happens: %" PRIu64 " of %" PRIu64 " orphans, "
		    "%" PRIu64 " of %" PRIu64 " starts (%" PRIu64 " written), "
		    "%" PRIu64 " of %" PRIu64 " bytes (%" PRIu64 " written)",
	    board_read(&board->done[ORPHANS]), wanted[ORPHANS],
	    board_read(&board->heard[STARTS]), wanted[STARTS],
	    board_read(&board->done[STARTS]), board_read(&board->heard[BYTES]),
	    wanted[BYTES], board_read(&board->done[BYTES]));
	return false;
}

static void
work(void)
{
	FILE *table = create("samples.tsv");
	uint64_t wanted[WORKS];
	struct watched watched;
	unsigned portion;
	int i;

	if (!sample_begin(&watched, container.init, table))
		return;
	for (portion = 1; portion <= wish.samples; portion++) {
		for (i = 0; i < WORKS; i++)
			wanted[i] = wish.work[i] * portion / wish.samples;
		board_want(wanted);
		if (!await(&watched, wanted))
			break;
		sample_take(&watched, portion, table);
	}
	fclose(table);
}

/*
 * The pipe ends with the launcher, which the alarm of the kernel would end with
 * us.
 */
static void
stop(void)
{
	int64_t begin = clock_ms();

	alarm((unsigned)(clock_patience_ms(END_S) / 1000));
	kill(container.init, SIGTERM);
	if (fscanf(container.says, " end %15s %d", container.how,
		&container.status) != 2)
		board_fault("its end was not told");
	container.stop_ms = clock_ms() - begin;
	kill(container.pid, SIGTERM);
	waitpid(container.pid, NULL, 0);
}

static void
write_facts(void)
{
	FILE *facts = create("facts");

	fprintf(facts, "end %s %d\n", container.how, container.status);
	fprintf(facts, "stop_ms %lld\n", (long long)container.stop_ms);
	fprintf(facts, "ms %lld\n", (long long)clock_ms());
	fprintf(facts, "orphans %" PRIu64 "\n", board->done[ORPHANS]);
	fprintf(facts, "starts %" PRIu64 " %" PRIu64 "\n", board->done[STARTS],
	    board->heard[STARTS]);
	fprintf(facts, "bytes %" PRIu64 " %" PRIu64 "\n", board->done[BYTES],
	    board->heard[BYTES]);
	fprintf(facts, "lines %" PRIu64 " %" PRIu64 "\n", board->lines,
	    board->lines_heard);
	if (board->faulty)
		fprintf(facts, "fault %s\n", board->fault);
	fclose(facts);
}

int
main(int argc, char **argv)
{
	pid_t reader;
	int i;

	if (argc < 8) {
		fputs(usage_text, stderr);
		return 2;
	}
	end_with((pid_t)strtol(argv[1], NULL, 10), SIGKILL);
	argv++;
	wish.dir = argv[1];
	for (i = 0; i < WORKS; i++)
		wish.work[i] = strtoull(argv[2 + i], NULL, 10);
	wish.samples = (unsigned)strtoul(argv[2 + WORKS], NULL, 10);
	if (truncate(in_dir("c/board"), sizeof *board) == -1)
		err(125, "%s", in_dir("c/board"));
	board_map(in_dir("c/board"));
	clock_ms();
	reader = reader_start(in_dir("c/out"));
	start_container(argv + 3 + WORKS);
	work();
	stop();
	waitpid(reader, NULL, 0);
	write_facts();
	return 0;
}
