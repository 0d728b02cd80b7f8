# In control groups: where no more processes can be had, and where the kernel
# kills for want of memory.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034,SC2154
load limits

setup() {
	GROUP=''
	container_setup
}
teardown() {
	container_teardown
	[[ ! $GROUP ]] || wait_until rmdir "$GROUP"
}

# group CONTROLLER: a group for this test alone, GROUP.
group() {
	requires root
	local top=/sys/fs/cgroup
	if [[ -d $top/$1 ]]; then
		top+=/$1
	elif [[ ! -r $top/cgroup.subtree_control || " $(<$top/cgroup.subtree_control) " != *" $1 "* ]]; then
		skip "no control groups of $1 here"
	fi
	GROUP=$top/my_init-$1-$BASHPID
	mkdir "$GROUP" 2>/dev/null || {
		GROUP=''
		skip "no control group of $1 can be made here"
	}
}

# --- processes ----------------------------------------------------------------

# processes [MAX]: PID 1 and its descendants are in a group that has room for so
# many.
processes() {
	group pids
	room "${1-max}"
	wrap sh -c 'echo 0 >"$0/cgroup.procs" && exec "$@"' "$GROUP"
}
room() { echo "$1" >"$GROUP/pids.max"; }

NONE='Resource temporarily unavailable'

@test "no process for a startup script: that is said, and the container stops with 1" {
	processes 1
	everything
	boot
	wait_exit 1
	logged_in_order "*** cannot run /etc/my_init.d/a: $NONE" \
		'/etc/my_init.d/a failed with status 126' 'Stopped in'
	[[ ! -e $C/marks ]]
}

@test "no process for runsvdir: that is said, and the container stops with 126" {
	processes
	script a "echo 1 >$GROUP/pids.max"
	boot
	wait_exit 126
	logged_in_order "*** cannot run /usr/bin/runsvdir: $NONE" \
		': runsvdir ended; status 126.'
}

@test "no process for the command: that is said, and the container stops with 126" {
	processes
	actor web
	script a "echo 2 >$GROUP/pids.max"
	hook pre a true
	boot --quiet true
	wait_exit 1 # the hook
	logged_in_order "*** cannot run true: $NONE" \
		"*** cannot run /etc/my_init.pre_shutdown.d/a: $NONE"
	rm "$ETC/my_init.pre_shutdown.d/a"
	room max
	boot true
	wait_exit 126
	logged_in_order "*** cannot run true: $NONE" 'true exited with status 126.' \
		': the command ended; status 126.'
	[[ ! -e $C/marks ]]
}

@test "no process to wait for the services: that is said, and the container stops with 1" {
	processes
	actor web
	script a "echo 2 >$GROUP/pids.max"
	boot --wait-services -- true
	wait_exit 1
	logged_in_order "*** cannot wait for the services: my_initctl: $NONE" \
		'*** The services are not up: the container stops.'
	refute_logged 'Running true'
}

@test "a service that cannot be forked again: my_init lives, and stops at once" {
	processes
	actor web
	actor db
	boot_env KILL_PROCESS_TIMEOUT=15 --
	marked 'web READY'
	marked 'db READY'
	room 0
	kill -TERM "$(pid_of '*svc_actor* web')"
	logged 'runsv web: warning: unable to fork'
	stop
	took_under 5000
	is "$(grep -c SIGTERM "$C/marks") $(count 'db SIGTERM' "$C/marks")" '2 1'
	spent_under 300
}

@test "a finish that cannot be forked costs the services' time at most" {
	processes
	actor web
	finish web 'exit 0'
	boot_quick
	marked 'web READY'
	room 0
	kill -TERM "$(pid_of '*svc_actor* web')"
	logged 'runsv web: warning: unable to fork'
	stop
	took_under 6000
	logged 'Stopped in'
	spent_under 300
}

@test "a prepared service without a finish of its own stops at once where no process can be had" {
	processes
	actor web
	actor db
	finish db 'exit 0'
	TIMEOUT=15 boot_quick --brake 60
	marked 'web READY'
	marked 'db READY'
	inside sv down db
	sv_says down db # and its finish has ended
	room 0
	stop
	took_under 5000
	is "$(grep SIGTERM "$C/marks" | tr '\n' ' ')" 'db SIGTERM web SIGTERM '
	spent_under 300
}

@test "a critical service that ends where no process can be had is heard when one can" {
	processes
	actor db
	put service/db/critical 644 ''
	boot
	marked 'db READY'
	room 0
	kill -KILL "$(pid_of '*svc_actor* db')"
	logged 'runsv db: warning: unable to fork'
	run ! ended
	room max
	wait_exit 137 # runsv waits for 5 seconds before it tries again
	logged 'The critical service db was killed by SIGKILL (status 137): the container stops.'
	spent_under 300
}

@test "no process at the stop: the hooks have failed, all the rest is done" {
	processes
	container -w
	everything
	TIMEOUT=1 ready
	inside svc_actor -d -f "$C/marks" stray
	room 0
	stop 1
	logged_in_order "*** cannot run /etc/my_init.pre_shutdown.d/a: $NONE" \
		"*** cannot run /etc/my_init.post_shutdown.d/a: $NONE" \
		'Forcing them to exit' 'Stopped in'
	is "$(grep -v READY "$C/marks" | tr '\n' ' ')" \
		'script command SIGTERM web SIGTERM stray SIGTERM '
	nobody_left
	took_under 5000
	spent_under 300
}

# --- memory -------------------------------------------------------------------

# memory MIB: a group with so much, and no swap.
memory() {
	group memory
	local file
	for file in memory.limit_in_bytes memory.memsw.limit_in_bytes memory.max; do
		[[ ! -e $GROUP/$file ]] || echo $(($1 << 20)) >"$GROUP/$file"
	done
	[[ ! -e $GROUP/memory.swap.max ]] || echo 0 >"$GROUP/memory.swap.max"
}

# hungry: sh that takes more memory than the group has.
hungry() {
	echo "echo 0 >$GROUP/cgroup.procs
		exec dd if=/dev/zero of=/dev/null bs=256M count=1"
}

# killed: how many the kernel has killed in the group.
killed() {
	sed -n 's/^oom_kill //p' "$GROUP"/memory.{oom_control,events} 2>/dev/null
}

# takes PATTERN: the kernel kills this process of the container, and not the one
# that has filled the group's memory with a file.
takes() {
	local pid
	pid=$(pid_of "$1")
	echo 1000 >"/proc/$pid/oom_score_adj"
	echo "$pid" >"$GROUP/cgroup.procs"
	inside sh -c "echo 0 >$GROUP/cgroup.procs
		exec dd if=/dev/zero of=/dev/shm/file bs=1M count=256" 2>/dev/null || :
	wait_until eval "[[ ! -e /proc/$pid ]]"
	(($(killed) > 0)) || fail 'nobody was killed for want of memory'
}

@test "a critical service that the kernel kills for want of memory: 137" {
	memory 16
	service db "$(hungry)"
	put service/db/critical 644 ''
	actor web
	boot
	wait_exit 137
	logged 'The critical service db was killed by SIGKILL (status 137): the container stops.'
	(($(killed) > 0))
	spent_under 300
}

@test "a service that the kernel kills for want of memory is started again" {
	memory 16
	service db "echo db >>$C/dbs; $(hungry)"
	actor web
	boot
	wait_until marks_at_least_in "$C/dbs" 2
	marked 'web READY'
	stop
	(($(killed) > 0))
	is "$(count 'web SIGTERM' "$C/marks")" 1
}

@test "a command that the kernel kills for want of memory: 137" {
	memory 16
	actor web
	mkfifo "$C/gate"
	boot sh -c "read x <$C/gate; $(hungry)"
	marked 'web READY'
	echo >"$C/gate"
	wait_exit 137
	logged 'sh was killed by SIGKILL (status 137)'
	is "$(killed)" 1
	has_line "$C/marks" 'web SIGTERM'
}

@test "a runsvdir that the kernel kills for want of memory: 137, the services with TERM" {
	memory 16
	actor web
	boot
	marked 'web READY'
	takes '*runsvdir -P*'
	wait_exit 137
	logged_in_order 'Runit was killed by SIGKILL (status 137)' \
		': runsvdir ended; status 137.'
	is "$(count 'web SIGTERM' "$C/marks")" 1
}

@test "a runsv that the kernel kills for want of memory: its service is told at the stop" {
	memory 16
	actor web
	actor db
	boot
	marked 'web READY'
	marked 'db READY'
	takes 'runsv web'
	stop
	is "$(count 'web SIGTERM' "$C/marks")" "$(count 'web READY' "$C/marks")"
	is "$(count 'db SIGTERM' "$C/marks")" 1
	took_under 10000
}

@test "a container at the limit of its memory: my_init lives on, and the stop is whole" {
	memory 48
	wrap sh -c 'echo 0 >"$0/cgroup.procs" && exec "$@"' "$GROUP"
	everything
	service db "echo db >>$C/dbs; $(hungry)"
	ready
	wait_until eval '(($(killed) > 1))'
	stop 7
	whole 'at the limit'
	spent_under 300
}
