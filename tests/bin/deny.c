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
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RULES_MAX 16

struct word {
	const char *name;
	int number;
};

#define CALL(name) { #name, SYS_##name }
static const struct word calls[] = { CALL(accept4), CALL(capget), CALL(chdir),
	CALL(clock_gettime), CALL(clone), CALL(clone3), CALL(close_range),
	CALL(dup3), CALL(epoll_create1), CALL(execve), CALL(fchmod),
	CALL(fchown), CALL(fcntl), CALL(fsync), CALL(getdents64), CALL(getrandom),
	CALL(inotify_add_watch), CALL(inotify_init1), CALL(ioctl), CALL(kill),
	CALL(mkdirat), CALL(mmap), CALL(mount), CALL(openat), CALL(pidfd_open),
	CALL(pidfd_send_signal), CALL(pipe2), CALL(ppoll), CALL(prctl),
	CALL(prlimit64), CALL(ptrace), CALL(renameat2), CALL(rt_sigtimedwait),
	CALL(setgid), CALL(setgroups), CALL(setpgid), CALL(setsid),
	CALL(setuid), CALL(signalfd4), CALL(socket), CALL(statx),
	CALL(timerfd_create), CALL(unlinkat), CALL(utimensat), CALL(wait4),
	CALL(waitid), CALL(write), CALL(writev),
#ifdef SYS_poll
	CALL(fork), CALL(mkdir), CALL(open), CALL(poll), CALL(rename),
	CALL(signalfd), CALL(vfork),
#endif
	{ NULL, 0 } };

#define ERR(name) { #name, name }
static const struct word errors[] = { ERR(EACCES), ERR(EAGAIN), ERR(EBADF),
	ERR(EBUSY), ERR(ECHILD), ERR(EINTR), ERR(EINVAL), ERR(EIO),
	ERR(EMFILE), ERR(ENFILE), ERR(ENODEV), ERR(ENOENT), ERR(ENOMEM),
	ERR(ENOSPC), ERR(ENOSYS), ERR(EPERM), ERR(EROFS), ERR(ESRCH),
	{ NULL, 0 } };

static struct sock_filter filter[5 * RULES_MAX + 2];
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
add(struct sock_filter instruction)
{
	filter[length++] = instruction;
}

static void
add_rule(char *call, const char *error)
{
	char *arg = strchr(call, '=');

	if (length > 5 * (RULES_MAX - 1))
		errx(125, "too many rules");
	if (arg != NULL)
		*arg++ = '\0';
	add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
	    offsetof(struct seccomp_data, nr)));
	add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
	    (unsigned)number_of(calls, call), 0, arg != NULL ? 3 : 1));
	if (arg != NULL) {
		/* the low half; both kinds of machine we run on are little-endian */
		add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, args[0])));
		add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
		    (unsigned)strtol(arg, NULL, 0), 0, 1));
	}
	add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
	    SECCOMP_RET_ERRNO |
		((unsigned)number_of(errors, error) & SECCOMP_RET_DATA)));
}

int
main(int argc, char **argv)
{
	struct sock_fprog program = { .filter = filter };
	int i;

	for (i = 1; i + 1 < argc && strcmp(argv[i], "--") != 0; i += 2)
		add_rule(argv[i], argv[i + 1]);
	if (i + 1 >= argc || strcmp(argv[i], "--") != 0)
		errx(125, "-- PROG is missing");
	add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
	program.len = length;
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1 &&
	    (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
		prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == -1))
		err(125, "seccomp");
	execvp(argv[i + 1], argv + i + 1);
	err(127, "%s", argv[i + 1]);
}
