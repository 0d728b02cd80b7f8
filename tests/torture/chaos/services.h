#ifndef SERVICES_H
#define SERVICES_H

#include "chaos.h"

/*
 * A service is a directory in AT, or a link there to one in HOME; while it is
 * away its directory is in HOME, if it was not deleted. Names are relative to
 * the root of the container.
 */
#define SERVICES 20
#define AT "etc/service/"
#define HOME "srv/"
#define ROOM 64

struct service {
	char name[16];
	bool log, finish;
	const char *after, *brake;
	bool away, renamed, broken, deleted;
	uint64_t removed_ns;
};
extern struct service services[SERVICES];

bool service_is_link(const struct service *);
void service_entry(const struct service *, char path[ROOM]);
void service_directory(const struct service *, char path[ROOM]);
void service_put(const char *directory, const char *name, const char *text,
    mode_t mode); /* for NULL the actor */
void service_make(const struct service *);
void service_enlist(const struct service *);

#endif
