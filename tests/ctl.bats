#!/usr/bin/env bats
# my_initctl with a real runsvdir; what PID 1 writes for it is made up here.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2154
load ctl

# life NAME WORD...: $STATE knows of the service; EPOCH goes in front.
life() {
	mkdir -p "$STATE/services/$1"
	ln -sfn "/etc/service/$1" "$STATE/services/$1/origin"
	echo "1 $EPOCH ${*:2}" >"$STATE/services/$1/life"
}

# boottime [PLUS_US]: the boot clock of the container in microseconds.
boottime() {
	local up
	read -r up _ < <(inside cat /proc/uptime)
	echo $((10#${up//./} * 10000 + ${1-0}))
}

# waits NAME [BODY]: a service that waits as the start of a prepared one does,
# until there is $C/go; then it is BODY.
waits() {
	mkfifo "$C/go.$1"
	service "$1" "printf my_init-wait >/proc/self/comm
		echo $1 WAITS >>$C/marks
		read line <$C/go.$1
		${2-exec svc_actor $C/marks $1}"
}
go() { echo >"$C/go.$1"; }

# state_is NAME STATE, for wait_until; json FILTER ARG...: of status --json.
state_is() { [[ $(json ".services[0].state" "$1") == "\"$2\"" ]]; }
json() { ctl status --json "${@:2}" | jq -c "$1"; }

# row NAME: its line of the table with single blanks.
row() { ctl status "$1" | tail -n +2 | tr -s ' '; }

# ready NAME...: they run, and their runsv has written it down.
ready() {
	local name
	for name; do
		wait_until state_is "$name" run
	done
}

# as_nobody ARG...: my_initctl as an ordinary user.
as_nobody() {
	inside env MY_INIT_STATE="${STATE-/none}" setpriv --reuid=65534 \
		--regid=65534 --clear-groups "$BUILD/my_initctl" "$@"
}

# --- status -------------------------------------------------------------------

@test "a directory that has two names is one service with two, and both are healthy" {
	mkdir "$C/web"
	actor web
	mv "$ETC/service/web/run" "$C/web/"
	rmdir "$ETC/service/web"
	ln -s "$C/web" "$ETC/service/web"
	ln -s "$C/web" "$ETC/service/alias"
	boot
	ready web alias
	is "$(json '[.services[].pid] | unique | length')" 1
	ctl health web alias
	stop
}

@test "status has a header and one aligned line a service, in byte order" {
	actor web
	actor b-very-long-name-of-a-service
	actor down
	touch "$ETC/service/down/down"
	boot
	ready web b-very-long-name-of-a-service
	wait_until state_is down down
	run -0 ctl status
	is "${lines[0]}" 'NAME                           STATE  SINCE  PID  RESTARTS  LAST'
	[[ ${lines[1]} =~ ^'b-very-long-name-of-a-service  run  '\ +[0-9.]+s\ +[0-9]+\ +-\ \ -$ ]]
	[[ ${lines[2]} =~ ^'down                           down '\ +[0-9.]+s\ +-\ +-\ \ -$ ]]
	[[ ${lines[3]} =~ ^'web                            run  ' ]]
	is "${#lines[@]}" 4
}

@test "status names the pid that runs" {
	service web "echo \$\$ >$C/pid; exec svc_actor $C/marks web"
	boot
	ready web
	is "$(json '.services[0].pid' web)" "$(<"$C/pid")"
}

@test "an unknown name is an error with 1, and the others are shown" {
	actor web
	boot
	ready web
	run -1 --separate-stderr ctl status nope web ../service/web ''
	is "${stderr_lines[0]}" 'my_initctl: nope: no such service in /etc/service'
	is "${stderr_lines[1]}" 'my_initctl: ../service/web: no such service in /etc/service'
	[[ ${lines[1]} == 'web '* ]] || fail "$output"
	is "${#lines[@]}" 2
}

@test "files and names with a dot in front are no services" {
	touch "$ETC/service/file"
	mkdir "$ETC/service/.hidden"
	boot
	up
	is "$(ctl status | wc -l)" 1
	run -1 ctl status file
	run -1 ctl status .hidden
}

@test "status --json has exactly the documented keys" {
	actor web
	boot
	ready web
	is "$(ctl status --json | jq -c '[keys, (.services[0] | keys)]')" \
		'[["services","services_directory","state_directory","version"],["last","name","pid","reason","restarts","seconds","since","state","waits_for","want"]]'
	is "$(ctl status --json | jq -c '[.version, .services_directory, .state_directory]')" \
		'[1,"/etc/service",null]'
}

@test "status --json of no service at all is valid" {
	boot
	up
	is "$(json .services)" '[]'
}

@test "names of any bytes are valid JSON, and harmless on a terminal" {
	local name=$'a"\\\n\033[31m\xff\xc3\xa9\xed\xa0\x80'
	mkdir "$ETC/service/$name"
	boot
	up
	is "$(json '.services[0].name')" '"a\"\\\n\u001b[31m�é���"'
	run -0 ctl status
	[[ ${lines[1]} == 'a"\\x0a\x1b[31m\xffé\xed\xa0\x80  '* ]] || fail "$output"
}

@test "since is when it began, and does not believe the wall clock of its status" {
	actor web
	boot
	ready web
	# a status of 2001, and one of 2100, as before a step of the clock
	for bytes in '\x3a\x4f\xc4\x0a' '\xf4\x86\x57\x0a'; do
		printf '\x40\0\0\0%b' "$bytes" |
			inside dd of=/etc/service/web/supervise/status bs=1 conv=notrunc status=none
		is "$(json '.services[0].seconds | . > 0 and . < 3600' web)" true
	done
	local since
	since=$(json '.services[0].since[:19] + "Z" | fromdate' web)
	((EPOCHSECONDS - since < 3600 && since <= EPOCHSECONDS)) || fail "$since"
}

@test "paused, stopping and finish are told apart" {
	service stopping "trap : TERM; echo stopping READY >>$C/marks
		while :; do read x <$C/none; done"
	mkfifo "$C/none" "$C/finish"
	actor paused
	service ends 'exit 0'
	finish ends "read x <$C/finish"
	boot
	ready stopping paused
	marked 'stopping READY'
	inside sv pause paused
	inside sv down stopping || :
	wait_until state_is paused paused
	wait_until state_is stopping stopping
	wait_until state_is ends finish
	is "$(json '[.services[].want]' stopping paused ends)" '["down","up","up"]'
	inside sv kill stopping
	echo >"$C/finish"
}

@test "a service without a live runsv is no runsv, whatever its status says" {
	actor web
	boot
	ready web
	mkdir -p "$C/sv/web"
	inside cp -r /etc/service/web/supervise "$C/sv/web/"
	mkdir "$C/sv/none"
	run -0 inside env SVDIR="$C/sv" "$BUILD/my_initctl" status
	[[ ${lines[1]} == 'none  no runsv '* && ${lines[2]} == 'web   no runsv '* ]] ||
		fail "$output"
	is "$(inside env SVDIR="$C/sv" "$BUILD/my_initctl" status --json |
		jq -c '[.services_directory, .services[1].state, .services[1].want, .services[1].pid]')" \
		"[\"$C/sv\",\"no runsv\",null,null]"
}

@test "a service that another container looks after has no runsv here" {
	requires root
	actor web
	boot
	ready web
	is "$(inside unshare --pid --fork --mount-proc "$BUILD/my_initctl" status --json |
		jq -c '.services[0] | [.state, .pid]')" '["no runsv",null]'
	is "$(inside unshare --pid --fork --mount-proc sh -c '
		while [ "$i" != 60 ]; do sleep 100 & i=$!; done
		"$0" status --json' "$BUILD/my_initctl" |
		jq -c '.services[0] | [.state, .pid]')" '["no runsv",null]'
}

@test "a pid that is no more is not said to run" {
	actor web
	boot
	ready web
	freeze '*runsv web'
	inside pkill -KILL -x svc_actor
	wait_until state_is web down
	[[ $(row web) == 'web down '*'has ended, runsv has yet to notice' ]] ||
		fail "$(row web)"
	run -1 ctl health
	kill -CONT "$(pid_of '*runsv web')"
}

@test "an ordinary user sees ? with the reason, and no lie" {
	requires root
	actor web
	boot
	ready web
	is "$(as_nobody status | tail -n 1 | tr -s ' ')" \
		'web ? - - - - cannot read supervise/ok: Permission denied'
	is "$(as_nobody status --json | jq -c '.services[0] | [.state, .want, .reason]')" \
		'["unknown",null,"cannot read supervise/ok: Permission denied"]'
	run -1 --separate-stderr as_nobody health
	is "$stderr" 'my_initctl: web: cannot read supervise/ok: Permission denied'
}

@test "a status that is a FIFO, too short or too long does not hang anybody" {
	actor web
	boot
	ready web
	local size dir=/etc/service/web/supervise
	inside mv $dir/status $dir/old
	inside mkfifo $dir/status
	[[ $(row web) == 'web ? '*': Invalid argument' ]] || fail "$(row web)"
	for size in 19 21; do
		inside rm $dir/status
		inside sh -c "{ cat $dir/old; echo; } | head -c $size >$dir/status"
		[[ $(row web) == 'web ? '*': Invalid argument' ]] || fail "$size: $(row web)"
	done
	inside rm $dir/status
	[[ $(row web) == 'web ? '*': No such file or directory' ]] || fail "$(row web)"
}

@test "restarts and the last end come from the state directory" {
	actor web
	actor db
	actor new
	boot
	ready web db new
	state
	life web 100 200 3 0 7 0 0
	life db 100 200 12 0 -1 9 1
	life new 100 0 0 0 -1 0 0
	[[ $(row web) =~ ' 3 exit 7'$ ]] || fail "$(row web)"
	[[ $(row db) =~ ' 12 SIGKILL'$ ]] || fail "$(row db)"
	[[ $(row new) =~ ' 0 -'$ ]] || fail "$(row new)"
	is "$(json '[.services[] | .restarts, .last]' web db new)" \
		'[3,{"exit":7,"signal":null,"asked":false},12,{"exit":null,"signal":"SIGKILL","asked":true},0,null]'
	is "$(json .state_directory)" "\"$STATE\""
}

@test "what another my_init has left behind, or says of another directory, is not believed" {
	actor web
	boot
	ready web
	state
	EPOCH=5 life web 100 200 3 0 7 0 0
	is "$(json '.services[0].restarts' web)" null
	life web 100 200 3 0 7 0 0
	is "$(json '.services[0].restarts' web)" 3
	inside mkdir -p "$C/sv/web"
	is "$(inside env SVDIR="$C/sv" MY_INIT_STATE="$STATE" "$BUILD/my_initctl" \
		status --json | jq -c '.services[0].restarts')" null
	echo "1 5" >"$STATE/pid"
	is "$(json '[.state_directory, .services[0].restarts]' web)" '[null,null]'
}

@test "the state directory of a stranger is passed over" {
	requires root
	mkdir "$C/own"
	boot --run-directory "$C/own"
	up
	state
	mkdir "$C/base"
	mv "$STATE" "$C/base/my_init"
	base() { inside env MY_INIT_RUN="$C/base" "$BUILD/my_initctl" status --json | jq -c .state_directory; }
	is "$(base)" "\"$C/base/my_init\""
	chown 65534 "$C/base/my_init"
	[[ $(base) != "\"$C/base"* ]] || fail "$(base)"
	chown 0 "$C/base/my_init"
	mv "$C/base/my_init" "$C/base/my_init.1"
	is "$(base)" "\"$C/base/my_init.1\""
	ln -s my_init.1 "$C/base/my_init"
	is "$(base)" "\"$C/base/my_init.1\""
}

@test "a service that waits for others says for whom" {
	waits api
	actor db
	actor cache
	touch "$ETC/service/db/down"
	put service/api/after 644 'db # the first
cache unknown api'
	boot
	ready cache
	wait_until state_is api waiting
	wait_until state_is db down
	[[ $(row api) == 'api waiting '*' waits for db' ]] || fail "$(row api)"
	is "$(json '[.services[0].waits_for, .services[0].want]' api)" '[["db"],"up"]'
	put service/cache/check 755 '#!/bin/sh'
	inside sv up db
	ready db
	is "$(json '.services[0].waits_for' api)" '["cache"]'
	go api
	ready api
	is "$(json '.services[0].waits_for' api)" '[]'
}

@test "a supervise that lies in the state directory is found" {
	actor web
	actor dead
	mkdir -p "$C/state/services/web"
	ln -s "$C/state/services/web/supervise" "$ETC/service/web/supervise"
	boot
	ready web dead
	state
	inside rm /etc/service/web/supervise
	is "$(json '.services[0].state' web)" '"run"'
	# as an image has it that was committed while it ran
	inside cp -r /etc/service/dead/supervise /etc/service/web/
	is "$(json '.services[0].state' web)" '"run"'
	is "$(STATE=/none json '.services[0].state' web)" '"no runsv"'
	inside rm -r /etc/service/web
	run -1 ctl status web
}

@test "the table has colours on a terminal only, and none with NO_COLOR" {
	requires script
	actor web
	boot
	ready web
	tty() { inside env MY_INIT_STATE=/none "$@" script -qec "$BUILD/my_initctl status" /dev/null; }
	[[ $(tty) == *$'\033[32mrun\033[0m'* ]] || fail "$(tty)"
	[[ $(tty NO_COLOR=) == *$'\033[32mrun\033[0m'* ]] || fail "$(tty)"
	[[ $(tty NO_COLOR=1) != *$'\033'* ]] || fail 'NO_COLOR was not obeyed'
	[[ $(ctl status) != *$'\033'* ]] || fail 'colours in a pipe'
}

@test "status makes a few system calls a service, and no process" {
	requires strace
	mkdir "$ETC"/service/{1..40}
	for i in {1..40}; do
		echo "#!$BUILD/bin/svc_actor $C/marks" >"$ETC/service/$i/run"
	done
	chmod 755 "$ETC"/service/*/run
	boot
	wait_until marks_count READY 40
	ctl wait
	state
	inside env ASAN_OPTIONS=detect_leaks=0 MY_INIT_STATE="$STATE" \
		strace -f -o "$C/trace" "$BUILD/my_initctl" status
	run ! grep -E 'clone|fork|exit_group.*[1-9]' "$C/trace"
	(($(wc -l <"$C/trace") < 40 * 18 + 80)) || fail "$(wc -l <"$C/trace") system calls"
}

@test "what cannot be written is an error" {
	boot
	up
	run -1 --separate-stderr inside sh -c "MY_INIT_STATE=/none $BUILD/my_initctl status >/dev/full"
	is "$stderr" 'my_initctl: cannot write: No space left on device'
}

@test "a services directory that is not there is an error with 1" {
	boot
	up
	for command in status health wait timeline; do
		run -1 --separate-stderr inside env SVDIR=/nowhere "$BUILD/my_initctl" $command
		is "$stderr" 'my_initctl: cannot read /nowhere: No such file or directory'
	done
}

# --- health -------------------------------------------------------------------

@test "health is 0 and counts those that are wanted up" {
	actor web
	actor db
	actor down
	touch "$ETC/service/down/down"
	boot
	ready web db
	wait_until state_is down down
	run -0 --separate-stderr ctl health
	is "$output$stderr" 'healthy: 2 services'
	run -0 ctl health web
	is "$output" 'healthy: 1 service'
}

@test "a finished one-shot and one that was stopped do not count" {
	service once "echo once READY >>$C/marks"
	touch "$ETC/service/once/down"
	actor web
	actor stopped
	boot
	ready web stopped
	inside sv once once
	marked 'once READY'
	inside sv down stopped
	wait_until state_is once down
	run -0 ctl health
	is "$output" 'healthy: 1 service'
}

@test "a service that should be up and is not makes health 1, and is named" {
	actor web
	actor bad
	mkfifo "$C/finish"
	service bad 'exit 3'
	finish bad "read x <$C/finish"
	mkdir "$ETC/service/none"
	boot
	ready web
	wait_until state_is bad finish
	state
	run -1 --separate-stderr ctl health
	is "$output" ''
	is "${stderr_lines[0]}" 'my_initctl: bad: has ended, its finish runs'
	[[ ${stderr_lines[1]} == 'my_initctl: none: '* ]] || fail "$stderr"
	is "${#stderr_lines[@]}" 2
	echo >"$C/finish"
}

@test "health says how one that is down has ended" {
	service bad 'exit 3'
	boot
	wait_until state_is bad down
	state
	life bad 100 200 3 0 3 0 0
	freeze '*runsv bad'
	wait_until state_is bad down
	run -1 --separate-stderr ctl health bad
	[[ $stderr == 'my_initctl: bad: is down, last: exit 3' || $stderr == *'yet to notice' ]] ||
		fail "$stderr"
	kill -CONT "$(pid_of '*runsv bad')"
}

@test "a service that only waits is not healthy" {
	waits api
	actor db
	touch "$ETC/service/db/down"
	put service/api/after 644 db
	boot
	wait_until state_is api waiting
	wait_until state_is db down
	run -1 --separate-stderr ctl health
	is "$stderr" 'my_initctl: api: waits for db'
}

@test "health runs each check in the directory of its service, and silently" {
	actor web
	put_service web check "echo out; echo err >&2; pwd >>$C/pwd; read x && exit 1; test -x ./run"
	boot
	ready web
	run -0 --separate-stderr ctl health
	is "$output$stderr" 'healthy: 1 service'
	is "$(<"$C/pwd")" /etc/service/web
}

@test "a check without a #! is run by sh, and one that is not executable is none" {
	actor web
	actor db
	put service/web/check 755 'exit 4'
	put service/db/check 644 'exit 5'
	boot
	ready web db
	run -1 --separate-stderr ctl health
	is "$stderr" 'my_initctl: web: its check failed with status 4'
}

@test "a check that fails or is killed is named with its status" {
	actor web
	actor db
	put_service web check 'exit 9'
	put_service db check 'kill -SEGV $$'
	boot
	ready web db
	run -1 --separate-stderr ctl health
	is "$stderr" 'my_initctl: db: its check was killed by SIGSEGV
my_initctl: web: its check failed with status 9'
}

@test "a check that hangs is killed with its children, and named" {
	actor web
	actor db
	put_service web check "svc_actor -d $C/marks child & wait"
	put_service db check 'exit 0'
	boot
	ready web db
	run -1 --separate-stderr ctl health --timeout 0.3
	is "$stderr" 'my_initctl: web: its check hangs: killed'
	wait_until inside sh -c '! pgrep -f "svc_actor -[d]"'
}

@test "health waits 5 s for a check where no time is given" {
	actor web
	put_service web check 'exec sleep 1000'
	boot
	ready web
	local begin=${EPOCHREALTIME//[.,]/} ms
	run -1 --separate-stderr ctl health
	ms=$(((${EPOCHREALTIME//[.,]/} - begin) / 1000))
	is "$stderr" 'my_initctl: web: its check hangs: killed'
	((ms >= 4900 && ms < 10000)) || fail "it took $ms ms"
}

@test "all checks run at the same time" {
	actor a
	actor b
	mkfifo "$C/ab" "$C/ba"
	put_service a check "echo >$C/ab; read x <$C/ba"
	put_service b check "read x <$C/ab; echo >$C/ba"
	boot
	ready a b
	run -0 ctl health --timeout 15
}

@test "health takes SIGCHLD for itself where it was ignored and blocked" {
	actor web
	put_service web check 'exit 0'
	boot
	ready web
	run -0 inside env -i PATH=/usr/bin:/bin "$BUILD/bin/mask" \
		-b CHLD -i CHLD -- "$BUILD/my_initctl" health
}

@test "an unknown name makes health 1" {
	actor web
	boot
	ready web
	run -1 --separate-stderr ctl health web nope
	is "$stderr" 'my_initctl: nope: no such service in /etc/service'
	is "$output" ''
}

# --- wait ---------------------------------------------------------------------

@test "wait ends when the last that is wanted up is up" {
	actor web
	actor late
	waits api
	touch "$ETC/service/late/down"
	boot
	ready web
	wait_until state_is api waiting
	inside_bg sh -c "MY_INIT_STATE=/none $BUILD/my_initctl wait && echo all up"
	run -1 --separate-stderr ctl wait --timeout 0.2
	is "$stderr" 'my_initctl: api: waits'
	refute_logged 'all up'
	go api
	logged 'all up'
	state_is api run || fail "$(ctl status)"
}

@test "wait for some is held up by no other, and is silent" {
	actor web
	waits api
	boot
	wait_until state_is api waiting
	run -0 --separate-stderr ctl wait web
	is "$output$stderr" ''
	state_is web run || fail "$(ctl status)"
	go api
}

@test "wait goes on until the check passes, and names it when the time is over" {
	actor web
	put_service web check "echo >>$C/tries; test -e $C/good"
	boot
	ready web
	inside_bg sh -c "MY_INIT_STATE=/none $BUILD/my_initctl wait && echo all up"
	wait_until marks_at_least_in "$C/tries" 3
	run -1 --separate-stderr ctl wait --timeout 0.5
	is "$stderr" 'my_initctl: web: its check fails'
	refute_logged 'all up'
	touch "$C/good"
	logged 'all up'
}

@test "wait says of a check that hangs that it does, and kills it" {
	actor web
	put_service web check "exec svc_actor -d $C/marks check"
	boot
	ready web
	run -1 --separate-stderr ctl wait --timeout 0.5
	is "$stderr" 'my_initctl: web: its check hangs'
	wait_until inside sh -c '! pgrep -f "svc_actor -[d]"'
}

@test "wait works without inotify" {
	waits api
	boot
	wait_until state_is api waiting
	inside_bg deny inotify_init1 ENOSYS -- sh -c \
		"MY_INIT_STATE=/none $BUILD/my_initctl wait --timeout 60 && echo all up"
	# by then that one waits
	run -1 ctl wait --timeout 0.3
	refute_logged 'all up'
	go api
	logged 'all up'
}

@test "wait for an unknown name is an error at once" {
	boot
	up
	run -1 --separate-stderr ctl wait nope
	is "$stderr" 'my_initctl: nope: no such service in /etc/service'
}

@test "wait waits for a runsv that has yet to come" {
	boot
	up
	actor web
	run -1 --separate-stderr inside env SVDIR=/etc/service MY_INIT_STATE=/none \
		deny inotify_add_watch ENOSPC -- "$BUILD/my_initctl" wait --timeout 0
	[[ $stderr == 'my_initctl: web: '* ]] || fail "$stderr"
	inside_bg sh -c "MY_INIT_STATE=/none $BUILD/my_initctl wait && echo all up"
	rescan
	logged 'all up'
}

# --- stop ---------------------------------------------------------------------

@test "stop tells my_init the status, 0 when none is given" {
	boot
	up
	state
	mkfifo "$STATE/events"
	exec {fd}<>"$STATE/events"
	ctl stop
	ctl stop 255
	read -r -t 5 -u "$fd" first
	read -r -t 5 -u "$fd" second
	exec {fd}>&-
	is "$first, $second" 'stop 0, stop 255'
}

@test "stop says what is wrong: no state, nobody listens, no FIFO" {
	boot
	up
	run -1 --separate-stderr ctl stop
	is "$stderr" 'my_initctl: cannot stop: no running my_init has its state in /none'
	state
	run -1 --separate-stderr ctl stop
	is "$stderr" "my_initctl: cannot stop: $STATE/events: No such file or directory"
	mkfifo "$STATE/events"
	run -1 --separate-stderr ctl stop
	is "$stderr" "my_initctl: cannot stop: $STATE/events: my_init does not listen"
	rm "$STATE/events"
	touch "$STATE/events"
	run -1 --separate-stderr ctl stop
	is "$stderr" "my_initctl: cannot stop: $STATE/events: is not a named pipe"
	is "$(<"$STATE/events")" ''
}

@test "an ordinary user may not stop, and is told so" {
	requires root
	boot
	up
	state
	mkfifo -m 600 "$STATE/events"
	exec {fd}<>"$STATE/events"
	chmod 755 "$C"
	run -1 --separate-stderr as_nobody stop 3
	exec {fd}>&-
	[[ $stderr == "my_initctl: cannot stop: $STATE/events: Permission denied;"* ]] || fail "$stderr"
}

@test "a status that is none is a usage error" {
	boot
	up
	for word in 256 -1 x ''; do
		run -2 --separate-stderr ctl stop "$word"
		[[ $stderr == *'usage: my_initctl stop [STATUS]' ]] || fail "$stderr"
	done
	run -2 ctl stop 1 2
}

# --- timeline -----------------------------------------------------------------

# boot_file: two scripts of 100 and 200 ms, then the services, a second ago.
boot_file() {
	T=$(boottime -1000000)
	echo "boot $T $((T + 400000)) boot
script $T $((T + 100000)) /etc/my_init.d/10_one
script $((T + 100000)) $((T + 300000)) /etc/my_init.d/20_<&\">
garbage
script x y z
unknown 1 2 3
services $((T + 300000)) $((T + 310000)) runsvdir
command $((T + 400000)) 0 sh -c 'exit 0'" >"$STATE/boot"
}

bars() { ctl timeline --json | jq -c ".bars[] | select(.kind == \"$1\") | $2"; }

@test "timeline --json has the steps of the boot, and the services" {
	actor web
	boot
	ready web
	state
	boot_file
	is "$(ctl timeline --json | jq -c '[keys, (.bars[0] | keys)]')" \
		'[["bars","begin","complete","host","span_us","version"],["begin_us","end_us","kind","later","name","ready_us","up_us"]]'
	is "$(bars script '[.name, .end_us - .begin_us]')" '["/etc/my_init.d/10_one",100000]
["/etc/my_init.d/20_<&\">",200000]'
	is "$(bars command '[.name, .end_us, .up_us]')" "[\"sh -c 'exit 0'\",null,null]"
	is "$(bars service '[.name, .end_us, .begin_us == .up_us, .later]')" '["web",null,true,false]'
	is "$(ctl timeline --json | jq -c '[.version, .bars[0].begin_us, (.bars | length)]')" '[1,0,6]'
}

@test "the timeline shows how long a service waited" {
	actor web
	boot
	ready web
	state
	boot_file
	life web $(($(boottime 20000) / 1000)) 0 0 0 -1 0 0
	is "$(bars service '.up_us > .begin_us')" true
	[[ $(ctl timeline) =~ service\ +web\ +\|\ *'.'+'-'*\| ]] || fail "$(ctl timeline)"
}

@test "a service that was restarted is no part of the boot" {
	actor web
	actor db
	boot
	ready web db
	state
	boot_file
	life web 100 50 1 0 3 0 0
	is "$(bars service '[.name, .later]' | sort)" '["db",false]
["web",true]'
	[[ $(ctl timeline | tr -s ' ') == *' later service web'* ]] || fail "$(ctl timeline)"
	ctl timeline --svg >"$C/svg"
	run ! grep -q '>web<' "$C/svg"
	grep -q '>1 service began, or began anew, after the boot and is left out.<' "$C/svg"
}

# title: what the text and the picture say of how long the boot took, without
# the times.
title() {
	local text svg
	text=$(ctl timeline | sed -n '1s/.*Z\([:,][a-z ]*\).*/\1/p')
	svg=$(ctl timeline --svg | sed -n 's/.*class="title".*>Boot of [^:,]*\([:,][a-z ]*\).*/\1/p')
	is "$svg" "$text" || return # in $( ) nothing ends by itself
	echo "${text% }"
}
title_is() { [[ $(ctl timeline | sed -n 1p) == *"Z$1"*s ]]; }
complete() { ctl timeline --json | jq .complete; }

# pid1_us: when the container began, of the boot clock.
pid1_us() {
	local fields
	fields=$(inside sed 's/.*) //' /proc/1/stat)
	read -r -a fields <<<"$fields"
	echo $((fields[19] * (1000000 / $(getconf CLK_TCK))))
}

is_over() { [[ $(title) == : ]]; }

later_than() { (($(boottime) > $1)); }

@test "while my_init waits for its services, the boot has taken the time since its begin" {
	local begin now later
	mkfifo "$C/fifo"
	script slow "read x <$C/fifo"
	actor web
	put_service web check "test -e $C/ok"
	boot --wait-services
	begin=$(pid1_us)
	wait_until later_than $((begin + 50000))
	now=$(boottime)
	echo >"$C/fifo"
	marked 'web READY'
	STATE=/run/my_init
	sv_says run web
	is "$(title)" ', so far'
	wait_until later_than $(($(boottime) + 50000))
	later=$(boottime)
	is "$(ctl timeline --json | jq -c "[.complete, .span_us > $later - $begin - 20000, (.bars[] | select(.name == \"web\") | .begin_us > $now - $begin - 20000), (.bars | length)]")" \
		'[false,true,true,5]'
	[[ $(ctl timeline) =~ service\ +web\ +\|\ *':'+\| ]] || fail "$(ctl timeline)"
	touch "$C/ok"
	wait_until is_over
	is "$(complete)" true
	is "$(ctl timeline --json | jq '(.bars[] | select(.kind == "wait") | .end_us) as $over |
		.bars[] | select(.name == "web") | .ready_us == $over and .up_us < $over')" true
}

@test "a boot whose services still wait is not over, and who waited for a check says when it passed" {
	actor db
	put_service db check "test -e $C/ok"
	actor web
	put service/web/after 644 db
	boot
	marked 'db READY'
	STATE=/run/my_init
	wait_until inside test -e /run/my_init/boot
	wait_until state_is web waiting
	is "$(title)" ', so far'
	is "$(complete)" false
	is "$(bars service '[.name, .ready_us]' | sort)" '["db",null]
["web",null]'
	touch "$C/ok"
	marked 'web READY'
	wait_until title_is ': '
	is "$(title)" ':'
	is "$(ctl timeline --json | jq -c '[.complete, ([.bars[] | select(.kind == "service") | .ready_us] | unique | length)]')" '[true,1]'
	[[ $(ctl timeline) =~ \ '<'[0-9.\ ms]+service\ +db\ +\|\ *':'+'-'+\| ]] || fail "$(ctl timeline)"
	ctl timeline --svg >"$C/svg"
	grep -q '<title>service db: by +.*, up after [0-9. ms]* at most<' "$C/svg"
	grep -q '<title>service web: +.*, up after [0-9. ms]*<' "$C/svg"
	grep -q 'rect class="service check"' "$C/svg"
}

@test "nobody waited for a check: while it fails the boot is not over, then its time is not known" {
	actor web
	put_service web check "test -e $C/ok"
	boot
	ready web
	state
	boot_file
	is "$(title)" ', so far'
	is "$(complete)" false
	is "$(ctl timeline --svg | grep -c '<title>service web: check fails<')" 1
	touch "$C/ok"
	is "$(title)" ', at least'
	is "$(complete)" null
	is "$(bars service .ready_us)" null
	[[ $(ctl timeline | tr -s ' ') == *' ? service web |'*'-|'* ]] || fail "$(ctl timeline)"
	ctl timeline --svg >"$C/svg"
	grep -q '<title>service web: .*, when its check passed is not known<' "$C/svg"
	run ! grep -q 'up after' "$C/svg"
}

@test "without a file boot, or with a service that is down, the boot is not over" {
	actor web
	service gone "echo gone >>$C/marks; exit 1"
	put service/gone/down 644 ''
	boot
	ready web
	state
	is "$(title)" ', so far'
	boot_file
	is "$(title) $(complete)" ': true'
	echo "wait $T 0 services" >>"$STATE/boot"
	is "$(title) $(complete)" ', so far false'
	[[ $(ctl timeline) =~ wait\ +services\ +\|'-'+\| ]] || fail "$(ctl timeline)"
	is "$(ctl timeline --json | jq '.span_us >= 1000000')" true
	boot_file
	inside sv up gone
	marked gone
	wait_until title_is ', so far: '
	inside sv down gone
	wait_until title_is ': '
}

@test "to whom the services may not show, the boot has taken at least what can be seen" {
	requires root
	actor web
	boot
	ready web
	state
	boot_file
	chmod 755 "$C"
	is "$(complete)" true
	is "$(as_nobody timeline --json | jq .complete)" null
	[[ $(as_nobody timeline) == 'boot of '*'Z, at least: 400 ms'* ]] || fail "$(as_nobody timeline)"
}

@test "where no runit was started, its services are none of the boot" {
	actor web
	boot --skip-runit -- svc_actor "$C/marks" command
	STATE=/run/my_init
	wait_until inside test -e /run/my_init/boot
	is "$(ctl timeline --json | jq .complete)" true
}

@test "of two that come after each other, only who waited saw a check pass" {
	local name
	for name in a b; do
		actor $name
		put_service $name check 'exit 0'
	done
	put service/a/after 644 b
	put service/b/after 644 a
	boot
	marked 'b READY'
	STATE=/run/my_init
	ready a b
	is "$(bars service '[.name, .ready_us == null]' | sort)" '["a",false]
["b",true]'
	is "$(complete)" null
}

# in_order WORD...: text and picture have these services in this order.
in_order() {
	is "$(ctl timeline | grep -o ' service   [^ ]*' | tr -s ' ' | cut -d ' ' -f 3 | xargs)" "$*"
	is "$(ctl timeline --svg | sed -n 's/.*<title>service \([^:]*\):.*/\1/p' | xargs)" "$*"
}

@test "services stand in the order in which they were up, and last who is not" {
	local name now
	for name in a b c d; do
		actor $name
	done
	waits aa
	boot
	ready a b c d
	marked 'aa WAITS'
	state
	boot_file
	now=$(($(boottime) / 1000))
	life a $((now - 0)) 0 0 0 -1 0 0
	life b $((now + 20)) 0 0 0 -1 0 0
	life c $((now - 5)) 0 0 0 -1 0 0
	life d $((now + 10)) 0 0 0 -1 0 0
	life aa 0 0 0 0 -1 0 0
	in_order c a d b aa
	is "$(ctl timeline --json | jq '[.bars[].begin_us] | . == sort')" true
}

@test "the timeline cuts long names in the middle" {
	local name
	for name in one two three; do
		actor "a-service-with-an-awfully-long-name-of-its-own-$name"
	done
	boot
	wait_until marks_count READY 3
	run -0 ctl timeline
	for name in one two three; do
		[[ $output == *"  a-service-with-an"*"..."*"-own-$name  "* ]] || fail "$output"
	done
	run -0 ctl timeline --svg
	for name in one two three; do
		[[ $output == *">a-service-with-a"*"…"*"-own-$name<"* ]] || fail "$output"
	done
}

@test "timeline without a state directory knows the services" {
	actor web
	boot
	ready web
	is "$(ctl timeline --json | jq -c '[.bars[].kind]')" '["service"]'
	[[ $(ctl timeline) == 'boot of '*'service   web'* ]] || fail "$(ctl timeline)"
}

@test "timeline of nothing is an error, and empty as JSON" {
	boot
	up
	run -1 --separate-stderr ctl timeline
	is "$stderr" 'my_initctl: nothing is known of the boot: no running my_init has its state in /none'
	is "$(ctl timeline --json | jq -c '[.bars, .begin]')" '[[],null]'
}

@test "timeline as text has a line a step, of the same width, with a bar" {
	actor web
	boot
	ready web
	state
	boot_file
	run -0 ctl timeline
	[[ ${lines[1]} =~ ^'   BEGIN     TOOK  WHAT      NAME '\ +\|0\ +[0-9.]+' '[ms]+\|$ ]] || fail "$output"
	[[ ${lines[3]} =~ ^'  0.0 ms   100 ms  script    10_one '\ +\|=+\ +\|$ ]] || fail "$output"
	is "$(printf '%s\n' "${lines[@]:1}" | awk '{ print length }' | sort -u | wc -l)" 1
}

@test "timeline --svg is one XML file that needs nothing else" {
	requires xmllint
	service $'a\x01\n]]>\xff' "exec svc_actor $C/marks a"
	boot
	marked 'a READY'
	ctl wait
	state
	boot_file
	ctl timeline --svg >"$C/svg"
	xmllint --noout "$C/svg"
	run -0 xmllint --xpath '//*[local-name()="text"]/text()' "$C/svg"
	[[ $output == *'20_&lt;&amp;"&gt;'* && $output == *']]&gt;'* ]] || fail "$output"
	run ! grep -E 'href|url\(|<script|<image|http://[^w]' "$C/svg"
}

# texts: "X Y ANCHOR WIDTH" of every text, its width as wide as it may be.
texts() {
	sed -n 's/<text/\n&/gp' "$1" | sed -n 's/^<text class="\([a-z ]*\)" x="\([0-9.]*\)" y="\([0-9]*\)">\([^<]*\)<.*/\2 \3 \1 \4/p'
}

@test "no two labels of the picture overlap" {
	for i in {1..12}; do
		actor "service-with-a-name-of-40-characters-$i-$i"
	done
	boot
	wait_until marks_count READY 12
	ctl wait
	state
	boot_file
	ctl timeline --svg >"$C/svg"
	texts "$C/svg" | awk '
	{
		x = $1; y = $2; class = $3; anchor = $4
		text = $0
		sub(/^[0-9.]+ [0-9]+ /, "", text)
		align = text ~ /^(muted )?time|^name/ ? 1 : text ~ /^muted tick/ ? .5 : 0
		size = text ~ /^title/ ? 11 : 7.3
		sub(/^(title|name|muted tick|muted time|muted) /, "", text)
		gsub(/&[a-z]+;/, "x", text)
		width = length(text) * size
		left = x - align * width
		if (left < 0 || left + width > 960)
			print "outside: " text
		for (i = 1; i < NR; i++)
			if (ys[i] == y && left < rights[i] && lefts[i] < left + width)
				print "overlap: " texts[i] " and " text
		ys[NR] = y; lefts[NR] = left; rights[NR] = left + width; texts[NR] = text
	}
	END { if (NR < 20) print "only " NR " texts" }' >"$C/overlaps"
	is "$(<"$C/overlaps")" ''
}

# --- the command line ---------------------------------------------------------

@test "an unknown command or option is a usage error" {
	run -2 --separate-stderr "$BUILD/my_initctl"
	[[ $stderr == 'usage: my_initctl COMMAND '* ]] || fail "$stderr"
	run -2 --separate-stderr "$BUILD/my_initctl" stat
	is "${stderr_lines[0]}" 'my_initctl: stat: no such command'
	run -2 --separate-stderr "$BUILD/my_initctl" status --svg
	is "$stderr" 'my_initctl: --svg: no such option
usage: my_initctl status [--json] [NAME...]'
	run -2 --separate-stderr "$BUILD/my_initctl" timeline --json --svg
	is "$stderr" 'usage: my_initctl timeline [--json|--svg]'
	run -2 --separate-stderr "$BUILD/my_initctl" health --timeout
	is "${stderr_lines[0]}" 'my_initctl: --timeout needs a number of seconds'
	run -2 --separate-stderr "$BUILD/my_initctl" wait --timeout=x
	is "${stderr_lines[0]}" 'my_initctl: --timeout: x is not a number of seconds'
}

@test "-- ends the options, and a name may follow that begins with a dash" {
	actor -web
	boot
	wait_until marks_count READY 1
	ctl wait -- -web
	is "$(json '.services[0].state' -- -web)" '"run"'
	run -0 ctl health --timeout=5 -- -web
}

@test "--help lists every command of the manual's SYNOPSIS, with its arguments" {
	requires mandoc
	run -0 --separate-stderr "$BUILD/my_initctl" --help
	local help manual
	help=$(sed -nE 's/^  ([a-z]+( (\[[^]]*\]|[A-Z]+))*)( .*)?$/\1/p' <<<"$output" | sort)
	manual=$(mandoc -Tutf8 -O width=200 "$TOP/runsvdir-glue/ctl/my_initctl.8" | col -b |
		sed -nE '/^SYNOPSIS/,/^DESCRIPTION/s/^ +my_initctl ([a-z].*)$/\1/p' |
		sed -E 's/ \| /|/g; s/\[([a-z]+)/[\U\1/g; s/ ([a-z]+)\]/ \U\1]/g; s/ \.\.\./.../g' | sort)
	is "$help" "$manual"
	run -0 "$BUILD/my_initctl" --version
	[[ $output =~ ^my_initctl\ [0-9.]+$ ]]
}

@test "the manual of my_initctl is correct mdoc, and documents every key of the JSON" {
	requires mandoc
	local page=$TOP/runsvdir-glue/ctl/my_initctl.8 key keys
	is "$(mandoc -Tlint -Wstyle "$page" 2>&1 |
		grep -vE 'referenced manual not found|^mandoc: outdated' || :)" ''
	mapfile -t keys < <(grep -ohE '\<json, "[a-z_]+"' "$TOP"/runsvdir-glue/ctl/*.c |
		sed 's/.*"\(.*\)"/\1/' | sort -u)
	((${#keys[@]} > 20)) || fail "only these were found: ${keys[*]}"
	for key in "${keys[@]}"; do
		grep -qE "^\.It (Va )?$key( |\$)" "$page" || fail "not in the manual: $key"
	done
}

@test "bash completes commands, options and the names of services" {
	actor web
	actor worker
	boot
	up
	complete_is() { # EXPECTED WORD...
		is "$(inside bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
			_my_initctl; echo "${COMPREPLY[*]}"' \
			"$TOP/runsvdir-glue/ctl/my_initctl.bash" "${@:2}")" "$1"
	}
	complete_is 'status stop' my_initctl st
	complete_is '--json' my_initctl status --
	complete_is '--timeout' my_initctl health -
	complete_is 'web worker' my_initctl status w
	complete_is 'worker' my_initctl wait --timeout 5 web wo
	complete_is '--json --svg' my_initctl timeline ''
	complete_is '' my_initctl stop ''
	complete_is '' my_initctl wait --timeout ''
}
