#ifndef CTL_CHECK_DAEMON_H
#define CTL_CHECK_DAEMON_H

#include "setting.h"

/*
 * Pure. Programs that are known to leave the foreground.
 *
 * daemon_advice: `words`, NULL-terminated, are a command that begins with its
 * program (prefix_skip): what is to be done to keep it in the foreground;
 * NULL when it stays there, or when nobody can know. `setting` is
 * asked what the image's files say.
 */
const char *daemon_advice(const char *const *words, setting_of_file *);

#endif
