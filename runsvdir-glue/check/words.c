/*
 * Reading sh scripts, IEEE Std 1003.1 section 2.3, as far as it is needed.
 * Where a script is too clever for this, whatever is not understood becomes
 * part of a word, and nothing is said of it.
 */
#include <string.h>

#include "words.h"

void
words_begin(struct words *words, const char *text, size_t length)
{
	*words = (struct words){
		.begin = text,
		.at = text,
		.end = text + length,
		.line = 1,
	};
}

static char
peek(const struct words *words, size_t ahead)
{
	return (size_t)(words->end - words->at) > ahead ? words->at[ahead] :
							  '\0';
}

/*
 * One byte stays for the NUL.
 */
static void
put(struct words *words, char c)
{
	if (words->used < sizeof words->room - 1)
		words->room[words->used++] = c;
}

/*
 * Past the quote that closes, copying what is before it. In double quotes a
 * backslash hides the next character.
 */
static void
take_quoted(struct words *words, char quote)
{
	for (words->at++; words->at < words->end; words->at++) {
		if (*words->at == quote) {
			words->at++;
			return;
		}
		if (*words->at == '\\' && quote == '"' &&
		    peek(words, 1) != '\0')
			words->at++;
		put(words, *words->at);
	}
}

static void
skip_quoted(struct words *words, char quote)
{
	size_t used = words->used;

	take_quoted(words, quote);
	words->used = used;
}

/*
 * $(...) and ${...}, whatever is in them.
 */
static void
skip_balanced(struct words *words, char open, char close)
{
	size_t depth = 0;

	while (words->at < words->end) {
		if (*words->at == '\'' || *words->at == '"') {
			skip_quoted(words, *words->at);
			continue;
		}
		if (*words->at == '\\' && peek(words, 1) != '\0')
			words->at++;
		else if (*words->at == open)
			depth++;
		else if (*words->at == close && --depth == 0) {
			words->at++;
			return;
		}
		words->at++;
	}
}

static void
take_substitution(struct words *words)
{
	put(words, '$');
	if (*words->at == '`') {
		skip_quoted(words, '`');
		return;
	}
	words->at++;
	if (peek(words, 0) == '(')
		skip_balanced(words, '(', ')');
	else if (peek(words, 0) == '{')
		skip_balanced(words, '{', '}');
}

static bool
ends_word(char c)
{
	return strchr(" \t\n;&|()<>", c) != NULL; /* and NUL */
}

/*
 * A word into the room; NULL when there is none here.
 */
static const char *
take_word(struct words *words)
{
	const char *word = words->room + words->used, *from = words->at;

	while (words->at < words->end && !ends_word(*words->at)) {
		switch (*words->at) {
		case '\'':
		case '"':
			take_quoted(words, *words->at);
			break;
		case '$':
		case '`':
			take_substitution(words);
			break;
		case '\\':
			if (peek(words, 1) != '\n')
				put(words, peek(words, 1));
			words->at += peek(words, 1) == '\0' ? 1 : 2;
			break;
		default:
			put(words, *words->at++);
		}
	}
	words->room[words->used] = '\0';
	if (words->used < sizeof words->room - 1)
		words->used++;
	return words->at == from ? NULL : word;
}

static void
skip_blanks(struct words *words)
{
	for (;;) {
		if (peek(words, 0) == ' ' || peek(words, 0) == '\t')
			words->at++;
		else if (peek(words, 0) == '\\' && peek(words, 1) == '\n')
			words->at += 2;
		else
			break;
	}
	if (peek(words, 0) == '#')
		while (words->at < words->end && *words->at != '\n')
			words->at++;
}

static void
note_here(struct words *words, const char *delimiter, bool tabs)
{
	struct words_here *here = &words->here[words->here_count];

	if (words->here_count == sizeof words->here / sizeof words->here[0] ||
	    strlen(delimiter) >= sizeof here->delimiter)
		return;
	memcpy(here->delimiter, delimiter, strlen(delimiter) + 1);
	here->tabs = tabs;
	words->here_count++;
}

/*
 * The number of a descriptor right before a < or > has become a word.
 */
static void
drop_number(struct words *words)
{
	const char *last = words->list[words->count - (words->count > 0)];

	if (last != NULL && strchr("0123456789", words->at[-1]) != NULL &&
	    last[strspn(last, "0123456789")] == '\0')
		words->list[--words->count] = NULL;
}

/*
 * < > << <<- <<< >> >& <& >| <> and the word behind it.
 */
static void
skip_redirection(struct words *words)
{
	const char *from = words->at, *word;
	size_t used = words->used, length;

	drop_number(words);
	while (words->at < words->end && strchr("<>&|", *words->at) != NULL &&
	    words->at - from < 3)
		words->at++;
	length = (size_t)(words->at - from);
	if (length == 2 && from[1] == '<' && peek(words, 0) == '-')
		words->at++;
	skip_blanks(words);
	word = take_word(words);
	if (word != NULL && length == 2 && memcmp(from, "<<", 2) == 0)
		note_here(words, word, from[2] == '-');
	words->used = used;
}

/*
 * The documents that begin behind this line.
 */
static void
skip_documents(struct words *words)
{
	const struct words_here *here = words->here;
	const char *line;
	size_t length;

	while (words->here_count > 0 && words->at < words->end) {
		line = words->at;
		while (words->at < words->end && *words->at != '\n')
			words->at++;
		while (here->tabs && line < words->at && *line == '\t')
			line++;
		length = (size_t)(words->at - line);
		if (words->at < words->end)
			words->at++;
		if (length == strlen(here->delimiter) &&
		    memcmp(line, here->delimiter, length) == 0) {
			words->here_count--;
			here++;
		}
	}
	words->here_count = 0;
}

static enum words_end
take_operator(struct words *words)
{
	char c = *words->at++;

	if (c == '\n') {
		skip_documents(words);
		return WORDS_END_LINE;
	}
	if (c == '(') {
		words->depth++;
		return WORDS_END_OPEN;
	}
	if (c == ')') {
		if (words->depth == 0)
			return WORDS_END_PATTERN;
		words->depth--;
		return WORDS_END_CLOSE;
	}
	if (c != '&' || peek(words, 0) == '&') {
		while (peek(words, 0) != '\0' &&
		    strchr(";&|", peek(words, 0)) != NULL)
			words->at++;
		return WORDS_END_SEQUENCE;
	}
	return WORDS_END_BACKGROUND;
}

bool
words_next(struct words *words)
{
	const char *word;

	words->count = words->used = 0;
	words->list[0] = NULL;
	skip_blanks(words);
	for (; words->begin < words->at; words->begin++)
		words->line += *words->begin == '\n';
	if (words->at == words->end)
		return false;
	for (;;) {
		skip_blanks(words);
		words->ended = WORDS_END_LINE;
		if (words->at == words->end)
			return true;
		if (strchr("<>", *words->at) != NULL ||
		    (*words->at == '&' && peek(words, 1) == '>'))
			skip_redirection(words);
		else if (*words->at != '\0' && ends_word(*words->at)) {
			words->ended = take_operator(words);
			return true;
		} else if ((word = take_word(words)) == NULL)
			words->at++; /* a NUL */
		else if (words->count < WORDS_MAX) {
			words->list[words->count++] = word;
			words->list[words->count] = NULL;
		}
	}
}
