#ifndef STDFDS_H
#define STDFDS_H

/*
 * Descriptors 0, 1 and 2 that we were started without are held by /dev/null,
 * so that no file of ours gets such a number and then our messages. They are
 * close-on-exec: children lack what we lacked. Never fails: where there is
 * no /dev/null, the root directory holds the place.
 *
 * stdfds_release: closes every descriptor but standard error.
 */
void stdfds_plug(void);
void stdfds_release(void);

#endif
