#ifndef CTL_CHECK_WORDS_H
#define CTL_CHECK_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Pure. The simple commands of a sh script, as words: enough of the grammar
 * to know what is a command's name and what is quoted, a comment, a here-
 * document. Quotes are taken away, redirections left out; a substitution is a
 * "$". Words beyond the room for them are dropped.
 *
 * words_begin: the text need not end in NUL, and is borrowed.
 * words_next: the next command; false at the end. It may have no words.
 */
#define WORDS_MAX 64

enum words_end {
	WORDS_END_LINE,	      /* newline, end of the text */
	WORDS_END_SEQUENCE,   /* ; && || | */
	WORDS_END_BACKGROUND, /* & */
	WORDS_END_OPEN,	      /* (: the words are a function's name */
	WORDS_END_CLOSE,      /* ) of a ( */
	WORDS_END_PATTERN,    /* ) without one: the words are a case's */
};

struct words_here {
	char delimiter[64];
	bool tabs; /* <<-: those before it do not count */
};

struct words {
	const char *begin, *at, *end;
	size_t depth; /* of ( */
	struct words_here here[4];
	size_t here_count;
	char room[4096];
	size_t used;

	const char *list[WORDS_MAX + 1]; /* the command; NULL behind it */
	size_t count;
	unsigned int line; /* where it begins, from 1 */
	enum words_end ended;
};

void words_begin(struct words *, const char *text, size_t length);
bool words_next(struct words *);

#endif
