# my_init and setuser, in the corners: system calls that fail at the boot,
# kernels that lack what others have, names and sockets given to it.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2154
load services

CALLS=openat,fstat,newfstatat,read,write,pwritev2,pwrite64,close,getdents64
CALLS+=,readlinkat,mkdirat,mknodat,unlinkat,renameat,ftruncate,flock,fchmod
CALLS+=,fchown,ioctl,fcntl
CALLS+=,prctl,getcwd,poll,ppoll,signalfd4,faccessat,faccessat2
[[ $(uname -m) != x86_64 ]] || CALLS+=,open,stat,lstat,unlink,rename,mkdir,mknod,access

# everything: what a boot looks at, for sweeps.
everything() {
	requires strace
	[[ $BUILD != */asan ]] || skip 'the sanitizers make calls of their own'
	script a 'echo new >/etc/container_environment/NEW'
	put rc.local 644 'no script'
	variable A "a'b"
	variable B $'b\n'
	mkdir -p "$ETC/container_environment/D"
	echo old >"$ETC/container_environment.sh"
	echo secret >"$C/secret"
	OPTIONS=(--no-kill-all-on-exit --skip-runit --secrets TOKEN)
	ENVIRONMENT=(X=$'1\n' TOKEN_FILE="$C/secret" x/y=1)
}

# traced ARG...: my_init is PID 1, and the tracer its grandchild.
traced() { CTR_WRAP=(strace -D -qq -e signal=none -o "$C/trace" "$@"); }

# calls ARG...: sets MADE to those that a boot makes, as in read:2, the second
# read.
calls() {
	traced -e trace="$CALLS"
	run pid1 "${ENVIRONMENT[@]}" -- "${OPTIONS[@]}" -- sh -c 'exit 3'
	is "$status" 3
	mapfile -t MADE < <(awk -F'(' '/^[a-z]/ { print $1 ":" ++count[$1] }' "$C/trace")
	((${#MADE[@]} > 60))
}

# broken ERROR: each of these calls fails in a boot of its own, whose command
# ends with 3; or my_init says why not.
broken() {
	local n
	for n in "${MADE[@]}"; do
		traced -e trace="${n%:*}" -e inject="${n%:*}:error=$1:when=${n#*:}"
		run pid1 "${ENVIRONMENT[@]}" -- "${OPTIONS[@]}" -- sh -c 'exit 3'
		[[ $status == 3 || ($status =~ ^(1|126|127)$ && $output == *'*** '*) ]] ||
			fail "$n, $1: $status $output"
		rm -rf "$ETC"/container_environment/{X,NEW} "$ETC"/container_environment.*
		echo old >"$ETC/container_environment.sh"
	done
}

@test "whatever fails at the boot, the command runs or the reason is told" {
	everything
	calls
	broken EIO
}

@test "whatever fails where the state is kept, services and the stop go on" {
	requires strace
	[[ $BUILD != */asan ]] || skip 'the sanitizers make calls of their own'
	actor web
	put service/web/critical 644 3
	local n rounds=0
	for n in openat:{1..9} mkdirat:1 mkdir:1 mknodat:1 flock:1 pwrite64:1 ftruncate:1 \
		fcntl:{1,2} newfstatat:{1..9} close:{1..4}; do
		strace -e trace="${n%:*}" true 2>/dev/null || continue # not of this machine
		traced -e trace="${n%:*}" -e inject="${n%:*}:error=EMFILE:when=${n#*:}"
		: >"$C/marks"
		boot --no-kill-all-on-exit
		wait_until has "$C/marks" READY
		signal TERM
		wait_exit 0
		is "$n: $(count SIGTERM "$C/marks")" "$n: 1"
		[[ $n != openat:1 ]] || grep -q INJECTED "$C/trace"
		rounds=$((rounds + 1))
	done
	((rounds > 15))
}

@test "with little memory the command runs or the reason is told" {
	everything
	local kib
	for kib in 3500 3600 3700 3800 3900 4100 4500; do
		CTR_WRAP=(prlimit --data=$((kib * 1024)):)
		run pid1 "${ENVIRONMENT[@]}" "BIG=$(printf '%060000d' 1)" -- "${OPTIONS[@]}" -- "$BUILD/bin/mask" -o "$C/mask"
		[[ $status == 0 || ($status =~ ^(1|126|127)$ && $output == *'*** '*) ]] ||
			fail "$kib KiB: $status $output"
	done
}

# --- kernels ------------------------------------------------------------------

# denied CALL ERROR...: my_init runs where these are refused.
denied() { CTR_WRAP=(deny "$@" --); }

@test "where close_range is missing it keeps none of the command's descriptors either" {
	wrap bash -c 'exec "$@" 9</dev/null 700</dev/null' -
	CTR_WRAP+=(deny close_range ENOSYS --)
	boot --bare -- sigprint -o "$C/cmd"
	wait_until has_line "$C/cmd" READY
	wait_until test ! -e "/proc/$CTR_PID/fd/9"
	wait_until test ! -e "/proc/$CTR_PID/fd/700"
	[[ -e /proc/$(pgrep -P "$CTR_PID" -x sigprint)/fd/700 ]]
	signal TERM
	wait_until ended
}

@test "where no death signal can be had, that is said" {
	denied prctl EPERM
	ln -s "$BUILD/my_init" "$C/tini"
	boot_program -- "${CTR_WRAP[@]}" "$C/tini" -p SIGTERM -- sh -c 'exit 3'
	wait_exit 3
	logged 'no signal when the parent ends: Operation not permitted'
}

# What it made to hear signals, while a script ran, is closed with all others.
@test "where sigtimedwait is refused a command after a script gets its TERM, and ends" {
	denied rt_sigtimedwait EPERM
	container -n
	script a ':'
	boot --skip-runit sh -c "$HOLD trap 'echo TERM >>$C/marks; exit 3' TERM
		echo READY >>$C/marks; wait"
	marked READY
	has_state
	signal TERM
	wait_exit 3
	marks_are READY TERM
}

@test "where nothing tells it of descriptors it looks by itself" {
	actor web
	local call
	for call in ppoll poll 'ppoll ENOSYS poll'; do
		: >"$C/marks"
		# shellcheck disable=SC2086 # a list
		denied $call ENOSYS
		boot
		marked 'web READY'
		stop
		is "$call: $(count SIGTERM "$C/marks")" "$call: 1"
	done
}

@test "where kill is refused the stop says so, and ends" {
	denied kill EPERM
	boot_env KILL_PROCESS_TIMEOUT=0.3 KILL_ALL_PROCESSES_TIMEOUT=0.3 -- \
		sigprint -o "$C/cmd"
	wait_until has_line "$C/cmd" READY
	signal TERM
	wait_until ended
	wait_exit "$(sed -n 's/.*; status \([0-9]*\)\.$/\1/p' "$LOG" | tail -n 1)"
	grep -qE 'warning: (cannot signal|no permission to signal)' "$LOG"
}

# --- what it is given ---------------------------------------------------------

@test "sockets that were handed to it are the command's" {
	boot_env LISTEN_PID=1 LISTEN_FDS=1 -- sh -c 'echo $LISTEN_PID $$ >'"$C/pids"
	wait_exit 0
	read -r listen own <"$C/pids"
	is "$listen" "$own"
	boot_env LISTEN_PID=1 LISTEN_FDS=1 -- --bare sh -c 'echo $LISTEN_PID $$ >'"$C/pids"
	wait_exit 0
	read -r listen own <"$C/pids"
	is "$listen" "$own"
}

@test "sockets that were handed to another stay his" {
	boot_env LISTEN_PID=4711 LISTEN_FDS=1 -- sh -c 'echo $LISTEN_PID >'"$C/pid"
	wait_exit 0
	is "$(<"$C/pid")" 4711
}

# by_name NAME ARG...: my_init by another name, to its end.
by_name() {
	ln -sf "$BUILD/my_init" "$C/$1"
	boot_program -- "$C/$1" "${@:2}"
}

@test "by the name of another init it takes that one's options, and says whose" {
	local name
	for name in tini dumb-init catatonit pid1; do
		by_name "$name" sh -c 'exit 3'
		wait_exit 3
	done
	by_name tini -e 143 -- sh -c 'exit 143'
	wait_exit 0
	by_name tini -w -g -s -v -- sh -c 'exit 3'
	wait_exit 3
	by_name dumb-init --rewrite 15:2 -- sh -c 'exit 3'
	wait_exit 3
	for name in tini dumb-init catatonit; do
		by_name "$name" --no-such-option
		wait_exit 1
		logged "usage: $name"
	done
	for name in tini:--version dumb-init:--help catatonit:--version; do
		by_name "${name%:*}" "${name#*:}"
		wait_exit 0
	done
}

@test "TINI_* are variables of tini alone, and a wrong one is a warning" {
	ln -s "$BUILD/my_init" "$C/tini"
	boot_program -e TINI_VERBOSITY=x -e TINI_KILL_PROCESS_GROUP=1 -- "$C/tini" sh -c 'exit 3'
	wait_exit 3
	is "$(count 'warning: TINI_' "$LOG")" 1
	boot_env TINI_VERBOSITY=x -- sh -c 'exit 3'
	wait_exit 3
	refute_logged TINI
}

@test "/dev/init is the name of one, too" {
	boot_program -- bash -c 'exec -a /dev/init "$@"' - "$BUILD/my_init" sh -c 'exit 3'
	wait_exit 3
	refute_logged 'Running'
}

@test "its own lines in the form of the others', however long" {
	local long
	long=$(printf '%09000d' 1)
	boot --log json -- sh -c 'exit 3' "$long" $'a\x01"\\'
	wait_exit 3
	[[ $(grep -c '^{.*}$' "$LOG") == $(wc -l <"$LOG") ]]
	jq -e .line "$LOG" >/dev/null
	boot --log tag -- sh -c 'exit 3' "$long"
	wait_exit 3
	is "$(grep -vc '^my_init: ' "$LOG" || :)" 0
}

@test "a directory of scripts that cannot be read is told of" {
	requires root
	boot_env ENV_INIT_DIRECTORY=/proc/1/mem -- true
	wait_exit 0
	logged 'cannot read /proc/1/mem: Not a directory'
}

@test "without my_initctl services cannot be waited for, and that is told" {
	actor web
	mkdir "$C/lib"
	ln -s "$BUILD/lib/prepare" "$C/lib/runsv"
	ln -s "$BUILD/lib/prepare" "$C/lib/prepare"
	container -l "$C/lib"
	boot --wait-services -- sh -c 'exit 3'
	wait_until ended
	logged 'cannot wait for the services: my_initctl: No such file or directory'
}

@test "without its helpers what they do has no effect, and that is said" {
	actor web
	mkdir "$C/lib"
	container -l "$C/lib"
	boot --log tag --brake 3 --
	marked 'web READY'
	logged 'have no effect'
	stop
}

@test "file after file: a second script fails and the command never runs, hooks fail and the status is 1" {
	script a 'exit 0'
	script b 'exit 5'
	hook pre a 'exit 6'
	hook post a 'exit 7'
	boot sh -c 'exit 3'
	wait_exit 1
	logged '/etc/my_init.d/b failed with status 5'
	refute_logged 'Running sh'
	boot --skip-startup-files -- sh -c 'exit 3'
	wait_exit 1
	logged '/etc/my_init.pre_shutdown.d/a failed with status 6'
	logged '/etc/my_init.post_shutdown.d/a failed with status 7'
}

@test "variables that cannot be files, and odd ones, reach the command" {
	local long
	long=$(printf 'N%.0s' {1..600})
	container -o "$C/env0"
	boot_env "$long=1" =odd=2 -- env -0
	wait_exit 0
	tr '\0' '\n' <"$C/env0" >"$C/env"
	has_line "$C/env" "$long=1"
	has_line "$C/env" =odd=2
	logged 'could not be saved in /etc/container_environment'
	jq -e --arg name "$long" '.[$name] == "1" and has("") == false' "$ETC/container_environment.json"
}

@test "where the kernel keeps no list of children, services are found all the same" {
	requires strace
	[[ $BUILD != */asan ]] || skip 'the sanitizers make calls of their own'
	actor web
	log_service web "exec svc_log $C/log.web"
	traced -e trace=openat -P /proc/1/task/1/children -e inject=openat:error=ENOENT
	[[ $(uname -m) != x86_64 ]] ||
		traced -e trace=openat,open -P /proc/1/task/1/children -e inject=openat,open:error=ENOENT
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0 --
	marked 'web READY'
	stop
	is "$(count 'web SIGTERM' "$C/marks")" 1
	grep -q INJECTED "$C/trace"
}
