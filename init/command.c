/*
 * The command.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "command.h"
#include "env.h"
#include "envlist.h"
#include "exec.h"
#include "format.h"
#include "log.h"
#include "proc.h"
#include "signals.h"
#include "signame.h"
#include "stdfds.h"
#include "terminal.h"
#include "user.h"
#include "wstatus.h"

#define TEXT_MAX 1024
#define LISTEN_PID "LISTEN_PID="

static void
join_words(char **argv, char *text, size_t size)
{
	size_t at = 0;

	text[0] = '\0';
	for (; *argv != NULL && at < size; argv++)
		at += format(
		    text + at, size - at, "%s%s", at > 0 ? " " : "", *argv);
}

/*
 * What the list has of this name goes before it.
 */
static void
add_unless_set(struct envlist *list, const char *name, const char *value)
{
	char *text;

	text = format_new("%s=%s", name, value);
	if (text == NULL)
		return;
	if (envlist_has(list, list->count, text))
		free(text);
	else
		envlist_add(list, text);
}

/*
 * What --env says, the last of a name; HOME USER LOGNAME of another user;
 * what was there.
 */
static char **
environment_of(const struct options *options, const struct user *user)
{
	char **from = options->bare ? environ : env_list();
	static struct envlist list = ENVLIST_EMPTY;
	size_t own;
	int i;

	if (options->env_count == 0 && user == NULL)
		return from;
	for (i = options->env_count - 1; i >= 0; i--)
		if (!envlist_has(&list, list.count, options->env[i]))
			envlist_add(&list, strdup(options->env[i]));
	if (user != NULL) {
		add_unless_set(&list, "HOME", user->home);
		add_unless_set(&list, "USER", user->name);
		add_unless_set(&list, "LOGNAME", user->name);
	}
	for (own = list.count; *from != NULL; from++)
		if (!envlist_has(&list, own, *from))
			envlist_add(&list, *from);
	return list.strings;
}

/*
 * Sockets that were handed to us are the command's: sd_listen_fds(3) looks
 * whether LISTEN_PID is its own. What names another stays.
 */
static char *
hand_over_sockets(char **environment)
{
	static char variable[sizeof LISTEN_PID + CHILD_PID_MAX] = LISTEN_PID;
	const size_t length = sizeof LISTEN_PID - 1;

	for (; *environment != NULL; environment++)
		if (strncmp(*environment, LISTEN_PID, length) == 0 &&
		    atol(*environment + length) == proc_self()) {
			*environment = variable;
			return variable + length;
		}
	return NULL;
}

static void
refuse(struct engine *e, const char *what, const char *why, int error)
{
	log_error("cannot run %s: %s%s%s", e->options->command[0], what,
	    *what != '\0' ? ": " : "", why);
	command_ended(e, wstatus_of_exec(error));
}

/*
 * Once nothing else is to be started we hold none of what the command was
 * given: who waits for the end of a pipe waits for the command alone.
 */
static void
let_go(const struct options *options)
{
	if (!options->skip_runit)
		return;
	stdfds_release();
	signals_forget();
	(void)!chdir("/");
}

void
command_start(struct engine *e)
{
	const struct options *options = e->options;
	static struct user user;
	char text[TEXT_MAX];
	struct child_spec spec = {
		.argv = options->command,
		.directory = options->workdir,
		.user = options->user != NULL || options->user_group != NULL ?
		    &user :
		    NULL,
		.group = CHILD_FOREGROUND,
	};
	const char *fault = NULL;
	char **environment;
	int error;

	if (spec.user != NULL)
		fault = user_find(&user, options->user, options->user_group);
	if (fault != NULL) {
		refuse(e, "", fault, ENOENT);
		return;
	}
	environment = environment_of(options, spec.user);
	spec.environment = environment;
	spec.own_pid = hand_over_sockets(environment);
	if (!options->quiet) {
		join_words(spec.argv, text, sizeof text);
		log_info("Running %s...", text);
	}
	e->command = child_start(&spec);
	error = errno;
	if (e->command > 0)
		let_go(options);
	else if (spec.fault == CHILD_DIRECTORY)
		refuse(e, options->workdir, strerror(error),
		    error == ENOENT ? ENOENT : EACCES);
	else if (spec.fault == CHILD_USER)
		refuse(e,
		    options->user != NULL ? options->user : options->user_group,
		    strerror(error), EACCES);
	else
		refuse(e, "", exec_reason(error), error);
}

void
command_ended(struct engine *e, int wstatus)
{
	char words[WSTATUS_WORDS_MAX];

	terminal_reclaim(e->command);
	e->command = 0;
	e->verdict.command_ended = true;
	e->verdict.command_wstatus = wstatus;
	wstatus_words(wstatus, words);
	log_info("%s %s.", e->options->command[0], words);
	if (e->phase == PHASE_RUN) {
		if (e->verdict.cause == CAUSE_NONE)
			e->verdict.cause = CAUSE_COMMAND;
		state_post(e, EVENT_ENDED);
	} else if (e->phase == PHASE_STOP_COMMAND ||
	    e->phase == PHASE_KILL_COMMAND) {
		state_post(e, EVENT_DONE);
	}
}

/*
 * Who is to end is continued, whoever has stopped it. (A bare command that
 * has taken no notice of a TERM may still be a job of its terminal.)
 */
void
command_continue(struct engine *e)
{
	if (e->command_stopped)
		kill(e->told_group > 0 ? -e->command : e->command, SIGCONT);
	e->command_stopped = false;
}

void
command_stopped(struct engine *e, int wstatus)
{
	int signo = WSTOPSIG(wstatus);

	e->command_stopped = true;
	if (phase_stopping(e->phase) && (signo == SIGSTOP || !e->options->bare))
		command_continue(e);
	else
		terminal_stopped(e->command, signo);
}

int
command_rewrite(const struct engine *e, int signo)
{
	return e->options->rewrite[signo];
}

/*
 * A refusal (another user, no CAP_KILL) is said once for each signal.
 */
static void
warn_refused(int signo, pid_t pid)
{
	static uint64_t warned;
	uint64_t bit = UINT64_C(1) << (signo - 1);
	char name[SIGNAME_MAX];

	if ((warned & bit) == 0)
		log_warn("cannot forward %s to PID %d: %s",
		    signame(signo, name), (int)pid, strerror(errno));
	warned |= bit;
}

/*
 * The group may be gone, or be another one: then the command alone. A TERM that
 * does not mean the stop is none of the stop's: others may be in the group
 * then.
 */
void
command_forward(struct engine *e, int signo)
{
	char name[SIGNAME_MAX];
	bool sent = false;

	signo = command_rewrite(e, signo);
	if (e->command == 0 || signo == 0)
		return;
	if (signo == SIGCONT) {
		terminal_continued(e->command);
		e->command_stopped = false;
	}
	log_verbose(
	    "Forwarding %s to PID %d.", signame(signo, name), (int)e->command);
	if (e->options->group)
		sent = kill(-e->command, signo) == 0;
	if (sent && signo == SIGTERM && phase_stopping(e->phase))
		e->told_group = e->command;
	if (!sent && kill(e->command, signo) == -1)
		warn_refused(signo, e->command);
}
