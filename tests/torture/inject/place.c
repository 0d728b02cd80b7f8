/*
 * The container of a course.
 */
#include <sys/prctl.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inject.h"

#define PATIENT_S 4.0	/* both timeouts, where no process is to be killed */
#define IMPATIENT_S 0.8 /* ... and where some may be */
#define PATIENCE_NS 10000000000

static bool patient;
static char program[PATH_MAX], lib[PATH_MAX], control[PATH_MAX];

void
place_open(const char *path)
{
	char copy[PATH_MAX];

	snprintf(program, sizeof program, "%s", path);
	snprintf(copy, sizeof copy, "%s", path);
	snprintf(lib, sizeof lib, "%.4000s/lib", dirname(copy));
	snprintf(control, sizeof control, "%.4000s/my_initctl", copy);
	root_open();
}

static void
build(const struct scene *scene)
{
	root_begin();
	scene_make(scene);
	root_show_machine();
	root_show_file(program, "my_init");
	root_show_file(control, "my_initctl");
	root_show(lib, "my_init_lib");
	root_enter();
}

static _Noreturn void
execute(const struct scene *scene, int go, char *file)
{
	char kill_all[64], kill_one[64];
	char *argv[8] = { file }, c;
	const char *more = scene->variable;
	char *environment[] = { (char[]){
				    "PATH=/usr/sbin:/usr/bin:/sbin:/bin" },
		(char[]){ "HOME=/root" },
		(char[]){ "MY_INIT_LIB=/my_init_lib" }, kill_one, kill_all,
		(char[]){ "ASAN_OPTIONS=detect_leaks=0" },
		more != NULL ? strdup(more) : NULL, NULL };
	size_t i;

	snprintf(kill_one, sizeof kill_one, "KILL_PROCESS_TIMEOUT=%g",
	    patient ? PATIENT_S : IMPATIENT_S);
	snprintf(kill_all, sizeof kill_all, "KILL_ALL_PROCESSES_TIMEOUT=%g",
	    scene->flags & HAS_STRAY ? STRAY_MS / 1000.0 :
		patient		     ? PATIENT_S :
				       IMPATIENT_S);
	for (i = 0; file[1] == 'm' && scene->argv[i] != NULL; i++)
		argv[i + 1] = strdup(scene->argv[i]);
	if (read(go, &c, 1) == 1)
		execve(file, argv, environment);
	_exit(127);
}

/*
 * Not PID 1: the program is PID 3, and PID 2 is none of its business.
 */
static void
become_init(const struct scene *scene, int go)
{
	char bystander[] = "/command-bystander";
	int now[2];

	must(pipe2(now, O_CLOEXEC), "pipe");
	must(write(now[1], "", 1) == 1 ? 0 : -1, "pipe");
	if (child_clone(0) == 0)
		execute(scene, now[0], bystander);
	if (child_clone(0) == 0)
		return;
	close(go);
	for (;;)
		if (wait(NULL) == -1)
			pause();
}

static _Noreturn void
become(const struct scene *scene, int go, int output)
{
	char file[] = "/my_init";

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	build(scene);
	child_clean(output);
	if (scene->off)
		become_init(scene, go);
	execute(scene, go, file);
}

/* Its second child is the program. */
static pid_t
await_program(pid_t init)
{
	uint64_t until = now_ns() + PATIENCE_NS;
	char path[64], text[64], *second = NULL;
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)init,
	    (int)init);
	while (now_ns() < until) {
		must(fd = open(path, O_RDONLY | O_CLOEXEC), path);
		n = read(fd, text, sizeof text - 1);
		close(fd);
		text[n > 0 ? n : 0] = '\0';
		second = strchr(text, ' ');
		if (second != NULL && atoi(second) > 0)
			return atoi(second);
		usleep(200);
	}
	errx(125, "no program was started");
}

/*
 * The program stands before its exec when this returns.
 */
void
place_make(const struct scene *scene, bool is_patient, struct place *place)
{
	int go[2], output[2];

	patient = is_patient;
	memset(board, 0, sizeof *board);
	board->linger_ms = 2;
	board->hook_ms = 3;
	board->talk = (scene->flags & HAS_LOGGERS) != 0;
	board->command_status = COMMAND_STATUS;
	must(pipe2(go, O_CLOEXEC), "pipe");
	must(pipe2(output, O_CLOEXEC), "pipe");
	place->init = child_clone(CLONE_NEWPID | CLONE_NEWNS);
	if (place->init == 0) {
		close(go[1]);
		become(scene, go[0], output[1]);
	}
	close(go[0]);
	close(output[1]);
	place->go = go[1];
	place->log = output[0];
	fcntl(place->log, F_SETFL, O_NONBLOCK);
	place->proc = -1;
	place->pid = scene->off ? await_program(place->init) : place->init;
}

void
place_go(struct place *place)
{
	child_go(place->go);
}

/* The program has ended. */
void
place_end(struct place *place)
{
	if (place->init != place->pid) {
		kill(place->init, SIGKILL);
		while (
		    waitpid(place->init, NULL, __WALL) == -1 && errno == EINTR)
			continue;
	}
	close(place->log);
	if (place->proc != -1)
		close(place->proc);
}
