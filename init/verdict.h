#ifndef VERDICT_H
#define VERDICT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Pure. Why the container ends, and with which exit status. The facts are
 * noted while it lives; the status is decided once, at the end.
 */
enum cause {
	CAUSE_NONE,
	CAUSE_SIGNAL,	/* SIGTERM or SIGINT */
	CAUSE_SCRIPT,	/* a startup script failed */
	CAUSE_COMMAND,	/* the command ended by itself */
	CAUSE_RUNSVDIR, /* runsvdir ended by itself */
	CAUSE_SERVICE,	/* a critical service ended */
	CAUSE_WAIT,	/* the services were not up in time */
	CAUSE_REQUEST,	/* my_initctl stop */
};

#define VERDICT_NAME_MAX 400

struct verdict {
	enum cause cause;
	int signo;	     /* of CAUSE_SIGNAL */
	int stop_status;     /* --stop-status */
	bool command_wanted; /* there is a command in argv */
	bool command_ended;  /* it was started (or could not be) and is over */
	int command_wstatus; /* wait statuses */
	const uint32_t *remap; /* --remap-exit: bit n: the command's n is 0 */
	int runsvdir_wstatus;
	int service_wstatus;
	char service[VERDICT_NAME_MAX]; /* of CAUSE_SERVICE */
	int request_status;
	int killed;	 /* how many had to be, by name */
	bool all_killed; /* and of the rest some */
	bool hook_failed;
};

#define VERDICT_WORDS_MAX (VERDICT_NAME_MAX + 160)

int verdict_status(const struct verdict *);
void verdict_words(const struct verdict *, char *words, unsigned size);

#endif
