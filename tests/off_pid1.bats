# Off PID 1, as under `docker run --init`, --pid=host or shareProcessNamespace:
# its own descendants are its business, and nobody else.
# shellcheck shell=bats disable=SC2016,SC2034
load services

setup() {
	container_setup
	container -i
}

# bystanders: those who must not notice that there is a my_init: a child of
# its parent in another session, and one with a parent elsewhere; call it
# after the boot.  BESIDE starts one in its very session and process group.
bystanders() {
	inside svc_actor -d -f "$C/bystanders" sibling
	inside_bg svc_actor -d "$C/bystanders" outsider
	wait_until grep -q outsider "$C/bystanders"
}
BESIDE='(svc_actor -d $C/bystanders beside &) && exec "$@"'

# undisturbed [NAME...]: the bystanders live, and have met no signal.
undisturbed() {
	[[ -e $C/bystanders ]]
	run ! grep SIG "$C/bystanders"
	is "$(inside pgrep -c svc_actor)" "$(count READY "$C/bystanders")"
}

# wrap_beside: my_init starts beside a bystander.
wrap_beside() { wrap sh -c "C=$C; $BESIDE" -; }

# one_child: my_init has one child, dead or alive.
one_child() { [[ $(children "$CTR_PID") != *" "* ]]; }

# --- whom it signals ----------------------------------------------------------

@test "bystanders are not signalled at the stop" {
	wrap_beside
	actor web
	boot sh -c "svc_actor -f $C/marks stray; exec svc_actor $C/marks command"
	marked 'web READY'
	marked 'command READY'
	bystanders
	stop
	is "$(count SIGTERM "$C/marks")" 3
	undisturbed
	is "$(count READY "$C/bystanders")" 3
}

@test "bystanders are not signalled when deaf strays are killed" {
	wrap_beside
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.2 KILL_PROCESS_TIMEOUT=0.2 -- \
		sh -c "svc_actor -d -f $C/marks s; exec svc_actor -d $C/marks c"
	marked 'c READY'
	bystanders
	stop 137
	logged 'Not all processes have exited in time.'
	undisturbed
}

@test "bystanders are not signalled when the boot fails" {
	wrap_beside
	script a 'read x </etc/fifo; exit 1'
	mkfifo "$ETC/fifo"
	boot
	bystanders
	echo >"$(etc_now)/fifo"
	wait_exit 1
	undisturbed
}

@test "bystanders are not signalled when it is hurried" {
	boot svc_actor -d "$C/marks" command
	marked 'command READY'
	bystanders
	for n in 1 2 3; do
		signal TERM
		wait_until log_count 'Received SIGTERM' "$n"
	done
	wait_exit 137
	undisturbed
}

@test "bystanders are not signalled without a subreaper" {
	wrap deny prctl EPERM --
	boot sh -c "svc_actor -f $C/bystanders stray
		exec svc_actor -s 3 $C/marks command"
	marked 'command READY'
	bystanders
	stop 3
	undisturbed
}

@test "bystanders are not signalled without /proc, and the stop is warned of" {
	[[ $BUILD != */asan ]] || skip 'the leak checker needs /proc'
	wrap sh -c 'mount -t tmpfs none /proc && exec "$@"' -
	boot --skip-runit svc_actor "$C/marks" command
	marked 'command READY'
	inside_bg svc_actor -d "$C/bystanders" outsider
	wait_until test -s "$C/bystanders"
	stop
	logged 'cannot read /proc (No such file or directory): processes that are left'
	is "$(<"$C/bystanders")" 'outsider READY'
}

@test "each descendant is told exactly once" {
	actor web
	boot sh -c "orphans -n 20 -o $C/strays
		svc_actor -f $C/marks stray; exec svc_actor $C/marks command"
	marked 'web READY'
	marked 'command READY'
	stop
	is "$(count SIGTERM "$C/marks")" 3
	is "$(count SIGTERM "$C/strays")" 20
	is "$(sort -u "$C/strays" | wc -l)" 20
}

@test "the children of a stray are told" {
	boot --skip-runit sh -c "sh -c 'svc_actor $C/marks child &
		exec svc_actor $C/marks stray' & exec svc_actor $C/marks command"
	wait_until marks_count READY 3
	stop
	is "$(count SIGTERM "$C/marks")" 3
}

@test "a child that it had before it was my_init is told" {
	wrap sh -c "svc_actor $C/marks before & exec \"\$@\"" -
	boot --skip-runit svc_actor "$C/marks" command
	wait_until marks_count READY 2
	stop
	is "$(count SIGTERM "$C/marks")" 2
}

@test "a deaf double-forked stray is killed in time, nobody of its own is left" {
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.2 -- --skip-runit \
		sh -c "orphans -d -n 10 -o $C/marks; exec svc_actor $C/marks c"
	marked 'c READY'
	stop
	took_under 5000
	is "$(inside pgrep -c orphans)" 0
	is "$(count 'SIGTERM ' "$C/marks")" 10
}

@test "a stray that was stopped is continued, and told" {
	boot --skip-runit sh -c "orphans -s -n 3 -o $C/marks; exit 3"
	wait_exit 3
	is "$(count SIGTERM "$C/marks")" 3
}

@test "children that a TERM trap forks to clean up are not told, and finish" {
	boot --skip-runit sh -c "cmd_cleaner $C/marks & until grep -q READY \
		$C/marks; do :; done; exit 3"
	wait_exit 3
	marks_are READY 'cleaned up'
}

@test "a stray whose first thread has ended is told and waited for" {
	boot --skip-runit sh -c "cmd_cleaner -l $C/marks & until grep -q READY \
		$C/marks; do :; done; exit 3"
	wait_exit 3
	marks_are READY 'cleaned up'
}

@test "a stray that forks for ever is killed" {
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.2 -- --skip-runit \
		cmd_storm -f -o "$C/marks"
	wait_exit 0
	is "$(inside pgrep -c cmd_storm)" 0
}

@test "20 strays that fork for ever are killed" {
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.2 -- --skip-runit \
		cmd_storm -f -n 20 -o "$C/marks"
	wait_exit 0
	is "$(inside pgrep -c cmd_storm)" 0
}

@test "strays that never cease to signal it are killed in time" {
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.2 -- --skip-runit \
		cmd_storm -s 34 -n 4
	wait_exit 0
	is "$(inside pgrep -c cmd_storm)" 0
}

@test "with --no-kill-all-on-exit strays stay" {
	boot --no-kill-all-on-exit sh -c "svc_actor -f $C/marks stray; exit 3"
	wait_exit 3
	is "$(inside pgrep -c svc_actor)" 1
	marks_are 'stray READY'
}

# --- what comes to it ---------------------------------------------------------

@test "orphans come to it" {
	boot --skip-runit sh -c "orphans; exec sigprint -o $C/marks"
	marked READY
	is "$(children "$CTR_PID" | wc -w)" 2
	stop
}

@test "orphans come to it and are reaped" {
	boot --skip-runit sh -c "orphans -q -n 500; exec sigprint -o $C/marks"
	marked READY
	wait_until one_child
	stop
}

@test "without a subreaper it boots, runs and stops" {
	wrap deny prctl ENOSYS --
	actor web
	boot svc_actor -s 7 "$C/marks" command
	wait_until marks_count READY 2
	stop 7
	wait_until marks_count SIGTERM 2
}

# --- it is the same program ---------------------------------------------------

@test "the exit statuses are the same" {
	while read -r status command; do
		boot --skip-runit sh -c "$command"
		wait_exit "$status"
	done <<-'END'
		0 exit 0
		7 exit 7
		137 kill -KILL $$
		143 kill -TERM $$
	END
	boot --skip-runit no-such-program
	wait_exit 127
	boot --skip-runit /etc
	wait_exit 126
}

@test "TERM with services only: 0, or MY_INIT_STOP_STATUS" {
	boot
	stop 0
	boot_env MY_INIT_STOP_STATUS=2 --
	stop 2
}

@test "a command that traps TERM keeps its status" {
	boot svc_actor -s 7 "$C/marks" command
	marked 'command READY'
	stop 7
	marks_are 'command READY' 'command SIGTERM'
}

@test "signals are forwarded" {
	boot --skip-runit sigprint -i -o "$C/marks"
	marked READY
	for name in HUP QUIT USR1 USR2 ALRM WINCH CONT RTMIN+3; do
		signal "$name"
		marked "SIG$name"
	done
}

@test "scripts, hooks and services run as they do for PID 1" {
	script a "echo script >>$C/marks"
	hook pre a "echo pre >>$C/marks"
	hook post a "echo post >>$C/marks"
	actor web
	boot
	marked 'web READY'
	stop
	marks_are script 'web READY' pre 'web SIGTERM' post
}

@test "the command has the mask, the signals and the descriptors" {
	wrap mask -b USR1 -i PIPE,CHLD --
	boot mask
	wait_exit 0
	logged_in_order 'blocked USR1' 'ignored PIPE CHLD' 'fds 0 1 2'
}

@test "a script on a terminal reads on when my_init has ended" {
	requires tty
	container -t
	put_sh caller "$BUILD/my_init --skip-runit true
		echo READY >>$C/marks; read line && test \"\$line\" = hello && exit 6"
	container -n # sh never blocks TERM
	boot_program -- /etc/caller
	marked READY
	keys 'hello\n'
	wait_exit 6
}

# --- a second instance inside the first ---------------------------------------

@test "a second instance as the command: each ends by itself" {
	actor web
	CTR_OPTS=()
	boot -- "$BUILD/my_init" svc_actor -s 7 "$C/marks" command
	wait_until marks_count READY 2
	stop 7
	marks_are_sorted 'command READY' 'command SIGTERM' 'web READY' \
		'web SIGTERM'
	is "$(count 'Stopped in')" 2
	is "$(tail -n 1 "$C/marks")" 'web SIGTERM'
}
marks_are_sorted() {
	is "$(sort "$C/marks")" "$(printf '%s\n' "$@")"
}

@test "a second instance that entered from outside leaves the services alone" {
	actor web
	CTR_OPTS=()
	boot
	marked 'web READY'
	run -5 inside "$BUILD/my_init" sh -c 'exit 5'
	marks_are 'web READY'
	is "$(tree)" 'my_init(runsvdir(runsv(svc_actor)))'
	stop
	marks_are 'web READY' 'web SIGTERM'
}

@test "a second instance is stopped by the first, and stops what is its own" {
	actor web
	CTR_OPTS=()
	boot
	marked 'web READY'
	inside_bg "$BUILD/my_init" sh -c \
		"svc_actor -f $C/marks stray; exec svc_actor $C/marks command"
	marked 'command READY'
	stop
	for who in web stray command; do
		is "$(count "$who SIGTERM" "$C/marks")" 1
	done
	is "$(count 'Stopped in')" 2
}

@test "a second instance does not end what the first has adopted" {
	CTR_OPTS=()
	boot --skip-runit sh -c "svc_actor -d -f $C/marks stray
		$BUILD/my_init --skip-runit true; svc_actor $C/marks command"
	marked 'command READY'
	marks_are 'stray READY' 'command READY'
}

@test "two instances side by side end each their own" {
	boot --skip-runit svc_actor "$C/marks" first
	marked 'first READY'
	inside_bg "$BUILD/my_init" --skip-runit svc_actor "$C/marks" second
	marked 'second READY'
	stop
	is "$(count 'second SIG' "$C/marks")" 0
	inside pkill -TERM my_init
	marked 'second SIGTERM'
}
