#!/usr/bin/env bats
# The Kubernetes manifests of docker/deploy, run by Podman.
# shellcheck disable=SC2016,SC2153,SC2154 # for shells in there; set in the helpers

bats_require_minimum_version 1.5.0
load orch.bash

setup_file() {
	kube_up
}

teardown() {
	kube_teardown
}

web() { # [WORD OTHER]...: the Deployment, up and ready
	manifest deployment "$@"
	play web-pod-0-example
	ready
}

nonroot() {
	manifest nonroot
	play web-nonroot-pod-0-example
	ready
}

job() { # [WORD OTHER]...
	manifest job "$@"
	pod_of_job
	play question-question
}

# What the files say

@test "kube: each manifest's stop has a budget, which is shorter than the grace" {
	local name
	for name in deployment nonroot job; do
		(($(budget "$name") > 0))
		(($(budget "$name") < $(setting "$name" terminationGracePeriodSeconds)))
	done
}

@test "kube: each probe is health, and waits longer than health does" {
	local name file patience n
	for name in deployment nonroot; do
		file=$deploy/kubernetes/$name.yaml
		is "$(grep -A 2 'Probe:$' "$file" |
			grep -c 'command: \[my_initctl, health, --timeout, "8"\]')" 3
		n=0
		while read -r patience; do
			((patience > 8))
			n=$((n + 1))
		done < <(sed -n 's/ *timeoutSeconds: //p' "$file")
		is "$n" 3
	done
}

# The Deployment

@test "kube: the Deployment serves pages, and its probe passes" {
	web
	is "$(ask)" 'Good day'
	run -0 c healthcheck run "$NAME"
	inside my_initctl health --timeout 8
}

@test "kube: the probe fails while a service is down, and then passes again" {
	web
	inside sh -c 'SVDIR=/run/my_init/services sv stop app'
	run -1 c healthcheck run "$NAME"
	inside sh -c 'SVDIR=/run/my_init/services sv start app'
	ready
	run -0 c healthcheck run "$NAME"
}

@test "kube: the Deployment's root is read-only, its memory bounded, its capabilities those it names" {
	web
	run -1 inside touch /etc/x
	[[ $output == *'Read-only file system'* ]]
	is "$(inspect '{{.HostConfig.Memory}}')" $((512 * 1024 * 1024))
	is "$(inspect '{{join .EffectiveCaps " "}}')" \
		'CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_KILL CAP_NET_BIND_SERVICE CAP_SETGID CAP_SETUID'
	inside grep -q '^NoNewPrivs:[[:space:]]*1$' /proc/1/status
}

@test "kube: the Deployment stops in order within its grace" {
	web
	stopped_in_time "$(setting deployment terminationGracePeriodSeconds)"
	[[ $(stdout) == *'worker process '*' exited with code 0'*'app: leaving'*'database system is shut down'* ]]
}

# The engine's grace is what the manifest would have it be with this budget.
@test "kube: who ignores TERM is killed by the budget and not by the engine" {
	web 'value: "28"' 'value: "3"'
	c exec -d "$NAME" sh -c 'trap "" TERM; echo deaf READY >/proc/1/fd/2
		while :; do sleep 1000; done'
	logged 'deaf READY'
	stopped_in_time 5
	logged 'Not all processes have exited in time. Forcing them to exit.'
}

@test "kube: what was committed is there for the next pod of the claim" {
	web
	is "$(ask -d 'Good evening')" 'Good evening'
	c pod rm -f -t 30 web-pod-0
	manifest deployment
	without_claim
	play web-pod-0-example
	ready
	is "$(ask)" 'Good evening'
}

@test "kube: the database is killed, and the pod's container is started again" {
	web
	is "$(ask -d 'Good evening')" 'Good evening'
	inside sh -c 'kill -KILL $(cat /run/my_init/services/postgresql/supervise/pid)' || :
	logged 'The critical service postgresql was killed by SIGKILL (status 137)'
	until_is 1 inspect '{{.RestartCount}}'
	ready
	is "$(ask)" 'Good evening'
}

@test "kube: with shared processes it is not PID 1, and spares those beside it" {
	web '      automount' '      shareProcessNamespace: true
      automount' '      containers:' "$(<"$fixtures/orch/beside.yaml")"
	NAME=web-pod-0-beside logged 'beside READY'
	run -0 inside cat /proc/1/comm
	[[ $output != my_init* ]]
	is "$(ask)" 'Good day'
	stopped_in_time "$(setting deployment terminationGracePeriodSeconds)"
	c kill -s HUP web-pod-0-beside
	NAME=web-pod-0-beside logged 'beside got HUP'
	NAME=web-pod-0-beside not_logged 'beside got TERM'
}

# Without root

@test "kube: without root and capabilities pages are served, and all of it stops" {
	nonroot
	is "$(inside sh -c 'id -u; grep CapBnd /proc/1/status')" \
		$'10001\nCapBnd:\t0000000000000000'
	is "$(inside sh -c 'stat -c %u /proc/[0-9]*' | sort -u)" 10001
	run -1 inside touch /etc/x
	is "$(inside curl -fsS http://127.0.0.1:8080/)" 'Good day'
	run -0 c healthcheck run "$NAME"
	stopped_in_time "$(setting nonroot terminationGracePeriodSeconds)"
}

# The Job

@test "kube: the Job asks the database, and both end with status 0" {
	job
	is "$(status_of)" 0
	logged 'PostgreSQL 15'
	[[ $(stdout) == *'ready to accept'*'PostgreSQL 15'*'database system is shut down'* ]]
}

@test "kube: the Job's status is that of its command" {
	job '            - /usr/lib/postgresql/15/bin/psql' '            - sh
            - -c
            - exit 7'
	is "$(status_of)" 7
	logged 'setuser exited with status 7.'
	[[ $(last_line) == *'status 7.' ]]
}

@test "kube: a Job whose service does not come up in time fails" {
	job --only=postgresql --only=nginx --wait-services=60 --wait-services=1
	is "$(status_of)" 1
	logged 'The services are not up: the container stops.'
	not_logged PostgreSQL
}

@test "kube: a Job that is deleted ends its command, then the database" {
	job 'select version()' 'select pg_sleep(1000)'
	until_is 1 query "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
	c stop -t "$(setting job terminationGracePeriodSeconds)" "$NAME"
	is "$(status_of)" 143
	[[ $(stderr) == *'setuser was killed by SIGTERM (status 143).'*'Shutting down runit daemon'* ]]
	logged 'database system is shut down'
}
