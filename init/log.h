#ifndef LOG_H
#define LOG_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * One line to standard error for each call: "*** " and the text. A line is
 * one write of at most PIPE_BUF bytes, so it is never mixed with another;
 * control characters in it are shown as \xNN. Never blocks and never
 * allocates: a line that would have to wait (a full pipe, a terminal that is
 * held) is dropped and counted, and the next line that gets through is
 * preceded by the count. errno is kept.
 *
 * log_form: "tag" or "json": a line is like those of services (tagline.h), with
 * the name my_init, and of at most LOG_FORMED_MAX bytes; NULL or "raw": not so.
 * log_between: of those lines none comes within one of a tagger of this
 * directory of state (turn.h); it may be called again. From then on log_reaped
 * is to be told each reaped pid, and says true when it was a child of its own;
 * log_end writes what still waits, and no line waits after it.
 * log_text writes a text of at most PIPE_BUF bytes as it is.
 * log_quiet leaves log_warn and log_error only. log_verbose says nothing unless
 * log_loud was called.
 */
#define LOG_FORMED_MAX 1300

void log_form(const char *);
void log_between(const char *directory);
bool log_reaped(pid_t);
void log_end(void);
void log_quiet(void);
void log_loud(void);
void log_text(const char *);
void log_verbose(const char *, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *, ...) __attribute__((format(printf, 1, 2)));
void log_error(const char *, ...) __attribute__((format(printf, 1, 2)));

#endif
