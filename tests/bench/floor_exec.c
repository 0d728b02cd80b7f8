/*
 * The floor around one command: start it, wait for it, exit as it did.  No
 * signal is forwarded, nothing is killed.  usage: floor_exec COMMAND [ARG...]
 */
#include <sys/wait.h>

#include <unistd.h>

int
main(int argc, char *argv[])
{
	pid_t pid;
	int st;

	if (argc < 2)
		return 2;
	if ((pid = vfork()) == 0) {
		execv(argv[1], argv + 1);
		_exit(127);
	}
	if (pid == -1 || waitpid(pid, &st, 0) != pid)
		return 111;
	return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}
