#ifndef AFTER_H
#define AFTER_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Pure. The file `after` of a service directory: names of services, with white
 * space between them; a # and what follows it in its line is a comment.
 *
 * after_next: the next word goes to `name`, cut where it is too long.
 * AFTER_BAD: no service can have that name.
 * after_each: calls `visit` for each AFTER_NAME.
 *
 * after_circle: is first ... self a way along the arrows, by services that
 * all come behind `self` in byte order? Then self -> first is the arrow of this
 * circle that everybody ignores, and `words` says "self -> first -> self".
 * Each circle loses exactly one arrow in that way, whoever asks. `read` gives
 * the text of a service's `after` (0 bytes if there is none). Where there are
 * more services than the search has room for, no circle is found.
 */
#define AFTER_TEXT_MAX 65536
#define AFTER_SERVICES_MAX 1024

enum after_word { AFTER_END, AFTER_NAME, AFTER_BAD };

struct after_text {
	const char *at, *end;
};

typedef void after_visitor(const char *name, size_t length, void *);
typedef size_t after_reader(const char *name, char *text, size_t size, void *);

struct after_search { /* large: let it be static */
	char text[AFTER_TEXT_MAX];
	char names[AFTER_TEXT_MAX];
	size_t used;
	uint32_t name[AFTER_SERVICES_MAX];   /* where in names */
	uint16_t parent[AFTER_SERVICES_MAX]; /* whose after names it */
	uint16_t way[AFTER_SERVICES_MAX];
	size_t count;
};

enum after_word after_next(struct after_text *, char name[NAME_MAX + 1]);
void after_each(const char *text, after_visitor *visit, void *context);
bool after_circle(struct after_search *, const char *self, const char *first,
    after_reader *read, void *context, char *words, size_t size);

#endif
