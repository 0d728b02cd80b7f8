#ifndef CTL_CHECK_PARTS_H
#define CTL_CHECK_PARTS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What there is to check in an image; each part says what is wrong with it.
 *
 * services_check: /etc/service; how many services there are.
 * service_check: the directory of one.
 * supervise_check: a path at which a runsv will keep its state.
 * order_check: what the services' `after` say. The names are sorted; where
 * `is_service` is false there is something else of that name.
 * scripts_check: startup scripts and hooks; how many there are to be run.
 * environment_check: /etc/container_environment.
 */
#define SERVICES "/etc/service"

size_t services_check(void);
void service_check(const char *path);
void supervise_check(const char *path);
void order_check(char *const *names, const bool *is_service, size_t count);
size_t scripts_check(void);
void environment_check(void);

#endif
