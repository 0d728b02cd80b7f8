#!/usr/bin/env bats
# The stop: everyone is told once, is waited for, and nobody can hold it up.
load services

# in_time STEP MS ROUND: ROUND, a boot and its stop, takes less in one of three. A
# sleep of a second is there each time, what a busy machine adds is not.
in_time() {
	for _ in 1 2 3; do
		"$3"
		if step_under "$1" "$2"; then break; fi
	done
	step_under "$1" "$2"
}

# --- told once ----------------------------------------------------------------

@test "a service gets exactly one TERM" {
	actor web -d
	boot_quick
	marked 'web READY'
	stop 0
	marks_are 'web READY' 'web SIGTERM'
}

@test "a service gets one TERM also when the stop is asked for twice" {
	actor web -d
	boot_quick
	marked 'web READY'
	signal TERM
	marked 'web SIGTERM'
	signal INT
	wait_exit 0
	logged 'Received SIGINT from outside the container.'
	marks_are 'web READY' 'web SIGTERM'
}

@test "a third TERM hurries the stop, and is no second one to a service" {
	actor web -d
	boot
	marked 'web READY'
	stop_hurried 'web SIGTERM'
	marks_are 'web READY' 'web SIGTERM'
	took_under 5000
	logged 'asked to stop 3 times'
}

@test "a second TERM does not hurry the stop" {
	actor web -d
	TIMEOUT=2 boot_quick
	marked 'web READY'
	signal TERM
	marked 'web SIGTERM'
	began=$SIGNALLED_AT
	signal TERM
	wait_exit 0
	((ENDED_AT - began >= 2000000)) || fail 'it was hurried'
}

@test "the command gets exactly one TERM" {
	boot_quick svc_actor -d "$C/marks" command
	marked 'command READY'
	stop 137
	marks_are 'command READY' 'command SIGTERM'
}

@test "the command gets INT where INT asked for the stop" {
	boot svc_actor -s 5 "$C/marks" command
	marked 'command READY'
	signal INT
	wait_exit 5
	marks_are 'command READY' 'command SIGINT'
}

@test "services get TERM where INT asked for the stop" {
	actor web
	boot
	marked 'web READY'
	signal INT
	wait_exit 0
	marks_are 'web READY' 'web SIGTERM'
}

@test "a stray gets exactly one TERM" {
	boot_quick --skip-runit sh -c "svc_actor -d -f $C/marks stray
		exec svc_actor $C/marks command"
	marked 'command READY'
	stop 0
	is "$(count 'stray SIGTERM' "$C/marks")" 1
}

@test "a stray gets TERM after the command and the services have ended" {
	actor web
	boot sh -c "svc_actor -f $C/marks stray; exec svc_actor $C/marks command"
	marked 'web READY'
	marked 'command READY'
	stop 0
	is "$(grep SIG "$C/marks" | tr '\n' ' ')" \
		'command SIGTERM web SIGTERM stray SIGTERM '
}

@test "a process that entered from outside gets TERM, and its grace" {
	boot
	up
	inside_bg svc_actor "$C/marks" guest
	marked 'guest READY'
	stop 0
	marks_are 'guest READY' 'guest SIGTERM'
	refute_logged 'Not all processes'
	took_under 2000
}

@test "a process that entered from outside and ignores TERM gets one, and is killed" {
	boot_quick
	up
	inside_bg svc_actor -d "$C/marks" guest
	marked 'guest READY'
	stop 0
	marks_are 'guest READY' 'guest SIGTERM'
	logged 'warning: Not all processes'
	((ENDED_AT - SIGNALLED_AT >= 300000)) || fail 'killed too early'
}

@test "a service that takes its time to end is waited for, and what follows waits" {
	mkfifo "$C/go"
	exec {go}<>"$C/go"
	service web "$HOLD trap 'echo told >>$C/marks; read x <$C/go; echo over >>$C/marks; exit' TERM
		echo ready >>$C/marks; wait"
	hook post mark "echo post >>$C/marks"
	boot
	marked ready
	signal TERM
	marked told
	echo go >&"$go"
	wait_exit 0
	marks_are ready told over post
}

# --- bounded ------------------------------------------------------------------

@test "a service that ignores TERM is named, killed, and the others end at TERM" {
	actor deaf -d
	actor web
	boot_quick
	wait_until marks_count READY 2
	stop 0
	grep -q 'warning: deaf (PID [0-9]*) did not shut down in time. Forcing it to exit.$' "$LOG"
	has_line "$C/marks" 'web SIGTERM'
	refute_logged 'web (PID'
	took_under 3000
}

@test "a service is not killed before KILL_PROCESS_TIMEOUT" {
	actor deaf -d
	TIMEOUT=0.7 boot_quick
	marked 'deaf READY'
	stop 0
	((ENDED_AT - SIGNALLED_AT >= 700000)) || fail 'killed too early'
	took_under 3000
}

@test "what comes after a service that ignores TERM is done" {
	actor deaf -d
	hook post mark "echo post >>$C/marks"
	boot_quick
	marked 'deaf READY'
	stop 0
	marks_are 'deaf READY' 'deaf SIGTERM' post
}

@test "finish runs after a service has ended at TERM, and is waited for" {
	actor web
	finish web "echo \"finish \$1 \$2\" >>$C/marks"
	hook post mark "echo post >>$C/marks"
	boot
	marked 'web READY'
	stop 0
	marks_are 'web READY' 'web SIGTERM' 'finish 0 0' post
}

@test "finish runs after a service was killed" {
	actor deaf -d
	finish deaf "echo \"finish \$1 \$2\" >>$C/marks"
	boot_quick
	marked 'deaf READY'
	stop 0
	marks_are 'deaf READY' 'deaf SIGTERM' 'finish -1 9'
}

@test "a finish that was stopped is continued" {
	service web "echo READY >>$C/marks; read x <$C/fifo"
	finish web "echo STOPPED >>$C/marks; kill -STOP \$\$; echo CONTINUED >>$C/marks"
	mkfifo "$C/fifo"
	boot
	marked READY
	echo >"$C/fifo"
	marked STOPPED
	stop
	has_line "$C/marks" CONTINUED
	took_under 2000
}

@test "a finish that hangs is named and killed" {
	actor web
	finish web "exec svc_actor -d $C/marks finish"
	TIMEOUT=1 boot_quick
	marked 'web READY'
	stop 0
	has_line "$C/marks" 'finish READY'
	logged 'warning: web/finish (PID '
	logged ') did not shut down in time. Forcing it to exit.'
	took_under 3000
}

@test "a service that ignores TERM and whose finish hangs is bounded too" {
	actor web -d
	finish web "exec svc_actor -d $C/marks finish"
	boot_quick
	marked 'web READY'
	stop 0
	has_line "$C/marks" 'finish READY'
	logged_in_order 'warning: web (PID ' 'warning: web/finish (PID ' 'Stopped in'
	took_under 5000
}

@test "a control/t that hangs is named and killed, and so is its service" {
	actor web
	put_service web control/t "exec svc_actor -d $C/marks control"
	TIMEOUT=1 boot_quick
	marked 'web READY'
	stop 0
	has_line "$C/marks" 'control READY'
	logged 'warning: web/control (PID '
	took_under 5000
}

@test "a control/t takes the place of TERM" {
	actor web
	put_service web control/t "kill -QUIT \$(cat supervise/pid)"
	boot
	marked 'web READY'
	stop 0
	marks_are 'web READY' 'web SIGQUIT'
}

@test "a control/d and a control/x that hang are bounded too" {
	actor web
	put_service web control/d "exec svc_actor -d $C/marks control"
	put_service web control/x "exec svc_actor -d $C/marks control"
	TIMEOUT=1 boot_quick
	marked 'web READY'
	stop 0
	has_line "$C/marks" 'control READY'
	took_under 5000
}

@test "a logger that hangs is named and killed" {
	actor web
	log_service web "exec svc_actor -d $C/marks logger"
	boot_quick
	wait_until marks_count READY 2
	stop 0
	logged 'warning: /etc/service/web/log (PID '
	logged ') did not shut down in time. Forcing it to exit.'
	took_under 5000
}

@test "a logger gets no TERM while it may end by itself" {
	actor web
	log_service web "exec svc_log $C/marks"
	boot
	wait_until marks_count READY 2
	stop 0
	is "$(grep -v READY "$C/marks" | tr '\n' ' ')" 'web SIGTERM logger EOF '
}

@test "the command that ignores TERM is killed with a message, and the rest follows" {
	actor web
	boot_quick svc_actor -d "$C/marks" command
	wait_until marks_count READY 2
	stop 137
	logged_in_order 'Shutting down svc_actor (PID ' 'warning: svc_actor (PID ' \
		'svc_actor was killed by SIGKILL (status 137).' 'Stopped in '
	has_line "$C/marks" 'web SIGTERM'
	took_under 3000
}

@test "KILL_ALL_PROCESSES_TIMEOUT bounds the last wait" {
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.5 -- --skip-runit sh -c \
		"svc_actor -d -f $C/marks stray; exec svc_actor $C/marks command"
	marked 'command READY'
	stop 0
	logged_in_order 'Killing all processes...' \
		'warning: Not all processes have exited in time. Forcing them to exit.' \
		'Stopped in'
	((ENDED_AT - SIGNALLED_AT >= 500000)) || fail 'killed too early'
	took_under 3000
}

@test "a stray that ends at TERM is waited for, and not killed" {
	boot --skip-runit sh -c "svc_actor -f $C/marks stray
		exec svc_actor $C/marks command"
	marked 'command READY'
	stop 0
	has_line "$C/marks" 'stray SIGTERM'
	refute_logged 'Not all processes'
	took_under 2000
}

@test "nobody is left behind" {
	container -w
	actor web
	actor deaf -d
	boot_quick sh -c "svc_actor -d -f $C/marks stray
		exec svc_actor $C/marks command"
	wait_until marks_count READY 4
	stop 0
	nobody_left
}

@test "timeouts of 0 mean at once" {
	actor web -d
	at_once() {
		: >"$C/marks"
		TIMEOUT=0 boot_quick sh -c "svc_actor -d -f $C/marks stray
			exec svc_actor -d $C/marks command"
		wait_until marks_count READY 3
		stop 137
	}
	in_time 'Stopped in' 900 at_once
}

@test "a timeout that is no number is warned of, and the default is waited for" {
	boot_env KILL_PROCESS_TIMEOUT=soon -- svc_actor -d "$C/marks" command
	logged 'warning: KILL_PROCESS_TIMEOUT is "soon"'
	marked 'command READY'
	signal TERM
	logged 'Still waiting for svc_actor (PID '
	signal TERM
	wait_until log_count 'Received SIGTERM' 2
	signal TERM
	wait_exit 137
}

@test "a bad KILL_ALL_PROCESSES_TIMEOUT is warned of, and harms nothing" {
	actor web
	boot_env KILL_ALL_PROCESSES_TIMEOUT=-1 --
	logged 'warning: KILL_ALL_PROCESSES_TIMEOUT is "-1"'
	marked 'web READY'
	stop 0
}

@test "after three seconds a line says who is waited for" {
	actor deaf -d
	actor web
	TIMEOUT=5 boot_quick
	wait_until marks_count READY 2
	stop 0
	pid=$(sed -n 's/.* deaf (PID \([0-9]*\)) did not.*/\1/p' "$LOG")
	logged "*** Still waiting for deaf (PID $pid), 3 s so far."
	refute_logged 'for web'
}

# --- loggers ------------------------------------------------------------------

@test "300 of 300 lines arrive through a logger that reads when all has ended" {
	mkfifo "$C/go"
	service web "i=0; while [ \$((i += 1)) -le 300 ]; do echo line \$i; done
		exec svc_actor $C/marks web"
	finish web "echo >$C/go"
	log_service web "read x <$C/go
		while read -r line; do echo \"\$line\" >>$C/lines; done"
	boot
	marked 'web READY'
	stop 0
	is "$(md5sum <"$C/lines")" "$(printf 'line %d\n' {1..300} | md5sum)"
}

@test "300 of 300 lines arrive through a logger that starts a process for each" {
	service web "i=0; while [ \$((i += 1)) -le 300 ]; do echo line \$i; done
		exec svc_actor $C/marks web"
	log_service web "while read -r line; do env echo \"\$line\" >>$C/lines; done"
	boot
	marked 'web READY'
	stop 0
	is "$(md5sum <"$C/lines")" "$(printf 'line %d\n' {1..300} | md5sum)"
}

@test "the last words of a service and of its finish reach the logger" {
	service web "$HOLD trap 'echo last; exit' TERM
		echo web READY >>$C/marks; wait"
	finish web 'echo of finish'
	log_service web "exec cat >$C/lines"
	boot
	marked 'web READY'
	stop 0
	is "$(<"$C/lines")" 'last
of finish'
}

@test "a logger whose pipe a child left behind holds open is waited for no longer" {
	service web "svc_actor -d $C/marks child & exec svc_actor $C/marks web"
	log_service web "exec svc_log $C/marks"
	hook post mark "echo post >>$C/marks"
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.3 --
	wait_until marks_count READY 3
	stop 0
	pid=$(sed -n 's/.*which PID \([0-9]*\) still holds open.*/\1/p' "$LOG")
	logged "warning: /etc/service/web/log (PID "
	[[ $pid ]] || fail 'the warning does not name who holds the pipe'
	is "$(sed -n '/SIGTERM/,$p' "$C/marks" | head -n 2 | tr '\n' ' ')" \
		'web SIGTERM post '
}

# --- stopped, asleep, unborn --------------------------------------------------

@test "a service stopped by SIGSTOP is continued and gets its TERM" {
	actor web
	boot
	marked 'web READY'
	freeze 'svc_actor *web'
	stop 0
	marks_are 'web READY' 'web SIGTERM'
	took_under 2000
}

@test "a service whose runsv was stopped by SIGSTOP gets its TERM" {
	actor web
	boot
	marked 'web READY'
	freeze 'runsv web'
	stop 0
	marks_are 'web READY' 'web SIGTERM'
	took_under 2000
}

@test "a runsvdir stopped by SIGSTOP holds up no stop" {
	actor web
	boot
	marked 'web READY'
	freeze '*runsvdir -P*'
	stop 0
	marks_are 'web READY' 'web SIGTERM'
	took_under 2000
}

@test "a command stopped by SIGSTOP is continued and gets its TERM" {
	boot svc_actor "$C/marks" command
	marked 'command READY'
	freeze 'svc_actor *'
	stop 0
	marks_are 'command READY' 'command SIGTERM'
}

@test "a stray stopped by SIGSTOP is continued and gets its TERM" {
	boot --skip-runit sh -c "svc_actor -f $C/marks stray
		exec svc_actor $C/marks command"
	marked 'command READY'
	freeze 'svc_actor *stray'
	stop 0
	has_line "$C/marks" 'stray SIGTERM'
}

@test "a logger stopped by SIGSTOP is continued" {
	actor web
	log_service web "exec svc_log $C/marks"
	boot
	wait_until marks_count READY 2
	freeze 'svc_log *'
	stop 0
	marks_count EOF 1
	took_under 2000
}

@test "services that die at once hold up no stop" {
	for i in {1..10}; do service "crash$i" "echo web READY >>$C/marks; exit 1"; done
	crashes() {
		: >"$C/marks"
		boot
		wait_until marks_at_least_in "$C/marks" 10
		stop 0
	}
	in_time services 700 crashes
}

@test "a service in the first second of its life holds up no stop" {
	actor web
	young() {
		: >"$C/marks"
		boot
		marked 'web READY'
		stop 0
		marks_are 'web READY' 'web SIGTERM'
	}
	in_time services 700 young
}

@test "50 services all get one TERM, and hold up no stop" {
	for i in {1..50}; do actor "s$i"; done
	boot
	wait_until marks_count READY 50
	stop 0
	marks_count SIGTERM 50
	took_under 5000
}

@test "a runsvdir that sleeps for a second holds up no stop" {
	actor web
	sleeps() {
		touch "$(etc_now)/service"
		grep nanosleep "/proc/$runsvdir/wchan"
	}
	asleep() {
		: >"$C/marks"
		boot
		marked 'web READY'
		runsvdir=$(pid_of '*runsvdir -P*')
		wait_until sleeps
		stop 0
	}
	in_time services 700 asleep
}

@test "TERM in the very start of the services leaves none without its TERM" {
	for i in {1..5}; do actor "s$i"; done
	for ms in {0..4}{,,,} 300; do # by the last one some have begun
		boot
		nap "$(printf 0.%03d "$ms")"
		stop 0
	done
	is "$(count READY "$C/marks")" "$(count SIGTERM "$C/marks")"
	grep -q READY "$C/marks"
}

@test "a runsv that TERM meets between fork and exec is not forgotten" {
	put service/web/run 755 "#!$BUILD/bin/svc_actor $C/marks"
	hook post mark "echo post >>$C/marks"
	many=$(printf '/:%.0s' {1..20000}) # so many exec that fail come first
	boot_env "PATH=$many$CTR_PATH" --
	up
	wait_until find_pid '*runsv*' "$(pid_of '*runsvdir -P*')"
	stop 0
	is "$(tail -n 1 "$C/marks")" post
}

@test "TERM while the first services are up and others are born is heard by all" {
	for i in {1..30}; do actor "s$i"; done
	for _ in {1..5}; do
		boot
		wait_until grep -q READY "$C/marks"
		stop 0
		is "$(count READY "$C/marks")" "$(count SIGTERM "$C/marks")"
		rm "$C/marks"
	done
}

@test "a service that is down after sv down does not delay the stop" {
	actor web
	actor other
	boot
	wait_until marks_count READY 2
	sv_says run web
	inside sv down web
	marked 'web SIGTERM'
	stop 0
	took_under 2000
	is "$(count 'web SIGTERM' "$C/marks")" 1
	has_line "$C/marks" 'other SIGTERM'
}

@test "a service paused by sv is continued" {
	actor web
	boot
	marked 'web READY'
	inside sv pause web
	stop 0
	marks_are 'web READY' 'web SIGTERM'
}

@test "a service that sv once has started gets its TERM" {
	actor web
	touch "$ETC/service/web/down"
	boot
	wait_until test -p "$(etc_now)/service/web/supervise/ok"
	inside sv once web
	marked 'web READY'
	stop 0
	marks_are 'web READY' 'web SIGTERM'
}

# --- the last word ------------------------------------------------------------

@test "the last line says the time, the signal and the status" {
	boot
	up
	stop 0
	[[ $(tail -n 1 "$LOG") =~ ^'*** Stopped in '[0-9]+\.[0-9]{3}' s'.*': SIGTERM; status 0.'$ ]] ||
		fail "the last line is $(tail -n 1 "$LOG")"
}

@test "the last line says how long the steps took" {
	service web "$HOLD trap 'sleep 0.2; exit 0' TERM; echo web READY >>$C/marks
		wait"
	boot sigprint -d 150 -o "$C/marks"
	marked 'web READY'
	marked READY
	stop 0
	[[ $(tail -n 1 "$LOG") =~ ' s (command '([0-9]+)\.([0-9]{3})' s, services '([0-9]+)\.([0-9]{3})' s' ]] ||
		fail "the last line is $(tail -n 1 "$LOG")"
	((10#${BASH_REMATCH[1]}${BASH_REMATCH[2]} >= 150)) &&
		((10#${BASH_REMATCH[3]}${BASH_REMATCH[4]} >= 200)) ||
		fail "these are not the times: ${BASH_REMATCH[0]}"
}

@test "the last line says that the command ended, and its status" {
	boot sh -c 'exit 9'
	wait_exit 9
	[[ $(tail -n 1 "$LOG") == '*** Stopped in '*': the command ended; status 9.' ]] ||
		fail "the last line is $(tail -n 1 "$LOG")"
}

@test "the last line says that runsvdir ended, and the status" {
	boot
	up
	kill -KILL "$(pid_of '*runsvdir -P*')"
	wait_exit 137
	[[ $(tail -n 1 "$LOG") == '*** Stopped in '*': runsvdir ended; status 137.' ]] ||
		fail "the last line is $(tail -n 1 "$LOG")"
}

# --- somebody else has been there ---------------------------------------------

@test "a service that a shutdown script has told to go down gets no second TERM" {
	actor web -d
	hook pre a "sv -w 1 down web; echo HOOK >>$C/marks"
	TIMEOUT=2 boot_quick
	marked 'web READY'
	sv_says run web
	stop 0
	marked HOOK
	is "$(count 'web SIGTERM' "$C/marks")" 1
}

@test "a service whose directory link was removed gets no second TERM" {
	actor web -d
	TIMEOUT=1 boot_quick
	marked 'web READY'
	rm -r "$(etc_now)/service/web/run"
	mv "$(etc_now)/service/web" "$(etc_now)/service/.web"
	rescan
	marked 'web SIGTERM'
	wait_until got_term .web # runsv writes that down behind it
	stop 0
	is "$(count 'web SIGTERM' "$C/marks")" 1
}
got_term() { [[ $(inside sv status "/etc/service/$1") == *'got TERM'* ]]; }

@test "a control that is no FIFO is not written to, and the service gets TERM" {
	actor web
	boot
	marked 'web READY'
	echo important >"$C/file"
	rm "$(etc_now)/service/web/supervise/control"
	ln -s "$C/file" "$(etc_now)/service/web/supervise/control"
	stop 0
	marked 'web SIGTERM'
	is "$(<"$C/file")" important
}

@test "a runsvdir that a script left behind is ended, though it was stopped" {
	container -w
	actor web
	mkdir "$C/other"
	script a "runsvdir -P $C/other & echo \$! >$C/pid"
	TIMEOUT=1 boot_quick
	marked 'web READY'
	freeze "runsvdir -P $C/other"
	stop 0
	marked 'web SIGTERM'
	refute_logged 'Forcing'
	nobody_left
}

@test "who says kill 1 inside is in no hurry" {
	actor slow -d
	for i in 1 2 3 4; do
		actor "s$i"
		finish "s$i" 'kill 1'
	done
	TIMEOUT=3 boot_quick
	wait_until marks_count READY 5
	stop 0
	refute_logged 'from now on'
	marked 'slow SIGTERM'
}
