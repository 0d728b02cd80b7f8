/*
 * Everything that the program under test starts, in one static program: its
 * name says what it plays (board.h).
 */
#include <sys/mman.h>
#include <sys/signalfd.h>

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "actor.h"

#define FAILED 111

struct board *board;
static sigset_t all;

uint64_t
now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static void
map_board(void)
{
	int fd = open(BOARD_PATH, O_RDWR | O_CLOEXEC);

	if (fd == -1)
		_exit(FAILED);
	board = mmap(
	    NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (board == MAP_FAILED)
		_exit(FAILED);
	close(fd);
}

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static enum role
role_of(const char *name, const char *directory)
{
	static const struct {
		const char *prefix;
		enum role role;
	} roles[] = {
		{ "run", ROLE_SERVICE },
		{ "finish", ROLE_FINISH },
		{ "quick", ROLE_QUICK },
		{ "patient", ROLE_PATIENT },
		{ "hook", ROLE_HOOK },
		{ "stray", ROLE_STRAY },
		{ "command", ROLE_COMMAND },
	};
	size_t i;

	if (strcmp(name, "run") == 0 && strcmp(directory, "log") == 0)
		return ROLE_LOGGER;
	for (i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (strncmp(name, roles[i].prefix, strlen(roles[i].prefix)) ==
		    0)
			return roles[i].role;
	_exit(FAILED);
}

static bool
claim(struct life *life)
{
	int32_t nobody = 0;

	return __atomic_compare_exchange_n(&life->pid, &nobody, getpid(), false,
	    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

/*
 * The next one; when all have been used, one that was given back.
 */
static struct life *
claim_any(void)
{
	uint32_t i = __atomic_fetch_add(&board->count, 1, __ATOMIC_SEQ_CST);

	if (i < LIVES_MAX && claim(&board->lives[i]))
		return &board->lives[i];
	for (i = 0; i < LIVES_MAX; i++)
		if (claim(&board->lives[i]))
			return &board->lives[i];
	_exit(FAILED);
}

/*
 * A life is filled in before it counts; `role` goes last.
 */
struct life *
enlist(enum role role, const char *name)
{
	struct life *life = claim_any();

	strncpy(life->name, name, sizeof life->name - 1);
	life->start_ns = now_ns();
	__atomic_store_n(&life->role, role, __ATOMIC_SEQ_CST);
	return life;
}

static void
note(struct life *life, const siginfo_t *info)
{
	uint32_t i = life->told;

	if (info->si_signo != SIGTERM && info->si_signo != SIGINT)
		return;
	if (i < TOLD_MAX) {
		life->tell[i].signo = info->si_signo;
		life->tell[i].from = info->si_pid;
		life->tell[i].ns = now_ns();
	}
	__atomic_store_n(&life->told, i + 1, __ATOMIC_SEQ_CST);
}

/*
 * Until `end`, or until a TERM or INT has come; all that comes is noted.
 */
void
wait_told(struct life *life, uint64_t end, int until_told)
{
	struct timespec left;
	siginfo_t info;
	uint64_t now;

	while (!until_told || life->told == 0) {
		now = now_ns();
		now = now < end ? end - now : 0;
		left.tv_sec = (time_t)(now / 1000000000);
		left.tv_nsec = (long)(now % 1000000000);
		if (sigtimedwait(&all, &info, end == FOR_EVER ? NULL : &left) >
		    0)
			note(life, &info);
		else if (now == 0)
			return;
	}
}

static void
linger(struct life *life, uint32_t ms)
{
	wait_told(life, now_ns() + (uint64_t)ms * 1000000, 0);
}

static void
say(struct life *life)
{
	if (board->talk && write(STDOUT_FILENO, "line\n", 5) == 5)
		life->lines++;
}

static void
serve(struct life *life)
{
	if (board->chaos) {
		character_play(life);
		return;
	}
	say(life);
	if (board->crash)
		return;
	wait_told(life, FOR_EVER, 1);
	linger(life, board->linger_ms);
	say(life);
}

/* What comes meanwhile is noted when it comes, and not at the end. */
static void
read_lines(struct life *life)
{
	struct pollfd fds[] = { { STDIN_FILENO, POLLIN, 0 },
		{ signalfd(-1, &all, SFD_CLOEXEC), POLLIN, 0 } };
	char buffer[4096];
	ssize_t i, n = 1;

	while (n > 0 && poll(fds, 2, -1) > 0) {
		if (fds[1].revents != 0)
			linger(life, 0);
		if (fds[0].revents == 0)
			continue;
		n = read(STDIN_FILENO, buffer, sizeof buffer);
		for (i = 0; i < n; i++)
			life->lines += buffer[i] == '\n';
	}
	linger(life, 0);
}

/*
 * Returns in an orphan with a session of its own, once its script has ended;
 * the script ends when the orphan is on the board.
 */
struct life *
become_stray(const char *name)
{
	struct life *life;
	int born[2];
	pid_t pid;
	char c = 0;

	if (pipe(born) == -1 || (pid = fork()) == -1)
		_exit(FAILED);
	if (pid > 0) {
		close(born[1]);
		_exit(read(born[0], &c, 1) == 1 ? 0 : FAILED);
	}
	setsid();
	if ((pid = fork()) != 0)
		_exit(0);
	life = enlist(ROLE_STRAY, name);
	if (write(born[1], &c, 1) != 1)
		_exit(FAILED);
	return life;
}

static int
play(struct life *life)
{
	switch (life->role) {
	case ROLE_SERVICE:
		serve(life);
		break;
	case ROLE_LOGGER:
		read_lines(life);
		break;
	case ROLE_FINISH:
		linger(life, board->finish_ms);
		break;
	case ROLE_HOOK:
		linger(life, board->hook_ms);
		break;
	case ROLE_QUICK:
		linger(life, 0);
		break;
	case ROLE_PATIENT:
		wait_told(life, FOR_EVER, 1);
		linger(life, board->linger_ms);
		break;
	case ROLE_COMMAND:
		wait_told(life,
		    board->command_ms == 0 ?
			FOR_EVER :
			now_ns() + (uint64_t)board->command_ms * 1000000,
		    1);
		break;
	default:
		for (;;)
			wait_told(life, FOR_EVER, 0);
	}
	return life->role == ROLE_COMMAND ? (int)board->command_status : 0;
}

_Noreturn void
retire(struct life *life, int status)
{
	life->end_ns = now_ns();
	__atomic_store_n(&life->finished, 1, __ATOMIC_SEQ_CST);
	_exit(status);
}

int
main(int argc, char **argv)
{
	char cwd[PATH_MAX];
	const char *name = last_part(argc > 0 ? argv[0] : "");
	struct life *life;
	enum role role;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	map_board();
	if (getcwd(cwd, sizeof cwd) == NULL)
		_exit(FAILED);
	role = role_of(name, last_part(cwd));
	if (role == ROLE_LOGGER)
		*strrchr(cwd, '/') = '\0';
	if (role <= ROLE_FINISH)
		name = last_part(cwd);
	life = role == ROLE_STRAY ? become_stray(name) : enlist(role, name);
	retire(life, play(life));
}
