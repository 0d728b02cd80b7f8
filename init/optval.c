/*
 * The values of options.
 */
#include <signal.h>
#include <string.h>
#include <strings.h>

#include "clock.h"
#include "number.h"
#include "optval.h"
#include "signame.h"

#define SECONDS_MAX 1000000000
#define ITEM_MAX 32
#define WHOLE_MAX 3600

bool
optval_seconds(const char *text, int64_t *ms)
{
	int64_t part = 0, unit = 100;
	uint64_t whole;
	bool digits = number_take(&text, &whole), some = false;

	if (*text == '.')
		for (text++; *text >= '0' && *text <= '9'; text++) {
			part += unit * (*text - '0');
			unit /= 10;
			some = some || *text != '0';
			digits = true;
		}
	if (!digits || *text != '\0' || whole > SECONDS_MAX)
		return false;
	*ms = (int64_t)whole * 1000 + part;
	if (*ms == 0 && some)
		*ms = 1;
	return true;
}

bool
optval_status(const char *text, int *status)
{
	uint64_t value;

	if (strlen(text) > 3 || !number_is(text, 255, &value))
		return false;
	*status = (int)value;
	return true;
}

bool
optval_flag(const char *text, bool *flag)
{
	if (strcmp(text, "1") == 0 || strcasecmp(text, "true") == 0 ||
	    strcasecmp(text, "yes") == 0 || strcasecmp(text, "on") == 0)
		*flag = true;
	else if (strcmp(text, "0") == 0 || strcasecmp(text, "false") == 0 ||
	    strcasecmp(text, "no") == 0 || strcasecmp(text, "off") == 0)
		*flag = false;
	else
		return false;
	return true;
}

/*
 * 1 is a second, not a yes.
 */
bool
optval_wait(const char *text, int64_t *ms)
{
	int64_t seconds;
	bool flag;

	if (optval_seconds(text, &seconds))
		*ms = seconds > 0 ? seconds : -1;
	else if (optval_flag(text, &flag))
		*ms = flag ? CLOCK_NEVER : -1;
	else
		return false;
	return true;
}

bool
optval_whole(const char *text, int *seconds)
{
	uint64_t value;

	if (strlen(text) > 4 || !number_is(text, WHOLE_MAX, &value))
		return false;
	*seconds = (int)value;
	return true;
}

bool
optval_signal(const char *text, int *signo)
{
	int number = signame_number(text);

	if (number == -1)
		return false;
	*signo = number;
	return true;
}

/*
 * The next item of a list into `item`; false at the end. An item that is too
 * long for what it could be is cut to one that is nothing.
 */
static bool
next_item(const char **list, char item[ITEM_MAX])
{
	size_t length;

	*list += strspn(*list, ", \t\n");
	length = strcspn(*list, ", \t\n");
	if (length == 0)
		return false;
	memset(item, '?', ITEM_MAX - 1);
	item[ITEM_MAX - 1] = '\0';
	if (length < ITEM_MAX) {
		memcpy(item, *list, length);
		item[length] = '\0';
	}
	*list += length;
	return true;
}

/*
 * KILL and STOP never reach us; CHLD is about our own children.
 */
static bool
can_be_rewritten(int signo)
{
	return signo > 0 && signo != SIGKILL && signo != SIGSTOP &&
	    signo != SIGCHLD;
}

bool
optval_rewrite(const char *list, unsigned char map[OPTVAL_SIGNALS])
{
	unsigned char new[OPTVAL_SIGNALS];
	char item[ITEM_MAX], *to;
	int from_signo, to_signo;

	memcpy(new, map, sizeof new);
	while (next_item(&list, item)) {
		to = strchr(item, ':');
		if (to == NULL)
			return false;
		*to++ = '\0';
		if (!optval_signal(item, &from_signo) ||
		    !optval_signal(to, &to_signo) ||
		    !can_be_rewritten(from_signo))
			return false;
		new[from_signo] = (unsigned char)to_signo;
	}
	memcpy(map, new, sizeof new);
	return true;
}

bool
optval_remap(const char *list, uint32_t set[8])
{
	uint32_t new[8];
	char item[ITEM_MAX];
	int status;

	memcpy(new, set, sizeof new);
	while (next_item(&list, item)) {
		if (!optval_status(item, &status))
			return false;
		new[status / 32] |= UINT32_C(1) << (status % 32);
	}
	memcpy(set, new, sizeof new);
	return true;
}
