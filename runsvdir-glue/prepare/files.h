#ifndef PREPARE_FILES_H
#define PREPARE_FILES_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "runsvdir-glue/after.h"

/*
 * What a service directory says, as seen from the folder of the service, which
 * is the working directory; and the way back into that directory.
 *
 * origin_open: 0, or -1 with errno when there is no such directory any more; 0
 * with errno and a scan of -1 when that around it cannot be opened.
 * origin_become: executes `file` of the service there, with these arguments;
 * argv has a slot in front. Returns on failure only, with errno. Where we have
 * given the service a tagger, its errors go there too.
 *
 * files_have_tagger: have we given it one?
 * files_critical: the how-manieth end within a minute ends the container; 0:
 * none does; -1 with errno: that cannot be read. files_brake: the longest
 * pause in seconds. files_after: the text of `after` of any service beside it;
 * returns its length.
 * files_circle: is this arrow one that closes a circle, and ours to ignore?
 */
struct origin {
	char path[PATH_MAX]; /* cut after the directory of services */
	const char *scan_path, *name;
	int scan, service;
};

int origin_open(struct origin *);
bool files_have_tagger(void);
void origin_become(const struct origin *, const char *file, char **argv);
int files_critical(int service);
int files_brake(int service);
size_t files_after(int scan, const char *name, char *text, size_t size);
bool files_circle(
    int scan, const char *self, const char *first, char *words, size_t size);

#endif
