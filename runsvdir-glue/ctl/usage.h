#ifndef CTL_USAGE_H
#define CTL_USAGE_H

/*
 * ctl_usage_text: what --help prints.
 */
const char *ctl_usage_text(void);

#endif
