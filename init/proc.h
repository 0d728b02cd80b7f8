#ifndef PROC_H
#define PROC_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * What /proc says of processes (proc(5)). Nothing here blocks or allocates.
 *
 * proc_self: our own pid, asked for once; not for a child.
 * proc_stat: fills *stat for `pid`; 0, or -1 with errno (ENOENT: no such
 * process, or no /proc).
 * proc_children: calls `each` with the pid of every child of `pid`; from
 * /proc/PID/task/PID/children where the kernel has it (CONFIG_PROC_CHILDREN),
 * else from a walk over all of /proc. -1 with errno when neither works. Of
 * processes that are born or die during the walk some may be missed.
 * proc_each: calls `each` for every process, in ascending order.
 * proc_now: the time in the clock ticks of `start`.
 * proc_argument: the argument number `index` of the process into `text`,
 * cut to `size`; -1 with errno.
 */
struct proc_stat {
	char name[16]; /* comm: 15 bytes at most */
	char state;    /* R S D T t Z X ... */
	bool dead;     /* a zombie; not one whose other threads live on */
	bool forked;   /* has its parent's name: no exec yet */
	pid_t ppid, pgrp;
	unsigned long long start; /* clock ticks since boot */
};

typedef void proc_visitor(pid_t, void *);

pid_t proc_self(void);
int proc_stat(pid_t, struct proc_stat *);
int proc_children(pid_t, proc_visitor *each, void *);
int proc_each(proc_visitor *each, void *);
unsigned long long proc_now(void);
int proc_argument(pid_t, int index, char *text, size_t size);

#endif
