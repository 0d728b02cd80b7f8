#ifndef CHAOS_H
#define CHAOS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "../inject/inject.h"

/*
 * An ordeal: a container with services of mixed character, random harm for
 * some time, and the stop. The harms are a list that follows from the seed;
 * whom a signal hits is counted off among those who are there at that moment.
 */
#define MS UINT64_C(1000000)
#define TIMEOUT_MS 6000 /* of the whole stop */
#define STOPPED_MAX 32

enum { EXTRA_AFTER = 1 << 0, EXTRA_BRAKE = 1 << 1, EXTRA_TAGS = 1 << 2 };

struct wish {
	const char *program;
	double seconds, slack;
	uint64_t seed;
	unsigned extras;
	bool show;     /* each harm */
	bool runsvdir; /* the last harm is that it is killed; no TERM */
};

/* Those that are planned come before HARM_PLANNED. */
enum kind {
	HARM_KILL,
	HARM_STOP,
	HARM_REMOVE,
	HARM_RENAME,
	HARM_BREAK,
	HARM_TOUCH,
	HARM_REPLACE,
	HARM_BYTE,
	HARM_STATUS,
	HARM_SIGNAL,
	HARM_CLOG,
	HARM_PLANNED,
	HARM_CONTINUE = HARM_PLANNED,
	HARM_ADD,
	HARM_MEND,
	HARM_RUNSVDIR,
	HARM_KINDS
};

struct harm {
	uint32_t at_ms;
	enum kind kind;
	uint32_t one, other; /* whom, and how */
};

/* crowd.c: the processes of the container, in order of their pids. */
#define CROWD_MAX 2048
struct process {
	pid_t pid, parent;
	char state, name[16];
	uint64_t start; /* ticks */
};
struct crowd {
	int count;
	struct process of[CROWD_MAX];
};
void crowd_look(int proc, struct crowd *);
const struct process *crowd_find(const struct crowd *, pid_t);
const struct process *crowd_named(const struct crowd *, const char *name);
bool crowd_signal(int proc, pid_t, int signo);

struct ordeal {
	const struct wish *wish;
	struct place place;
	bool ended, faulty;
	bool late; /* and that is all */
	int status;
	uint64_t began_ns, asked_ns, end_ns; /* of life; of the stop; its end */
	uint64_t cpu_ns, cpu_asked_ns;
	uint64_t clogged_ns; /* nobody reads the output until then */
	struct crowd crowd;  /* when the stop was asked for */
	struct board before; /* so was this */
	char left[LEFT_MAX];
	unsigned tried[HARM_KINDS], done[HARM_KINDS];
	struct {
		pid_t pid;
		uint64_t until_ns;
	} stopped[STOPPED_MAX];
	int stopped_count;
};

/*
 * services.c: 20 services, below the working directory. `services_control`: a
 * control FIFO. edits.c: each harm says what it did. `services_removed`: may
 * runsvdir just have noticed that the service of this name is gone?
 */
int extra_find(const char *name);
void services_begin(unsigned extras);
void services_control(uint32_t which, char *path, size_t size);
enum kind services_remove(uint32_t which, uint32_t how);
enum kind services_rename(uint32_t which);
enum kind services_break(uint32_t how);
enum kind services_touch(void);
enum kind services_replace(uint32_t which);
bool services_removed(const char *name, uint64_t now_ns);

/* harm.c: the next one of the list; false when the time is over. */
bool harm_next(const struct wish *, uint64_t *random, struct harm *);
void harm_do(const struct harm *, struct ordeal *);
void harm_continue(struct ordeal *, uint64_t now_ns);
const char *harm_name(enum kind);

/*
 * enter.c: `enter_status` runs `my_initctl status` in the container, as an
 * engine's exec. `enter_answers`: how many of them have ended with 0;
 * `enter_fault`: the wait status of one that ended as it must not, or 0.
 */
void enter_status(pid_t init);
unsigned enter_answers(void);
int enter_fault(void);

/* keep.c: what is looked after while the ordeal lasts. */
void keep_log(int fd);
void keep_log_say(void);
bool keep_look(struct ordeal *, uint64_t now_ns); /* true: a fault */

/*
 * ordeal.c: a fault in words, or NULL. verdict.c: is there one, or
 * is a good one late? How many had to
 * be told once and no more?
 */
const char *ordeal_run(struct ordeal *, char text[FAULT_MAX]);
bool verdict_is_faulty(const struct ordeal *);
bool verdict_is_late(const struct ordeal *);
unsigned verdict_judged(void);

#endif
