#ifndef PREPARE_AT_H
#define PREPARE_AT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Files and directories that others may have made, below the descriptor of a
 * directory. Nothing here blocks, whatever they are. -1 with errno on failure.
 *
 * at_read: the bytes of a regular file; EFBIG when there are more than `size`.
 * at_directory: opens a directory; never one through a link.
 * at_own_directory: the same for one of ours that nobody else can write to;
 * makes it (0755) when it is not there. EPERM: it belongs to somebody else.
 * at_list: dir_open (init/dir.h) of a directory below the descriptor `at`.
 * at_link: makes `name` a link that says `text`; leaves one that does.
 * at_remove: removes `name`; with all in it when it is a directory, to a depth
 * of AT_DEPTH. No link is followed.
 * at_is_directory: a directory, or a link to one?
 * at_is_link: is it a link that says `text`?
 * at_can_supervise: could runsv make and use supervise/ in this directory?
 * at_is_live: is there a runsv that has this supervise directory?
 * at_status: decodes what the runsv of it says last.
 * at_touch: makes an empty file.
 * at_order: writes this byte to the FIFO of a runsv, if it reads.
 */
#define AT_DEPTH 3

struct dir;
struct svstatus;

ssize_t at_read(int dir, const char *name, char *, size_t size);
int at_directory(int dir, const char *name);
int at_own_directory(int dir, const char *name);
int at_list(struct dir *, int at, const char *name);
int at_link(int dir, const char *name, const char *text);
int at_remove(int dir, const char *name);
bool at_is_directory(int dir, const char *name);
bool at_is_link(int dir, const char *name, const char *text);
bool at_can_supervise(int dir);
bool at_is_live(int dir, const char *supervise);
bool at_status(int dir, const char *supervise, struct svstatus *);
int at_touch(int dir, const char *name);
void at_order(const char *control, char);

#endif
