# Beyond runit, through the whole: critical services, order, requests.
# shellcheck shell=bats disable=SC2016
load services

# --- critical -----------------------------------------------------------------

@test "a critical service that ends ends the container with its status" {
	service db "echo READY >>$C/marks; read x <$C/fifo; exit 7"
	mkfifo "$C/fifo"
	setting db critical
	actor web
	boot
	marked READY
	marked 'web READY'
	echo >"$C/fifo"
	wait_exit 7
	logged 'The critical service db exited with status 7: the container stops.'
	has_line "$C/marks" 'web SIGTERM'
	[[ $(tail -n 1 "$LOG") == *': a critical service ended: db; status 7.' ]]
}

@test "a critical service that is killed: 128 and the signal" {
	actor db
	setting db critical
	boot
	marked 'db READY'
	inside pkill -KILL svc_actor
	wait_exit 137
	logged 'The critical service db was killed by SIGKILL (status 137): the container stops.'
}

@test "a critical service that ends with 0 ends the container with 0" {
	service db 'exit 0'
	setting db critical
	boot
	wait_exit 0
	logged 'The critical service db exited with status 0'
}

@test "a critical service that dies at once, fifty times" {
	service db 'exit 9'
	setting db critical
	for _ in {1..50}; do
		boot
		wait_exit 9
	done
}

@test "a critical service goes before the status of the command" {
	service db "until grep -q READY $C/marks; do :; done; exit 4"
	setting db critical
	boot sigprint -o "$C/marks"
	wait_exit 4
	has_line "$C/marks" SIGTERM
}

@test "critical 3: the third end within a minute" {
	service db "echo begun >>$C/marks; exit 5"
	setting db critical 3
	boot
	DEADLINE=20 wait_exit 5
	is "$(count begun "$C/marks")" 3
}

@test "critical 2: two ends more than a minute apart are no reason to stop" {
	service db "echo READY >>$C/marks; read x <$C/fifo; exit 5"
	mkfifo "$C/fifo"
	setting db critical 2
	setting db brake 0
	boot
	marked READY
	echo >"$C/fifo"
	wait_until marks_count READY 2
	ends_earlier db 61000
	echo >"$C/fifo"
	wait_until marks_count READY 3
	ends_earlier db 40000
	echo >"$C/fifo"
	wait_exit 5
	is "$(count 'container stops')" 1
}
# ends_earlier NAME MS: so much longer ago it has ended each time.
ends_earlier() {
	local life i file=/run/my_init/services/$1/life
	read -r -a life < <(inside cat "$file")
	for ((i = 9; i < ${#life[@]}; i++)); do life[i]=$((life[i] - $2)); done
	inside sh -c "echo ${life[*]} >$file"
}

@test "a critical service that was told to go down is no reason to stop" {
	actor db
	setting db critical
	actor web
	boot
	marked 'db READY'
	marked 'web READY'
	sv_says run db
	inside sv down db
	marked 'db SIGTERM'
	inside sv up db
	wait_until marks_count 'db READY' 2
	stop 0
	has_line "$C/marks" 'web SIGTERM'
}

@test "a critical service that is removed is no reason to stop" {
	actor db
	setting db critical
	actor web
	boot
	marked 'web READY'
	marked 'db READY'
	sv_says run db
	mv "$(etc_now)/service/db" "$(etc_now)/db"
	rescan
	marked 'db SIGTERM'
	wait_until no_process '*runsv db'
	mv "$(etc_now)/db" "$(etc_now)/service/db"
	rescan
	wait_until marks_count 'db READY' 2
	stop 0
}
no_process() { ! find_pid "$1" "$CTR_PID"; }

@test "a service that is added while it runs is tagged, and critical" {
	boot --log tag
	up
	setting db critical
	service db 'echo from db; exit 6'
	rescan
	wait_exit 6
	logged 'db: from db'
	logged 'The critical service db exited with status 6'
}

@test "not as PID 1 a critical service is heard, and my_initctl finds it" {
	container -i
	service db "exec svc_actor $C/marks db"
	setting db critical
	actor web
	setting web after db
	boot
	marked 'web READY'
	wait_until ctl health
	is "$(ctl status --json | jq -r '.state_directory')" "/run/my_init.$(ns_pid_of_init)"
	inside pkill -KILL -f 'svc_actor.* db'
	wait_exit 137
}
ns_pid_of_init() { awk '/^NSpid/ { print $NF }' "/proc/$CTR_PID/status"; }

@test "a critical service that has outlived a TERM long ago ends the container" {
	service db "$HOLD trap 'echo TERM >>$C/marks' TERM; echo READY >>$C/marks
		wait; read x <$C/fifo; exit 9"
	mkfifo "$C/fifo"
	setting db critical
	boot
	marked READY
	sv_says run db
	inside sv term db
	marked TERM
	inside sh -c 'echo 1 >/run/my_init/services/db/term' # ms since the boot
	echo now >"$C/fifo"
	wait_exit 9
}

@test "of two TERMs to a critical service the last one counts" {
	service db "$HOLD trap 'echo TERM >>$C/marks' TERM; trap 'exit 9' USR1
		echo READY >>$C/marks; while :; do wait; done"
	setting db critical
	boot_quick
	marked READY
	sv_says run db
	inside sv term db
	marked TERM
	inside sh -c 'echo 1 >/run/my_init/services/db/term' # ms since the boot
	inside sv term db
	wait_until term_is_new
	wait_until marks_count TERM 2
	inside sv 1 db
	wait_until marks_count READY 2
	stop 0
}
term_is_new() { [[ $(inside cat /run/my_init/services/db/term) != 1 ]]; }

@test "a critical service that ends during the stop does not change its status" {
	service db "$HOLD trap 'exit 9' TERM; echo READY >>$C/marks; wait"
	setting db critical
	boot
	marked READY
	stop 0
}

@test "fifty critical services that crash at once while TERM comes" {
	local i
	for i in {1..50}; do
		service "s$i" 'exit 3'
		setting "s$i" critical
	done
	boot
	signal TERM
	wait_until ended
	[[ $(tail -n 1 "$LOG") == *'; status '[03]. ]]
}

@test "my_initctl says of one that the brake holds back that it is, and why" {
	service web "echo begun >>$C/marks; exit 3"
	setting web brake 60
	boot
	DEADLINE=30 wait_until is_said_to_brake web
	DEADLINE=30 wait_until is_unhealthy
	stop 0
}
# Each is asked again, since the service begins again in between.
is_said_to_brake() {
	[[ $(ctl status "$1") == *' braking '*' keeps ending at once, is held back, last: exit 3'* ]]
}
is_unhealthy() {
	local status=0
	ctl health >/dev/null || status=$?
	((status == 1))
}

@test "a prepared service that is renamed goes on, and begins again by its new name" {
	actor db
	setting db critical 3
	boot
	marked 'db READY'
	sv_says run db
	mv "$(etc_now)/service/db" "$(etc_now)/service/data"
	inside pkill -f "svc_actor.* db"
	wait_until marks_count 'db READY' 2
	sv_says run data
	stop
	is "$(count 'db SIGTERM' "$C/marks")" 2
}

@test "a prepared service that is renamed loses no line of its logger's at the stop" {
	service web "$HOLD trap 'i=0; while [ \$((i += 1)) -le 300 ]; do echo line \$i; done; exit' TERM
		echo web READY >>$C/marks; wait"
	log_service web "while read -r line; do env echo \"\$line\" >>$C/lines; done"
	boot --brake 5
	marked 'web READY'
	mv "$(etc_now)/service/web" "$(etc_now)/service/data"
	stop 0
	is "$(md5sum <"$C/lines")" "$(printf 'line %d\n' {1..300} | md5sum)"
}

# --- requests -----------------------------------------------------------------

@test "my_initctl stop ends the container with its status" {
	actor web
	boot
	marked 'web READY'
	ctl stop 5 || : # may be killed itself
	wait_exit 5
	logged 'Asked to stop with status 5.'
	has_line "$C/marks" 'web SIGTERM'
}

@test "my_initctl stop without a status: 0, whatever the command's" {
	boot sigprint -x 9 -o "$C/marks"
	marked READY
	ctl stop || : # may be killed itself
	wait_exit 0
	has_line "$C/marks" SIGTERM
}

@test "it works around one command without services too" {
	boot --skip-runit sigprint -x 9 -o "$C/marks"
	marked READY
	has_state
	ctl stop 3 || : # may be killed itself
	wait_exit 3
}

@test "my_initctl stop while the services are waited for" {
	actor db
	put_service db check 'exit 1'
	boot --wait-services sh -c "echo command >>$C/marks"
	marked 'db READY'
	logged 'Waiting for the services...'
	ctl stop 9 || : # may be killed itself
	wait_exit 9
	is "$(count command "$C/marks")" 0
}

@test "nonsense in the FIFO is passed over" {
	boot --skip-runit sigprint -o "$C/marks"
	marked READY
	has_state
	inside sh -c 'printf "x\n\nstop\nstop 999\ncritical\n\n%05000d\nstop 4\nstop 5\n" 1 >/run/my_init/events' ||
		: # the stop reaches it too
	wait_exit 4
}

@test "the end of a line that is too long is no line" {
	boot --skip-runit sigprint -o "$C/marks"
	marked READY
	has_state
	inside sh -c 'printf "%0512dstop 3\nstop 4\n" 1 >/run/my_init/events' ||
		: # the stop reaches it too
	wait_exit 4
}

@test "nobody but root can ask" {
	requires root
	boot --skip-runit sigprint -o "$C/marks"
	marked READY
	has_state
	run ! inside setpriv --reuid 65534 --clear-groups "$BUILD/my_initctl" stop 3
	stop 0
}

@test "nothing wakes PID 1 while nothing happens" {
	actor db
	setting db critical
	actor web
	setting web after db
	boot
	marked 'db READY'
	marked 'web READY'
	wait_until slept 0.5
	slept 2.5 || fail 'it was woken'
	stop
}
# slept SECONDS: PID 1 does, for so long.
slept() {
	local before
	before=$(grep ^voluntary "/proc/$CTR_PID/status")
	nap "$1"
	[[ $(grep ^voluntary "/proc/$CTR_PID/status") == "$before" ]]
}

# --- waiting, and only some ---------------------------------------------------

@test "--wait-services: the command starts when all are up" {
	service db "read x <$C/fifo; echo up >>$C/marks; exec sleep 1000"
	put_service db check "grep -q up $C/marks"
	mkfifo "$C/fifo"
	boot --wait-services sh -c "echo command >>$C/marks; exit 3"
	logged 'Waiting for the services...'
	echo >"$C/fifo"
	wait_exit 3
	marks_are up command
}

@test "--wait-services=SECONDS: too late is a failure, and the names are told" {
	actor db
	put_service db check 'exit 1'
	boot --wait-services=0.3 sh -c "echo command >>$C/marks"
	wait_exit 1
	logged db
	logged 'The services are not up: the container stops.'
	is "$(count command "$C/marks")" 0
}

@test "--wait-services: what cannot run, or ends at once, was never up" {
	for run in '#!/nowhere' $'#!/bin/sh\nexit 1' missing 644; do
		mkdir -p "$ETC/service/db"
		case $run in
		missing) rm "$ETC/service/db/run" ;;
		644) put service/db/run 644 '#!/bin/sh' ;;
		*) put service/db/run 755 "$run" ;;
		esac
		boot --wait-services=0.3 sh -c "echo command >>$C/marks"
		wait_exit 1
		[[ ! -e $C/marks ]] || fail "the command ran: $run"
	done
	logged 'service db cannot run: /etc/service/db/run: not executable'
	logged_in_order 'cannot run' 'The services are not up'
}

@test "TERM while the services are waited for: they are stopped" {
	actor db
	put_service db check 'exit 1'
	boot --wait-services sh -c "echo command >>$C/marks"
	marked 'db READY'
	logged 'Waiting for the services...'
	stop 143
	has_line "$C/marks" 'db SIGTERM'
	is "$(count command "$C/marks")" 0
}

@test "--only: the others stay down, and can be started" {
	actor a
	actor b
	service 'c d' "exec svc_actor $C/marks c"
	boot --only 'a, c d'
	marked 'a READY'
	marked 'c READY'
	sv_says down b
	! has_line "$C/marks" 'b READY' || fail 'b was started'
	inside sv up b
	marked 'b READY'
	stop 0
	is "$(count SIGTERM "$C/marks")" 3
}

@test "--only: of those that are added while it runs, too" {
	actor a
	boot --only a,c
	marked 'a READY'
	actor b
	actor c
	rescan
	marked 'c READY'
	sv_says down b
	stop 0
	is "$(count 'b READY' "$C/marks")" 0
}

# --- the state ----------------------------------------------------------------

@test "--only: a service that is after one of the others starts without it, with a warning" {
	actor db
	actor web
	setting web after db
	boot --only web
	marked 'web READY'
	logged 'service/web/after: --only leaves out db; web does not wait for it'
	stop
	is "$(count READY "$C/marks")" 1
}

@test "state is kept elsewhere where /run cannot be written to, and that is said" {
	wrap sh -c 'mount -o remount,ro /run && exec "$@"' -
	boot
	up
	logged 'State is kept in /dev/shm/my_init.'
	stop 0
}

@test "the last place for it is /tmp, and my_initctl finds it there" {
	wrap sh -c 'mount -o remount,ro /run; mount -o remount,ro /dev/shm; exec "$@"' -
	actor db
	setting db critical
	boot
	marked 'db READY'
	logged 'State is kept in /tmp/my_init.'
	wait_until ctl health
	is "$(ctl status --json | jq -r '[.state_directory, .services[0].state][]' | xargs)" \
		'/tmp/my_init run'
	ctl stop 5 || : # may be killed itself
	wait_exit 5
}

@test "nothing is executed where the state is kept" {
	wrap sh -c 'for d in /run /dev/shm /tmp; do
			mount -o remount,noexec $d || exit 9
		done; exec "$@"' -
	actor db
	put_service db check "grep -q READY $C/marks"
	finish db "echo finish >>$C/marks"
	setting db critical
	put_service db control/t "echo control >>$C/marks; exit 1"
	service web "echo from web; exec svc_actor $C/marks web"
	setting web after db
	boot --log tag
	logged 'web: from web'
	marked 'web READY'
	stop 0
	marks_are 'db READY' 'web READY' 'web SIGTERM' control 'db SIGTERM' finish
}

@test "without any place for state what has no effect is warned of" {
	service db 'exit 3'
	setting db critical
	wrap sh -c 'for d in /run /dev/shm /tmp; do mount -o remount,ro $d; done
		exec "$@"' -
	boot
	logged '*** warning: /etc/service/db/critical has no effect: there is no directory for state'
	stop 0
}

@test "MY_INIT_RUN goes before the usual places" {
	mkdir "$C/state"
	boot_env MY_INIT_RUN="$C/state" --
	up
	[[ -p $C/state/my_init/events ]]
	stop 0
}

@test "a --run-directory that cannot be had is warned of" {
	boot --run-directory "$C/nowhere"
	up
	logged "*** warning: no state can be kept in $C/nowhere: it is kept in /run/my_init"
	stop 0
}

@test "a directory that somebody else has made is not taken" {
	requires root
	wrap sh -c 'mkdir /run/my_init && chown 65534 /run/my_init && exec "$@"' -
	boot
	up
	stop 0
	logged 'State is kept in /dev/shm/my_init.'
}

@test "a second my_init inside has a state of its own" {
	boot --skip-runit "$BUILD/my_init" --skip-runit sigprint -o "$C/marks"
	marked READY
	wait_until has_states 2
	stop 0
}
has_states() { (($(inside sh -c 'ls -d /run/my_init*' | wc -l) == $1)); }

@test "a --run-directory that is not absolute is warned of, and nothing is lost by it" {
	service db 'exit 5'
	setting db critical
	boot --run-directory tmp
	wait_exit 5
	logged 'no state can be kept in tmp: it is kept in /run/my_init'
}

@test "in /etc/container_environment options of the services come too late" {
	variable MY_INIT_ONLY nobody
	variable MY_INIT_LOG tag
	variable MY_INIT_BRAKE 30
	variable MY_INIT_LIB /nonexistent
	service web "echo begun; echo begun >>$C/marks; exec sleep 1000"
	boot
	marked begun
	logged begun
	stop
	has_line "$LOG" begun
}

@test "a bad MY_INIT_BRAKE or MY_INIT_LIB is as if it were not set" {
	service web "env >$C/env; echo begun >>$C/marks; exit 1"
	boot_env MY_INIT_BRAKE=off MY_INIT_LIB=lib --
	wait_until marks_at_least_in "$C/marks" 6 # with a brake it would be after 31 s
	! grep -E '^MY_INIT_(BRAKE|LIB)=' "$C/env" || fail 'web has them'
	stop
}

@test "--wait-services looks at /etc/service, and where the state is" {
	actor web
	setting web critical
	wrap sh -c 'mount -o remount,ro /etc; exec "$@"' sh
	boot_env SVDIR=/nonexistent -- --run-directory "$C" --wait-services=5 \
		sh -c 'exit 3'
	wait_exit 3
}

@test "a state directory that is deleted while services are waited for is mended" {
	service db "echo begun >>$C/marks; read x <$C/fifo; exit 5"
	setting db critical
	put_service db check 'exit 1'
	mkfifo "$C/fifo"
	boot --wait-services sleep 1000
	marked begun
	logged 'Waiting for the services...'
	wait_until inside test -p /run/my_init/events
	inside rm -rf /run/my_init || : # my_init makes files in it meanwhile
	logged 'were deleted: 1 services are started again'
	wait_until marks_count begun 2
	echo >"$C/fifo"
	wait_exit 5
}

@test "a critical service with a name of 67 bytes, of which most are blanks, is heard" {
	name=x$(printf '%*s' 63 '')yyy
	service "$name" 'exit 7'
	setting "$name" critical
	boot
	wait_exit 7
}

@test "the boot's times are written down" {
	script a 'exit 0'
	boot sigprint -o "$C/marks"
	marked READY
	wait_until inside test -s /run/my_init/boot
	inside cat /run/my_init/boot >"$C/boot"
	is "$(cut -d' ' -f1,4 "$C/boot" | tr '\n' ';')" \
		'boot environment;script /etc/my_init.d/a;services runsvdir;command sigprint;'
	awk '$2 > 0 && ($3 >= $2 || $3 == 0) { good++ } END { exit good != 4 }' "$C/boot"
	stop 0
}

# --- only, with names that are not there ----------------------------------------

@test "--only with a name that nobody has is warned of" {
	actor a
	boot --only ' a, no such ,gone,,'
	marked 'a READY'
	logged 'service no such cannot run: /etc/service/no such: No such file or directory'
	logged 'service gone cannot run: /etc/service/gone: No such file or directory'
	stop
	is "$(count 'cannot run')" 2
}

# --- last words ---------------------------------------------------------------

@test "the last words of a tagged service that is down are in the log" {
	service web "printf 'fatal: no database'; sv down .; exit 1"
	boot --log tag
	wait_until has_line "$LOG" 'web: fatal: no database'
	stop
	is "$(count 'web: ')" 1
}

@test "--log raw goes before MY_INIT_LOG=tag" {
	service web "echo from web; exec svc_actor $C/marks web"
	boot_env MY_INIT_LOG=tag -- --log raw
	marked 'web READY'
	stop
	has_line "$LOG" 'from web'
	is "$(count web:)$(count my_init:)" 00
}

@test "a line of a tagged service ends with the run that has begun it" {
	service web "mkdir $C/first 2>/dev/null && { printf half; exit; }
		mkdir $C/second 2>/dev/null && { echo whole; exit; }
		printf after; echo third >>$C/marks; exec sleep 1000"
	put service/web/finish 755 <<<'#!/bin/sh
echo finish'
	boot --log tag
	marked third
	stop
	is "$(grep -a ^web: "$LOG")" 'web: half
web: finish
web: whole
web: finish
web: after
web: finish'
}

@test "no mark comes out where the service has a logger of its own" {
	service web "printf half; echo begun >>$C/marks; sv down .; exit 1"
	put service/web/log/run 755 "#!/bin/sh
exec cat >>$C/log"
	setting web critical 9
	boot --log tag
	marked begun # it is down before, too
	sv_says down web
	stop
	is "$(od -c "$C/log")" "$(printf half | od -c)"
}

@test "two containers, one /etc/service: what is tagged in one is up there, though the other has it plain" {
	actor db
	boot
	marked 'db READY'
	sv_says run db
	# shellcheck disable=SC2016
	inside unshare --pid --fork --mount-proc --mount --kill-child sh -c \
		'mount -t tmpfs none /run; exec "$@"' - "$BUILD/my_init" --log tag \
		--wait-services=5 sh -c "echo command >>$C/marks" 2>>"$LOG"
	stop
	has_line "$C/marks" command
}

@test "while services are waited for the timeline has what was before" {
	script 10 :
	actor db
	put_sh service/db/check 'exit 1'
	boot --wait-services sh -c 'exit 3'
	marked 'db READY'
	wait_until inside test -s /run/my_init/boot
	is "$(inside cut -d' ' -f1,4 /run/my_init/boot | tr '\n' ';')" \
		'boot environment;script /etc/my_init.d/10;services runsvdir;wait services;'
	wait_until ctl timeline
	is "$(ctl timeline --json | jq -c '[.complete, (.bars[] | select(.kind == "wait") | .end_us)]')" '[false,null]'
	stop 143
}

# --- the state directory ------------------------------------------------------

# watched [DIR]: PID 1 looks after its state directory by now: it rests after it
# has written of the boot.
watched() {
	wait_until inside test -s "${1-/run}/my_init/boot"
	wait_until grep -q '^State:.S' "/proc/$CTR_PID/status"
}

@test "after the state directory was deleted critical services are heard again" {
	service db "echo READY >>$C/marks; read x <$C/fifo; exit 7"
	mkfifo "$C/fifo"
	setting db critical
	actor plain
	boot
	marked READY
	marked 'plain READY'
	watched
	inside rm -rf /run/my_init || : # it may find what was made again
	wait_until marks_count READY 3
	logged 'files in /run/my_init were deleted: 1 services are started again'
	sv_says run db
	wait_until health_of db
	is "$(count 'plain READY' "$C/marks")" 1
	echo >"$C/fifo"
	wait_exit 7
	logged 'The critical service db exited with status 7'
}
health_of() { ctl health "$1"; }

@test "what my_init is asked by is made again when it was deleted" {
	boot
	watched
	inside rm /run/my_init/events
	wait_until inside test -p /run/my_init/events
	inside rm /run/my_init/pid
	wait_until ctl timeline
	watched
	inside rm -r /run/my_init || :
	wait_until inside test -p /run/my_init/events
	wait_until ctl timeline
	ctl stop 9 || : # may be killed itself
	wait_exit 9
}

@test "a service that takes its time is told once, however often its state is deleted" {
	actor web -d
	setting web critical
	boot_quick
	marked 'web READY'
	watched
	for _ in {1..3}; do
		inside rm -r /run/my_init 2>/dev/null || :
		wait_until inside sh -c 'test -p /run/my_init/events &&
			test -s /run/my_init/pid && test -s /run/my_init/boot'
	done
	marked 'web SIGTERM'
	stop 0
	logged "warning: web (PID"
	is "$(count 'web SIGTERM' "$C/marks")" 1
	is "$(count 'services are started again')" 1
}

@test "PID 1 has no inotify, whose end would delay its own" {
	actor web
	setting web critical
	boot
	marked 'web READY'
	run ! grep -h '^inotify' "/proc/$CTR_PID"/fdinfo/*
	stop
}

# at_once COMMAND...: all that these do comes to PID 1 at one moment.
at_once() {
	kill -STOP "$CTR_PID"
	wait_until grep -q '^State:.T' "/proc/$CTR_PID/status"
	"$@"
	kill -CONT "$CTR_PID"
}
delete_and_signal() {
	inside rm -r /run/my_init
	kill -IO "$CTR_PID"
	kill -64 "$CTR_PID"
}

@test "a deletion hides no signal that a process sends, and none hides a deletion" {
	boot sigprint -o "$C/marks"
	marked READY
	watched
	at_once delete_and_signal
	wait_until inside test -p /run/my_init/events
	marked SIGIO
	marked SIGRTMIN+30
	stop 0
}

@test "a state directory that is deleted again and again is whole each time" {
	boot sleep 1000
	watched
	for _ in {1..50}; do
		inside rm -r /run/my_init 2>/dev/null || : # it may find what was made again
		wait_until inside sh -c 'test -p /run/my_init/events &&
			test -s /run/my_init/pid && test -s /run/my_init/boot'
	done
	stop 143
}

@test "where its FIFO cannot be made nobody is led to a state directory given up" {
	wrap sh -c 'mount -t tmpfs -o nr_inodes=3 none /run && exec "$@"' -
	boot
	logged 'State is kept in /dev/shm/my_init.'
	ctl stop 5
	wait_exit 5
}

@test "a state directory that cannot be made again is no harm to the stop" {
	actor web
	setting web critical
	mkdir "$C/state"
	boot --run-directory "$C/state"
	marked 'web READY'
	watched "$C/state"
	inside sh -c "mv $C/state $C/gone; rm -r $C/gone; echo >$C/state"
	logged "$C/state/my_init was deleted and cannot be made again"
	stop 0
	has_line "$C/marks" 'web SIGTERM'
}
