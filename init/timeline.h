#ifndef TIMELINE_H
#define TIMELINE_H

/*
 * What the boot has done and when, for others to read in our directory
 * (rundir.h): the file "boot", lines "WHAT BEGIN END NAME" in microseconds of
 * CLOCK_BOOTTIME; END is 0 for what has not ended. Control characters of a
 * name become question marks. What has no room is left out.
 *
 * timeline_begin: something begins; timeline_end: the last that began is
 * over. timeline_show: writes what is known while the boot goes on, and
 * timeline_write once it is over. timeline_mend: again, if that was and the
 * file is gone.
 */
void timeline_begin(const char *what, const char *name);
void timeline_end(void);
void timeline_show(void);
void timeline_write(void);
void timeline_mend(void);

#endif
