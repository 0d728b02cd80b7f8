#ifndef ANYTIME_H
#define ANYTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "common.h"

/*
 * A case is a variant of the container, a number of services, whether the
 * service directory was touched in this very second, and a delay.
 *
 * The delay runs from the variant's mark. MARK_READY is the first moment at
 * which the program can hear a TERM: its system call that blocks TERM has
 * just returned. What comes before that is thrown away by the kernel
 * (signal(7), pid_namespaces(7)), so there is nothing to test; `--window`
 * measures how long it is.
 */
enum mark {
	MARK_READY,
	MARK_SCRIPT, /* the patient script is on the board */
	MARK_PRE,    /* the hook of pre_shutdown.d is */
	MARK_POST,
	MARK_STRAY, /* the stray was told to end */
};

enum {
	HAS_PATIENT = 1 << 0,
	HAS_QUICK = 1 << 1, /* 20 of them */
	HAS_HOOKS = 1 << 2,
	HAS_STRAY = 1 << 3,
	HAS_COMMAND = 1 << 4,
	HAS_LOGGERS = 1 << 5,
	HAS_FINISH = 1 << 6,
	CRASHES = 1 << 7,
	STALE = 1 << 8,	       /* supervise/ of an earlier life */
	COMMAND_ENDS = 1 << 9, /* which begins the stop, with COMMAND_STATUS */
	TERM_FIRST = 1 << 10,  /* a TERM after FIRST_US begins the stop */
	TWICE = 1 << 11,       /* another one 1 ms later */
	SENDS_INT = 1 << 12,
	HOLDS_BIRTH = 1 << 13, /* hold.c */
	HOLDS_NOTE = 1 << 14,
	HOLDS_LOGGER = 1 << 15,
	HOLDS = HOLDS_BIRTH | HOLDS_NOTE | HOLDS_LOGGER,
};

#define COMMAND_MS 40
#define COMMAND_STATUS 7
#define FIRST_US 30000
#define HOLD_MS 700
#define FINISH_MS 10
#define HOOK_MS 25
#define STRAY_MS 300 /* KILL_ALL_PROCESSES_TIMEOUT where there is a stray */

struct variant {
	const char *name;
	const char *what;
	unsigned flags;
	enum mark mark;
	uint32_t linger_ms;
	uint32_t to_us, step_us;
	int services[5]; /* ends with -1 */
};

struct shot {
	const struct variant *variant;
	int services;
	bool fresh; /* /etc/service was touched in this second */
	uint32_t delay_us;
};

struct settings {
	const char *program;
	bool
	    detach; /* no tracer after MARK_READY, so nobody sees who is left */
	bool show;  /* also the cases that are good */
	double slack; /* allowed times are multiplied by it */
};

#define LEFT_MAX 4096
struct outcome {
	bool ended;
	bool early;  /* it ended before the signal was sent */
	bool missed; /* so it did, but within a moment that is short */
	int status;  /* of waitpid */
	uint64_t ready_ns, first_ns, sent_ns, end_ns;
	int64_t stop_us;     /* from the first kill(2) to the end */
	int system_calls;    /* from exec to MARK_READY */
	char fault[256];     /* of PID 1 itself */
	char left[LEFT_MAX]; /* who lived when PID 1 exited, or when it hung */
};

/* matrix.c */
extern const struct variant variants[];
int variant_find(const char *name); /* an index, or -1 */
int variant_count(void);

/* tree.c */
void must(int result, const char *what);
void tree_open(void);
void tree_make(const struct shot *);
void tree_file(const char *path, const void *bytes, size_t size, mode_t mode);
void tree_act(const char *path); /* the actor, by another name */

/* stage.c: in a worker, once; then a container for each case. */
struct stage {
	pid_t pid;
	int proc;   /* the container's /proc */
	int report; /* the exec's end: EOF, or an errno */
};
void stage_open(const struct settings *);
void stage_start(const struct shot *, struct stage *);
void stage_go(void);
void stage_end(struct stage *);
int stage_log(void);

/* trace.c */
enum { TRACE_TIME, TRACE_STOP, TRACE_END };
void trace_open(void);
void trace_begin(pid_t);
bool trace_hears_term(pid_t); /* at a stop: has it blocked TERM? */
bool trace_until_ready(pid_t, int *system_calls, int *status);
void trace_release(pid_t, bool detach, const struct variant *);
int trace_wait(pid_t, int *status, uint64_t until_ns);
void trace_resume(pid_t, int status);
bool trace_is_exit(int status);
void trace_fault(pid_t, int status, char *text, size_t size);
uint64_t trace_processor_ns(pid_t); /* without those it reaped */
int trace_proc(pid_t);		    /* the /proc of its container */
void trace_list(int proc, int from, char *text, size_t size);

/* hold.c */
long hold_options(const struct variant *);
void hold_stop(pid_t, int status);
uint64_t hold_due(void);
uint32_t hold_count(void); /* since hold_options */

/* shot.c */
void shot_fire(const struct shot *, const struct settings *, struct outcome *);

/* judge.c: a fault in words, or NULL; too late alone is said apart. */
const char *judge(
    const struct shot *, const struct outcome *, char fault[FAULT_MAX]);
bool judge_machine(void); /* of the case just judged: is it fit? */
int64_t judge_limit_us(const struct shot *);

/* lives.c */
bool lives_are_faulty(const struct shot *, const struct outcome *, bool booted);
uint32_t lives_count(enum role);
const char *lives_role(uint32_t role);
/*
 * A line about a life, in milliseconds from `zero`, the first of them `width`
 * wide; as snprintf(3), its length, if it had room or not.
 */
size_t lives_say(
    const struct life *, uint64_t zero, int width, char *text, size_t size);

/* window.c */
int window_measure(const struct settings *, int tries);

uint64_t now_ns(void);

#endif
