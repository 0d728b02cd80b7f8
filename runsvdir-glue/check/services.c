/*
 * The directory of all services.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "parts.h"
#include "report.h"
#include "root.h"
#include "init/format.h"

#define SERVICES_MAX 1000 /* runsvdir.c, MAXSERVICES, 2.1.2 */
#define PROGRAM "/usr/bin/runsvdir"

/* To runsvdir a service is a device and an inode. */
struct identity {
	dev_t device;
	ino_t inode;
	const char *name;
};

static void
path_of(char path[PATH_MAX], const char *name)
{
	format(path, PATH_MAX, SERVICES "/%s", name);
}

/*
 * What the skeleton ships, and a ConfigMap's own "..data", mean no service.
 */
static void
check_hidden(const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	path_of(path, name);
	if (strcmp(name, ".example") == 0 || strncmp(name, "..", 2) == 0 ||
	    root_stat(path, &st) == -1 || !S_ISDIR(st.st_mode))
		return;
	report_warning(path,
	    "a name with a dot in front, so runsvdir leaves it out: rename it "
	    "if it is a service");
}

static bool
check_entry(const char *name, struct identity *identity)
{
	char path[PATH_MAX];
	struct stat st;

	path_of(path, name);
	if (root_stat(path, &st) == -1) {
		report_fault(path, "%s: correct it, or remove it",
		    errno == ENOENT ? "a link that leads nowhere" :
				      strerror(errno));
		return false;
	}
	if (!S_ISDIR(st.st_mode)) {
		report_fault(path,
		    "not a directory: a script belongs into %s/run", path);
		return false;
	}
	if (strchr(name, '\n') != NULL)
		report_warning(path,
		    "a newline in its name, which no log and no list can "
		    "show: rename it");
	*identity = (struct identity){ st.st_dev, st.st_ino, name };
	service_check(path);
	return true;
}

static int
compare(const void *a, const void *b)
{
	const struct identity *left = a, *right = b;

	if (left->device != right->device)
		return left->device < right->device ? -1 : 1;
	if (left->inode != right->inode)
		return left->inode < right->inode ? -1 : 1;
	return strcmp(left->name, right->name);
}

static void
check_twins(struct identity *identities, size_t count)
{
	char path[PATH_MAX];
	size_t i, first = 0;

	if (count > 1)
		qsort(identities, count, sizeof *identities, compare);
	for (i = 1; i < count; i++) {
		if (identities[i].device != identities[first].device ||
		    identities[i].inode != identities[first].inode) {
			first = i;
			continue;
		}
		path_of(path, identities[i].name);
		report_fault(path,
		    "the same directory as %s, so runsvdir runs only one of "
		    "them: remove it, or copy it",
		    identities[first].name);
	}
}

static void
check_count(size_t count)
{
	struct stat st;

	if (count > SERVICES_MAX)
		report_fault(SERVICES,
		    "%lu services, and runsvdir supervises no more than %d: "
		    "remove some",
		    (unsigned long)count, SERVICES_MAX);
	if (count > 0 && root_stat(PROGRAM, &st) == -1)
		report_warning(SERVICES,
		    "nothing runs its services without " PROGRAM
		    ": install runit");
}

static size_t
check_all(
    const struct names *names, struct identity *identities, bool *is_service)
{
	size_t i, count = 0;

	for (i = 0; i < names->count; i++) {
		if (names->list[i][0] == '.')
			check_hidden(names->list[i]);
		else if (check_entry(names->list[i], &identities[count])) {
			is_service[i] = true;
			count++;
		}
	}
	check_count(count);
	check_twins(identities, count);
	order_check(names->list, is_service, names->count);
	return count;
}

size_t
services_check(void)
{
	struct names names;
	struct identity *identities;
	bool *is_service;
	size_t count = 0;

	if (names_read(&names, SERVICES) == -1) {
		if (errno == ENOENT)
			report_warning(SERVICES,
			    "missing, so there are no services: mkdir it");
		else
			report_fault(SERVICES,
			    "cannot be read: %s: make it a directory",
			    strerror(errno));
		return 0;
	}
	identities = calloc(names.count + 1, sizeof *identities);
	is_service = calloc(names.count + 1, sizeof *is_service);
	if (identities != NULL && is_service != NULL)
		count = check_all(&names, identities, is_service);
	else
		report_fault(SERVICES, "not checked: %s", strerror(errno));
	free(identities);
	free(is_service);
	names_free(&names);
	return count;
}
