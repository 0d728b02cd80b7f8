#ifndef DRAIN_H
#define DRAIN_H

#include <stddef.h>
#include <sys/types.h>

/*
 * A logger ends when the last writer of its pipe is gone. A process that a
 * service has left behind in the background may be such a writer.
 *
 * drain_is_held: is there any such writer? 1 or 0, and -1 where that cannot
 * be found out. Its runsv is one as long as it lives.
 * drain_holder: the pid of a process other than the logger that has its
 * standard input open for writing; 0 when none is found. Reads the
 * descriptors of every process in /proc: some milliseconds.
 * drain_name: the directory the logger works in, for messages.
 */
int drain_is_held(pid_t logger);
pid_t drain_holder(pid_t logger);
void drain_name(pid_t logger, char *name, size_t size);

#endif
