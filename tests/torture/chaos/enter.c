/*
 * A process that enters the container, as by `docker exec'.
 */
#include <sys/syscall.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include "chaos.h"

static struct {
	unsigned answers;
	int fault;
} * entries;

static _Noreturn void
execute(void)
{
	char name[] = "my_initctl", status[] = "status";
	char *argv[] = { name, status, NULL }, *environment[] = { NULL };

	child_clean(open("/dev/null", O_WRONLY | O_CLOEXEC));
	execve("/my_initctl", argv, environment);
	_exit(127);
}

/* By harm it may be killed. */
static void
note(int status)
{
	if (status == 0)
		__atomic_add_fetch(&entries->answers, 1, __ATOMIC_SEQ_CST);
	else if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		__atomic_store_n(&entries->fault, status, __ATOMIC_SEQ_CST);
}

/*
 * Whoever made it has to wait for it, or the dead one would be nobody's: its
 * parent is not of the container.
 */
void
enter_status(pid_t init)
{
	int fd, status = W_EXITCODE(125, 0);
	pid_t pid;

	if (entries == NULL)
		entries = worker_share(sizeof *entries);
	if (child_clone(0) != 0)
		return;
	fd = (int)syscall(SYS_pidfd_open, init, 0);
	if (fd != -1 && setns(fd, CLONE_NEWPID | CLONE_NEWNS) == 0) {
		if ((pid = fork()) == 0)
			execute();
		while (pid != -1 && waitpid(pid, &status, 0) == -1 &&
		    errno == EINTR)
			continue;
	}
	note(status);
	_exit(0);
}

unsigned
enter_answers(void)
{
	return entries == NULL ?
	    0 :
	    __atomic_load_n(&entries->answers, __ATOMIC_SEQ_CST);
}

int
enter_fault(void)
{
	return entries == NULL ?
	    0 :
	    __atomic_load_n(&entries->fault, __ATOMIC_SEQ_CST);
}
