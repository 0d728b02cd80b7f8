#!/usr/bin/env bats
# The stack and the Compose file of docker/deploy, by a real Docker Engine that
# is a Swarm of one node. The tests share the stack, in this order.
# shellcheck disable=SC2016,SC2153,SC2154 # for shells in there; set in the helpers

bats_require_minimum_version 1.5.0
load orch.bash

setup_file() {
	swarm_up
	[ -n "${ENGINE_MISSING-}" ] || stack
}

teardown_file() {
	swarm_down
}

teardown() {
	if [ -n "${LOAD-}" ]; then
		kill "$LOAD"
		cat "$BATS_TEST_TMPDIR/load"
	fi
	[ -z "${COMPOSED-}" ] || compose down -v -t 30
	[ -n "${BATS_TEST_COMPLETED-}" ] ||
		c stack ps --no-trunc --format '{{.Name}} {{.CurrentState}} {{.Error}}' web
}

@test "swarm: the stop's budget is shorter than the grace, health's time than the probe's" {
	local file health
	for file in "$deploy"/{stack,compose}.yaml; do
		is "$(grep -cE 'MY_INIT_STOP_TIMEOUT: "28"|--timeout=28' "$file")" 2
		is "$(grep -c 'stop_grace_period: 30s' "$file")" 2
		health=$(grep -A 2 'health, --timeout, "8"\]' "$file")
		is "$(grep -c 'timeout: 10s' <<<"$health")" \
			"$(grep -c 'health, --timeout' <<<"$health")"
	done
}

@test "swarm: scaled to 2 and to 4 again, no request fails, and each of the four is asked" {
	local id
	stack_ready
	load_begins
	c service scale -d web_web=2
	until_is 2/2 replicas
	c service scale -d web_web=4
	until_is 4/4 replicas
	the_four
	for id in "${four[@]}"; do
		NAME=$id logged 'GET / HTTP/1.0" 200'
	done
	load_ends
	until_is $'0\n0' statuses
}

@test "swarm: a new version comes under load, no request fails, and the old ones stop in order" {
	local id
	stack_ready
	load_begins
	stack IMAGE=my_init-example:2
	DEADLINE=150 until_is completed c service inspect -f '{{.UpdateStatus.State}}' web_web
	load_ends
	until_is $'0\n0\n0\n0' statuses
	the_four
	for id in "${four[@]}"; do
		is "$(c inspect -f '{{.Config.Image}}' "$id")" my_init-example:2
	done
	[[ $(here curl -fsSi "$SITE:8080/") == *'Version: 2'* ]]
}

@test "swarm: an edited proxy.conf comes under a new name" {
	stack_ready
	cp -R "$deploy" "$BATS_TEST_TMPDIR"
	deploy=$BATS_TEST_TMPDIR/deploy
	sed -i 's/return 204;/return 205;/' "$deploy/proxy.conf"
	is "$(here curl -sw '%{http_code}' "$SITE:8080/ready")" 204
	from_now
	stack IMAGE=my_init-example:2 PROXY_CONF=2
	until_is 205 here curl -sw '%{http_code}' "$SITE:8080/ready"
	is "$(statuses proxy)" 0
}

@test "swarm: a database is killed, its container is replaced, and no request fails" {
	local id
	stack_ready
	the_four
	id=${four[0]}
	load_begins
	c exec "$id" sh -c 'kill -KILL $(cat /run/my_init/services/postgresql/supervise/pid)' || :
	until_is false c inspect -f '{{.State.Running}}' "$id"
	until_is 4 count --filter health=healthy
	until_is 4/4 replicas
	load_ends
	is "$(statuses)" 137
	the_four
	[[ ${four[*]} != *"$id"* ]]
}

@test "swarm: a drained node stops all of the stack in order within the grace" {
	local id
	stack_ready
	the_four
	from_now
	c node update --availability drain "$(c node ls -q)"
	until_is '' c ps -q
	until_is $'0\n0\n0\n0' statuses
	for id in "${four[@]}"; do
		NAME=$id logged ': SIGTERM; status 0.'
		NAME=$id logged 'database system is shut down'
	done
	c node update --availability active "$(c node ls -q)"
}

# Compose

@test "swarm: the stack is taken down, and Compose serves the same, with the data" {
	command -v docker-compose >/dev/null || skip 'no docker-compose here'
	c stack rm web
	until_is '' c ps -aq # who has ended may have its port still
	COMPOSED=1
	compose up -d web
	until_is healthy c inspect -f '{{.State.Health.Status}}' compose_web_1
	is "$(here curl -fsS -d 'Good evening' "$SITE:8080/")" 'Good evening'
	compose stop
	is "$(c inspect -f '{{.State.ExitCode}}' compose_web_1)" 0
	NAME=compose_web_1 logged 'database system is shut down'
	compose start
	until_is 'Good evening' here curl -fsS "$SITE:8080/"
}

@test "swarm: Compose serves it without root" {
	command -v docker-compose >/dev/null || skip 'no docker-compose here'
	COMPOSED=1
	compose --profile nonroot up -d web-nonroot
	until_is healthy c inspect -f '{{.State.Health.Status}}' compose_web-nonroot_1
	is "$(here curl -fsS "$SITE:8081/")" 'Good day'
	is "$(c exec compose_web-nonroot_1 sh -c 'stat -c %u /proc/[0-9]*' | sort -u)" 10001
	compose stop
	is "$(c inspect -f '{{.State.ExitCode}}' compose_web-nonroot_1)" 0
	NAME=compose_web-nonroot_1 logged 'database system is shut down'
}
