#ifndef CTL_H
#define CTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What the commands of my_initctl share. Each ctl_COMMAND gets its name as
 * argv[0] and returns the exit status: CTL_OK, CTL_FAILED, or CTL_USAGE.
 *
 * ctl_error: one line on standard error, "my_initctl: " in front; control
 * characters are shown as \xNN.
 * ctl_options: takes the options that `allowed` names (CTL_JSON | ...) out of
 * argv, which then holds the operands from `first` on, ended by a NULL. Says
 * itself what is wrong, and returns CTL_USAGE; CTL_OK otherwise.
 * ctl_usage: the line of one command to standard error; CTL_USAGE.
 */
enum ctl_exit { CTL_OK, CTL_FAILED, CTL_USAGE };

enum { CTL_JSON = 1, CTL_SVG = 2, CTL_TIMEOUT = 4 };

struct ctl_options {
	unsigned int given;
	int64_t timeout_ms;
	int count; /* of operands */
	char **operands;
};

void ctl_error(const char *, ...) __attribute__((format(printf, 1, 2)));
int ctl_options(
    struct ctl_options *, unsigned int allowed, int argc, char **argv);
int ctl_usage(const char *command);

int ctl_check(int argc, char **argv);
int ctl_health(int argc, char **argv);
int ctl_status(int argc, char **argv);
int ctl_stop(int argc, char **argv);
int ctl_timeline(int argc, char **argv);
int ctl_wait(int argc, char **argv);

#endif
