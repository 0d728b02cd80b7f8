/*
 * What is wrong in a service directory, said once for each start of its runsv.
 * Whoever uses these files ignores what is wrong.
 */
#include <errno.h>
#include <string.h>

#include "runsvdir-glue/critical.h"
#include "init/format.h"
#include "init/log.h"
#include "prepare.h"
#include "at.h"
#include "env.h"
#include "files.h"

#define NUMBER_MAX 64
#define WORDS_MAX 2048

static void
warn(const struct prepare *service, const char *file, const char *what)
{
	log_warn("%s/%s/%s: %s", service->scan_path, service->name, file, what);
}

static void
check_number(const struct prepare *service, const char *file,
    int parse(const char *, size_t), const char *what)
{
	char text[NUMBER_MAX];
	ssize_t n = at_read(service->service, file, text, sizeof text);

	if (n == -1 && errno == ENOENT)
		return;
	if (n == -1 && errno != EFBIG && errno != EINVAL && errno != EISDIR)
		what = strerror(errno);
	if (n == -1 || parse(text, (size_t)n) == -1)
		warn(service, file, what);
}

static void
check_word(const struct prepare *service, const char *name, bool is_name)
{
	char circle[WORDS_MAX], what[WORDS_MAX];

	if (!is_name)
		format(
		    what, sizeof what, "\"%s\" is no name of a service", name);
	else if (!at_is_directory(service->scan, name))
		format(what, sizeof what, "there is no service \"%s\"", name);
	else if (files_circle(
		     service->scan, service->name, name, circle, sizeof circle))
		format(what, sizeof what,
		    "a circle: %s; %s does not wait for %s", circle,
		    service->name, name);
	else if (service->only != NULL && !service->left_out &&
	    !env_lists(service->only, name))
		format(what, sizeof what,
		    "--only leaves out %s; %s does not wait for it", name,
		    service->name);
	else
		return;
	warn(service, "after", what);
}

void
prepare_warn(const struct prepare *service)
{
	static char text[AFTER_TEXT_MAX];
	struct after_text rest = { text, text };
	char name[NAME_MAX + 1];
	enum after_word word;
	ssize_t n;

	check_number(service, "critical", critical_parse,
	    "must be empty, or a number from 1 to 1000");
	check_number(service, "brake", critical_brake,
	    "must be a number of seconds from 0 to 86400");
	n = at_read(service->service, "after", text, sizeof text);
	if (n == -1 && errno == EINVAL)
		warn(service, "after", "must be a text file");
	else if (n == -1 && errno != ENOENT)
		warn(service, "after", strerror(errno));
	if (n > 0)
		rest.end += n;
	while ((word = after_next(&rest, name)) != AFTER_END)
		check_word(service, name, word == AFTER_NAME);
}
