#ifndef SIGNAME_H
#define SIGNAME_H

/*
 * Pure. The name of a signal ("SIGTERM", "SIGRTMIN+3"), in static storage
 * for the classic ones. Real-time signals are counted from the kernel's 34,
 * which is SIGRTMIN in glibc and in musl (musl: 35; it keeps one more).
 * `buf` must hold SIGNAME_MAX bytes; it is used where no static name exists.
 *
 * signame_number: the way back, from "SIGTERM", "TERM", "term", "15",
 * "RTMIN+3" or "RTMAX-1". 0 for "0"; -1 when it is no signal.
 */
#define SIGNAME_MAX 16

const char *signame(int signo, char *buf);
int signame_number(const char *text);

#endif
