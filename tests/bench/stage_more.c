/*
 * What only some runs need: an adapter's files, services that have begun, a
 * command beside the init, and the init under callgrind, which counts the
 * instructions of PID 1 alone: its children are let go at their exec.
 */
#include <sys/syscall.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "stage.h"

#define WORDS 64
#define LOOK_NS 20000
#define LOOK_LAST_NS 100000000

static pid_t
start_in(const char *command, const char *said)
{
	char *argv[] = { (char *)command, NULL };
	pid_t pid;
	int fd;

	if ((pid = fork()) == -1)
		err(1, "fork");
	if (pid != 0)
		return pid;
	fd = open(said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd == -1 || dup2(fd, STDOUT_FILENO) == -1)
		err(111, "%s", said);
	execv(command, argv);
	err(111, "%s", command);
}

static void
wait_for_0(pid_t pid, const char *command)
{
	int st;

	while (waitpid(pid, &st, 0) == -1)
		if (errno != EINTR)
			err(1, "waitpid");
	if (st != 0)
		stage_fault(command, st, 0);
}

void
stage_prepare(const struct play *p)
{
	char n[16];
	pid_t pid;

	if (p->adapter == NULL)
		return;
	snprintf(n, sizeof(n), "%d", p->services);
	if ((pid = fork()) == -1)
		err(1, "fork");
	if (pid == 0) {
		execl("/bin/sh", "sh", p->adapter, "prepare", n, NULL);
		err(111, "sh");
	}
	wait_for_0(pid, p->adapter);
}

/* The last service wakes us; earlier ones are looked for. */
void
init_wait_started(struct board *b, uint32_t least)
{
	const struct timespec look = {
		.tv_nsec = least < b->expected ? LOOK_NS : LOOK_LAST_NS
	};
	uint32_t n;

	while ((n = __atomic_load_n(&b->started, __ATOMIC_SEQ_CST)) < least) {
		if (!init_lives())
			stage_fault("services up in time", n, least);
		syscall(SYS_futex, &b->started, FUTEX_WAIT, n, &look, NULL, 0);
	}
}

void
init_wait_up(struct board *b)
{
	init_wait_started(b, b->expected);
}

/* The first time the caller's children join the init's namespace of pids. */
uint64_t
init_run(const char *command)
{
	static int joined;
	uint64_t begun;
	int fd;

	if (!joined) {
		if ((fd = open("/proc/1/ns/pid", O_RDONLY | O_CLOEXEC)) == -1 ||
		    setns(fd, CLONE_NEWPID) == -1)
			err(1, "namespace of pids");
		close(fd);
		joined = 1;
	}
	begun = stage_now();
	wait_for_0(start_in(command, BOARD_SAID), command);
	return stage_now() - begun;
}

char **
init_words(const struct play *p)
{
	static char *words[WORDS] = { "/usr/bin/valgrind", "--tool=callgrind",
		"-q", "--vgdb=no", "--callgrind-out-file=" BOARD_COUNTED };
	size_t n = 5, i;

	if (!p->counted)
		return p->argv;
	for (i = 0; p->argv[i] != NULL && n < WORDS - 1; i++)
		words[n++] = p->argv[i];
	words[n] = NULL;
	return words;
}

long
init_instructions_0(void)
{
	char line[256];
	long n = -1;
	FILE *f;

	init_wait_0();
	if ((f = fopen(BOARD_COUNTED, "r")) == NULL)
		err(1, BOARD_COUNTED);
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "totals:", 7) == 0)
			n = atol(line + 7);
	fclose(f);
	if (n < 0)
		errx(1, "callgrind counted nothing");
	return n;
}
