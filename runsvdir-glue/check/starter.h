#ifndef CTL_CHECK_STARTER_H
#define CTL_CHECK_STARTER_H

#include "setting.h"

/*
 * Pure. As daemon_advice, of commands whose operands tell: service NAME start,
 * apache2ctl start, redis-server FILE.
 */
const char *starter_advice(const char *const *words, setting_of_file *);

#endif
