/*
 * Programs which are known to leave the foreground unless they are told not
 * to, or when they are told to. runsv would see its child end at once, and
 * start one more of them each second.
 */
#include <string.h>

#include "daemon.h"
#include "prefix.h"
#include "starter.h"
#include "init/format.h"

#define FILE_ROOM 256

/*
 * The options are as option_given takes them. The setting of a file says the
 * same as an option.
 */
struct row {
	const char *name; /* with a * behind: and a version */
	const char *advice;
	bool forks; /* stays in the foreground without these */
	const char *letters, *arguments;
	const char *longs[4]; /* the last one NULL */
	const char *quits;    /* letters of what is no server: -t, -V */
	const char *key, *value;
	char file_option;
	const char *files[4]; /* * is the version */
};

static const struct row rows[] = {
	{ .name = "atd", .advice = "add -f", .letters = "f", .quits = "V" },
	{ .name = "cron",
	    .advice = "add -f",
	    .letters = "f",
	    .arguments = "L" },
	{ .name = "crond",
	    .advice = "add -f (busybox) or -n (cronie)",
	    .letters = "fndx",
	    .arguments = "lLcm",
	    .quits = "Vh" },
	{ .name = "gunicorn",
	    .advice = "take -D or --daemon away",
	    .forks = true,
	    .letters = "D",
	    .arguments = "bwkctnugmpe",
	    .longs = { "--daemon" } },
	{ .name = "haproxy",
	    .advice = "take -D away",
	    .forks = true,
	    .letters = "D",
	    .arguments = "dfCLnNmpSsxW" },
	{ .name = "memcached",
	    .advice = "take -d or --daemon away",
	    .forks = true,
	    .letters = "d",
	    .arguments = "plsumcPfntbBIRoD",
	    .longs = { "--daemon" } },
	{ .name = "mongod",
	    .advice = "take --fork away",
	    .forks = true,
	    .longs = { "--fork" } },
	{ .name = "mysqld",
	    .advice = "take --daemonize away",
	    .forks = true,
	    .longs = { "--daemonize" } },
	{ .name = "named",
	    .advice = "add -f",
	    .letters = "fg",
	    .arguments = "cdDEmMnpStTuUxX",
	    .quits = "vVh" },
	{ .name = "nginx",
	    .advice = "add -g 'daemon off;'",
	    .arguments = "cegpsS",
	    .quits = "tTvVsh?",
	    .key = "daemon",
	    .value = "off",
	    .file_option = 'c',
	    .files = { "/etc/nginx/nginx.conf" } },
	{ .name = "nmbd",
	    .advice = "add -F",
	    .letters = "Fi",
	    .arguments = "dlpsHn",
	    .longs = { "--foreground", "--interactive" },
	    .quits = "Vb?" },
	{ .name = "php-fpm*",
	    .advice = "add -F",
	    .letters = "F",
	    .arguments = "cdpgy",
	    .longs = { "--nodaemonize" },
	    .quits = "tvhim",
	    .key = "daemonize",
	    .value = "no",
	    .file_option = 'y',
	    .files = { "/usr/local/etc/php-fpm.d/zz-docker.conf",
		"/usr/local/etc/php-fpm.conf", "/etc/php/*/fpm/php-fpm.conf",
		"/etc/php*/php-fpm.conf" } },
	{ .name = "rsyslogd",
	    .advice = "add -n",
	    .letters = "n",
	    .arguments = "fiMNoux",
	    .quits = "vN" },
	{ .name = "smbd",
	    .advice = "add -F",
	    .letters = "Fi",
	    .arguments = "dlps",
	    .longs = { "--foreground", "--interactive" },
	    .quits = "Vb?" },
	{ .name = "sshd",
	    .advice = "add -D",
	    .letters = "Dd",
	    .arguments = "CEbcfghkopu",
	    .quits = "tTGVi?" },
	{ .name = "supervisord",
	    .advice = "add -n",
	    .letters = "n",
	    .arguments = "cudlyzaejiqm",
	    .longs = { "--nodaemon", "--version", "--help" },
	    .quits = "vh",
	    .key = "nodaemon",
	    .value = "true",
	    .file_option = 'c',
	    .files = { "/etc/supervisor/supervisord.conf",
		"/etc/supervisord.conf" } },
	{ .name = "syslog-ng",
	    .advice = "add -F",
	    .letters = "F",
	    .arguments = "fRpCug",
	    .longs = { "--foreground", "--syntax-only", "--version" },
	    .quits = "sVh" },
	{ .name = "uwsgi",
	    .advice = "take --daemonize away",
	    .forks = true,
	    .longs = { "--daemonize", "--daemonize2" } },
};

/*
 * The version, "" where the name has none; NULL when it is another name.
 */
static const char *
match(const char *name, const char *row)
{
	size_t length = strcspn(row, "*");

	if (strncmp(name, row, length) != 0)
		return NULL;
	name += length;
	return name[row[length] == '*' ? strspn(name, "0123456789.-") : 0] ==
		'\0' ?
	    name :
	    NULL;
}

static const struct row *
find(const char *name, const char **version)
{
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		*version = match(name, rows[i].name);
		if (*version != NULL)
			return &rows[i];
	}
	return NULL;
}

/*
 * The file that an option names: -c FILE, -cFILE, --configuration=FILE; NULL
 * when there is none.
 */
static const char *
file_given(const char *const *words, char option)
{
	const char *equals;

	for (; *words != NULL; words++) {
		if (strncmp(*words, "--", 2) == 0 &&
		    strstr(*words, "config") != NULL) {
			equals = strchr(*words, '=');
			return equals != NULL ? equals + 1 : words[1];
		}
		if ((*words)[0] == '-' && (*words)[1] == option)
			return (*words)[2] != '\0' ? *words + 2 : words[1];
	}
	return NULL;
}

static const char *
letters(const char *given)
{
	return given == NULL ? "" : given;
}

/*
 * A file that is not in the image may be written when the service starts: then
 * nobody can know, and nothing is said.
 */
static bool
is_set_by_file(const struct row *row, const char *const *words,
    const char *version, setting_of_file *setting)
{
	char file[FILE_ROOM];
	const char *given, *pattern;
	size_t i, stem;

	if (row->key == NULL)
		return false;
	given = file_given(words + 1, row->file_option);
	if (given != NULL)
		return setting(given, row->key, row->value) != 0;
	for (i = 0; i < 4 && row->files[i] != NULL; i++) {
		pattern = row->files[i];
		stem = strcspn(pattern, "*");
		format(file, sizeof file, "%.*s%s%s", (int)stem, pattern,
		    pattern[stem] == '*' ? version : "",
		    pattern + stem + (pattern[stem] == '*'));
		if (setting(file, row->key, row->value) == 1)
			return true;
	}
	return false;
}

/*
 * An option whose argument is a piece of configuration: nginx -g, php-fpm -d.
 */
static bool
is_set_by_word(const struct row *row, const char *const *words)
{
	if (row->key == NULL)
		return false;
	for (; *words != NULL; words++)
		if (setting_in_text(
			*words, strlen(*words), row->key, row->value))
			return true;
	return false;
}

static const char *
judge_row(const struct row *row, const char *const *words, const char *version,
    setting_of_file *setting)
{
	bool given = option_given(words + 1, letters(row->letters),
	    letters(row->arguments), row->longs);

	if (row->forks)
		return given ? row->advice : NULL;
	if (given ||
	    option_given(words + 1, letters(row->quits),
		letters(row->arguments), NULL) ||
	    is_set_by_word(row, words + 1) ||
	    is_set_by_file(row, words, version, setting))
		return NULL;
	return row->advice;
}

const char *
daemon_advice(const char *const *words, setting_of_file *setting)
{
	const char *version = "";
	const struct row *row = NULL;

	if (strncmp(words[0], "/etc/init.d/", 12) != 0)
		row = find(prefix_name(words[0]), &version);
	return row == NULL ? starter_advice(words, setting) :
			     judge_row(row, words, version, setting);
}
