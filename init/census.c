/*
 * The processes of the moment.
 */
#include <errno.h>
#include <string.h>

#include "census.h"
#include "hot.h"
#include "log.h"
#include "proc.h"

#define TABLE_MAX 65536

LARGE static struct process table[TABLE_MAX];
static size_t table_count;
static int fault; /* of reading about one that is there */

static void
note(pid_t pid, void *context)
{
	struct proc_stat stat;

	(void)context;
	if (table_count == TABLE_MAX)
		return;
	if (proc_stat(pid, &stat) == -1) {
		if (errno != ENOENT && errno != ESRCH)
			fault = errno;
		return;
	}
	if (stat.dead)
		return;
	table[table_count++] = (struct process){
		.pid = pid,
		.ppid = stat.ppid,
		.pgrp = stat.pgrp,
		.start = stat.start,
	};
}

static bool
is_ours(pid_t pid)
{
	size_t low = 0, high = table_count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (table[middle].pid == pid)
			return table[middle].ours;
		if (table[middle].pid < pid)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/*
 * A parent may have a higher pid than its child, so the marking is repeated
 * until it changes nothing.
 */
static void
mark_descendants(void)
{
	pid_t self = proc_self();
	bool changed = true;
	size_t i;

	while (changed) {
		changed = false;
		for (i = 0; i < table_count; i++) {
			if (table[i].ours ||
			    (table[i].ppid != self && !is_ours(table[i].ppid)))
				continue;
			table[i].ours = changed = true;
		}
	}
}

static void
mark_others(void)
{
	size_t i;

	for (i = 0; i < table_count; i++)
		table[i].ours = table[i].pid != proc_self();
}

size_t
census_take(const struct process **processes)
{
	static bool warned;

	table_count = 0;
	fault = 0;
	if (proc_each(note, NULL) == -1)
		fault = errno;
	if (fault != 0 && !warned)
		log_warn("cannot read /proc (%s): processes that are left "
			 "behind cannot be found",
		    strerror(fault));
	warned = warned || fault != 0;
	if (proc_self() == 1)
		mark_others();
	else
		mark_descendants();
	*processes = table;
	return table_count;
}
