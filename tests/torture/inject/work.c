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

#define PROGRESS 500
#define SCENES_MAX 16
#define FEW 8 /* of which none may be reached by chance */

struct sum {
	size_t tried, reached, failed, again;
};

static struct table {
	size_t next, done;
	struct profile profiles[SCENES_MAX];
	struct sum signals[SCENES_MAX], errors[SCENES_MAX];
} * table;
static const struct how *how;

static void
judge_case(const struct hit *hit, struct sum *sum)
{
	struct try try;
	const char *fault = try_case(
	    how, hit, &table->profiles[hit->scene - scenes], &try);

	__atomic_add_fetch(&sum->tried, 1, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&sum->reached, try.course.done, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&sum->failed, fault != NULL, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&sum->again, try.times > 1, __ATOMIC_SEQ_CST);
	if (fault != NULL || how->show)
		report_case(how, hit, &try.course,
		    fault != NULL ? fault : "good");
}

static _Noreturn void
run_worker(const struct hit *hits, size_t count)
{
	struct sum *sum;
	size_t done, i;

	worker_begin();
	course_open(how);
	while ((i = __atomic_fetch_add(&table->next, 1, __ATOMIC_SEQ_CST)) <
	    count) {
		sum = hits[i].error != 0 ? table->errors : table->signals;
		judge_case(&hits[i], &sum[hits[i].scene - scenes]);
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

static bool
is_to_be_measured(const struct plan *plan, int scene)
{
	return plan_wants(plan, scene) && table->profiles[scene].calls == 0;
}

static void
find_profiles(const struct plan *plan)
{
	pid_t pid;
	int i, n = 0;

	profile_read(how, table->profiles, sizeof table->profiles);
	for (i = 0; i < scene_count(); i++)
		n += is_to_be_measured(plan, i);
	if (n == 0)
		return;
	if ((pid = fork()) == -1)
		err(125, "fork");
	if (pid == 0) {
		worker_begin();
		course_open(how);
		for (i = 0; i < scene_count(); i++)
			if (is_to_be_measured(plan, i))
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

/* Of some the call does not come; of most the profile would be wrong. */
static bool
is_vain(const struct sum *sum)
{
	return 2 * sum->reached < sum->tried;
}

/* True: they were tried in vain. */
static bool
add_sum(struct sum *all, const struct sum *sum)
{
	all->tried += sum->tried;
	all->reached += sum->reached;
	all->failed += sum->failed;
	all->again += sum->again;
	return sum->tried >= FEW && is_vain(sum);
}

static int
conclude(size_t count)
{
	struct sum all = { 0 };
	bool vain = false;
	size_t i;

	for (i = 0; i < (size_t)scene_count(); i++) {
		say_sum(scenes[i].name, "signals", &table->signals[i]);
		say_sum(scenes[i].name, "errors", &table->errors[i]);
		vain |= add_sum(&all, &table->signals[i]);
		vain |= add_sum(&all, &table->errors[i]);
	}
	printf("tried again, before all others, for the machine's sake: %zu\n",
	    all.again);
	vain = vain || is_vain(&all) || all.reached == 0;
	if (vain)
		printf("FAILED: most were not reached\n");
	if (all.tried < count)
		printf("%zu cases could not be tried\n", count - all.tried);
	printf("%zu cases, %zu failed\n", all.tried, all.failed);
	return vain || all.failed > 0 || all.tried < count ? EXIT_FAILURE :
							     EXIT_SUCCESS;
}

static bool
has_unknown(const struct plan *plan, int scene)
{
	const struct profile *p = &table->profiles[scene];
	bool unknown = false;
	int call;

	if (!plan_wants(plan, scene))
		return false;
	printf("%-11s %5u system calls: %s; without an error:",
	    scenes[scene].name, p->calls, scenes[scene].what);
	for (call = 0; call < CALLS_MAX; call++)
		if (p->count[call] > 0 && !call_fails(call)) {
			printf(" %s", call_name(call));
			unknown |= call_errors(call) == NULL;
		}
	putchar('\n');
	return unknown && !plan->signals_only && plan->signo == 0;
}

int
work(const struct how *with, const struct plan *plan)
{
	struct hit *hits;
	bool unknown = false;
	size_t count;
	pid_t pid;
	int i, status;

	how = with;
	table = worker_share(sizeof *table);
	find_profiles(plan);
	hits = plan_make(plan, table->profiles, &count);
	for (i = 0; i < scene_count(); i++)
		unknown |= has_unknown(plan, i);
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
	status = conclude(count - (plan->from < count ? plan->from : count));
	if (!unknown)
		return status;
	puts("FAILED: calls that calls.c does not know (call-N)");
	return EXIT_FAILURE;
}
