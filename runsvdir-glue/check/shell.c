/*
 * Scripts whose program leaves them. All of this is a guess, so it is a
 * warning, and silent where a script may well know what it does.
 */
#include <stdbool.h>
#include <string.h>

#include "daemon.h"
#include "prefix.h"
#include "report.h"
#include "root.h"
#include "shell.h"
#include "words.h"

#define CONFIG_MAX 65536

static int
setting(const char *file, const char *key, const char *value)
{
	static char text[CONFIG_MAX];
	ssize_t length = root_read(file, text, sizeof text);

	return length == -1 ? -1 :
			      setting_in_text(text, (size_t)length, key, value);
}

static bool
is_wrapper(const char *name)
{
	return strcmp(name, "mysqld_safe") == 0 ||
	    strcmp(name, "mariadbd-safe") == 0;
}

/*
 * One command; `waited` when the script waits for its children somewhere.
 */
static void
judge(const char *path, const struct words *words, bool waited)
{
	const char *const *program = prefix_skip(words->list);
	const char *advice, *name;

	if (program == NULL || words->ended == WORDS_END_OPEN ||
	    words->ended == WORDS_END_PATTERN)
		return;
	name = prefix_name(program[0]);
	advice = daemon_advice(program, setting);
	if (advice == NULL && !waited && is_wrapper(name) &&
	    words->ended == WORDS_END_BACKGROUND)
		advice = "take the & away, and put exec before it";
	if (advice != NULL)
		report_warning(path,
		    "line %u: %s goes into the background, where runsv does "
		    "not see it: %s",
		    words->line, name, advice);
}

/*
 * Does it wait, and where is the & behind which nothing comes? 0: nowhere.
 */
static unsigned int
survey(const char *text, size_t length, bool *waited)
{
	struct words words;
	unsigned int last = 0;

	*waited = false;
	words_begin(&words, text, length);
	while (words_next(&words)) {
		if (words.ended == WORDS_END_BACKGROUND)
			last = words.line;
		else if (words.count > 0 || words.ended != WORDS_END_LINE)
			last = 0;
		if (words.count > 0 && strcmp(words.list[0], "wait") == 0)
			*waited = true;
	}
	return last;
}

void
shell_check(const char *path, const char *text, size_t length)
{
	struct words words;
	unsigned int last;
	bool waited;

	last = survey(text, length, &waited);
	if (last > 0)
		report_warning(path,
		    "line %u: the last command ends in &, so run ends at once "
		    "and runsv starts it again: take the & away, and put exec "
		    "before it",
		    last);
	words_begin(&words, text, length);
	while (words_next(&words))
		if (words.line != last)
			judge(path, &words, waited);
}
