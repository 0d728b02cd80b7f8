#ifndef WSTATUS_H
#define WSTATUS_H

#include <stddef.h>

/*
 * Pure. What a wait status (waitpid(2)) means.
 *
 * wstatus_code: the exit status a shell would report: N, or 128 + signal.
 * wstatus_of_exec: the wait status of a program that could not be executed
 * for the reason `error`, an errno of exec_command: 127 where it or its
 * interpreter was not found, else 126.
 * wstatus_words: "exited with status 3", "was killed by SIGKILL (status 137)".
 */
#define WSTATUS_WORDS_MAX 64

int wstatus_code(int status);
int wstatus_of_exec(int error);
void wstatus_words(int status, char words[WSTATUS_WORDS_MAX]);

#endif
