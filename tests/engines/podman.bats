#!/usr/bin/env bats
# The image as users build it, by Podman and crun, and as Kubernetes pods.
# shellcheck disable=SC2016,SC2034,SC2154 # for shells in there; set in the helpers

bats_require_minimum_version 1.5.0
load engines.bash

setup_file() {
	engine_up podman
}

teardown() {
	engine_teardown
	[ -z "${ANOTHER-}" ] || [ ! -e "$ANOTHER" ] || "$engines/engine" stop "$ANOTHER"
	[ -z "${POD-}" ] || c pod rm -f -t 0 "$POD" >/dev/null 2>&1 || :
}

# A pod's container is named POD-CONTAINER.
pod_up() { # POD CONTAINER FILE
	POD=$1
	NAME=$1-$2
	c play kube --network none "$BATS_TEST_DIRNAME/fixtures/$3"
}

@test "podman: the example answers HTTP with what its startup script wrote" {
	up --hostname pear "$EXAMPLE"
	run -0 page
	[[ $output == *'200 OK'*'Good day from pear'* ]]
}

@test "podman: stop takes less than 2 s, and the status is 0" {
	up "$EXAMPLE"
	run -0 page
	within 2000 c stop "$NAME"
	run -0 status_of
	[ "$output" = 0 ]
	[[ $(last_line) == *'*** Stopped in '*'status 0.' ]]
}

@test "podman: the command's status is the container's" {
	run -7 once "$IMAGE" sh -c 'exit 7'
	run -137 once "$IMAGE" sh -c 'kill -KILL $$'
}

@test "podman: stop gives TERM to the command, and its status is kept" {
	up_with command:/usr/local/bin/command -- "$IMAGE" command
	logged 'command READY'
	within 2000 c stop "$NAME"
	logged 'command got TERM'
	run -0 status_of
	[ "$output" = 5 ]
}

@test "podman: a process that exec brought in gets TERM and its grace" {
	up_with guest:/usr/local/bin/guest -- "$IMAGE"
	logged '*** Runit started as PID'
	c exec -d "$NAME" guest
	logged 'guest READY'
	within 2000 c stop "$NAME"
	logged 'guest finished'
}

@test "podman: kill -s HUP reaches the command" {
	up_with command:/usr/local/bin/command -- "$IMAGE" command
	logged 'command READY'
	c kill -s HUP "$NAME"
	logged 'command got HUP'
}

@test "podman: with --init in front it runs off PID 1, and stops as fast" {
	up --init "$EXAMPLE"
	run -0 page
	within 2000 c stop "$NAME"
	run -0 status_of
	[ "$output" = 0 ]
}

@test "podman: a user who is not root can run a command on a read-only root" {
	run -7 once --read-only --user 1000 "$IMAGE" \
		sh -c '[ "$(id -u)" = 1000 ] && exit 7'
}

@test "podman: a pod serves pages and is taken down" {
	pod_up web example pod.yaml
	run -0 page
	[[ $output == *quince ]]
	within 2000 c stop "$NAME"
	run -0 status_of
	[ "$output" = 0 ]
}

@test "podman: in a pod with shared processes a stop spares the bystander" {
	pod_up shared init shared-pod.yaml
	NAME=shared-bystander logged 'bystander READY'
	logged 'stray READY'
	within 2000 c stop "$NAME"
	logged 'stray got TERM'
	run -0 status_of
	[ "$output" = 5 ]
	c kill -s HUP shared-bystander
	NAME=shared-bystander logged 'bystander got HUP'
	NAME=shared-bystander not_logged 'bystander got TERM'
}

# The engine itself

@test "podman: an engine that ends takes its own control groups with it, not others'" {
	ANOTHER=$BATS_TEST_TMPDIR/engine
	"$engines/engine" start podman "$ANOTHER"
	CLIENT=$ANOTHER/bin/podman
	tar -C "$BUILD/static" -c my_init | c import - infra
	pod=$(c pod create --infra-image infra --infra-command '/my_init --pause')
	c pod start "$pod"
	group=$(find /sys/fs/cgroup -path "*/libpod_parent/$pod" -print -quit)
	[ -n "$group" ]
	mkdir "${group%/*}/$NAME"
	"$engines/engine" stop "$ANOTHER"
	rmdir "${group%/*}/$NAME"
	is "$(find /sys/fs/cgroup -name "$pod")" ''
}

@test "podman: one that does not work leaves nobody behind" {
	ANOTHER=$BATS_TEST_TMPDIR/engine
	mkdir "$BATS_TEST_TMPDIR/bin"
	ln -s /bin/false "$BATS_TEST_TMPDIR/bin/podman"
	PATH=$BATS_TEST_TMPDIR/bin:$PATH
	run -1 timeout 60 "$engines/engine" start podman "$ANOTHER"
	[[ $output == *'podman does not work'* ]]
	run -1 kill -0 "$(<"$ANOTHER/pid")"
}
