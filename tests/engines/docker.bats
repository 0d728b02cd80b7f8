#!/usr/bin/env bats
# The image as users build it, on a real Docker Engine.
# shellcheck disable=SC2016,SC2154 # for shells in the container; set in the helpers

bats_require_minimum_version 1.5.0
load engines.bash

# Boot

@test "docker: the example answers HTTP with what its startup script wrote" {
	up --hostname pear "$EXAMPLE"
	run -0 page
	[[ $output == *'200 OK'*'Good day from pear'* ]]
	logged '*** Running /etc/my_init.d/10-greeting...'
	logged '*** Runit started as PID'
}

@test "docker: the example answers curl on a port of the host" {
	port=$(free_port)
	up --network host -e PORT="$port" -e GREETING=apple "$EXAMPLE"
	logged '*** Runit started as PID'
	run -0 timeout "$DEADLINE" sh -c \
		"until curl -sS 'http://127.0.0.1:$port/' 2>/dev/null; do sleep 0.02; done"
	[ "$output" = apple ]
}

@test "docker: what -e sets wins over the image's variable, and is dumped" {
	up_with greeting:/etc/container_environment/GREETING -- \
		-e GREETING="it's mine" "$IMAGE"
	logged '*** Runit started as PID'
	run -0 c exec "$NAME" sh -c '
		cat /etc/container_environment/GREETING; echo
		. /etc/container_environment.sh && echo "$GREETING"
		cat /etc/container_environment.json'
	[ "${lines[0]}" = "it's mine" ]
	[ "${lines[1]}" = "it's mine" ]
	[ "$(jq -r .GREETING <<<"${lines[2]}")" = "it's mine" ]
}

@test "docker: a variable of the image reaches the command" {
	up_with greeting:/etc/container_environment/GREETING -- \
		"$IMAGE" sh -c 'echo "GREETING is $GREETING."'
	logged 'GREETING is from the image.'
}

@test "docker: a plain command runs, and its status is the container's" {
	run -0 once "$IMAGE" true
	run -7 once "$IMAGE" sh -c 'exit 7'
}

@test "docker: a command that is killed gives 128 and the signal" {
	run -137 once "$IMAGE" sh -c 'kill -KILL $$'
}

@test "docker: a command that cannot be run gives 127 or 126" {
	run -127 once "$IMAGE" /no/such/command
	run -126 once "$IMAGE" /etc/passwd
}

@test "docker: the command has the terminal that was asked for" {
	run -0 once -t "$IMAGE" --quiet --skip-runit -- sh -c 'tty && test -t 2'
	[[ $output == /dev/pts/* ]]
}

@test "docker: a service can be stopped and started with sv" {
	up "$EXAMPLE"
	run -0 page
	run -0 c exec "$NAME" sv stop clock
	run -0 c exec "$NAME" sv status clock
	[[ $output == 'down: clock:'* ]]
	run -0 c exec "$NAME" sv start clock
}

@test "docker: a container that was stopped starts again" {
	up "$EXAMPLE"
	run -0 page
	within 2000 c stop "$NAME"
	c start "$NAME"
	run -0 page
	within 2000 c stop "$NAME"
	run -0 status_of
	[ "$output" = 0 ]
}

@test "docker: no compiler is left in the image" {
	run -0 once "$IMAGE" --quiet --skip-runit -- sh -c '
		for tool in cc gcc make ld; do command -v "$tool" && exit 1; done
		exit 0'
}

# Stop

@test "docker: stop takes less than 2 s, status 0, and runs the hooks" {
	up_with hook:/etc/my_init.pre_shutdown.d/a \
		hook:/etc/my_init.post_shutdown.d/z -- "$EXAMPLE"
	run -0 page
	within 2000 c stop "$NAME"
	run -0 status_of
	[ "$output" = 0 ]
	run -0 logs
	[[ $output == *'hook /etc/my_init.pre_shutdown.d/a'*'hook /etc/my_init.post_shutdown.d/z'* ]]
	[[ $(last_line) == *'*** Stopped in '*'status 0.' ]]
}

@test "docker: a hook can use the environment's dump, sv, and its service" {
	up_with hook-sv:/etc/my_init.pre_shutdown.d/a -- \
		-e KILL_PROCESS_TIMEOUT=55 -e KILL_ALL_PROCESSES_TIMEOUT=55 "$EXAMPLE"
	run -0 page
	within 3000 c stop "$NAME"
	logged 'hook knows: Good day from'
	logged 'hook stopped nginx: 0'
	run -0 status_of
	[ "$output" = 0 ]
}

@test "docker: stop while a startup script runs ends the script first" {
	up_with slow-script:/etc/my_init.d/50-slow \
		hook:/etc/my_init.pre_shutdown.d/a -- "$IMAGE"
	logged 'slow-script READY'
	within 2000 c stop "$NAME"
	logged 'slow-script got TERM'
	not_logged 'hook /etc/my_init.pre_shutdown.d/a'
	not_logged 'Booting runit daemon'
	run -0 status_of
	[ "$output" = 0 ]
}

@test "docker: stop before the command had its turn gives 143" {
	up_with slow-script:/etc/my_init.d/50-slow -- "$IMAGE" true
	logged 'slow-script READY'
	within 2000 c stop "$NAME"
	run -0 status_of
	[ "$output" = 143 ]
}

@test "docker: stop gives TERM to the command, and its status is kept" {
	up_with command:/usr/local/bin/command -- "$IMAGE" command
	logged 'command READY'
	within 2000 c stop "$NAME"
	logged 'command got TERM'
	run -0 status_of
	[ "$output" = 5 ]
}

@test "docker: a command that ignores TERM is killed before the engine's patience ends" {
	up_with stubborn:/usr/local/bin/stubborn -- \
		-e KILL_PROCESS_TIMEOUT=0.3 "$IMAGE" stubborn
	logged 'stubborn READY'
	within 2500 c stop -t 9 "$NAME"
	logged 'did not shut down in time. Forcing it to exit.'
	run -0 status_of
	[ "$output" = 137 ]
}

@test "docker: a process that exec brought in gets TERM and its grace" {
	up_with guest:/usr/local/bin/guest -- "$IMAGE"
	logged '*** Runit started as PID'
	c exec -d "$NAME" guest
	logged 'guest READY'
	within 2000 c stop "$NAME"
	logged 'guest finished'
}

@test "docker: a logger that is slow gets all the lines of a stop" {
	up_with burst:/etc/service -- "$IMAGE"
	logged 'burst READY'
	within 5000 c stop "$NAME"
	run -0 file_of /var/log/burst
	[ "$output" = "$(printf 'line %d\n' {1..300})" ]
}

@test "docker: kill -s HUP reaches the command" {
	up_with command:/usr/local/bin/command -- "$IMAGE" command
	logged 'command READY'
	c kill -s HUP "$NAME"
	logged 'command got HUP'
}

# Surroundings

@test "docker: with --init in front it runs off PID 1, and stops as fast" {
	up --init "$EXAMPLE"
	run -0 page
	run -0 c exec "$NAME" cat /proc/1/comm
	[[ $output != my_init ]]
	within 2000 c stop "$NAME"
	[[ $(last_line) == *'*** Stopped in '*'status 0.' ]]
	run -0 status_of
	[ "$output" = 0 ]
}

@test "docker: with --init in front a command's status comes through" {
	run -7 once --init "$IMAGE" sh -c 'exit 7'
}

@test "docker: a read-only root is no obstacle for a command" {
	run -7 once --read-only "$IMAGE" sh -c 'touch /x && exit 1; exit 7'
}

@test "docker: a read-only root with a few tmpfs serves pages" {
	up --read-only --tmpfs /run --tmpfs /etc/service/nginx/supervise \
		--tmpfs /etc/service/clock/supervise \
		--tmpfs /etc/service/clock/log/supervise \
		--tmpfs /var/log/clock:uid=65534 -e GREETING=plum "$EXAMPLE"
	run -0 page
	[[ $output == *plum ]]
	within 2000 c stop "$NAME"
	run -0 status_of
	[ "$output" = 0 ]
	not_logged 'svlogd: fatal'
}

@test "docker: a user who is not root can run a command" {
	run -7 once --user 1000 "$IMAGE" sh -c '[ "$(id -u)" = 1000 ] && exit 7'
}

@test "docker: no network and no capabilities are no obstacle" {
	run -7 once --network none --cap-drop ALL "$IMAGE" sh -c 'exit 7'
}

@test "docker: a memory and a process limit are no obstacle" {
	run -7 once --memory 64m --pids-limit 32 "$IMAGE" sh -c 'exit 7'
}

# The engine itself

@test "docker: where an engine of ours runs, none is started, and its client stays" {
	dir=$ENGINE_DIR
	before=$(cat "$dir"/{kind,tags,bin/docker})
	if [ -e "$dir/pid" ]; then
		run -1 timeout 60 "$engines/engine" start docker "$dir"
		[ "$output" = "engine: an engine runs in $dir already (process $(<"$dir/pid"))" ]
	fi
	is "$(cat "$dir"/{kind,tags,bin/docker})" "$before"
	c version
}

@test "docker: a second start finds the program, and not the first one's client" {
	dir=$BATS_TEST_TMPDIR/engine
	for start in first second; do
		timeout 60 "$engines/engine" start docker "$dir"
		PATH=$dir/bin:$PATH
		echo "$start" >>"$dir/tags"
	done
	is "$(c version -f '{{.Server.Version}}')" \
		"$("$ENGINE_DIR/bin/docker" version -f '{{.Server.Version}}')"
	is "$(<"$dir/tags")" $'first\nsecond'
}
