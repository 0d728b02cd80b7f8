#ifndef HOT_H
#define HOT_H

/*
 * HOT variables are touched in every life, be it as short as that of true(1).
 * They lie together, in the page that a program needs anyway, since each page
 * more is a page fault more.
 */
#define HOT __attribute__((section(".data.hot")))

#endif
