# At the limits of the world: few descriptors, small files, no memory, system
# calls that are refused, no /proc, users without rights. What fails is told or
# done without; my_init neither ends nor spins, and its stop is whole.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034,SC2154
load limits

CALLS=(inotify_init1 inotify_add_watch close_range prctl epoll_create1 pidfd_open
	pidfd_send_signal signalfd4 timerfd_create clone3 renameat2 utimensat setpgid
	ioctl statx clock_gettime getrandom socket 439) # faccessat2
# epoll_ctl, pwritev2, faccessat, madvise, ftruncate, mknodat
case $(uname -m) in
x86_64) CALLS+=(233 328 269 28 77 259) ;;
*) CALLS+=(21 287 48 233 46 33) ;; # the generic table
esac

# limited LIMIT...: PID 1 and all that it starts have these, as prlimit(1) names
# them.
limited() { CTR_WRAP=(prlimit "${@/#/--}" --); }

# now_limited LIMIT...: PID 1, and all that it starts from now on.
now_limited() { prlimit --pid "$CTR_PID" "${@/#/--}"; }

# not_asan WHY: the sanitizers cannot do with so little.
not_asan() { [[ $BUILD != */asan ]] || skip "the sanitizers need $1"; }

# reader: what PID 1 writes to standard error goes through a pipe to $C/read, as
# no limit of the size of files counts there; read_all waits for the end of it.
reader() {
	mkfifo "$C/fifo"
	timeout "$DEADLINE" cat "$C/fifo" >"$C/read" 3>&- 4>&- &
	CTR_JOBS+=($!)
	wrap sh -c "exec \"\$@\" 2>$C/fifo" -
}
read_all() { wait "${CTR_JOBS[@]}"; }

# rests: after a signal that is for nobody it waits for the next event.
rests() {
	signal USR1
	nap 0.5 # the time that is measured
	spent_under 200
}

# --- descriptors --------------------------------------------------------------

@test "with very few descriptors a command runs all the same" {
	not_asan 'descriptors'
	variable A value
	local n
	for n in 4 5 6 8 11; do
		limited nofile=$n
		boot --skip-runit svc_actor -s 7 "$C/marks" command
		marked 'command READY'
		stop 7
		rm "$C/marks"
		((n > 4)) || logged 'warning: /etc/container_environment/A is left out: '
	done
}

@test "with too few descriptors for a script its failure is told, and all ends" {
	not_asan 'descriptors'
	script a 'exec 3</dev/null 4</dev/null 5</dev/null 6</dev/null' # if not earlier
	actor web
	local n
	for n in 4 6; do
		limited nofile=$n
		boot
		wait_exit 1
		logged_in_order '*** /etc/my_init.d/a failed with status' \
			': a startup script failed; status 1.'
	done
	[[ ! -e $C/marks ]]
}

@test "with few descriptors all begins and ends as ever" {
	everything
	local n
	for n in 16 20 32; do
		limited nofile=$n
		ready
		stop 7
		whole "$n"
	done
}

@test "without a descriptor to spare the stop comes to its end, and the loss is told" {
	everything
	local n
	for n in 0 2 4 5; do # it has as many
		TIMEOUT=1 ready
		now_limited nofile=$n
		stop 7
		took_under 5000
		logged_in_order 'cannot read /etc/my_init.pre_shutdown.d: ' \
			'services cannot be stopped in order: cannot read /proc: ' \
			'cannot read /etc/my_init.post_shutdown.d: ' 'Stopped in'
		is "$n: $(grep -v READY "$C/marks" | tr '\n' ' ')" \
			"$n: script command SIGTERM web SIGTERM "
		spent_under 300
	done
}

@test "without a descriptor to spare it rests, and hears of a stop all the same" {
	actor web
	boot_quick
	marked 'web READY'
	now_limited nofile=0 # poll(2) takes no more descriptors than that either
	rests
	stop
	is "$(count SIGTERM "$C/marks")" 1
	boot_quick
	wait_until marks_count READY 2
	now_limited nofile=1
	rests
	inside "$BUILD/my_initctl" stop 3
	wait_exit 3
	logged 'Asked to stop with status 3.'
}

# --- files, memory, signals ---------------------------------------------------

@test "where no file can have a byte, variables reach the command, and that is told" {
	reader
	CTR_WRAP=(prlimit --fsize=0 -- "${CTR_WRAP[@]}")
	variable A value
	boot_env B=other -- --skip-runit sh -c 'test $A$B = valueother && exit 5'
	wait_exit 5
	read_all
	has "$C/read" 'could not be saved in /etc/container_environment (the first, '
	has "$C/read" 'cannot write /etc/container_environment.sh: File too large'
	has "$C/read" 'cannot write /etc/container_environment.json: File too large'
	[[ $(tail -n 1 "$C/read") == *': the command ended; status 5.' ]]
}

@test "a line that is too much for its file is no signal to the command" {
	actor web
	boot --verbose sigprint -i -o "$C/told"
	wait_until has "$C/told" READY
	marked 'web READY'
	now_limited fsize=0
	signal USR1
	signal USR2
	wait_until has "$C/told" SIGUSR2
	is "$(tr '\n' ' ' <"$C/told")" 'READY SIGUSR1 SIGUSR2 '
	refute_logged 'Forwarding SIGUSR'
	signal TERM
	wait_until has "$C/told" SIGTERM
	signal KILL
	wait_exit SIGKILL
	is "$(tr '\n' ' ' <"$C/told")" 'READY SIGUSR1 SIGUSR2 SIGTERM '
}

@test "without memory for one more program hooks are killed, and the stop is whole" {
	not_asan 'memory'
	everything
	local limit
	for limit in as data stack; do
		ready
		now_limited $limit=0
		stop 1
		is "$limit: $(grep -v READY "$C/marks" | tr '\n' ' ')" \
			"$limit: script command SIGTERM web SIGTERM "
		is "$limit: $(grep -cE '/a (was killed by|failed with)' "$LOG")" "$limit: 2"
		logged 'Stopped in'
		took_under 5000
	done
}

@test "with little room for the stack, or at all, all begins and ends as ever" {
	not_asan 'memory'
	everything
	local limit
	for limit in stack=65536 as=16000000 data=8000000; do
		limited $limit
		ready
		stop 7
		whole "$limit"
	done
}

@test "where nothing can be locked, queued or dumped, all begins and ends as ever" {
	everything
	limited core=0 sigpending=0 memlock=0 msgqueue=0 locks=0 rss=0
	ready
	stop 7
	whole 'root'
	requires root
	wrap setpriv --reuid 1000 --regid 1000 --clear-groups --
	ready
	stop 7
	whole 'a user'
}

# --- system calls -------------------------------------------------------------

# all_refused ERROR: each call, for all processes.
all_refused() {
	local call
	container -n # sigtimedwait(2) shows the signals as unblocked
	everything
	for call in "${CALLS[@]}"; do
		CTR_WRAP=(deny "$call" "$1" --)
		ready
		stop 7
		whole "$call $1"
		refute_logged 'did not shut down in time'
		spent_under 300
	done
}

@test "whichever call a filter forbids, all begins and ends as ever" {
	all_refused EPERM
}

@test "whichever call a kernel does not know, all begins and ends as ever" {
	all_refused ENOSYS
}

@test "where nothing says that there is something to read it looks, and rests meanwhile" {
	container -n
	actor web
	hook pre a 'exit 0'
	CTR_WRAP=(deny signalfd4 ENOSYS inotify_init1 ENOSYS epoll_create1 ENOSYS
		pidfd_open ENOSYS --)
	boot_quick
	marked 'web READY'
	rests
	inside "$BUILD/my_initctl" stop 3
	wait_exit 3
	is "$(count SIGTERM "$C/marks")" 1
}

# --- /proc --------------------------------------------------------------------

# in_the_end: the service was told, if only with all the rest.
in_the_end() {
	stop 7
	is "$1: $(grep -v READY "$C/marks" | tr '\n' ' ')" \
		"$1: script command SIGTERM pre post web SIGTERM "
	took_under 5000
	spent_under 300
}

@test "with nothing in /proc services are told with all the rest" {
	not_asan /proc
	wrap sh -c 'mount -t tmpfs none /proc && exec "$@"' -
	everything
	TIMEOUT=1 ready
	in_the_end 'an empty one'
	logged 'services cannot be stopped in order: cannot read /proc: No such file'
}

@test "off PID 1, with nothing in /proc, it is told that strays cannot be found" {
	not_asan /proc
	container -i
	wrap sh -c 'mount -t tmpfs none /proc && exec "$@"' -
	TIMEOUT=1 boot_quick --skip-runit \
		sh -c "svc_actor -f $C/marks stray; exec svc_actor -s 3 $C/marks command"
	marked 'command READY'
	stop 3
	logged 'cannot read /proc (No such file or directory): processes that are left'
}

@test "with a /proc that may not be read that is told, and services with all the rest" {
	not_asan /proc
	requires root
	wrap sh -c 'mount -t tmpfs -o mode=0 none /proc && exec "$@"' -
	wrap setpriv --reuid 1000 --regid 1000 --clear-groups --
	everything
	TIMEOUT=1 ready
	in_the_end 'a locked one'
	logged 'services cannot be stopped in order: cannot read /proc: Permission denied'
}

@test "with no room for what it would say of its boot, a deletion leaves it at rest" {
	wrap sh -c 'mount -t tmpfs -o size=4k none /run && exec "$@"' -
	boot_quick sigprint -o "$C/marks"
	marked READY
	inside sh -c 'mkdir /run/my_init/x && rmdir /run/my_init/x'
	rests
	stop 0
}

# --- users --------------------------------------------------------------------

# namespace OPTION...: PID 1 is a user without rights in a namespace of users.
namespace() {
	requires root
	CTR_WRAP=(setpriv --reuid 1000 --regid 1000 --clear-groups -- unshare --user "$@" --)
	"${CTR_WRAP[@]}" true 2>/dev/null || skip 'no user namespaces for users here'
}

@test "in a user namespace that a user has made all begins and ends as ever" {
	everything
	namespace --map-root-user
	ready
	stop 7
	whole 'root there'
	namespace
	ready
	stop 7
	whole 'nobody there'
}

@test "in a user namespace of one user the command cannot become another: 126" {
	namespace --map-root-user
	chmod -R a+rwX "$C" "$ETC"
	boot --skip-runit --user nobody -- true
	wait_exit 126
	logged '*** cannot run true: nobody: Operation not permitted'
}
