/*
 * Interpreters. The kernel (fs/binfmt_script.c, Linux 2.6.28 to 6.18) takes
 * the first word of the line, and all the rest as one argument.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "elf.h"
#include "interpreter.h"
#include "machine.h"
#include "prefix.h"
#include "report.h"
#include "root.h"
#include "init/exec.h"
#include "init/format.h"

#define LINE_BYTES 255 /* BINPRM_BUF_SIZE less one; 127 before Linux 5.1 */
#define NESTED_MAX 4   /* fs/exec.c: ELOOP beyond */
#define HEAD 4096
#define BLANKS " \t"

struct line {
	char bytes[LINE_BYTES + 1];
	const char *program, *argument; /* within; "" if there is none */
};

static void check_line(const char *path, const char *text, size_t length,
    int nested, char name[INTERPRETER_ROOM]);

/*
 * False when it says why not.
 */
static bool
split(struct line *line, const char *path, const char *text, size_t length)
{
	const char *newline = memchr(text, '\n', length);
	size_t whole = newline == NULL ? length : (size_t)(newline - text);
	char *at, *end;

	if (whole > LINE_BYTES) {
		report_fault(path,
		    "its #! line has %lu bytes, of which the kernel reads %d: "
		    "shorten it",
		    (unsigned long)whole, LINE_BYTES);
		return false;
	}
	memcpy(line->bytes, text + 2, whole - 2);
	end = line->bytes + whole - 2;
	while (end > line->bytes && strchr(BLANKS "\r", end[-1]) != NULL)
		end--;
	*end = '\0';
	at = line->bytes + strspn(line->bytes, BLANKS);
	line->program = at;
	at += strcspn(at, BLANKS);
	if (*at != '\0')
		*at++ = '\0';
	line->argument = at + strspn(at, BLANKS);
	if (line->program[0] == '/')
		return true;
	report_fault(path,
	    "its #! line does not begin with an absolute path: begin it with "
	    "#!/bin/sh, or #!/usr/bin/env %s",
	    line->program[0] == '\0' ? "NAME" : line->program);
	return false;
}

static void
check_program(const char *path, const char *program, int nested,
    char name[INTERPRETER_ROOM])
{
	char head[HEAD], inner[INTERPRETER_ROOM], what[PATH_MAX + 16];
	struct stat st;
	ssize_t n;

	format(what, sizeof what, "interpreter %s: ", program);
	strlcpy(name, prefix_name(program), INTERPRETER_ROOM);
	if (root_stat(program, &st) == -1) {
		if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP)
			report_fault(path,
			    "%snot in the image: install it, or correct the "
			    "first line",
			    what);
		return;
	}
	if (!S_ISREG(st.st_mode)) {
		report_fault(
		    path, "%snot a program: correct the first line", what);
		return;
	}
	if ((st.st_mode & 0111) == 0)
		report_fault(path, "%snot executable: chmod +x it", what);
	n = root_read(program, head, sizeof head);
	if (n > 1 && elf_is(head, (size_t)n))
		machine_check(path, what, head, (size_t)n);
	else if (n > 1 && memcmp(head, "#!", 2) == 0)
		check_line(path, head, (size_t)n, nested + 1, inner);
}

static bool
find_in(const char *list, const char *name, char file[PATH_MAX])
{
	struct stat st;
	size_t length;

	for (;; list += length + 1) {
		length = strcspn(list, ":");
		if (length > 0 && list[0] == '/' &&
		    format(file, PATH_MAX, "%.*s/%s", (int)length, list, name) <
			PATH_MAX &&
		    root_stat(file, &st) == 0 && S_ISREG(st.st_mode) &&
		    (st.st_mode & 0111) != 0)
			return true;
		if (list[length] == '\0')
			return false;
	}
}

/*
 * What an ENV of the Dockerfile says is known only in the image itself.
 */
static bool
find_program(const char *name, char file[PATH_MAX])
{
	const char *path = root_is_own() ? getenv("PATH") : NULL;

	return (path != NULL && find_in(path, name, file)) ||
	    find_in(EXEC_PATH, name, file);
}

/*
 * The NAME of -S; NULL when it cannot be known without being env(1).
 */
static const char *
split_name(char *argument)
{
	char *at = argument + 2, *word;

	if (strpbrk(argument, "\\\"'$") != NULL)
		return NULL;
	while ((word = strtok_r(at, BLANKS, &at)) != NULL)
		if (word[0] == '-' && strcmp(word, "-i") != 0)
			return NULL;
		else if (word[0] != '-' && strchr(word, '=') == NULL)
			return word;
	return NULL;
}

static void
check_env(const char *path, const char *argument, int nested,
    char name[INTERPRETER_ROOM])
{
	char file[PATH_MAX], copy[LINE_BYTES + 1];
	const char *wanted = argument;

	name[0] = '\0';
	strlcpy(copy, argument, sizeof copy);
	if (strncmp(argument, "-S", 2) == 0)
		wanted = split_name(copy);
	else if (argument[0] == '\0' || strpbrk(argument, BLANKS) != NULL) {
		report_fault(path,
		    "env looks for a program with the name \"%s\": write "
		    "#!/usr/bin/env -S %s",
		    argument, argument[0] == '\0' ? "NAME" : argument);
		return;
	}
	if (wanted == NULL || wanted[0] == '-' || strchr(wanted, '=') != NULL)
		return;
	if (wanted[0] == '/')
		check_program(path, wanted, nested, name);
	else if (find_program(wanted, file))
		check_program(path, file, nested, name);
	else
		report_fault(path,
		    "interpreter %s: in no directory of PATH in the image: "
		    "install it, or correct the first line",
		    wanted);
}

static void
check_line(const char *path, const char *text, size_t length, int nested,
    char name[INTERPRETER_ROOM])
{
	struct line line;

	name[0] = '\0';
	if (nested > NESTED_MAX) {
		report_fault(path,
		    "its interpreter is a script of a script of a script: name "
		    "a program in the first line");
		return;
	}
	if (!split(&line, path, text, length))
		return;
	check_program(path, line.program, nested, name);
	if (strcmp(name, "env") == 0)
		check_env(path, line.argument, nested, name);
	else if (strcmp(name, "busybox") == 0)
		strlcpy(name, line.argument, INTERPRETER_ROOM);
}

void
interpreter_check(const char *path, const char *text, size_t length,
    char name[INTERPRETER_ROOM])
{
	check_line(path, text, length, 0, name);
}

bool
interpreter_is_shell(const char *name)
{
	static const char *const shells[] = { "ash", "bash", "dash", "ksh",
		"mksh", "sh", "yash", "zsh" };
	size_t i;

	for (i = 0; i < sizeof shells / sizeof shells[0]; i++)
		if (strcmp(shells[i], name) == 0)
			return true;
	return false;
}
