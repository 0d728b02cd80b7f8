#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>

/*
 * Pure. What may be asked of my_init through its FIFO (rundir.h), a line each:
 * "stop STATUS", and "critical NAME CODE SIGNO" for the end of a service that
 * ends the container (CODE is -1 when a signal has killed it).
 *
 * request_parse: false when the line is neither.
 */
#define REQUEST_NAME_MAX 400

struct request {
	enum { REQUEST_STOP, REQUEST_CRITICAL } kind;
	int status; /* of REQUEST_STOP */
	int wstatus;
	char name[REQUEST_NAME_MAX];
};

bool request_parse(struct request *, const char *line);

#endif
