#ifndef INJECT_H
#define INJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "../anytime.h"

/*
 * A case is a scene and one hit: a signal that comes at the Nth system call of
 * the program, or the Nth call of one kind that fails with an error; with
 * `lasts`, all calls of that kind after it fail too. Calls are counted from
 * the one on that follows the blocking of TERM, those of the program alone.
 */
#define CALLS_MAX 512 /* numbers of system calls */

struct scene {
	const char *name, *what;
	unsigned flags; /* of anytime.h, for tree.c and lives.c */
	int services;
	bool off;	 /* not PID 1: a small init is, and a bystander */
	bool bare;	 /* no service, no script */
	bool supervised; /* s00 is critical, s01 comes after it */
	bool scripts;	 /* two, and /etc/rc.local */
	const char *argv[5];
	const char *variable; /* of the environment */
};

struct hit {
	const struct scene *scene;
	uint32_t at;	/* from 1 on; 0: none at all */
	int signo;	/* 0: an error */
	uint32_t again; /* a second TERM so many calls later */
	int call, error;
	bool lasts;
};

#define TAIL_MAX 16
struct course {
	struct outcome o; /* first_ns: the first TERM or INT */
	bool done;	  /* the hit was reached */
	bool up;	  /* all was up, before the hit if it was an error */
	bool asked;	  /* it has got a TERM or an INT */
	bool gave_up;	  /* it got that though not all was up */
	uint64_t up_ns, hit_ns, cpu_ns;
	uint32_t calls, count[CALLS_MAX];
	uint32_t settled, quiet; /* calls when all was up for a while; after */
	int fd;			 /* first argument of the call that failed */
	struct {
		int call;
		long first, result;
	} tail[TAIL_MAX]; /* a ring: calls modulo TAIL_MAX */
};

#define NOT_UP "not all came up"

/* What a course without a hit calls, at most. */
struct profile {
	uint32_t calls, count[CALLS_MAX];
};

/* scenes.c */
extern const struct scene scenes[];
int scene_find(const char *name); /* an index, or -1 */
int scene_count(void);
const struct variant *scene_variant(const struct scene *);
void scene_make(const struct scene *);
bool scene_is_up(const struct scene *);

/* calls.c: errors ends with 0; NULL where the call is not known. */
const int *call_errors(int call);
bool call_fails(int call); /* with any error? */
const char *call_name(int call);
int call_find(const char *name);
bool error_lasts(int error);
int error_find(const char *name);

/* place.c: in a worker, once; then a container for each course. */
struct place {
	pid_t pid, init; /* the program; PID 1, if that is another */
	int proc, go, log;
};
void place_open(const char *program);
void place_make(const struct scene *, bool patient, struct place *);
void place_go(struct place *);
void place_end(struct place *);

/* poke.c: a call that the program is about to begin, or has just ended. */
struct call {
	bool entry, exit;
	int number;
	long first, result;
};
bool poke_look(pid_t, struct call *);
void poke_skip(pid_t, int call);
bool poke_sleeps(pid_t); /* in a call, and waits for no processor */
bool poke_result(pid_t, int call, int error); /* false: it did not fail */

/* course.c: in a worker, once; then each course. */
struct how;
void course_open(const struct how *);
void course_run(const struct hit *, struct course *);
size_t course_log(char *text, size_t size);

/* verdict.c: a fault in words, or NULL. */
const char *course_fault(const struct hit *, const struct course *,
    const struct profile *, char fault[FAULT_MAX]);
int64_t course_limit_us(const struct hit *);
const char *verdict_log(void);
bool verdict_says(const char *text);
const char *verdict_warning(const struct hit *, const char *from);
bool verdict_complains(const struct hit *);
bool verdict_of_machine(const struct hit *);
bool verdict_mute(const struct hit *, const struct course *);

/* people.c */
bool people_forget(const struct hit *); /* those that are not the program's */
bool people_after_signal(const struct hit *, const struct course *);
bool people_after_error(const struct hit *, const struct course *);

/* plan.c */
struct plan {
	unsigned scenes; /* a bit each; 0: all */
	int signo, call, error;
	bool errors_only, signals_only, lasts, once;
	uint32_t at, again;
	size_t sample, from;
	uint64_t seed;
};
bool plan_wants(const struct plan *, int scene);
struct hit *plan_make(
    const struct plan *, const struct profile *profiles, size_t *count);

/* work.c: the exit status of the whole. */
struct how {
	const char *program, *profile;
	int jobs;
	bool show;
	double slack;
};
int work(const struct how *, const struct plan *);

/* try.c: a fault in words, or NULL. */
struct try {
	struct course course; /* the last one */
	int times;
	char fault[FAULT_MAX];
};
const char *try_case(const struct how *, const struct hit *,
    const struct profile *, struct try *);

/* profile.c: those of all scenes lie in one file. */
void profile_measure(
    const struct how *, const struct scene *, struct profile *);
void profile_read(const struct how *, struct profile *, size_t size);
void profile_write(const struct how *, const struct profile *, size_t size);

/* report.c */
void report_case(const struct how *, const struct hit *, const struct course *,
    const char *fault);

#endif
