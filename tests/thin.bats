# An init that is not there: the command has what my_init was given, my_init has
# none of it, and what others leave behind costs nothing.
#
#	ONE_ORPHANS	how many (100000)
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034,SC2154
load services

# field NAME FILE: the rest of the line of mask's output that NAME begins.
field() { sed -n "s/^$1 //p" "$2"; }

# one_child: PID 1 has one child, dead or alive.
one_child() { [[ $(children "$CTR_PID") != *" "* ]]; }

# zombies: how many of the container are dead and not reaped.
zombies() { inside sh -c 'ps -e -o stat= | grep -c ^Z'; }

# at_gate COMMAND: sh that does it when open_gate lets it, and stays.
at_gate() {
	mkfifo "$C/gate"
	exec 9<>"$C/gate"
	boot --bare -- sh -c "echo READY >>$C/marks; read x <$C/gate; $1
		exec sigprint -s -n done -o $C/marks"
	marked READY
}
open_gate() {
	echo >&9
	marked 'done READY'
}

# --- what the command has -----------------------------------------------------

@test "the command has the mask and the dispositions of my_init's start" {
	for ignored in 'HUP INT TERM' 'QUIT PIPE TSTP TTIN TTOU' CHLD; do
		CTR_WRAP=(mask -i "${ignored// /,}" -b 'HUP,USR1,SEGV,TERM,CHLD' --)
		boot --bare -- mask -o "$C/mask"
		wait_exit 0
		is "$(field ignored "$C/mask")" "$ignored"
		is "$(field blocked "$C/mask")" 'HUP USR1 SEGV TERM CHLD'
		rm "$C/mask"
	done
}

@test "nothing is blocked or ignored where nothing was" {
	boot --bare -- mask -o "$C/mask"
	wait_exit 0
	is "$(field ignored "$C/mask") $(field blocked "$C/mask")" '- -'
}

@test "the command has its descriptors, and no other" {
	wrap bash -c 'exec "$@" 5</dev/null 8</dev/null 700</dev/null' -
	boot --bare -- mask -o "$C/mask"
	wait_exit 0
	is "$(field fds "$C/mask")" '0 1 2 5 8 700'
}

@test "the command has its descriptors with a terminal and with options too" {
	requires tty
	container -t
	wrap bash -c 'exec "$@" 8</dev/null' -
	boot --bare --verbose --group --env A=1 --workdir /tmp --user 0 -- \
		mask -o "$C/mask"
	wait_exit 0
	is "$(field fds "$C/mask")" '0 1 2 8'
}

@test "the command lacks what my_init lacked" {
	for closed in 0 1 2 '0 1' '0 2' '1 2' '0 1 2'; do
		# shellcheck disable=SC2206 # words
		CTR_WRAP=(closefd $closed --)
		boot --bare -- sh -c "for n in 0 1 2; do test -e /proc/\$\$/fd/\$n ||
			left=\"\$left\${left:+ }\$n\"; done; echo \"\$left\" >>$C/marks"
		wait_exit 0
	done
	marks_are 0 1 2 '0 1' '0 2' '1 2' '0 1 2'
}

@test "the command has the working directory, the umask and the limits" {
	wrap sh -c "cd $C; umask 027; ulimit -S -n 77; exec \"\$@\"" -
	boot --bare -- sh -c "pwd -P >>$C/marks; umask >>$C/marks
		ulimit -S -n >>$C/marks"
	wait_exit 0
	marks_are "$C" 0027 77
}

@test "the environment is what it was, in its order" {
	wrap env -i B=2 A=1 PATH="$CTR_PATH" $'C=c\nd' A.B=x EMPTY=
	run --separate-stderr -0 pid1 --bare -- env
	is "$output" $'B=2\nA=1\nPATH='"$CTR_PATH"$'\nC=c\nd\nA.B=x\nEMPTY='
}

# --- what the init does not have ----------------------------------------------

@test "the init holds none of the command's descriptors but stderr, and sits in /" {
	wrap bash -c "cd $C && exec \"\$@\" 5<$C 9>$C/nine 200<$C" -
	boot --bare -- sigprint -o "$C/marks"
	marked READY
	wait_until eval '[[ ! -e /proc/$CTR_PID/fd/5 && ! -e /proc/$CTR_PID/fd/200 ]]'
	run -0 find "/proc/$CTR_PID/fd" -lname "$C/*"
	is "$output" ''
	run -0 find "/proc/$CTR_PID/fd" -name '[019]'
	is "$output" ''
	[[ -e /proc/$CTR_PID/fd/2 ]]
	is "$(readlink "/proc/$CTR_PID/cwd")" /
	is "$(readlink "/proc/$(pid_of 'sigprint*')/cwd")" "$C"
}

@test "who reads what the command writes sees its end while the init lives" {
	mkfifo "$C/out" "$C/five" "$C/in"
	for name in out five; do
		timeout "$DEADLINE" cat "$C/$name" >"$C/$name.read" 3>&- 4>&- &
		CTR_JOBS+=($!)
	done
	wrap sh -c "exec \"\$@\" 5>$C/five >$C/out" -
	boot --bare -- sh -c "echo one; echo two >&5; exec >&- 5>&-; read x <$C/in"
	for job in "${CTR_JOBS[@]}"; do wait "$job"; done
	CTR_JOBS=()
	is "$(<"$C/out.read") $(<"$C/five.read")" 'one two'
	stop 143
}

@test "who writes to the command sees that nobody reads any more" {
	mkfifo "$C/in" "$C/never"
	container -n
	wrap sh -c "exec \"\$@\" <$C/in" -
	boot --bare -- sh -c "exec <&-; echo CLOSED >>$C/marks; read x <$C/never"
	exec 8>"$C/in"
	marked CLOSED
	wait_until eval '! (trap "" PIPE; echo x >&8)'
	exec 8>&-
	stop 143
}

@test "the directory where it was started can be unmounted" {
	requires root
	wrap sh -c 'mkdir /run/x && mount -t tmpfs none /run/x && cd /run/x &&
		exec "$@"' -
	boot --bare -- sh -c "cd /; until umount /run/x; do :; done
		echo UNMOUNTED >>$C/marks"
	wait_exit 0
	marks_are UNMOUNTED
}

@test "with services the init keeps its standard descriptors" {
	actor web
	boot sigprint -o "$C/marks"
	marked READY
	for n in 0 1 2; do [[ -e /proc/$CTR_PID/fd/$n ]]; done
	stop 0
}

@test "nothing is written to stdout" {
	container -o "$C/stdout"
	for arguments in --verbose --quiet '--group --rewrite HUP:USR1'; do
		# shellcheck disable=SC2086 # words
		boot --bare $arguments -- sigprint -s -o "$C/marks"
		wait_until has_line "$C/marks" READY
		signal USR1
		marked SIGUSR1
		stop 143
		rm "$C/marks"
	done
	boot --bare --verbose -- no-such-program
	wait_exit 127
	is "$(<"$C/stdout")" ''
}

# --- orphans ------------------------------------------------------------------

# memory: what PID 1 has and nobody else, in KiB, and the size of its data.
memory() {
	awk '/^Private_Dirty:/ { print $2 }' "/proc/$CTR_PID/smaps_rollup"
	awk '/^VmData:/ { print $2 }' "/proc/$CTR_PID/status"
}

@test "a hundred thousand orphans leave no trace in its memory" {
	[[ $BUILD != */asan ]] || skip 'the sanitizers keep books of their own'
	at_gate "one_orphans 2000; echo warm >>$C/marks; read x <$C/gate
		one_orphans ${ONE_ORPHANS:-100000}"
	echo >&9
	marked warm
	wait_until one_child
	before=$(memory)
	open_gate
	wait_until one_child
	is "$(memory)" "$before"
	stop 143
}

@test "two thousand orphans at once cost a wait call each, and a few" {
	requires strace
	export ASAN_OPTIONS=detect_leaks=0 # a leak checker is a tracer too
	at_gate 'one_orphans 2000 2000'
	strace -qq -e signal=none -e trace=wait4,waitid -o "$C/trace" \
		-p "$CTR_PID" 3>&- 4>&- &
	tracer=$!
	CTR_JOBS+=("$tracer")
	wait_until grep -q '^TracerPid:.[1-9]' "/proc/$CTR_PID/status"
	kill -STOP "$CTR_PID"
	open_gate
	kill -CONT "$CTR_PID"
	wait_until one_child
	stop 143
	wait "$tracer" || :
	calls=$(grep -cE '^wait(4|id)\(' "$C/trace")
	((calls >= 2001 && calls <= 2030)) || fail "$calls calls"
}

@test "orphans are reaped while the command runs, also when it waits for nobody" {
	at_gate 'orphans -q -n 100; cmd_reaped 200'
	open_gate
	wait_until one_child
	is "$(zombies)" 0
	stop 143
}

# --- the seeds of the field ---------------------------------------------------

@test "a program that sends itself TERM dies of it: 143" {
	run -143 pid1 --bare -- sh -c 'kill -TERM $$; exit 3'
}

@test "a program whose handler sends itself TERM again dies of it: 143" {
	run -143 pid1 --bare -- \
		sh -c 'trap "trap - TERM; kill -TERM $$" TERM; kill -TERM $$; exit 3'
}

@test "a program that a TERM from outside makes do so: 143" {
	boot --bare -- sh -c "$HOLD trap 'trap - TERM; kill -TERM \$\$' TERM
		echo READY >>$C/marks; wait"
	marked READY
	stop 143
}

@test "a program that kills itself with any signal: 128 and the signal" {
	for signo in 1 2 3 6 9 13 14 15 24 31 34 64; do
		run "-$((128 + signo))" pid1 --bare -- sh -c "kill -$signo \$\$"
	done
}

@test "orphans and zombies of a command are gone" {
	at_gate 'orphans -q -n 50; one_orphans 100 50; orphans -n 3 -o /dev/null'
	open_gate
	wait_until eval '[[ $(children "$CTR_PID" | wc -w) == 4 ]]'
	is "$(zombies)" 0
	stop 143
}

@test "four children that outlive the command get TERM and finish their clean-up" {
	container -w
	mkfifo "$C/cleaned"
	exec 9<>"$C/cleaned" # a line is there for each, whenever he comes
	boot --bare -- sh -c "for n in 1 2 3 4; do
		($HOLD trap \"echo \$n TERM >>$C/marks; read x <$C/cleaned
			echo \$n clean >>$C/marks; exit\" TERM
		echo \$n READY >>$C/marks; wait) & done
		until test \$(grep -c READY $C/marks) = 4; do :; done; exit 3"
	wait_until marks_count TERM 4
	is "$(count clean "$C/marks")" 0
	printf '\n\n\n\n' >&9
	wait_exit 3
	is "$(count clean "$C/marks") $(count TERM "$C/marks")" '4 4'
	nobody_left
}

@test "sleep ends on TERM and on INT" {
	boot --bare -- sleep 1000
	stop 143
	boot --bare -- sleep 1000
	signal INT
	wait_exit 130
}

@test "sleep ends on Ctrl-C" {
	requires tty
	container -t
	boot --bare -- sleep 1000
	pid_of 'sleep 1000' >/dev/null
	keys '\003'
	wait_exit 130
}

@test "an entrypoint without arguments says what is missing" {
	for arguments in --bare '--bare --' '--skip-runit --quiet --'; do
		# shellcheck disable=SC2086 # words
		run --separate-stderr -1 pid1 $arguments
		is "$output" ''
		is "${#stderr_lines[@]}" 1
		[[ $stderr == '*** '*command* ]]
	done
}

@test "the shell form of ENTRYPOINT: a shell that becomes my_init" {
	container -n
	boot_program -- sh -c "exec $BUILD/my_init --bare -- svc_actor -s 7 $C/marks c"
	marked 'c READY'
	is "$(tree)" 'my_init(svc_actor)'
	stop 7
	marks_are 'c READY' 'c SIGTERM'
}

@test "the shell form of ENTRYPOINT: a shell that waits for my_init" {
	container -n
	boot_program -- sh -c "$BUILD/my_init --bare -- svc_actor -s 7 $C/marks c
		exit \$?"
	marked 'c READY'
	is "$(tree)" 'sh(my_init(svc_actor))'
	kill -TERM "$(pid_of '*my_init*')"
	wait_exit 7
	marks_are 'c READY' 'c SIGTERM'
}

@test "under a shell orphans come to my_init, and are told" {
	container -n
	boot_program -- sh -c "$BUILD/my_init --bare -- sh -c \"orphans -n 3 -o \
		$C/strays; orphans -q -n 20; exec sigprint -x 5 -o $C/marks\"; exit \$?"
	marked READY
	is "$(children "$CTR_PID" | wc -w)" 1
	kill -TERM "$(pid_of '*my_init*')"
	wait_exit 5
	is "$(count SIGTERM "$C/strays")" 3
}
