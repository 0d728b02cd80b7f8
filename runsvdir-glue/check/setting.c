/*
 * One setting in a configuration, of nginx, php-fpm, redis and the like.
 */
#include <string.h>

#include "setting.h"

/*
 * Past what is in `set`.
 */
static const char *
past(const char *at, const char *end, const char *set)
{
	while (at < end && strchr(set, *at) != NULL && *at != '\0')
		at++;
	return at;
}

/*
 * Past `word`, where it stands here and ends here; else NULL.
 */
static const char *
past_word(const char *at, const char *end, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(end - at) < length || memcmp(at, word, length) != 0)
		return NULL;
	at += length;
	return at == end || strchr(" \t\r=;\"'", *at) != NULL ? at : NULL;
}

static bool
says(const char *at, const char *end, const char *key, const char *value)
{
	at = past_word(past(at, end, " \t"), end, key);
	if (at == NULL)
		return false;
	return past_word(past(at, end, " \t=\"'"), end, value) != NULL;
}

bool
setting_in_text(
    const char *text, size_t length, const char *key, const char *value)
{
	const char *end = text + length, *stop;
	bool comment = false, fresh = true;

	for (; text < end; text = stop + 1) {
		if (fresh)
			comment =
			    strchr(";#", *past(text, end - 1, " \t")) != NULL;
		for (stop = text; stop < end && *stop != '\n'; stop++)
			if (*stop == ';')
				break;
		if (!comment && says(text, stop, key, value))
			return true;
		fresh = stop < end && *stop == '\n';
	}
	return false;
}
