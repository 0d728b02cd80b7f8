/*
 * Makes N orphans, lets them all end at once, and looks who is not reaped.
 *
 *	cmd_reaped N
 *
 * Ends with 0 when all are gone, with 1 after ten seconds.
 */

#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* In the child: its children outlive it, and read what is never written. */
static void
breed(int n, int gate[2], int pids)
{
	char c;

	close(gate[1]);
	for (int i = 0; i < n; i++) {
		pid_t pid = fork();

		if (pid == -1)
			err(1, "fork");
		if (pid == 0)
			_exit((int)read(gate[0], &c, 1));
		if (write(pids, &pid, sizeof(pid)) != sizeof(pid))
			err(1, "write");
	}
	_exit(0);
}

int
main(int argc, char **argv)
{
	struct timespec ms = { .tv_nsec = 1000000 };
	int n = argc == 2 ? atoi(argv[1]) : 0, gate[2], pids[2], left = 0;
	pid_t *pid = calloc((size_t)n + 1, sizeof(*pid)), child;

	if (n <= 0 || pid == NULL || pipe(gate) == -1 || pipe(pids) == -1)
		err(2, "N is needed");
	if ((child = fork()) == 0)
		breed(n, gate, pids[1]);
	for (int i = 0; i < n; i++)
		if (read(pids[0], &pid[i], sizeof(*pid)) != sizeof(*pid))
			err(1, "read");
	waitpid(child, NULL, 0);
	if (kill(pid[0], 0) == -1)
		errx(1, "the first orphan did not live");
	close(gate[1]);
	for (int i = 0; i < 10000; i++) {
		while (left < n && kill(pid[left], 0) == -1 && errno == ESRCH)
			left++;
		if (left == n)
			return 0;
		nanosleep(&ms, NULL);
	}
	errx(1, "%d of %d are not reaped", n - left, n);
}
