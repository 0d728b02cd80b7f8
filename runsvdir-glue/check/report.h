#ifndef CTL_CHECK_REPORT_H
#define CTL_CHECK_REPORT_H

#include <stddef.h>

/*
 * What `my_initctl check` says. A line is one write to standard error. Names
 * are shown as out_shown has it; what is very long ends in "...".
 *
 * report_fault and report_warning: "PATH: TEXT" and "warning: PATH: TEXT".
 * report_faults: how many faults there were.
 * report_summary: the line on standard output; -1 with errno when it could
 * not be written.
 */
void report_fault(const char *path, const char *, ...)
    __attribute__((format(printf, 2, 3)));
void report_warning(const char *path, const char *, ...)
    __attribute__((format(printf, 2, 3)));
size_t report_faults(void);
int report_summary(size_t services, size_t scripts);

#endif
