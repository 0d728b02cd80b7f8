/*
 * The workers, and what they say of a case that failed.
 */
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inject.h"

#define TRIES 4
#define REST_US 100000 /* before the second try; then ever longer */
#define PROGRESS 500
#define SCENES_MAX 16

struct sum {
	size_t tried, reached, failed, again;
};

static struct table {
	size_t next, done;
	struct profile profiles[SCENES_MAX];
	struct sum signals[SCENES_MAX], errors[SCENES_MAX];
} * table;
static const struct how *how;

static bool
is_late(const struct hit *hit, const struct course *c)
{
	return (double)c->o.stop_us > (double)course_limit_us(hit) * how->slack;
}

/*
 * A case that was good but late is tried again, and one for which the machine
 * had no process to spare. False when it is none of these.
 */
static bool
is_to_try_again(const struct hit *hit, const struct course *c,
    const char **fault, char text[FAULT_MAX])
{
	if (*fault == NULL && is_late(hit, c))
		snprintf(text, FAULT_MAX, "FAILED: took %.1f ms, each time",
		    (double)c->o.stop_us / 1e3);
	else if (*fault != NULL && verdict_of_machine(hit))
		snprintf(text, FAULT_MAX,
		    "FAILED: the machine had no process to spare");
	else
		return false;
	*fault = text;
	return true;
}

static void
try_case(const struct hit *hit, struct sum *sum)
{
	const struct profile *profile = &table->profiles[hit->scene - scenes];
	char text[FAULT_MAX];
	const char *fault;
	struct course c;
	int tries = 0;

	do {
		worker_favour(tries > 0);
		if (tries > 0)
			usleep(tries * REST_US);
		course_run(hit, &c);
		fault = course_fault(hit, &c, profile, text);
	} while (is_to_try_again(hit, &c, &fault, text) && ++tries < TRIES);
	worker_favour(false);
	__atomic_add_fetch(&sum->tried, 1, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&sum->reached, c.done, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&sum->failed, fault != NULL, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&sum->again, tries > 0, __ATOMIC_SEQ_CST);
	if (fault != NULL || how->show)
		report_case(how, hit, &c, fault != NULL ? fault : "good");
}

static _Noreturn void
run_worker(const struct hit *hits, size_t count)
{
	struct sum *sum;
	size_t done, i;

	worker_begin();
	place_open(how->program);
	while ((i = __atomic_fetch_add(&table->next, 1, __ATOMIC_SEQ_CST)) <
	    count) {
		sum = hits[i].error != 0 ? table->errors : table->signals;
		try_case(&hits[i], &sum[hits[i].scene - scenes]);
		done = __atomic_add_fetch(&table->done, 1, __ATOMIC_SEQ_CST);
		if (done % PROGRESS == 0) {
			printf("%zu of %zu\n", i + 1, count);
			fflush(stdout);
		}
	}
	exit(EXIT_SUCCESS);
}

static int
await_workers(void)
{
	int status, worst = 0;
	pid_t pid;

	while ((pid = wait(&status)) != -1 || errno == EINTR)
		if (pid > 0 && status != 0)
			worst = 1;
	return worst;
}

static void
find_profiles(const struct plan *plan)
{
	pid_t pid;
	int i;

	if (profile_read(how, table->profiles, sizeof table->profiles))
		return;
	if ((pid = fork()) == -1)
		err(125, "fork");
	if (pid == 0) {
		worker_begin();
		place_open(how->program);
		for (i = 0; i < scene_count(); i++)
			if (plan->scenes == 0 || plan->scenes >> i & 1)
				profile_measure(
				    how, &scenes[i], &table->profiles[i]);
		exit(EXIT_SUCCESS);
	}
	if (await_workers() != 0)
		exit(EXIT_FAILURE);
	profile_write(how, table->profiles, sizeof table->profiles);
}

static void
say_sum(const char *scene, const char *what, const struct sum *sum)
{
	if (sum->tried > 0)
		printf("%-11s %-8s %7zu tried, %7zu reached, %5zu failed\n",
		    scene, what, sum->tried, sum->reached, sum->failed);
}

static int
conclude(size_t count)
{
	struct sum all = { 0 };
	size_t i;

	for (i = 0; i < (size_t)scene_count(); i++) {
		say_sum(scenes[i].name, "signals", &table->signals[i]);
		say_sum(scenes[i].name, "errors", &table->errors[i]);
		all.tried += table->signals[i].tried + table->errors[i].tried;
		all.failed +=
		    table->signals[i].failed + table->errors[i].failed;
		all.again += table->signals[i].again + table->errors[i].again;
	}
	printf("tried again, before all others, for the machine's sake: %zu\n",
	    all.again);
	if (all.tried < count)
		printf("%zu cases could not be tried\n", count - all.tried);
	printf("%zu cases, %zu failed\n", all.tried, all.failed);
	return all.failed > 0 || all.tried < count ? EXIT_FAILURE :
						     EXIT_SUCCESS;
}

int
work(const struct how *with, const struct plan *plan)
{
	struct hit *hits;
	size_t count;
	pid_t pid;
	int i;

	how = with;
	table = worker_share(sizeof *table);
	find_profiles(plan);
	hits = plan_make(plan, table->profiles, &count);
	for (i = 0; i < scene_count(); i++)
		if (table->profiles[i].calls > 0)
			printf("%-11s %5u system calls: %s\n", scenes[i].name,
			    table->profiles[i].calls, scenes[i].what);
	printf("seed %llu: %zu cases from %zu on, %d at a time; %s\n",
	    (unsigned long long)plan->seed, count, plan->from, how->jobs,
	    how->program);
	fflush(stdout);
	table->next = plan->from;
	for (i = 0; i < how->jobs; i++)
		if ((pid = fork()) == 0)
			run_worker(hits, count);
		else if (pid == -1)
			warn("fork");
	await_workers();
	return conclude(count - (plan->from < count ? plan->from : count));
}
