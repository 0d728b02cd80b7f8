/*
 * Which errors a system call may give: those that its manual lists (man-pages
 * 6.03), but EFAULT, since all addresses are the program's own; and what the
 * filters of container engines make of a call that they do not know, which
 * may be any. ECHILD would be a lie where there are children.
 */
#include <sys/syscall.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "inject.h"

#define ERRORS_MAX 32
#define FILTERED ENOSYS, EPERM
#define ON_PATH EACCES, ELOOP, ENAMETOOLONG, ENOENT, ENOMEM, ENOTDIR
#define ON_NEW EDQUOT, EEXIST, EINVAL, ENOSPC, EROFS, EIO
#define OPEN                                                                  \
	ON_PATH, ON_NEW, EBUSY, EFBIG, EINTR, EISDIR, EMFILE, ENFILE, ENODEV, \
	    ENXIO, EOPNOTSUPP, EOVERFLOW, ETXTBSY, EAGAIN
#define STAT ON_PATH, EBADF, EINVAL, EOVERFLOW, EIO
#define WRITE                                                           \
	EAGAIN, EBADF, EDESTADDRREQ, EDQUOT, EFBIG, EINTR, EINVAL, EIO, \
	    ENOSPC, EPIPE
#define MODE ON_PATH, EBADF, EINVAL, EIO, EROFS

static const struct {
	int number;
	const char *name;
	int errors[ERRORS_MAX];
} calls[] = {
#ifdef SYS_open
	{ SYS_open, "open", { OPEN, FILTERED } },
	{ SYS_stat, "stat", { STAT, FILTERED } },
	{ SYS_lstat, "lstat", { STAT, FILTERED } },
	{ SYS_access, "access",
	    { ON_PATH, EINVAL, EIO, EROFS, ETXTBSY, FILTERED } },
	{ SYS_unlink, "unlink",
	    { ON_PATH, EBUSY, EINVAL, EIO, EISDIR, EROFS, FILTERED } },
	{ SYS_rename, "rename",
	    { ON_PATH, ON_NEW, EBUSY, EISDIR, EMLINK, ENOTEMPTY, EXDEV,
		FILTERED } },
	{ SYS_mkdir, "mkdir", { ON_PATH, ON_NEW, EMLINK, FILTERED } },
	{ SYS_symlink, "symlink", { ON_PATH, ON_NEW, FILTERED } },
	{ SYS_readlink, "readlink", { ON_PATH, EINVAL, EIO, FILTERED } },
	{ SYS_poll, "poll", { EINTR, EINVAL, ENOMEM, FILTERED } },
	{ SYS_vfork, "vfork", { EAGAIN, ENOMEM, FILTERED } },
	{ SYS_fork, "fork", { EAGAIN, ENOMEM, FILTERED } },
#endif
	{ SYS_openat, "openat", { OPEN, EBADF, FILTERED } },
	{ SYS_newfstatat, "newfstatat", { STAT, FILTERED } },
	{ SYS_fstat, "fstat", { EBADF, ENOMEM, EOVERFLOW, EIO, FILTERED } },
	{ SYS_faccessat, "faccessat",
	    { ON_PATH, EBADF, EINVAL, EIO, EROFS, ETXTBSY, FILTERED } },
	{ 439, "faccessat2",
	    { ON_PATH, EBADF, EINVAL, EIO, EROFS, ETXTBSY, FILTERED } },
	{ SYS_close, "close", { EBADF, EINTR, EIO, ENOSPC, EDQUOT, FILTERED } },
	{ SYS_read, "read",
	    { EAGAIN, EBADF, EINTR, EINVAL, EIO, EISDIR, FILTERED } },
	{ SYS_write, "write", { WRITE, FILTERED } },
	{ SYS_writev, "writev", { WRITE, FILTERED } },
	{ SYS_pwrite64, "pwrite64",
	    { WRITE, ENXIO, EOVERFLOW, ESPIPE, FILTERED } },
	{ SYS_pwritev2, "pwritev2", { WRITE, EOPNOTSUPP, FILTERED } },
	{ SYS_ppoll, "ppoll", { EINTR, EINVAL, ENOMEM, FILTERED } },
	{ SYS_fcntl, "fcntl",
	    { EACCES, EAGAIN, EBADF, EBUSY, EINTR, EINVAL, EMFILE, FILTERED } },
	{ SYS_getdents64, "getdents64",
	    { EBADF, EINVAL, ENOENT, ENOTDIR, EIO, FILTERED } },
	{ SYS_kill, "kill", { EINVAL, ESRCH, FILTERED } },
	{ SYS_wait4, "wait4", { EAGAIN, EINTR, EINVAL, FILTERED } },
	{ SYS_rt_sigtimedwait, "rt_sigtimedwait",
	    { EAGAIN, EINTR, EINVAL, FILTERED } },
	{ SYS_rt_sigaction, "rt_sigaction", { EINVAL, FILTERED } },
	{ SYS_rt_sigprocmask, "rt_sigprocmask", { EINVAL, FILTERED } },
	{ SYS_rt_sigpending, "rt_sigpending", { FILTERED } },
	{ SYS_signalfd4, "signalfd4",
	    { EBADF, EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM, FILTERED } },
	{ SYS_clone, "clone",
	    { EACCES, EAGAIN, EBUSY, EEXIST, EINVAL, ENOMEM, ENOSPC, EUSERS,
		FILTERED } },
	{ SYS_unlinkat, "unlinkat",
	    { ON_PATH, EBADF, EBUSY, EINVAL, EIO, EISDIR, EROFS, FILTERED } },
	{ SYS_renameat, "renameat",
	    { ON_PATH, ON_NEW, EBADF, EBUSY, EISDIR, EMLINK, ENOTEMPTY, EXDEV,
		FILTERED } },
	{ SYS_mkdirat, "mkdirat",
	    { ON_PATH, ON_NEW, EBADF, EMLINK, FILTERED } },
	{ SYS_mknodat, "mknodat",
	    { ON_PATH, ON_NEW, EBADF, EMLINK, FILTERED } },
	{ SYS_symlinkat, "symlinkat", { ON_PATH, ON_NEW, EBADF, FILTERED } },
	{ SYS_readlinkat, "readlinkat",
	    { ON_PATH, EBADF, EINVAL, EIO, FILTERED } },
	{ SYS_fchmod, "fchmod", { MODE, FILTERED } },
	{ SYS_fchown, "fchown", { MODE, FILTERED } },
	{ SYS_utimensat, "utimensat", { MODE, ESRCH, FILTERED } },
	{ SYS_ftruncate, "ftruncate",
	    { MODE, EFBIG, EINTR, EISDIR, ETXTBSY, FILTERED } },
	{ SYS_flock, "flock",
	    { EBADF, EINTR, EINVAL, ENOLCK, EAGAIN, FILTERED } },
	{ 434, "pidfd_open",
	    { EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM, ESRCH, FILTERED } },
	{ 436, "close_range", { EINVAL, EMFILE, ENOMEM, FILTERED } },
	{ SYS_epoll_create1, "epoll_create1",
	    { EINVAL, EMFILE, ENFILE, ENOMEM, FILTERED } },
	{ SYS_epoll_ctl, "epoll_ctl",
	    { EBADF, EEXIST, EINVAL, ELOOP, ENOENT, ENOMEM, ENOSPC,
		FILTERED } },
	{ SYS_inotify_init1, "inotify_init1",
	    { EINVAL, EMFILE, ENFILE, ENOMEM, FILTERED } },
	{ SYS_inotify_add_watch, "inotify_add_watch",
	    { ON_PATH, EBADF, EEXIST, EINVAL, ENOSPC, FILTERED } },
	{ SYS_mmap, "mmap",
	    { EACCES, EAGAIN, EBADF, EEXIST, EINVAL, ENFILE, ENODEV, ENOMEM,
		EOVERFLOW, ETXTBSY, FILTERED } },
	{ SYS_brk, "brk", { ENOMEM } },
	{ SYS_madvise, "madvise",
	    { EACCES, EAGAIN, EBADF, EBUSY, EINVAL, EIO, ENOMEM, FILTERED } },
	{ SYS_prctl, "prctl",
	    { EACCES, EBUSY, EINVAL, ENODEV, EOPNOTSUPP, FILTERED } },
	{ SYS_getrandom, "getrandom", { EAGAIN, EINTR, EINVAL, FILTERED } },
	{ SYS_chdir, "chdir", { ON_PATH, EIO, FILTERED } },
	{ SYS_clock_gettime, "clock_gettime", { EINVAL, FILTERED } },
	{ SYS_ioctl, "ioctl", { EBADF, EINVAL, ENOTTY, FILTERED } },
	{ SYS_prlimit64, "prlimit64", { EINVAL, ESRCH, FILTERED } },
	/* Those that never fail have only a name. What has none here is told,
	   and counts as a fault (work.c). */
	{ SYS_munmap, "munmap", { 0 } },
	{ SYS_mprotect, "mprotect", { 0 } },
	{ SYS_getpid, "getpid", { 0 } },
	{ SYS_getppid, "getppid", { 0 } },
	{ SYS_getuid, "getuid", { 0 } },
	{ SYS_geteuid, "geteuid", { 0 } },
	{ SYS_getgid, "getgid", { 0 } },
	{ SYS_getegid, "getegid", { 0 } },
	{ SYS_exit_group, "exit_group", { 0 } },
};

#define CALLS (sizeof calls / sizeof calls[0])

const int *
call_errors(int call)
{
	size_t i;

	for (i = 0; i < CALLS; i++)
		if (calls[i].number == call)
			return calls[i].errors;
	return NULL;
}

bool
call_fails(int call)
{
	const int *errors = call_errors(call);

	return errors != NULL && errors[0] != 0;
}

const char *
call_name(int call)
{
	static char text[24];
	size_t i;

	for (i = 0; i < CALLS; i++)
		if (calls[i].number == call)
			return calls[i].name;
	snprintf(text, sizeof text, "call-%d", call);
	return text;
}

int
call_find(const char *name)
{
	size_t i;

	for (i = 0; i < CALLS; i++)
		if (strcmp(calls[i].name, name) == 0)
			return calls[i].number;
	return -1;
}

/*
 * States of the world, and not of a moment.
 */
bool
error_lasts(int error)
{
	static const int lasting[] = { EACCES, EDQUOT, EIO, EMFILE, ENFILE,
		ENOMEM, ENOSPC, ENOSYS, EPERM, EROFS };
	size_t i;

	for (i = 0; i < sizeof lasting / sizeof lasting[0]; i++)
		if (lasting[i] == error)
			return true;
	return false;
}

int
error_find(const char *name)
{
	const char *known;
	int error;

	for (error = 1; error < 134; error++)
		if ((known = strerrorname_np(error)) != NULL &&
		    strcmp(known, name) == 0)
			return error;
	return 0;
}
