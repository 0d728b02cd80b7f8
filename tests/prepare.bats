#!/usr/bin/env bats
# The runsv in front of runit's, and the run, finish and control of services
# that it prepares, under the real runsvdir and runsv, without a my_init.
# shellcheck disable=SC2016 # the services' shells expand it
# shellcheck disable=SC2030,SC2031 # bats makes subshells of tests
load services

# What my_init is for: the state directory, somebody who reads its FIFO, and
# the environment of runsvdir. BEFORE is done first; TMPFS are the options of a
# file system for the state.
setup() {
	container_setup
	STATE=/run/my_init BEFORE='' TMPFS='' LIB=$C/lib
	mkdir "$LIB"
	ln -s "$BUILD/lib/prepare" "$LIB/runsv"
	ln -s "$BUILD/lib/prepare" "$LIB/run"
	ln -s "$BUILD/lib/prepare" "$LIB/finish"
	printf '#!/bin/sh\nexec sed -u "s/^/<tag> /" >&2\n' >"$LIB/tag"
	chmod +x "$LIB/tag"
}

# scan [NAME=VALUE...]: boots runsvdir as PID 1.
scan() {
	cat >"$C/init" <<-EOF
		set -e
		mkdir -p $STATE
		[ -z "$TMPFS" ] || mount -t tmpfs -o mode=755,$TMPFS tmpfs $STATE
		mkfifo -m 600 $STATE/events
		echo "1 4711" >$STATE/pid
		exec 5<>$STATE/events
		cat <&5 >>$C/events &
		exec 5>&-
		$BEFORE
		touch -d '2 seconds ago' /etc/service 2>/dev/null || :
		PATH=$LIB:\$PATH MY_INIT_STATE=$STATE MY_INIT_LIB=$LIB \
			exec runsvdir -P /etc/service
	EOF
	local env=() arg
	for arg; do env+=(-e "$arg"); done
	boot_program "${env[@]}" -- "${CTR_WRAP[@]}" sh "$C/init"
}

# actor_with NAME FILE [TEXT]: an actor with that file.
actor_with() {
	actor "$1"
	put "service/$1/$2" 644 "${3-}"
}

# event LINE: waits for it in the FIFO; events NUMBER: so many came.
event() { wait_until has_line "$C/events" "$1"; }
events() { is "$(wc -l <"$C/events")" "$1"; }

# life NAME FIELD VALUE: waits until that field of its life has it.
life_is() { [[ $(inside cut -d' ' -f"$2" "$STATE/services/$1/life") == "$3" ]]; }
life() { wait_until life_is "$@"; }
BEGAN=3 RESTARTS=5 QUICK=6 CODE=7 SIGNO=8 ASKED=9

# rescan: as services.bash has it; here runsvdir is PID 1.
rescan() {
	! grep -q '^SigCgt:.*[2367abef]...$' "/proc/$CTR_PID/status" ||
		kill -ALRM "$CTR_PID"
}

# waits NAME: its process shows that it has not begun.
waits() { wait_until comm_is "$1" my_init-wait; }
brakes() { wait_until comm_is "$1" my_init-brake; }
comm_is() {
	local pid
	pid=$(sv_pid "$1")
	[[ $pid && $(cat "/proc/$pid/comm") == "$2" ]]
}
sv_pid() { ns_pid "$(inside cat "/etc/service/$1/supervise/pid")"; }

# ns_pid PID: the pid outside of a pid inside.
ns_pid() {
	local pid
	for pid in $(all_below "$CTR_PID"); do
		[[ $(awk '/^NSpid/ { print $NF }' "/proc/$pid/status") != "$1" ]] || echo "$pid"
	done
} 2>/dev/null
all_below() {
	local pid
	for pid in $(children "$1"); do
		echo "$pid"
		all_below "$pid"
	done
}

# hit SIGNAL NAME: sends it to the service's process, past runsv.
hit() { kill -s "$1" "$(sv_pid "$2")"; }

# ready NAME [TIMES]: it has begun.
ready() { wait_until marks_count "$1 READY" "${2-1}"; }

# read_only: /etc/service is.
read_only() {
	BEFORE="mount --bind /etc/service /etc/service
		mount -o remount,ro,bind /etc/service"
}

# clock NAME STATUS: a service that marks when it begins and ends at once.
clock() { service "$1" "read -r up _ </proc/uptime; echo $1 \$up >>$C/marks; exit $2"; }

# gap NAME N: milliseconds from its Nth start to the next.
gap() {
	wait_until marks_at_least "$1" $(($2 + 1))
	awk -v name="$1" -v n="$2" '$1 == name && ++k == n { t = $2 }
		$1 == name && k == n + 1 { printf "%d\n", ($2 - t) * 1000; exit }' "$C/marks"
}
marks_at_least() { (($(count "$1" "$C/marks") >= $2)); }

# began_in_order NAME...: by what their lives say.
began_in_order() {
	local name now last=0
	for name; do
		now=$(inside cut -d' ' -f$BEGAN "$STATE/services/$name/life")
		((now >= last && now > 0)) || fail "$name began at $now, not after $last"
		last=$now
	done
}

# --- a service that wants nothing ---------------------------------------------

@test "a plain service has the processes, arguments and environment of runit's" {
	service web 'tr "\0" "\n" </proc/self/environ | sort >'"$C"'/env; exec svc_actor '"$C"'/marks web'
	scan A=1
	ready web
	is "$(tree "$(pid_of 'runsv web')")" 'runsv(svc_actor)'
	is "$(inside readlink "/proc/$(inside pidof runsv)/cwd")" /etc/service/web
	mv "$C/env" "$C/env.ours"
	inside test ! -e "$STATE/services"
	kill -KILL "$CTR_PID"
	wait_exit SIGKILL
	ln -sf /usr/bin/runsv "$LIB/runsv"
	LIB=/nowhere scan A=1
	ready web 2
	is "$(sed 's/LIB=.*//' "$C/env.ours")" "$(sed 's/LIB=.*//; s,/nowhere:,,; /^MY_INIT_STATE/d' "$C/env")"
}

@test "a plain service has its supervise where runit makes it" {
	actor web
	scan
	ready web
	inside test -p /etc/service/web/supervise/control -a ! -L /etc/service/web/supervise
}

@test "runsv with other arguments is runit's runsv" {
	scan
	run inside env MY_INIT_LIB="$LIB" "$LIB/runsv"
	[[ $output == 'usage: runsv dir' ]]
	run inside env MY_INIT_LIB="$LIB" MY_INIT_STATE="$STATE" "$LIB/runsv" ../nothing
	[[ $output == *'unable to change to dir'* ]]
}

@test "without any other runsv ours says so and ends" {
	scan
	run inside env MY_INIT_LIB="$LIB" "PATH=$LIB:/nowhere" "$LIB/runsv" web
	is "$status $output" '111 *** cannot execute runsv: No such file or directory'
}

@test "a link that an earlier life has left behind is no harm to a plain service" {
	actor web
	ln -s /run/my_init/services/web/supervise "$ETC/service/web/supervise"
	scan
	ready web
	sv_says run web
	inside test -d /etc/service/web/supervise -a ! -L /etc/service/web/supervise
}

# --- the folder ---------------------------------------------------------------

@test "sv finds a prepared service, whose run is in its own directory" {
	actor_with web critical
	scan
	ready web
	sv_says run web
	is "$(inside readlink /etc/service/web/supervise)" "$STATE/services/web/supervise"
	is "$(tree "$(pid_of 'runsv web')")" 'runsv(svc_actor)'
	is "$(readlink "/proc/$(sv_pid web)/cwd")" /etc/service/web
}

@test "run and its finish get what runit gives them" {
	service web 'echo "$0 $# $PWD $(pwd)" >>'"$C"'/marks; kill -9 $$'
	finish web 'echo "$0 $* $(pwd)" >>'"$C"'/marks; sv down web'
	put service/web/brake 644 5
	scan
	marked './finish -1 9 /etc/service/web'
	has "$C/marks" './run 0 /etc/service'
}

@test "a run without #! is run by sh" {
	put service/web/run 755 "exec svc_actor $C/marks web"
	put service/web/critical 644 ''
	scan
	ready web
}

@test "a missing run is told, and its end is a critical one" {
	put service/web/critical 644 ''
	scan
	logged 'warning: service web: cannot execute run: No such file'
	event 'critical web 111 0'
}

@test "a supervise directory of another life is replaced" {
	actor_with web critical
	mkdir "$ETC/service/web/supervise"
	: >"$ETC/service/web/supervise/status"
	: >"$ETC/service/web/supervise/lock"
	scan
	ready web
	inside test -L /etc/service/web/supervise
	sv_says run web
}

@test "a supervise directory with something else in it stays, and works" {
	actor_with web critical
	mkdir "$ETC/service/web/supervise"
	: >"$ETC/service/web/supervise/mine"
	scan
	ready web
	sv_says run web
	inside test -f /etc/service/web/supervise/mine -a -L "$STATE/services/web/supervise"
}

@test "a supervise that somebody else works with is left alone" {
	actor_with web critical
	BEFORE="mkdir /etc/service/web/supervise
		mkfifo /etc/service/web/supervise/ok
		exec 6<>/etc/service/web/supervise/ok"
	scan
	ready web
	inside test -p /etc/service/web/supervise/ok -a ! -L /etc/service/web/supervise
	inside test -p "$STATE/services/web/supervise/ok"
}

@test "a name is one word of the event, whatever is in it" {
	service $'a b\\\nc' "exec svc_actor $C/marks"
	: >"$ETC/service/"$'a b\\\nc/critical'
	scan
	marks_ready() { grep -q 'c READY$' "$C/marks"; }
	wait_until marks_ready
	kill -KILL "$(pid_of '*svc_actor*')"
	event 'critical a\x20b\x5c\x0ac -1 9'
}

@test "control scripts run in the service's directory" {
	actor_with web critical
	put_service web control/h "echo \"\$0 \$(pwd)\" >>$C/marks"
	scan
	ready web
	sv_says run web
	inside sv hup web
	marked 'control/h /etc/service/web'
}

@test "a control/t of the service's own still decides" {
	actor_with web critical
	put_service web control/t "echo mine >>$C/marks; exit 0"
	scan
	ready web
	sv_says run web
	inside sv term web
	marked mine
	hit KILL web
	life web $ASKED 1
	run ! has "$C/marks" 'web SIGTERM'
}

@test "a log of the service's own is kept" {
	service web 'echo hello; exec svc_actor '"$C/marks"' web'
	put service/web/critical 644 ''
	log_service web "while read -r line; do echo \"\$(pwd) \$line\" >>$C/marks; done"
	scan MY_INIT_LOG=tag
	marked '/etc/service/web/log hello'
}

@test "with tags a service without a logger gets one, for its errors too" {
	service web "echo out; echo err >&2; exec svc_actor $C/marks web"
	finish web 'echo bye >&2'
	scan MY_INIT_LOG=tag
	logged '<tag> out'
	logged '<tag> err'
	hit KILL web
	logged '<tag> bye'
}

@test "a life that does not stay in the folder is not believed" {
	actor_with web critical
	BEFORE="mkdir -p $STATE/services/web
		echo '1 99 5 5 3 3 0 0 0 1 2 3' >$STATE/services/web/life"
	scan
	ready web
	life web $RESTARTS 0
	life web 2 4711
	hit KILL web
	ready web 2
	life web $RESTARTS 1
}

# --- critical -----------------------------------------------------------------

@test "the end of a critical service is told, with its status" {
	service web 'exit 3'
	put service/web/critical 644 ''
	scan
	event 'critical web 3 0'
}

@test "a critical service that is killed is told with the signal" {
	actor_with web critical
	scan
	ready web
	hit KILL web
	event 'critical web -1 9'
	ready web 2
}

@test "a crash with a core is told with the plain signal" {
	service web 'ulimit -c 8; exec sleep 1000' # the least that is a core
	put service/web/critical 644 ''
	scan
	sv_says run web
	wait_until comm_is web sleep
	hit SEGV web
	event 'critical web -1 11'
}

@test "a critical number counts ends" {
	clock web 4
	put service/web/critical 644 2
	put service/web/brake 644 0
	scan
	event 'critical web 4 0'
	(($(count web "$C/marks") >= 2)) # runsv may have begun one more
}

@test "an end that sv asked for is no critical one, one by kill is" {
	actor_with web critical
	scan
	ready web
	inside sv restart web
	ready web 2
	inside sv term web
	ready web 3
	inside sv down web
	sv_says down web
	inside sv up web
	ready web 4
	life web $ASKED 1
	events 0
	hit TERM web
	event 'critical web 0 0'
	events 1
}

@test "SIGTERM from somebody else is an end by itself" {
	service web "echo web READY >>$C/marks; exec sleep 1000"
	put service/web/critical 644 ''
	scan
	ready web
	wait_until comm_is web sleep
	hit TERM web
	event 'critical web -1 15'
}

@test "a finish that hangs keeps nothing back" {
	service web 'exit 5'
	finish web "svc_actor -d $C/marks finish"
	put service/web/critical 644 ''
	scan
	event 'critical web 5 0'
	marked 'finish READY'
}

@test "a finish that fails, or cannot be executed, ends nothing" {
	clock web 5
	put service/web/finish 644 'no program'
	put service/web/brake 644 0
	scan
	logged 'warning: service web: cannot execute finish: Permission denied'
	gap web 1
}

@test "wrong contents are warned of once, with the file, and ignored" {
	actor_with web critical abc
	put service/web/brake 644 -1
	actor_with db critical 1001
	put service/db/after 644 'a/b .c'
	scan
	ready web
	ready db
	logged '*** warning: /etc/service/web/critical: must be empty, or a number'
	logged '*** warning: /etc/service/web/brake: must be a number of seconds'
	logged '*** warning: /etc/service/db/critical: must be'
	logged '*** warning: /etc/service/db/after: "a/b" is no name of a service'
	logged '*** warning: /etc/service/db/after: ".c" is no name of a service'
	hit KILL web
	ready web 2
	events 0
	is "$(count 'warning')" 5
}

@test "FIFOs, directories and what is too large are ignored, nobody waits for them" {
	actor web
	mkfifo "$ETC/service/web/critical" "$ETC/service/web/after"
	mkdir "$ETC/service/web/brake"
	actor_with db critical "$(printf '%065d' 1)"
	head -c 70000 /dev/zero >"$ETC/service/db/after"
	scan
	ready web
	ready db
	logged 'web/critical: must be'
	logged 'web/after: must be a text file'
	logged 'web/brake: must be'
	logged 'db/critical: must be'
	logged 'db/after: File too large'
	hit KILL web
	ready web 2
}

@test "when my_init cannot be told, that is said, and the next end tries again" {
	actor_with web critical
	scan
	ready web
	inside mv "$STATE/events" "$STATE/away"
	hit KILL web
	logged 'warning: critical service web has ended, and my_init cannot be told'
	ready web 2
	inside mv "$STATE/away" "$STATE/events"
	hit KILL web
	event 'critical web -1 9'
}

@test "a file in the place of the FIFO gets nothing" {
	actor_with web critical
	BEFORE="rm $STATE/events; : >$STATE/events"
	scan
	ready web
	hit KILL web
	logged 'my_init cannot be told: Invalid argument'
	inside test ! -s "$STATE/events"
}

# --- the brake ----------------------------------------------------------------

@test "one that keeps dying is started ever more rarely, up to brake" {
	clock web 1
	put service/web/brake 644 2
	scan
	local first second third fourth
	first=$(gap web 1) second=$(gap web 2) third=$(gap web 3) fourth=$(gap web 4)
	((first >= 990 && second >= 1990 && third >= 1990)) || fail "$first $second $third"
	((fourth >= 1990 && fourth < 7900)) || fail "$fourth" # by itself it would be 8000
	brakes web
	life web $CODE 1
}

@test "without a brake runit's second stays" {
	clock web 1
	put service/web/brake 644 0
	scan MY_INIT_BRAKE=50
	gap web 1
	gap web 2
	(($(gap web 3) < 3500))
}

@test "MY_INIT_BRAKE is for all services" {
	clock web 1
	scan MY_INIT_BRAKE=9
	(($(gap web 2) >= 1990))
	is "$(inside readlink "$STATE/services/web/origin")" /etc/service/web
}

@test "MY_INIT_BRAKE=0 is no brake, for a critical service either" {
	clock web 1
	put service/web/critical 644 99
	scan MY_INIT_BRAKE=0
	gap web 1
	gap web 2
	(($(gap web 3) < 3500)) # with a brake 4000
}

@test "who is told to go up does not wait for the brake" {
	clock web 1
	put service/web/brake 644 60
	scan
	gap web 2
	brakes web
	inside sv down web
	sv_says down web
	life web $ASKED 1
	life web $QUICK 0
	inside sv up web
	wait_until marks_at_least web 4
}

# --- after --------------------------------------------------------------------

@test "a service begins after those that it names, and shows that it waits" {
	actor_with web after $'db # the data\n#cache\n'
	actor db
	put service/db/down 644 ''
	scan
	waits web
	inside sv up db
	ready db
	ready web
	comm_is web svc_actor
}

@test "each of a chain waits for the one before it" {
	local name before=''
	for name in e d c b a; do
		actor_with $name after "$before"
		before=$name
	done
	put service/e/down 644 ''
	scan
	for name in a b c d; do waits $name; done
	inside sv up e
	ready a
	began_in_order e d c b a
}

@test "a check must pass" {
	actor_with web after db
	actor db
	put_service db check "pwd >>$C/check; test -e $C/works"
	scan
	wait_until marks_at_least_in "$C/check" 3
	waits web
	: >"$C/works"
	ready web
	is "$(sort -u "$C/check")" /etc/service/db
}

@test "a check that hangs ends with the one that waits" {
	actor_with web after db
	actor db
	put_service db check 'svc_actor -d '"$C"'/marks check; exit 0'
	scan
	ready check
	inside sv -w 5 down web
	sv_says down web
	wait_until nobody_is '*svc_actor -d*'
}
nobody_is() { ! find_pid "$1" "$CTR_PID"; }

@test "a check that hangs counts as failed after 10 s" {
	actor_with web after db
	actor db
	put_service db check 'svc_actor -d '"$C"'/marks check; exit 0'
	local begin=$SECONDS
	scan
	ready check 2
	((SECONDS - begin >= 9)) || fail "it was killed after $((SECONDS - begin)) s"
	is "$(count 'web READY' "$C/marks")" 0
}

@test "a name that is not there is warned of, and not waited for" {
	actor_with web after 'nobody db'
	actor db
	scan
	ready web
	logged '*** warning: /etc/service/web/after: there is no service "nobody"'
	is "$(count warning)" 1
}

@test "a circle is warned of once, and its first name does not wait" {
	actor_with b after c
	actor_with c after a
	actor_with a after b
	put service/a/down 644 ''
	scan
	waits b
	waits c
	inside sv up a
	ready b
	began_in_order a c b
	logged '*** warning: /etc/service/a/after: a circle: a -> b -> c -> a; a does not wait for b'
	is "$(count warning)" 1
}

@test "a service that waits and is told to go down leaves no finish and no end" {
	actor_with web after db
	put service/web/critical 644 ''
	finish web "echo finish >>$C/marks"
	actor db
	put service/db/down 644 ''
	scan
	waits web
	inside sv down web
	sv_says down web
	life web $ASKED 1
	inside sv up web
	waits web
	hit KILL web
	waits web
	inside sv up db
	ready web
	life web $RESTARTS 0
	events 0
	hit KILL web
	marked finish
	event 'critical web -1 9'
}

@test "who waits begins within a second though nothing can be watched" {
	actor_with web after db
	actor db
	put service/db/down 644 ''
	wrap deny inotify_init1 ENOSYS --
	scan
	waits web
	# By now it looks as rarely as it ever will.
	local from=$SECONDS
	wait_until eval '((SECONDS > from + 9))'
	inside sv up db
	ready db
	from=${EPOCHREALTIME//[.,]/}
	ready web
	((${EPOCHREALTIME//[.,]/} < from + 5000000)) || fail 'it looks too rarely'
}

@test "a service that is added while it runs obeys its after" {
	actor db
	put service/db/down 644 ''
	scan
	sv_says down db
	put service/web/after 644 db
	put_service web run "exec svc_actor $C/marks web"
	rescan
	waits web
	inside sv up db
	ready web
}

@test "who waits for a service that is removed begins" {
	actor_with web after db
	actor db
	put service/db/down 644 ''
	scan
	waits web
	inside rm -r /etc/service/db
	ready web
}

@test "a finish that run makes on its way out is run at the stop too" {
	service web "$HOLD trap 'printf \"#!/bin/sh\necho FINISH >>$C/marks\n\" >finish
			chmod +x finish; exit' TERM
		echo web READY >>$C/marks; wait"
	boot --brake 5
	marked 'web READY'
	stop
	marks_are 'web READY' FINISH
}

@test "a finish that a plain service has by a link to ours is its own" {
	actor web
	ln -s /usr/lib/my_init/finish "$ETC/service/web/finish"
	boot
	marked 'web READY'
	stop
	[[ -L $ETC/service/web/finish ]]
}

@test "--only: the others are down, and nobody waits for them" {
	actor_with web after 'db ca'
	actor db
	actor ca
	scan MY_INIT_ONLY=web,ca
	ready web
	ready ca
	sv_says down db
	inside test -e "$STATE/services/db/down" -a ! -e /etc/service/db/down
	inside sv up db
	ready db
}

# --- less than a whole system -------------------------------------------------

@test "a service directory that cannot be written works from its folder" {
	actor web
	finish web "echo finish >>$C/marks"
	read_only
	scan
	ready web
	wait_until inside test -p "$STATE/services/web/supervise/control"
	is "$(inside sv status "$STATE/services/web" | cut -d: -f1)" run
	inside sv restart "$STATE/services/web"
	marked finish
	refute_logged warning
}

@test "its control scripts find supervise, and what the service has" {
	actor web
	put service/web/prefix 644 'pid'
	put_service web control/h "echo \"\$(cat prefix) \$(cat supervise/pid)\" >>$C/marks"
	read_only
	scan
	ready web
	sv_pid() { inside cat "$STATE/services/web/supervise/pid"; }
	wait_until sv_pid
	inside sv hup "$STATE/services/web"
	marked "pid $(sv_pid)"
}

@test "its logger works from a folder of links" {
	service web 'echo hello; exec svc_actor '"$C/marks"' web'
	log_service web "while read -r line; do cat ./prefix; echo \"\$line\"; done >>$C/marks"
	put service/web/log/prefix 644 'it says'
	read_only
	scan
	marked 'it says'
	marked hello
	inside test -p "$STATE/services/web/log/supervise/control"
}

@test "a supervise that alone can be written is used" {
	actor_with web critical
	mkdir "$ETC/service/web/supervise"
	read_only
	BEFORE+="
		mount -t tmpfs tmpfs /etc/service/web/supervise"
	scan
	ready web
	sv_says run web
}

@test "not root, with a state directory in /tmp" {
	requires root
	wrap setpriv --reuid 1000 --regid 1000 --clear-groups --
	STATE=/tmp/my_init
	service web "exec svc_actor $C/marks web"
	actor_with db critical
	: >"$C/marks"
	chmod -R a+rwX "$C"
	scan
	ready web
	ready db
	wait_until inside test -p "$STATE/services/web/supervise/control"
	kill -KILL "$(pid_of '*svc_actor*db')"
	event 'critical db -1 9'
}

@test "a state directory that is not ours alone is not used" {
	actor_with web critical
	BEFORE="chmod 1777 $STATE"
	scan
	ready web
	logged "warning: service web cannot be prepared in $STATE/services: Operation not permitted; it goes without"
	sv_says run web
	inside test ! -e "$STATE/services"
}

@test "what lies in the place of a folder is not followed" {
	actor_with web critical
	BEFORE="mkdir -p $STATE/services $C/target
		ln -s $C/target $STATE/services/web
		mkdir $C/stay; : >$C/stay/file
		mkdir $STATE/services/db
		ln -s $C/stay $STATE/services/db/log
		ln -s $C/stay/file $STATE/services/db/life"
	actor_with db critical
	scan
	ready web
	ready db
	life db $RESTARTS 0
	is "$(find "$C/target" "$C/stay" | sort | tr '\n' ' ')" \
		"$C/stay $C/stay/file $C/target "
	is "$(<"$C/stay/file")" ''
}

@test "a full state directory harms nobody who is prepared" {
	actor_with web critical
	TMPFS=size=256k
	scan
	ready web
	sv_says run web
	inside sh -c "cat /dev/zero >$STATE/filler 2>/dev/null || :
		cd $STATE/services/web && ./finish 3 0"
	event 'critical web 3 0'
	life web $CODE 3
	hit KILL web
	event 'critical web -1 9'
	ready web 2
	life web $RESTARTS 1
	life web $SIGNO 9
}

@test "in a full state directory a new service runs without what it wants" {
	actor_with web critical
	TMPFS=nr_inodes=8
	scan
	ready web
	logged 'cannot be prepared'
	sv_says run web
}

@test "a state directory that was removed is made again by the next runsv" {
	actor_with web critical
	scan
	ready web
	inside rm -r "$STATE"
	runsv=$(pid_of 'runsv web')
	kill -TERM "$runsv"
	marked 'web SIGTERM'
	wait_until test ! -e "/proc/$runsv"
	rescan
	ready web 2
	sv_says run web
	life web $RESTARTS 0
}

@test "a service directory that is replaced gets a runsv, when the old one ends" {
	actor web -d
	put service/web/critical 644 ''
	scan
	ready web
	inside sh -c "cp -R /etc/service/web /etc/new; rm -f /etc/new/supervise
		sed -i 's/ -d / /; s/ web\$/ new/' /etc/new/run
		mv /etc/service/web /etc/old; mv /etc/new /etc/service/web"
	rescan
	marked 'web SIGTERM'
	is "$(inside readlink "/proc/$(inside pidof svc_actor)/cwd")" /etc/old
	kill -KILL "$(pid_of '*svc_actor -d*')"
	ready new
	sv_says run web
	is "$(inside readlink /etc/service/web/supervise)" "$STATE/services/web/supervise"
	refute_logged 'unable to lock'
}

@test "a status that is a FIFO or a link is not believed, nor waited for" {
	actor_with web after db
	actor_with app after ca
	actor db
	actor ca
	scan
	ready web
	ready app
	for name in db ca app web; do sv_says run $name; done
	inside sh -c 'cd /etc/service/db/supervise && rm status && mkfifo status
		cd /etc/service/ca/supervise && mv status was && ln -s was status'
	inside sv restart web app
	waits web
	waits app
	inside sh -c 'for name in db ca; do
		printf t >/etc/service/$name/supervise/control; done'
	ready web 2
	ready app 2
}

@test "50 critical services that crash at once are all told" {
	local i
	for i in {1..50}; do
		service "s$i" "exit $i"
		put "service/s$i/critical" 644 ''
	done
	scan
	for i in {1..50}; do event "critical s$i $i 0"; done
}
