#ifndef CTL_CHECK_PROGRAM_H
#define CTL_CHECK_PROGRAM_H

#include <stdbool.h>

/*
 * Says what is wrong with an executable file of the image. False where it
 * would not even be started.
 */
enum program_use {
	PROGRAM_BY_SH = 1,   /* without a #! /bin/sh runs it */
	PROGRAM_SCRIPT = 2,  /* my_init leaves out what is not executable */
	PROGRAM_RUN = 4,     /* must stay in the foreground */
	PROGRAM_CONTROL = 8, /* runsv leaves out what its owner may not run */
};

bool program_check(const char *path, unsigned int use);

#endif
