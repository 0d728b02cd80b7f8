#!/usr/bin/env bats
# The static program in the place of the engines' own init: `--init-path` of
# dockerd, `init_path` of podman, the entry point and the infra container.
# shellcheck disable=SC2016,SC2030,SC2031,SC2153,SC2154

bats_require_minimum_version 1.5.0
load init_path.bash

setup_file() {
	init_path_up
}

teardown_file() {
	init_path_down
}

setup() {
	init_path_setup
}

teardown() {
	init_path_teardown
}

# What the engine knows of it

@test "docker: info and version tell of our init" {
	is "$(c info -f '{{.InitBinary}}')" "$ENGINE_DIR/docker-init"
	run -0 c info
	[[ $output == *"Init Binary: $ENGINE_DIR/docker-init"* ]]
	version=$("$BUILD/my_init" --version)
	run -0 c version -f '{{range .Server.Components}}{{.Name}} {{.Version}}
{{end}}'
	grep -q "^docker-init .*${version##* }" <<<"$output"
	run -1 grep -i 'init version' "$ENGINE_DIR/log"
}

@test "docker: PID 1 of a container is our program, and the command its child" {
	up --init "$BUSYBOX" sleep 1000
	is_ours
	is "$(inside cat /proc/1/comm)" docker-init
	only_child sleep
}

# Statuses

@test "docker: the command's status is the container's" {
	for status in 0 1 7 125 126 127 128 143 255; do
		run -"$status" once --init "$BUSYBOX" sh -c "exit $status"
	done
}

@test "docker: a command that is killed gives 128 and the signal" {
	run -137 once --init "$BUSYBOX" sh -c 'kill -KILL $$'
	run -143 once --init "$BUSYBOX" sh -c 'kill -TERM $$'
	run -134 once --init "$BUSYBOX" sh -c 'kill -ABRT $$'
}

@test "docker: a command that sends itself TERM and has a handler has its say" {
	run -5 once --init "$BUSYBOX" sh -c 'trap "exit 5" TERM; kill -TERM $$'
}

@test "docker: a command that cannot be run gives 127 or 126, and the reason" {
	run -127 once --init "$BUSYBOX" /no/such/command
	[[ $output == *'/no/such/command: No such file or directory'* ]]
	run -126 once --init "$BUSYBOX" /tmp
	[[ $output == */tmp:*denied* ]]
}

@test "docker: nothing but the command's own is printed" {
	run -0 once --init "$BUSYBOX" sh -c 'echo out; echo err >&2'
	is "$(sort <<<"$output")" $'err\nout'
}

# Signals

@test "docker: stop gives the command TERM once and alone, and its status is kept" {
	up --init "$BUSYBOX" sigprint -d 50 -x 5
	logged READY
	c stop "$NAME"
	ends 5
	log_is READY SIGTERM
}

@test "docker: what a kill sends reaches the command once, in its order" {
	up --init "$BUSYBOX" sigprint -i
	logged READY
	sent HUP USR1 USR2 TERM INT QUIT WINCH ALRM PIPE
	c kill -s RTMIN+3 "$NAME"
	logged SIGRTMIN+3
	c kill -s RTMAX "$NAME"
	logged SIGRTMIN+30
	log_is READY SIGHUP SIGUSR1 SIGUSR2 SIGTERM SIGINT SIGQUIT SIGWINCH \
		SIGALRM SIGPIPE SIGRTMIN+3 SIGRTMIN+30
}

@test "docker: a command without a handler ends of TERM at once" {
	up --init "$BUSYBOX" sleep 1000
	within 2000 c stop "$NAME"
	ends 143
}

@test "docker: a stop as soon as the container is there is not lost" {
	for _ in 1 2 3; do
		c create --name "$NAME" --init "$BUSYBOX" sleep 1000
		c start "$NAME"
		within 3000 c stop "$NAME"
		ends 143
		c rm "$NAME"
	done
}

@test "docker: who is deaf is killed when the engine's patience ends" {
	up --init "$BUSYBOX" sigprint -i
	logged READY
	c stop -t 1 "$NAME"
	ends 137
	log_is READY SIGTERM
}

# Orphans, and who outlives the command

@test "docker: orphans are reaped while the command runs" {
	up --init "$BUSYBOX" sh -c 'orphans -q -n 300 >/dev/null; exec sigprint'
	logged READY
	no_zombies
	only_child sigprint
}

@test "docker: strays get TERM once and their grace when the command ends" {
	up --init "$BUSYBOX" sh -c '
		exec 2>/dev/null # the shells tell of their naps
		for child in 1 2 3 4; do
			(trap "sleep 0.2; echo finished $child; exit" TERM
			echo ready >/tmp/$child; while :; do sleep 0.02; done) &
		done
		for child in 1 2 3 4; do
			until [ -s /tmp/$child ]; do sleep 0.02; done
		done
		exit 6'
	ends 6
	is "$(logs | sort)" $'finished 1\nfinished 2\nfinished 3\nfinished 4'
}

@test "docker: sessions of their own get TERM once, too" {
	up --init "$BUSYBOX" sh -c 'orphans -n 5 -o /tmp/marks; exit 6'
	ends 6
	is "$(file_of /tmp/marks | cut -d ' ' -f 1)" "$(yes SIGTERM | head -n 5)"
}

@test "docker: a stray that is deaf is killed after its grace" {
	up --init -e KILL_ALL_PROCESSES_TIMEOUT=0.3 "$BUSYBOX" sh -c \
		'orphans -d -o /tmp/marks; exit 6'
	within 4000 ends 6
	is "$(file_of /tmp/marks | cut -d ' ' -f 1)" SIGTERM
}

@test "docker: without /proc strays get their TERM all the same" {
	up --init --cap-add SYS_ADMIN "$BUSYBOX" sh -c '
		exec 2>/dev/null
		(trap "echo finished; exit" TERM
		echo >/tmp/ready; while :; do sleep 0.02; done) &
		until [ -e /tmp/ready ]; do sleep 0.02; done
		umount -l /proc && exit 6'
	within 4000 ends 6
	log_is finished
}

# docker exec

@test "docker: exec has a status, a terminal and signals of its own" {
	up --init "$BUSYBOX" sigprint -i
	logged READY
	run -7 inside sh -c 'exit 7'
	run -143 inside sh -c 'kill $$'
	on_terminal exec -it "$NAME" sh -c 'echo READ""Y; exec sleep 1000'
	shown READY
	type_in "$CTRL_C"
	client_ends 130
	sent USR1
	log_is READY SIGUSR1
}

@test "docker: a process that exec brought in gets TERM and its grace" {
	up --init "$BUSYBOX" sigprint -x 5
	logged READY
	c exec -d "$NAME" sh -c 'trap "sleep 0.2; echo finished >/tmp/guest; exit" TERM
		echo >/tmp/ready; while :; do sleep 0.02; done'
	until_true inside test -e /tmp/ready
	within 3000 c stop "$NAME"
	ends 5
	is "$(file_of /tmp/guest)" finished
}

@test "docker: orphans of an exec are reaped" {
	up --init "$BUSYBOX" sleep 1000
	inside orphans -q -n 50
	no_zombies
	only_child sleep
}

# Images and limits

@test "docker: an image of one static binary needs nothing else" {
	up --init "$LONE"
	logged READY
	sent USR1
	c stop "$NAME"
	ends 5
	log_is READY SIGUSR1 SIGTERM
}

@test "docker: in Debian's image, too" {
	run -7 once --init "$BASH_IMAGE" bash -c \
		'[ $$ -ne 1 ] && [ "$(</proc/1/comm)" = docker-init ] && exit 7'
}

@test "docker: a user who is not root, a read-only root, no capability, limits" {
	up --init --user 1000 --read-only --cap-drop ALL --network none \
		--security-opt no-new-privileges --memory 32m --pids-limit 32 \
		"$BUSYBOX" sigprint -x 5
	logged READY
	sent USR1
	within 2000 c stop "$NAME"
	ends 5
}

@test "docker: a container that was stopped starts again" {
	up --init "$BUSYBOX" sleep 1000
	for _ in 1 2; do
		within 3000 c restart "$NAME"
		is "$(inside cat /proc/1/comm)" docker-init
	done
	c stop "$NAME"
	ends 143
}

@test "docker: the directory, the descriptors, the mask are the command's" {
	run -0 once --init -w /tmp "$BUSYBOX" sh -c 'pwd; mask; ls -l /proc/1/cwd'
	[[ $output == /tmp$'\n'* ]]
	[[ $output == *$'\nblocked -\nignored -\nfds 0 1 2\n'* ]]
	[[ $output == *' -> /' ]]
}

@test "docker: what is written to -i reaches the command, and its end" {
	run -0 once --init -i "$BUSYBOX" sha256sum < <(seq 100000)
	is "${output%% *}" "$(seq 100000 | sha256sum | cut -d ' ' -f 1)"
}

# Terminals: with our program as the engine's init, and as the entry point.

with_terminal() { # CASE: is called with the arguments of an init, both ways
	"$1" --init "$BUSYBOX"
	c rm -f "$NAME"
	entry /sbin/my_init --bare --
	"$1" "$entry"
}

terminal_run() { # INIT... -- COMMAND...: waits for READY
	local init=()
	while [ "$1" != -- ]; do
		init+=("$1")
		shift
	done
	shift
	on_terminal run -it --name "$NAME" "${init[@]}" "$@"
	shown READY
}

ctrl_c() {
	terminal_run "$@" -- sh -c 'echo READY; exec sleep 1000'
	type_in "$CTRL_C"
	client_ends 130
	ends 130
}

@test "docker: Ctrl-C ends a command on a terminal" {
	with_terminal ctrl_c
}

ctrl_c_once() {
	terminal_run "$@" -- sigprint -i
	type_in "$CTRL_C"
	shown SIGINT
	type_in '\034'
	shown SIGQUIT
	c kill -s USR1 "$NAME"
	shown SIGUSR1
	is "$(grep -c SIGINT "$SCREEN")" 1
	is "$(grep -c SIGQUIT "$SCREEN")" 1
	c kill -s KILL "$NAME"
	client_ends 137
}

@test "docker: Ctrl-C and Ctrl-\\ reach a command once, and not the init" {
	with_terminal ctrl_c_once
}

ctrl_z_alone() {
	terminal_run "$@" -- sh -c 'echo READY; exec cat'
	type_in "$CTRL_Z"
	shown '^Z'
	type_in 'hello\n'
	until_true sh -c '[ "$(grep -c hello "$1")" -ge 2 ]' sh "$SCREEN"
	type_in '\004'
	client_ends 0
}

@test "docker: Ctrl-Z stops no command that no shell could continue" {
	with_terminal ctrl_z_alone
}

window() {
	terminal_run "$@" -- sh -c "trap 'stty size' WINCH; echo READY
		while :; do read x; [ \"\$x\" != end ] || exit 4; done"
	until_true resized 33 99
	type_in 'end\n'
	client_ends 4
}

@test "docker: the command is told of the size of the terminal" {
	with_terminal window
}

dev_tty() {
	terminal_run "$@" -- sh -c 'echo READY >/dev/tty; read line </dev/tty
		test "$line" = answer && exit 6'
	type_in 'answer\n'
	client_ends 6
}

@test "docker: /dev/tty is there to read and to write" {
	with_terminal dev_tty
}

foreground() {
	terminal_run "$@" -- sh -c 'mask | tr "\n" " "; echo READY'
	client_ends 0
	run -0 sed -nE 's/.* (pgid [0-9]+) (sid [0-9]+) (tty [^ ]+) foreground ([0-9]+) .*/\1 \2 \3 pgid \4/p' "$SCREEN"
	[[ $output =~ ^(pgid [0-9]+)\ sid\ 1\ tty\ /dev/(pts/0|console)\ (pgid [0-9]+)$ ]]
	is "${BASH_REMATCH[1]}" "${BASH_REMATCH[3]}"
}

@test "docker: the command's group is the foreground of the terminal" {
	with_terminal foreground
}

job_control() { # SHELL ARG...: those of `run`
	local shell=$1
	shift
	on_terminal run -it --name "$NAME" -e 'PS1=prompt> ' -e HISTFILE= "$@"
	shown 'prompt> '
	type_in 'sh -c "echo REA""DY; exec sleep 1000"\n'
	shown READY
	type_in "$CTRL_Z"
	shown Stopped
	type_in 'jobs -l | grep -c sleep; bg; echo IN""BACK\n'
	shown INBACK
	type_in 'fg\n'
	until_true foreground_is sleep
	type_in "$CTRL_C"
	until_true foreground_is "$shell"
	type_in 'echo "status=$?"\n'
	shown 'status=130'
	type_in 'exit 9\n'
	client_ends 9
	run -1 grep -iE 'job control|tty; ' "$SCREEN"
}

# Who has the terminal of PID 1.
foreground_is() { # NAME
	inside sh -c '
		read -r line </proc/1/stat; set -- $1 ${line##*) }
		[ "$(cat /proc/$7/comm)" = "$1" ]' sh "$1"
}

@test "docker: a shell has jobs: Ctrl-Z, bg, fg and Ctrl-C" {
	job_control sh --init "$BUSYBOX" sh
	c rm -f "$NAME"
	job_control bash --init "$BASH_IMAGE" bash --norc --noediting
	c rm -f "$NAME"
	entry /sbin/my_init --bare --
	job_control sh "$entry" sh
}

@test "docker: bash -m gives each of its commands the terminal" {
	on_terminal run -it --name "$NAME" --init "$BASH_IMAGE" \
		bash -m -c 'sigprint -x 5; echo "status=$?"; exit 8'
	shown READY
	type_in "$CTRL_C"
	shown status=5
	client_ends 8
	is "$(grep -c SIGINT "$SCREEN")" 1
}

# Entry points by other names

entry_serves() { # ENTRYPOINT...
	entry "$@"
	up "$entry" sigprint -d 50 -x 5
	logged READY
	is_ours
	c exec "$NAME" orphans -q -n 20
	no_zombies
	within 2000 c stop "$NAME"
	ends 5
	log_is READY SIGTERM
	run -143 c run --rm "$entry" sh -c 'kill $$'
	run -127 c run --rm "$entry" /no/such/command
}

@test "docker: the entry point tini" {
	entry_serves /sbin/tini --
	run -0 c run --rm "$entry" cat /proc/1/comm
	is "$output" tini
}

@test "docker: the entry point tini with options: -s -g -e 143 -v" {
	entry /sbin/tini -s -g -e 143 -v --
	up "$entry" sh -c 'sigprint -n child & exec sigprint -s -n command'
	logged 'child READY'
	logged 'command READY'
	c stop "$NAME"
	ends 0
	logged 'child SIGTERM'
	is "$(logs | grep -c SIGTERM)" 2
}

@test "docker: the entry point dumb-init" {
	entry_serves /usr/bin/dumb-init --
}

@test "docker: the entry point dumb-init rewrites signals and tells the group" {
	entry /usr/bin/dumb-init --rewrite 15:3 --
	up "$entry" sh -c 'sigprint -n child & sigprint -n command; wait'
	logged 'child READY'
	logged 'command READY'
	c stop "$NAME"
	logged 'child SIGQUIT'
	logged 'command SIGQUIT'
	not_logged SIGTERM
}

@test "docker: the entry point catatonit" {
	entry_serves /usr/bin/catatonit --
}

@test "docker: the entry point pid1" {
	entry_serves /usr/bin/pid1
}

@test "docker: as /dev/init, where older engines put their init" {
	run -7 once -v "$ENGINE_DIR/docker-init:/dev/init" --entrypoint /dev/init \
		"$BUSYBOX" -- sh -c 'exit 7'
	is "$output" ''
}

@test "docker: the entry point my_init --bare" {
	entry_serves /sbin/my_init --bare --
}

@test "docker: the entry point without a command says what it lacks" {
	entry /sbin/my_init --bare
	run -1 once "$entry"
	[[ $output == *'--bare needs a command'* ]]
	entry /sbin/tini --
	run -1 once "$entry"
	[[ $output == *'no command'* ]]
}

@test "docker: an init in the engine's init" {
	entry /sbin/tini --
	run -5 once --init "$entry" sh -c 'exit 5'
	up --init "$entry" sigprint -d 50 -x 5
	logged READY
	c exec "$NAME" orphans -q -n 20
	no_zombies
	within 2000 c stop "$NAME"
	ends 5
	log_is READY SIGTERM
}

# The infra container

@test "docker: --pause holds a pid namespace, reaps, and ends of TERM with 0" {
	up "$INFRA"
	also "$NAME-a" --pid "container:$NAME" "$BUSYBOX" \
		sh -c 'orphans -q -n 50 >/dev/null; exec sigprint -i'
	NAME=$NAME-a logged READY
	NAME=$NAME-a no_zombies
	is "$(c exec "$NAME-a" sh -c 'tr "\0" " " </proc/1/cmdline')" \
		'/my_init --pause '
	for name in HUP USR1 WINCH RTMIN+3; do c kill -s "$name" "$NAME"; done
	is "$(c inspect -f '{{.State.Running}}' "$NAME")" true
	within 2000 c stop "$NAME"
	ends 0
	log_is
	is "$(c wait "$NAME-a")" 137
}

@test "docker: --pause ends of INT with 0" {
	up "$INFRA"
	c kill -s INT "$NAME"
	ends 0
}

@test "docker: in a shared namespace a stop spares who is not its own" {
	up "$INFRA"
	also "$NAME-a" --pid "container:$NAME" "$BUSYBOX" sigprint -i
	NAME=$NAME-a logged READY
	entry /sbin/tini -s --
	also "$NAME-b" --pid "container:$NAME" "$entry" sh -c 'exec 2>/dev/null
		setsid sh -c "trap \"sleep 0.1; echo stray finished; exit\" TERM
			echo ready >/tmp/ready; while :; do sleep 0.02; done" &
		until [ -s /tmp/ready ]; do sleep 0.02; done; exec sigprint -x 5'
	NAME=$NAME-b logged READY
	within 2000 c stop "$NAME-b"
	is "$(c wait "$NAME-b")" 5
	is "$(c logs "$NAME-b")" $'READY\nSIGTERM\nstray finished'
	NAME=$NAME-a sent USR1
	is "$(c logs "$NAME-a")" $'READY\nSIGUSR1'
	is "$(c inspect -f '{{.State.Running}}' "$NAME")" true
}

# Podman

podman_init() { # FILE ARG...: which is the init then
	local file=$1
	shift
	up "$@" "$BUSYBOX" sigprint -d 50 -x 5
	logged READY
	is_ours
	inside grep -q "/$file /run/podman-init " /proc/1/mountinfo
	inside orphans -q -n 20
	no_zombies
	sent USR1
	within 2000 c stop "$NAME"
	ends 5
	log_is READY SIGUSR1 SIGTERM
	c rm "$NAME"
}

@test "podman: --init-path" {
	cp "$BUILD/my_init" "$ENGINE_DIR/another"
	podman_init another --init --init-path "$ENGINE_DIR/another"
}

@test "podman: init_path of containers.conf" {
	podman_init configured --init
}

@test "podman: the command's status is the container's" {
	for status in 0 7 255; do
		run -"$status" once --init "$BUSYBOX" sh -c "exit $status"
	done
	run -137 once --init "$BUSYBOX" sh -c 'kill -KILL $$'
	run -143 once --init "$BUSYBOX" sh -c 'kill -TERM $$'
	run -127 once --init "$BUSYBOX" /no/such/command
}

@test "podman: an image of one static binary needs nothing else" {
	up --init "$LONE"
	logged READY
	within 2000 c stop "$NAME"
	ends 5
	log_is READY SIGTERM
}

@test "podman: strays get TERM once and their grace when the command ends" {
	up --init "$BUSYBOX" sh -c '
		exec 2>/dev/null
		(trap "sleep 0.2; echo finished; exit" TERM
		echo >/tmp/ready; while :; do sleep 0.02; done) &
		until [ -e /tmp/ready ]; do sleep 0.02; done
		exit 6'
	ends 6
	log_is finished
}

@test "podman: Ctrl-C, the terminal's size and /dev/tty" {
	for case in ctrl_c window dev_tty; do
		"$case" --init "$BUSYBOX"
		c rm -f "$NAME"
	done
}

@test "podman: a shell has jobs: Ctrl-Z, bg, fg and Ctrl-C" {
	job_control sh --init "$BUSYBOX" sh
}

pod_serves() { # ARG... of pod create, with a shared pid namespace
	POD=$NAME-pod
	c pod create --name "$POD" --share pid,ipc,uts "$@"
	up --pod "$POD" "$BUSYBOX" sh -c 'orphans -q -n 50 >/dev/null; exec sigprint -x 5'
	logged READY
	no_zombies
	is_ours
	also "$NAME-b" --pod "$POD" "$BUSYBOX" sigprint -i
	NAME=$NAME-b logged READY
	c stop "$NAME"
	ends 5
	log_is READY SIGTERM
	NAME=$NAME-b log_is READY
	within 4000 c pod stop -t 1 "$POD"
	is "$(c pod inspect "$POD" | jq -r .State)" Exited
	infra=$(c pod inspect "$POD" | jq -r .InfraContainerID)
	is "$(c inspect -f '{{.State.ExitCode}}' "$infra")" 0
	c pod rm -f "$POD"
}

@test "podman: a pod whose infra image is ours" {
	pod_serves --infra-image "$INFRA"
}

@test "podman: a pod whose infra command is ours" {
	pod_serves --infra-image "$BUSYBOX" \
		--infra-command '/sbin/my_init --pause'
}

@test "podman: a pod whose infra container podman makes of ours" {
	pod_serves
}
