/*
 * Finding the program in a command, and options among its arguments.
 */
#include <string.h>

#include "prefix.h"

struct prefix {
	const char *name;
	const char *arguments; /* its letters that have an argument */
	size_t operands;       /* before the program */
	const char *quits;     /* letters with which it runs none; or NULL */
};

static const struct prefix prefixes[] = {
	{ "!", "", 0, NULL },
	{ "builtin", "", 0, NULL },
	{ "chpst", "uUbe/nlLmdopfcrt", 0, NULL },
	{ "chroot", "", 1, NULL },
	{ "command", "", 0, "vV" },
	{ "do", "", 0, NULL },
	{ "doas", "uC", 0, NULL },
	{ "elif", "", 0, NULL },
	{ "else", "", 0, NULL },
	{ "env", "uCS", 0, NULL },
	{ "exec", "a", 0, NULL },
	{ "gosu", "", 1, NULL },
	{ "if", "", 0, NULL },
	{ "ionice", "cn", 0, NULL },
	{ "nice", "n", 0, NULL },
	{ "nohup", "", 0, NULL },
	{ "s6-setuidgid", "", 1, NULL },
	{ "setsid", "", 0, NULL },
	{ "setuidgid", "", 1, NULL },
	{ "setuser", "", 1, NULL },
	{ "stdbuf", "ioe", 0, NULL },
	{ "su-exec", "", 1, NULL },
	{ "sudo", "ugCp", 0, NULL },
	{ "then", "", 0, NULL },
	{ "time", "", 0, NULL },
	{ "timeout", "ks", 1, NULL },
	{ "until", "", 0, NULL },
	{ "while", "", 0, NULL },
	{ "{", "", 0, NULL },
};

const char *
prefix_name(const char *word)
{
	const char *slash = strrchr(word, '/');

	return slash == NULL ? word : slash + 1;
}

static const struct prefix *
find(const char *word)
{
	const char *name = prefix_name(word);
	size_t i;

	for (i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
		if (strcmp(prefixes[i].name, name) == 0)
			return &prefixes[i];
	return NULL;
}

static bool
is_assignment(const char *word)
{
	size_t name = strspn(word,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");

	return name > 0 && word[name] == '=';
}

/*
 * The letter of a cluster that takes the rest of it, or the next word, as
 * its argument; NULL if none does.
 */
static const char *
argument_of(const char *word, const char *arguments)
{
	return arguments[0] == '\0' ? NULL : strpbrk(word + 1, arguments);
}

static const char *const *
skip_arguments(const char *const *words, const struct prefix *prefix)
{
	const char *letter;
	size_t operands;

	for (; *words != NULL && (*words)[0] == '-'; words++) {
		if (strcmp(*words, "--") == 0) {
			words++;
			break;
		}
		if (prefix->quits != NULL &&
		    strpbrk(*words, prefix->quits) != NULL)
			return NULL;
		letter = argument_of(*words, prefix->arguments);
		if ((*words)[1] != '-' && letter != NULL && letter[1] == '\0' &&
		    words[1] != NULL)
			words++;
	}
	for (operands = prefix->operands; operands > 0; operands--)
		if (*words++ == NULL)
			return NULL;
	return words;
}

const char *const *
prefix_skip(const char *const *words)
{
	const struct prefix *prefix;

	while (words != NULL && *words != NULL) {
		if (is_assignment(*words)) {
			words++;
			continue;
		}
		prefix = find(*words);
		if (prefix == NULL)
			return words;
		words = skip_arguments(words + 1, prefix);
	}
	return NULL;
}

static bool
is_long(const char *word, const char *const *longs)
{
	size_t length;

	for (; longs != NULL && *longs != NULL; longs++) {
		length = strlen(*longs);
		if (strncmp(word, *longs, length) == 0 &&
		    (word[length] == '\0' || word[length] == '='))
			return true;
	}
	return false;
}

bool
option_given(const char *const *words, const char *letters,
    const char *arguments, const char *const *longs)
{
	const char *letter, *taker;

	for (; *words != NULL; words++) {
		if (is_long(*words, longs))
			return true;
		if ((*words)[0] != '-' || (*words)[1] == '-')
			continue;
		taker = argument_of(*words, arguments);
		letter =
		    letters[0] == '\0' ? NULL : strpbrk(*words + 1, letters);
		if (letter != NULL && (taker == NULL || letter <= taker))
			return true;
		if (taker != NULL && taker[1] == '\0' && words[1] != NULL)
			words++;
	}
	return false;
}
