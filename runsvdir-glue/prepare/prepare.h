#ifndef PREPARE_H
#define PREPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "runsvdir-glue/life.h"

/*
 * The parts of one program with several names. runsvdir finds it as `runsv`:
 * it makes the folder of a service that needs one, $STATE/services/NAME, and
 * becomes runit's. There it is the `run`, the `finish` and the `control/X` of
 * that service, and becomes the service's own, in the service's directory.
 *
 * prepare_folder: makes or mends the folder; 0, or -1 with errno.
 * prepare_supervise: its supervise/, and the link to it that the service
 * directory gets where that can be written.
 * prepare_warn: one line for each thing in the service directory that is
 * wrong, and will be ignored.
 * prepare_run, prepare_finish, prepare_control: return an exit status, where
 * there is nothing to become.
 */
#define PREPARE_LIB "/usr/lib/my_init"

struct prepare {
	const char *name;      /* of the service */
	const char *scan_path; /* the directory it is in, absolute */
	const char *state, *lib;
	int scan, service; /* descriptors of both directories */
	bool tags;	   /* its lines are to be tagged */
	bool left_out;	   /* by --only */
	const char *only;  /* its names, or NULL */
};

int prepare_folder(const struct prepare *);
int prepare_supervise(int folder, const struct prepare *);
void prepare_warn(const struct prepare *);
int prepare_run(void);
int prepare_finish(char **argv);
int prepare_control(char **argv);

#endif
