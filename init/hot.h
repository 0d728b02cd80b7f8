#ifndef HOT_H
#define HOT_H

/*
 * HOT variables are touched in every life, be it as short as that of true(1).
 * They lie together, in the page that a program needs anyway, since each page
 * more is a page fault more.
 */
#define HOT __attribute__((section(".data.hot")))

/*
 * LARGE variables, zero at first, lie behind all others (the linker of the
 * static programs sorts by name), so that the small ones share their pages.
 */
#define LARGE __attribute__((section(".bss.zz_large")))

#endif
