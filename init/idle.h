#ifndef IDLE_H
#define IDLE_H

#include <signal.h>

/*
 * The long wait of a container that lives: for a signal of `set`, without an
 * end. Its number, or -1 (EINTR). Meanwhile the pages of our program are not
 * mapped: the kernel maps 16 at once around each one that is touched, which
 * would make up most of what we are charged for. They come back from the
 * page cache, where they stay, when they are needed.
 */
int idle_wait(const sigset_t *set, siginfo_t *info);

#endif
