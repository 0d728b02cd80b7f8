/*
 * Runs a program for which some system calls fail.
 *
 *	deny CALL[=ARG] ERRNO [CALL[=ARG] ERRNO]... -- PROG [ARG...]
 *
 * CALL is a name of the list below or a number; with =ARG (a number) only calls
 * whose first argument is ARG are refused. All descendants inherit it.
 */
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <err.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * As the kernel has them since 3.5; musl's compiler wrapper sees none of the
 * kernel's own headers.
 */
#define LOAD 0x20	 /* BPF_LD | BPF_W | BPF_ABS */
#define JUMP_IF_NOT 0x15 /* BPF_JMP | BPF_JEQ | BPF_K */
#define RETURN 0x06	 /* BPF_RET | BPF_K */
#define MODE_FILTER 2
#define RETURN_ERRNO 0x00050000U
#define RETURN_ALLOW 0x7fff0000U

struct instruction {
	uint16_t code;
	uint8_t if_true, if_false;
	uint32_t k;
};

struct program {
	unsigned short length;
	struct instruction *instructions;
};

struct data {
	int32_t number;
	uint32_t machine;
	uint64_t instruction_pointer, args[6];
};

#define RULES_MAX 16

struct word {
	const char *name;
	int number;
};

#define CALL(name)                \
	{                         \
#name, SYS_##name \
	}
static const struct word calls[] = { CALL(accept4), CALL(capget), CALL(chdir),
	CALL(clock_gettime), CALL(clone), CALL(clone3), CALL(close_range),
	CALL(dup3), CALL(epoll_create1), CALL(execve), CALL(fchmod),
	CALL(fchown), CALL(fcntl), CALL(fsync), CALL(getdents64),
	CALL(getrandom), CALL(inotify_add_watch), CALL(inotify_init1),
	CALL(ioctl), CALL(kill), CALL(mkdirat), CALL(mmap), CALL(mount),
	CALL(openat), CALL(pidfd_open), CALL(pidfd_send_signal), CALL(pipe2),
	CALL(ppoll), CALL(prctl), CALL(prlimit64), CALL(ptrace),
	CALL(renameat2), CALL(rt_sigtimedwait), CALL(setgid), CALL(setgroups),
	CALL(setpgid), CALL(setsid), CALL(setuid), CALL(signalfd4),
	CALL(socket), CALL(statx), CALL(timerfd_create), CALL(unlinkat),
	CALL(utimensat), CALL(wait4), CALL(waitid), CALL(write), CALL(writev),
#ifdef SYS_poll
	CALL(fork), CALL(mkdir), CALL(open), CALL(poll), CALL(rename),
	CALL(signalfd), CALL(vfork),
#endif
	{ NULL, 0 } };

#define ERR(name)           \
	{                   \
#name, name \
	}
static const struct word errors[] = { ERR(EACCES), ERR(EAGAIN), ERR(EBADF),
	ERR(EBUSY), ERR(ECHILD), ERR(EINTR), ERR(EINVAL), ERR(EIO), ERR(EMFILE),
	ERR(ENFILE), ERR(ENODEV), ERR(ENOENT), ERR(ENOMEM), ERR(ENOSPC),
	ERR(ENOSYS), ERR(EPERM), ERR(EROFS), ERR(ESRCH), { NULL, 0 } };

static struct instruction filter[5 * RULES_MAX + 1];
static unsigned short length;

static int
number_of(const struct word *list, const char *name)
{
	char *end;
	long n = strtol(name, &end, 10);

	if (*name != '\0' && *end == '\0')
		return (int)n;
	for (; list->name != NULL; list++)
		if (strcmp(list->name, name) == 0)
			return list->number;
	errx(125, "unknown: %s", name);
}

static void
add(uint16_t code, size_t k, uint8_t if_false)
{
	filter[length++] = (struct instruction){
		.code = code, .k = (uint32_t)k, .if_false = if_false
	};
}

static void
add_rule(char *call, const char *error)
{
	char *arg = strchr(call, '=');

	if (length + 5 > 5 * RULES_MAX)
		errx(125, "too many rules");
	if (arg != NULL)
		*arg++ = '\0';
	add(LOAD, offsetof(struct data, number), 0);
	add(JUMP_IF_NOT, (size_t)number_of(calls, call), arg != NULL ? 3 : 1);
	if (arg != NULL) {
		/* the low half, on little-endian machines as ours are */
		add(LOAD, offsetof(struct data, args[0]), 0);
		add(JUMP_IF_NOT, (uint32_t)strtol(arg, NULL, 0), 1);
	}
	add(RETURN, RETURN_ERRNO | (unsigned)number_of(errors, error), 0);
}

int
main(int argc, char **argv)
{
	struct program program = { .instructions = filter };
	int i;

	for (i = 1; i + 1 < argc && strcmp(argv[i], "--") != 0; i += 2)
		add_rule(argv[i], argv[i + 1]);
	if (i + 1 >= argc || strcmp(argv[i], "--") != 0)
		errx(125, "-- PROG is missing");
	add(RETURN, RETURN_ALLOW, 0);
	program.length = length;
	if (prctl(PR_SET_SECCOMP, MODE_FILTER, &program) == -1 &&
	    (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
		prctl(PR_SET_SECCOMP, MODE_FILTER, &program) == -1))
		err(125, "seccomp");
	execvp(argv[i + 1], argv + i + 1);
	err(127, "%s", argv[i + 1]);
}
