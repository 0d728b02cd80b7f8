#ifndef EXEC_H
#define EXEC_H

#include <errno.h>

/*
 * exec_command: replaces the program by `file`, or, when that is NULL, by
 * argv[0] as found through PATH in `environment`. argv is NULL-terminated
 * and has one writable slot in front, argv[-1]: a file without #! is run as
 * /bin/sh FILE ARG..., which execvp(3) does in glibc and not in musl.
 *
 * Returns only on failure, with errno: ENOENT where nothing of that name was
 * found, EXEC_NO_INTERPRETER and EXEC_NO_LOADER where what it names was not,
 * else why it could not be executed. Does not allocate; safe between vfork and
 * exec.
 * exec_reason: such an errno in words, static.
 * exec_variable: the value of the variable in that environment; NULL.
 * Without a PATH there it is EXEC_PATH.
 */
#define EXEC_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

#define EXEC_NO_INTERPRETER ELIBACC /* execve(2) returns neither */
#define EXEC_NO_LOADER ELIBMAX

void exec_command(char *file, char **argv, char *const *environment);
const char *exec_reason(int error);
const char *exec_variable(char *const *environment, const char *name);

#endif
