#ifndef LINEEND_H
#define LINEEND_H

#include <stddef.h>

/*
 * Pure. The mark that the finish of a service writes behind the last word of
 * its run, for the tagger: a line that was begun ends there. It goes the way
 * that the words go, so it neither overtakes them nor comes too late. A service
 * that writes these bytes itself ends a line of its own by them.
 *
 * lineend_take: takes the marks out of [from, end); a newline stays where each
 * has ended a line. `begin` is where the text begins, before `from`. Returns
 * the new end. A mark that has not come whole is left for the next time: then
 * `from` is to be LINEEND_SIZE - 1 before what is new.
 */
#define LINEEND_MARK "\0\036my_init: the end of a line\036\n"
#define LINEEND_SIZE (sizeof LINEEND_MARK - 1)

char *lineend_take(const char *begin, char *from, char *end);

#endif
