/*
 * One executable file: its mode, its first line, its line ends.
 */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "elf.h"
#include "interpreter.h"
#include "machine.h"
#include "program.h"
#include "report.h"
#include "root.h"
#include "shell.h"

#define TEXT_MAX 65536
#define BOM "\357\273\277"
#define BOM_SIZE 3
#define FROM_DOS "sed -i 's/\\r$//' it"

/*
 * my_init says the same at the boot and goes on without the file.
 */
static bool
is_left_out(const char *path, const struct stat *st, bool hidden)
{
	if (!S_ISREG(st->st_mode)) {
		if (!hidden)
			report_warning(path,
			    "not a regular file, so it is left out: replace "
			    "it by a script, or remove it");
		return true;
	}
	if ((st->st_mode & 0111) == 0) {
		if (!hidden)
			report_warning(path,
			    "not executable, so it is left out: chmod +x it");
		return true;
	}
	return false;
}

static void
check_absent(const char *path, unsigned int use, bool hidden)
{
	char target[256];
	int error = errno;

	if (error == ELOOP)
		report_fault(path,
		    "a link that leads to itself: make it a file, or remove "
		    "it");
	else if (error != ENOENT ||
	    root_readlink(path, target, sizeof target) == -1)
		report_fault(
		    path, "cannot be read: %s: correct it", strerror(error));
	else if ((use & PROGRAM_SCRIPT) == 0)
		report_fault(path,
		    "a link to %s, which is not in the image: correct the link",
		    target);
	else if (!hidden)
		report_warning(path,
		    "a link to %s, which is not in the image, so it is left "
		    "out: correct the link",
		    target);
}

/*
 * True where it makes sense to look into the file. Like the kernel, a check
 * by root is content with any x bit.
 */
static bool
check_mode(const char *path, unsigned int use)
{
	bool hidden = strncmp(strrchr(path, '/'), "/.", 2) == 0;
	struct stat st;

	if (root_stat(path, &st) == -1) {
		check_absent(path, use, hidden);
		return false;
	}
	if ((use & PROGRAM_SCRIPT) != 0 && is_left_out(path, &st, hidden))
		return false;
	if (!S_ISREG(st.st_mode)) {
		report_fault(path,
		    "not a regular file: replace it by a program or a script");
		return false;
	}
	if ((st.st_mode & 0111) == 0 ||
	    ((use & PROGRAM_CONTROL) != 0 && (st.st_mode & S_IXUSR) == 0))
		report_fault(path, "not executable: chmod +x it");
	else if (geteuid() != 0 && root_access(path) == -1 && errno == EACCES)
		report_fault(path, "not executable for uid %d: chmod a+rx it",
		    (int)geteuid());
	if (st.st_size > 0)
		return true;
	report_fault(path, "empty: write what it is to do, or remove it");
	return false;
}

/*
 * A script may carry a binary load behind its text: nothing is said of what
 * follows a NUL.
 */
static void
check_line_ends(const char *path, const char *text, size_t length)
{
	const char *end = memchr(text, '\0', length), *p = text;
	unsigned int line = 1;

	if (end == NULL)
		end = text + length;
	for (; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++, line++)
		if (p > text && p[-1] == '\r') {
			report_fault(
			    path, "line %u ends in CR LF: " FROM_DOS, line);
			return;
		}
	if (end > text && end[-1] == '\r')
		report_fault(path, "line %u ends in CR: " FROM_DOS, line);
}

static void
check_no_interpreter(const char *path, unsigned int use)
{
	if ((use & PROGRAM_BY_SH) != 0)
		report_warning(path,
		    "no #! line, so /bin/sh runs it: begin it with #!/bin/sh");
	else
		report_fault(path,
		    "no #! line, and runsv runs no such file: begin it with "
		    "#!/bin/sh");
}

static void
check_script(
    const char *path, unsigned int use, const char *text, size_t length)
{
	char name[INTERPRETER_ROOM] = "sh";

	if (length > BOM_SIZE + 1 &&
	    memcmp(text, BOM "#!", BOM_SIZE + 2) == 0) {
		report_fault(path,
		    "a byte order mark before its #!: sed -i "
		    "'1s/^\\xef\\xbb\\xbf//' it");
		text += BOM_SIZE;
		length -= BOM_SIZE;
	}
	if (length > 1 && memcmp(text, "#!", 2) == 0)
		interpreter_check(path, text, length, name);
	else
		check_no_interpreter(path, use);
	check_line_ends(path, text, length);
	if ((use & PROGRAM_RUN) != 0 && interpreter_is_shell(name))
		shell_check(path, text, length);
}

bool
program_check(const char *path, unsigned int use)
{
	static char text[TEXT_MAX];
	ssize_t length;

	if (!check_mode(path, use))
		return false;
	length = root_read(path, text, sizeof text);
	if (length == -1)
		report_fault(
		    path, "cannot be read: %s: chmod a+r it", strerror(errno));
	else if (elf_is(text, (size_t)length))
		machine_check(path, "", text, (size_t)length);
	else
		check_script(path, use, text, (size_t)length);
	return true;
}
