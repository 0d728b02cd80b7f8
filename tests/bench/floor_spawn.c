/*
 * The floor of a boot: start the scripts DIR/s0001 to DIR/sN one after the
 * other, each with the environment as it came, then the command.
 * usage: floor_spawn DIR N COMMAND [ARG...]
 */
#include <sys/wait.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int
spawn(char **argv)
{
	pid_t pid;
	int st;

	if ((pid = vfork()) == 0) {
		execv(argv[0], argv);
		_exit(127);
	}
	if (pid == -1 || waitpid(pid, &st, 0) != pid)
		return 111;
	return WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
}

int
main(int argc, char *argv[])
{
	char path[256], *script[] = { path, NULL };
	int i, n, status;

	if (argc < 4)
		return 2;
	n = atoi(argv[2]);
	for (i = 1; i <= n; i++) {
		snprintf(path, sizeof(path), "%s/s%04d", argv[1], i);
		if ((status = spawn(script)) != 0)
			return status;
	}
	return spawn(argv + 3);
}
