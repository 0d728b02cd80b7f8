/*
 * The floor around one command: start it, wait for it and for whoever else
 * comes, exit as it did.  No signal is forwarded, nothing is killed.
 * usage: floor_exec COMMAND [ARG...]
 */
#include <sys/wait.h>

#include <unistd.h>

int
main(int argc, char *argv[])
{
	pid_t pid, got;
	int st;

	if (argc < 2)
		return 2;
	if ((pid = vfork()) == 0) {
		execv(argv[1], argv + 1);
		_exit(127);
	}
	do
		got = pid == -1 ? -1 : wait(&st);
	while (got != -1 && got != pid);
	if (got == -1)
		return 111;
	return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}
