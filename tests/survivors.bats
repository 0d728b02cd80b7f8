# The kill of all: everybody who is left, from wherever it came, is told once,
# has its grace, and is gone at the end.
# shellcheck shell=bats disable=SC2016
load services

# A parent outside that a test has stopped must not hold up the teardown.
teardown() {
	kill -CONT "${CTR_JOBS[@]}" 2>/dev/null || :
	container_teardown
}

# stray [-d] NAME: sh text that leaves svc_actor behind, in a session of its own.
stray() { echo "svc_actor ${*:1:$#-1} -f $C/marks ${*: -1}"; }

# quick [ARG...]: boots without services, KILL_ALL_PROCESSES_TIMEOUT=0.2.
quick() { boot_env KILL_ALL_PROCESSES_TIMEOUT=0.2 -- --skip-runit "$@"; }

# one_child: PID 1 has one child, dead or alive.
one_child() { [[ $(children "$CTR_PID") != *" "* ]]; }

# --- told, and waited for -----------------------------------------------------

@test "a process that entered from outside gets TERM, once" {
	boot
	inside_bg svc_actor "$C/marks" outsider
	marked 'outsider READY'
	stop
	marks_are 'outsider READY' 'outsider SIGTERM'
}

@test "a process that entered from outside has its grace" {
	boot
	inside_bg sigprint -d 60 -o "$C/marks"
	marked READY
	stop
	((ENDED_AT - SIGNALLED_AT >= 60000)) || fail 'it was not waited for'
}

@test "the stop waits for who entered from outside, and no longer" {
	boot
	inside_bg sigprint -d 60 -o "$C/marks"
	marked READY
	stop
	took_under 5000
}

@test "many that entered from outside are all told and waited for" {
	boot
	for n in {1..20}; do inside_bg svc_actor "$C/marks" "n$n"; done
	wait_until marks_count READY 20
	stop
	is "$(count SIGTERM "$C/marks")" 20
	is "$(sort -u "$C/marks" | wc -l)" 40
}

@test "whoever entered from outside and is deaf is killed in time" {
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.2 --
	inside_bg svc_actor -d "$C/marks" outsider
	marked 'outsider READY'
	stop
	((ENDED_AT - SIGNALLED_AT >= 200000)) || fail 'it had no grace'
	took_under 5000
	logged 'Not all processes have exited in time. Forcing them to exit.'
	is "$(count 'outsider SIGTERM' "$C/marks")" 1
}

@test "the child of one that entered from outside gets TERM if it is stopped" {
	boot
	inside_bg sh -c "svc_actor $C/marks child & wait; wait"
	marked 'child READY'
	inside pkill -STOP svc_actor
	stop
	marks_are 'child READY' 'child SIGTERM'
}

@test "a dead one that its parent outside has not reaped holds nobody up" {
	mkfifo "$C/fifo"
	boot
	inside_bg sh -c "echo READY >>$C/marks; read x <$C/fifo"
	marked READY
	kill -STOP "${CTR_JOBS[0]}" # its parent
	wait_until grep -q '^State:.T' "/proc/${CTR_JOBS[0]}/status"
	echo >"$C/fifo"
	wait_until inside sh -c 'ps -e -o stat= | grep -q Z'
	signal TERM
	logged 'Stopped in '
	step_under 'Stopped in' 4000
	kill -CONT "${CTR_JOBS[0]}" # the kernel waits for it
	wait_exit 0
}

@test "an outsider whose first thread has ended is told and waited for" {
	boot
	inside_bg cmd_cleaner -l "$C/marks"
	marked READY
	stop
	marks_are READY 'cleaned up'
}

@test "an orphan gets TERM, once" {
	quick sh -c "$(stray one); $(stray two); exit 3"
	wait_exit 3
	is "$(sort "$C/marks" | tr '\n' ' ')" \
		'one READY one SIGTERM two READY two SIGTERM '
}

@test "a double-forked one in a session of its own gets TERM" {
	quick sh -c "orphans -n 10 -o $C/marks; exit 3"
	wait_exit 3
	is "$(sort -u "$C/marks" | grep -c SIGTERM)" 10
}

@test "a hundred strays are each told once, and nobody is left" {
	container -w
	quick sh -c "orphans -n 100 -o $C/marks; exit 3"
	wait_exit 3
	is "$(count SIGTERM "$C/marks")" 100
	is "$(sort -u "$C/marks" | wc -l)" 100
	nobody_left
	refute_logged 'Not all processes'
}

@test "a stray that was stopped is continued, and told" {
	quick sh -c "orphans -s -n 3 -o $C/marks; exit 3"
	wait_exit 3
	is "$(count SIGTERM "$C/marks")" 3
	refute_logged 'Not all processes'
}

@test "the members of a pipeline are told" {
	boot --skip-runit sh -c "svc_actor $C/marks a | svc_actor $C/marks b"
	marked 'a READY'
	marked 'b READY'
	stop 143
	is "$(sort "$C/marks" | grep SIG | tr '\n' ' ')" 'a SIGTERM b SIGTERM '
}

@test "what a service has left behind is told after the services" {
	service web "$(stray left); exec svc_actor $C/marks web"
	boot
	marked 'web READY'
	stop
	is "$(grep SIG "$C/marks" | tr '\n' ' ')" 'web SIGTERM left SIGTERM '
}

@test "what a startup script has left behind is told when the boot fails" {
	script a "$(stray left); exit 5"
	boot
	wait_exit 1
	marks_are 'left READY' 'left SIGTERM'
}

@test "children that a TERM trap forks to clean up are not told, and finish" {
	quick sh -c "cmd_cleaner $C/marks & until grep -q READY $C/marks; do :
		done; exit 3"
	wait_exit 3
	marks_are READY 'cleaned up'
}

@test "an outsider's children that a TERM trap forks are not told" {
	boot
	inside_bg cmd_cleaner "$C/marks"
	marked READY
	stop
	marks_are READY 'cleaned up'
}

@test "a shell that entered from outside runs its trap to the end" {
	boot
	inside_bg sh -c "$HOLD trap 'ls / >/dev/null; echo told >>$C/marks; exit' TERM
		echo READY >>$C/marks; wait"
	marked READY
	stop
	marks_are READY told
}

# --- killed -------------------------------------------------------------------

@test "deaf strays are killed at KILL_ALL_PROCESSES_TIMEOUT" {
	container -w
	quick sh -c "orphans -d -n 5 -o $C/marks; exec svc_actor $C/marks c"
	marked 'c READY'
	stop
	((ENDED_AT - SIGNALLED_AT >= 200000)) || fail 'they had no grace'
	is "$(count 'SIGTERM ' "$C/marks")" 5
	logged_in_order 'Killing all processes...' \
		'warning: Not all processes have exited in time.' 'Stopped in '
	nobody_left
}

@test "one deaf stray keeps no other from its end at TERM" {
	quick sh -c "$(stray -d deaf); $(stray good); exit 3"
	wait_exit 3
	is "$(grep SIG "$C/marks" | sort | tr '\n' ' ')" \
		'deaf SIGTERM good SIGTERM '
}

@test "a timeout of 0 leaves no grace" {
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0 -- --skip-runit \
		sh -c "$(stray -d deaf); exec svc_actor $C/marks c"
	marked 'c READY'
	stop
	took_under 5000
}

@test "a stray that forks for ever is killed, and nobody is left" {
	container -w
	quick sh -c 'orphans -c; exit 3'
	wait_exit 3
	logged 'Not all processes have exited in time.'
	nobody_left
}

@test "200 strays that fork for ever once they are told are killed" {
	container -w
	quick cmd_storm -f -n 200
	wait_exit 0
	nobody_left
	logged 'Not all processes have exited in time.'
}

# The queue is its user's: all of it would be missing elsewhere (see storm.bats).
@test "strays that never cease to signal the init are killed in time" {
	ulimit -S -i 10000
	for signo in 10 17 34; do
		quick cmd_storm -s "$signo" -n 4
		wait_exit 0
		logged_in_order 'Not all processes' 'Stopped in '
	done
}

@test "the death of a deaf stray is not waited for longer than it takes" {
	quick sh -c 'orphans -d -n 50; exec sigprint -x 4'
	wait_until log_count READY 2
	stop 4
	took_under 5000
}

@test "a third TERM hurries the kill of all" {
	boot --skip-runit sh -c "$(stray -d deaf); exec svc_actor $C/marks c"
	marked 'c READY'
	signal TERM
	marked 'deaf SIGTERM'
	for n in 2 3; do
		signal TERM
		wait_until log_count 'Received SIGTERM' "$n"
	done
	wait_exit 0
	took_under 5000
	is "$(count 'deaf SIGTERM' "$C/marks")" 1
}

@test "who is waited for at the end is named" {
	boot_env KILL_ALL_PROCESSES_TIMEOUT=3.1 -- --skip-runit \
		sh -c "$(stray -d deaf); exit 3"
	wait_exit 3
	logged_in_order 'Still waiting for svc_actor (PID ' \
		'Not all processes have exited in time.'
}

# --- not at all ---------------------------------------------------------------

@test "with --no-kill-all-on-exit nobody is signalled" {
	container -i
	boot --skip-runit --no-kill-all-on-exit sh -c "$(stray left); exit 3"
	wait_exit 3
	refute_logged 'Killing all processes'
	inside pgrep svc_actor
	marks_are 'left READY'
}

@test "with --no-kill-all-on-exit the end does not wait" {
	container -w
	boot_env MY_INIT_NO_KILL_ALL_ON_EXIT=1 -- sh -c "$(stray left); exit 3"
	wait_exit 3
	marks_are 'left READY'
	[[ -s $BATS_TEST_TMPDIR/left ]]
}

@test "with --no-kill-all-on-exit services and command are stopped all the same" {
	actor web
	boot --no-kill-all-on-exit svc_actor -s 4 "$C/marks" command
	wait_until marks_count READY 2
	stop 4
	is "$(count SIGTERM "$C/marks")" 2
}

# --- reaped while it runs -----------------------------------------------------

@test "orphans are reaped while the container runs" {
	boot --skip-runit cmd_reaped 1
	wait_exit 0
}

@test "2000 orphans that end at once are all reaped" {
	boot --skip-runit cmd_reaped 2000
	wait_exit 0
}

@test "2000 orphans that one SIGCHLD stands for are all reaped" {
	boot --skip-runit sigprint -o "$C/marks"
	marked READY
	kill -STOP "$CTR_PID"
	inside orphans -q -n 2000
	kill -CONT "$CTR_PID"
	wait_until one_child
	stop
}

@test "2000 orphans that end one after the other leave no zombie" {
	boot --skip-runit sh -c "orphans -q -n 2000; exec sigprint -o $C/marks"
	marked READY
	wait_until one_child
	stop
}

@test "orphans are reaped while a startup script runs" {
	script a 'exec cmd_reaped 20'
	boot --skip-runit true
	wait_exit 0
}

@test "orphans are reaped while a hook runs" {
	hook pre a 'exec cmd_reaped 20'
	hook post a 'exec cmd_reaped 20'
	boot true
	wait_exit 0
}

@test "orphans are reaped while the stop waits for the command" {
	boot --skip-runit sh -c "$HOLD trap 'cmd_reaped 20 && exit 0' TERM
		echo READY >>$C/marks; wait"
	marked READY
	stop
}

@test "the end of an orphan is not the end of the command" {
	boot --skip-runit sh -c "(exit 9 & exit 8) ; orphans -q -n 3; exit 3"
	wait_exit 3
	is "$(count 'exited with status')" 1
}

@test "nothing is left: the stop is over at once" {
	container -w
	boot --skip-runit svc_actor "$C/marks" command
	marked 'command READY'
	stop
	nobody_left
	took_under 5000
}
