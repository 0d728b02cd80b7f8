#ifndef NAMES_H
#define NAMES_H

#include "options.h"

/*
 * Pure. The command lines of other inits. Called by the name of one
 * (basename of argv[0]: tini, tini-static, docker-init; dumb-init;
 * catatonit, podman-init, and the whole name /dev/init; pid1), my_init takes
 * that program's options and variables with their meaning. `argv0` may be NULL.
 *
 * The order: options_default, names_default (what that program does without
 * options; nothing by any other name), each variable to options_variable and
 * names_variable, names_arguments, options_settle.
 * names_variable: as options_variable.
 * names_arguments: NAMES_NONE when argv[0] is no such name, and then nothing
 * has changed. NAMES_BAD with a text in `error`; options->usage_status is
 * what that program ends with then. It may move a word of argv.
 * names_usage: the text of help; NULL when argv0 is no such name.
 * names_version: what dockerd wants to read of its docker-init; NULL where
 * our own text serves.
 */
enum names { NAMES_NONE, NAMES_TAKEN, NAMES_BAD };

void names_default(struct options *, const char *argv0);
bool names_variable(struct options *, const char *argv0, const char *variable,
    char error[OPTIONS_ERROR_MAX]);
enum names names_arguments(
    struct options *, int argc, char **argv, char error[OPTIONS_ERROR_MAX]);
const char *names_usage(const char *argv0);
const char *names_version(const char *argv0);

#endif
