#ifndef CRITICAL_H
#define CRITICAL_H

#include <stddef.h>

/*
 * Pure. The numbers in a service directory. White space around them does not
 * matter.
 *
 * critical_parse: of `critical`: the how-manieth end within a minute ends the
 * container; 1 when the file is empty, -1 when it is wrong.
 * critical_brake: of `brake`: the longest pause before a start in seconds, 0
 * for none, -1 when it is wrong.
 */
#define CRITICAL_MAX 1000
#define CRITICAL_BRAKE_MAX 86400
#define CRITICAL_BRAKE_DEFAULT 30

int critical_parse(const char *, size_t);
int critical_brake(const char *, size_t);

#endif
