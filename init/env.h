#ifndef ENV_H
#define ENV_H

/*
 * The environment that scripts, services and the command get, and its copy
 * in /etc: container_environment/ with a file for each variable, and the
 * dumps container_environment.sh and .json. Without that directory nothing
 * is read or written.
 *
 * env_boot: starts from `environment` (borrowed for the life of the program),
 * adds the variables of the directory that it does not have, and writes all
 * of it out, but for those that `secrets` names (secrets.h). env_reload: after
 * a startup script; the directory is the environment now, and the dumps are
 * written anew. A variable that could not be saved in the directory is kept.
 *
 * Whatever fails is one warning and no more. Regular files only are opened,
 * so a FIFO cannot hang us. Allocates; for the boot only.
 * env_list: the environment for execve(2), never NULL.
 */
void env_boot(char **environment, const char *secrets);
void env_reload(void);
char **env_list(void);

#endif
