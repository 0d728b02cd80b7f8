# What an init for one command owes it. Run against several inits by ./run: a
# test is a row of the table and its name says what is right. The comment over a
# row names who missed it.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034,SC2153
load words

# --- signals ------------------------------------------------------------------

# https://github.com/livekit/egress/pull/1384
@test "a TERM is not lost from its first system call on" {
	race call "$BUILD/bin/race" pause
}

@test "a TERM at the moment when the command exists is not lost" {
	with single
	race child -s 143 "$BUILD/bin/race" pause
}

@test "nor one to its process group" {
	with group
	race child -s 143 "$BUILD/bin/race" pause
}

# all NAME...: each of these signals arrives once, and nothing else.
all() {
	local name expected=(READY)
	init sigprint -i -o "$C/marks"
	marked READY
	for name; do
		signal "$name"
		marked "SIG$name"
		expected+=("SIG$name")
	done
	signals_are "${expected[@]}"
}

@test "each of the usual signals arrives once" {
	all HUP INT QUIT USR1 USR2 PIPE ALRM TERM STKFLT URG XCPU XFSZ \
		VTALRM PROF WINCH IO PWR
}

@test "ILL, TRAP, ABRT, BUS, FPE, SEGV and SYS that a process sent arrive once" {
	all ILL TRAP ABRT BUS FPE SEGV SYS
}

# https://github.com/podman-container-tools/podman/issues/18095
# https://github.com/Yelp/dumb-init/pull/25
@test "TSTP, TTIN and TTOU arrive once" {
	all TSTP TTIN TTOU
}

# https://github.com/Yelp/dumb-init/issues/70
@test "each real-time signal from 34 to 64 arrives once" {
	local n expected=(READY)
	init sigprint -i -o "$C/marks"
	marked READY
	for n in {0..30}; do
		signal $((34 + n))
		marked "SIGRTMIN+$n"
		expected+=("SIGRTMIN+$n")
	done
	marks_are "${expected[@]}"
}

@test "ten real-time signals at once are ten" {
	init sigprint -i -o "$C/marks"
	marked READY
	kill -STOP "$CTR_PID"
	for _ in {1..10}; do signal RTMIN+3; done
	kill -CONT "$CTR_PID"
	wait_until marks 10 SIGRTMIN+3
}

@test "TERM and INT come alone, without a CONT that nobody sent" {
	init sigprint -i -o "$C/marks"
	marked READY
	for name in TERM INT USR1; do
		signal "$name"
		marked "SIG$name"
	done
	marks_are READY SIGTERM SIGINT SIGUSR1
}

@test "a second TERM and an INT arrive too" {
	init sigprint -i -o "$C/marks"
	marked READY
	signal TERM
	wait_until marks 1 SIGTERM
	signal TERM
	wait_until marks 2 SIGTERM
	signal INT
	marked SIGINT
}

@test "signals go to the command alone" {
	with single
	init sh -c "sigprint -n child -o $C/marks & exec \
		sigprint -i -n command -o $C/marks"
	marked 'child READY'
	marked 'command READY'
	signal USR1
	marked 'command SIGUSR1'
	signal USR2
	marked 'command SIGUSR2'
	is "$(count 'child SIG' "$C/marks")" 0
}

@test "or to each of its process group, once" {
	with group
	init sh -c "sigprint -i -n child -o $C/marks & exec \
		sigprint -i -n command -o $C/marks"
	marked 'child READY'
	marked 'command READY'
	signal USR1
	marked 'command SIGUSR1'
	marked 'child SIGUSR1'
	signal USR2
	marked 'command SIGUSR2'
	marked 'child SIGUSR2'
	marks 4 SIGUSR
}

# https://github.com/instructure/canvas-lms/issues/1257
@test "a signal that it may not forward (EPERM) does not end it" {
	requires root
	wrap setpriv --bounding-set=-kill --inh-caps=-kill --
	init setpriv --reuid 65534 sigprint -x 3
	logged READY
	signal USR1
	wait_until taken "$CTR_PID"
	kill -TERM "$(pid_of sigprint)"
	wait_exit 3
}

@test "CONT arrives at a stopped command" {
	init sigprint -i -o "$C/marks"
	marked READY
	inside pkill -STOP sigprint
	wait_until stopped "$(pid_of sigprint)"
	signal CONT
	marked SIGCONT
}

@test "a stopped command ends on TERM" {
	init sigprint -x 5 -o "$C/marks"
	marked READY
	inside pkill -STOP sigprint
	wait_until stopped "$(pid_of sigprint)"
	signal TERM
	wait_exit 5
}

@test "TERM ends sleep" {
	init sleep 1000
	pid_of sleep
	signal TERM
	wait_exit 143
}

# https://github.com/Yelp/dumb-init/issues/136
@test "the command gets no signal that nobody sent" {
	requires tty
	container -t
	for _ in {1..5}; do
		init sigprint -i -o "$C/marks"
		marked READY
		signal USR1
		marked SIGUSR1
		marks_are READY SIGUSR1
		kill -KILL "$CTR_PID"
		wait_exit SIGKILL
		rm "$C/marks"
	done
}

# https://github.com/Yelp/dumb-init/pull/174
@test "the first HUP and CONT arrive, on a terminal too" {
	requires tty
	container -t
	init sigprint -i -o "$C/marks"
	marked READY
	signal HUP
	marked SIGHUP
	signal CONT
	marked SIGCONT
}

@test "one signal can be made another" {
	if [[ ${numbers-} ]]; then with rewrite 15 3; else with rewrite TERM QUIT; fi
	init sigprint -o "$C/marks"
	marked READY
	signal TERM
	wait_exit 0
	signals_are READY SIGQUIT
}

@test "a signal can be dropped" {
	if [[ ${numbers-} ]]; then with rewrite 1 0; else with rewrite HUP 0; fi
	init sigprint -o "$C/marks"
	marked READY
	signal HUP
	wait_until taken "$CTR_PID"
	signal USR1
	marked SIGUSR1
	marks_are READY SIGUSR1
}

@test "it gets a signal when its parent dies" {
	with parent_death TERM
	container -i
	inner
	boot_program -- sh -c "$INNER sigprint -o $C/marks & wait"
	marked READY
	signal KILL
	marked SIGTERM
}

# --- exit status --------------------------------------------------------------

# https://github.com/openSUSE/catatonit/issues/5
@test "the status is the command's" {
	for status in 0 1 2 7 126 127 128 143 255; do
		init sh -c "exit $status"
		wait_exit "$status"
	done
}

# https://github.com/Yelp/dumb-init/issues/59
# https://github.com/Yelp/dumb-init/pull/60
@test "the status of a command killed by signal S is 128+S" {
	for signo in 1 2 6 9 11 13 15 31 34 64; do
		init sh -c "kill -$signo \$\$"
		wait_exit $((128 + signo))
	done
}

# https://github.com/Yelp/dumb-init/issues/260
@test "a TERM that it forwards and the command dies of: 143" {
	shell :
	stop 143
}

@test "a command that ends by itself after TERM (as Java does): its 143" {
	shell 'trap "exit 143" TERM'
	stop 143
}

@test "a command that handles TERM and ends well: 0" {
	shell 'trap "exit 0" TERM'
	stop 0
}

@test "a status can be made 0" {
	with remap 143
	shell :
	stop 0
}

@test "the status is right where SIGCHLD was ignored at the start" {
	wrap mask -i CHLD --
	init sh -c 'exit 7'
	wait_exit 7
}

@test "and the command ignores it as it was" {
	wrap mask -i CHLD --
	init mask -o "$C/mask"
	wait_exit 0
	is "$(field ignored)" CHLD
}

# https://github.com/openSUSE/catatonit/issues/4
@test "it ends when the command and orphans end at one moment" {
	race end -n 100 -s 7 "$BUILD/bin/race" parting
}

@test "a child that it had before is not taken for the command" {
	wrap sh -c '(exit 9) & read x <"$0"; exec "$@"' "$C/fifo"
	mkfifo "$C/fifo"
	init sh -c 'until s=$(ps -e -o stat=) && test "${s#*Z}" = "$s"; do :; done
		exit 3'
	echo >"$C/fifo"
	wait_exit 3
}

# --- the start ----------------------------------------------------------------

# https://github.com/Yelp/dumb-init/pull/33
@test "a command that does not exist: 127, and its name and the reason on stderr" {
	container -o "$C/out"
	init no-such-program
	wait_exit 127
	grep -q 'no-such-program.*No such file' "$LOG"
}

# https://github.com/Yelp/dumb-init/issues/81
@test "the message names the command, and not an argument" {
	init no-such-program word
	ended_badly
	has "$LOG" no-such-program
}
# ended_badly: it ends by itself, with whatever that is not 0.
ended_badly() {
	wait_until ended
	wait_exit 0 2>/dev/null || :
	[[ $CTR_STATUS == [1-9]* ]]
}

@test "a command that may not be executed: 126, and the reason on stderr" {
	program x 644 'exit 3'
	container -o "$C/out"
	init "$C/x"
	wait_exit 126
	grep -q 'Permission denied' "$LOG"
	[[ ! -s $C/out ]]
}

@test "a directory: 126" {
	init /etc
	wait_exit 126
}

@test "a program for another machine: 126, and sh does not try it" {
	program x 755 $'\x7fELF; exit 3'
	init "$C/x"
	wait_exit 126
}

@test "a script without #! runs" {
	program x 755 "echo \"\$1\" >$C/marks; exit 5"
	init "$C/x" 'one two'
	wait_exit 5
	marks_are 'one two'
}

@test "no command at all: a message and a failure" {
	container -o "$C/out"
	init_as
	ended_badly
	[[ -s $LOG || -s $C/out ]]
}

@test "an option that it does not know: a message and a failure" {
	container -o "$C/out"
	init_as --no-such-option -- true
	ended_badly
	[[ -s $LOG || -s $C/out ]]
}

@test "only the first -- is its own" {
	init sh -c "printf '<%s>\n' \"\$@\" >$C/marks" - -- -v '' 'a  b' --
	wait_exit 0
	marks_are '<-->' '<-v>' '<>' '<a  b>' '<-->'
}

@test "without a -- the options of the command are the command's" {
	init_as sh -c "printf '<%s>\n' \"\$@\" >$C/marks" -- -v -g -h --version
	wait_exit 0
	marks_are '<-v>' '<-g>' '<-h>' '<--version>'
}

@test "a command whose name begins with a dash runs" {
	program -x 755 $'#!/bin/sh\nexit 7'
	VARIABLES=(-e "PATH=$C:/bin")
	init -x
	wait_exit 7
}

@test "the environment is passed as it is" {
	VARIABLES=(-e A=b -e 'B=c  d' -e PATH=/bin:/usr/bin -e LANG=C)
	init env
	wait_exit 0
	is "$(sort "$LOG")" $'A=b\nB=c  d\nHOME=/root\nLANG=C\nPATH=/bin:/usr/bin'
}

@test "the command starts with the signal mask of the init's start" {
	wrap mask -b HUP,TERM,USR1,SEGV,CHLD --
	init mask -o "$C/mask"
	wait_exit 0
	is "$(field blocked)" 'HUP USR1 SEGV TERM CHLD'
}

@test "what was ignored stays ignored (nohup, SIGPIPE), and nothing else is" {
	for ignored in - PIPE 'HUP INT QUIT' 'TSTP TTIN TTOU'; do
		CTR_WRAP=()
		[[ $ignored == - ]] || wrap mask -i "${ignored// /,}" --
		init mask -o "$C/mask"
		wait_exit 0
		is "$(field ignored)" "$ignored"
		rm "$C/mask"
	done
}

@test "descriptors above 2 are passed (socket activation)" {
	wrap sh -c 'exec "$@" 3</dev/null 4</dev/null 9</dev/null' -
	init mask -o "$C/mask"
	wait_exit 0
	is "$(field fds)" '0 1 2 3 4 9'
}

@test "and none of its own" {
	init mask -o "$C/mask"
	wait_exit 0
	is "$(field fds)" '0 1 2'
}

# https://github.com/openSUSE/catatonit/issues/13
# https://github.com/openSUSE/catatonit/pull/15
@test "LISTEN_PID names the command where it named the init" {
	VARIABLES=(-e LISTEN_FDS=1 -e LISTEN_PID=1)
	init sh -c 'test "$LISTEN_PID" = $$ && test "$LISTEN_FDS" = 1 && exit 3'
	wait_exit 3
}

@test "LISTEN_PID stays where it names another" {
	VARIABLES=(-e LISTEN_FDS=1 -e LISTEN_PID=4711)
	init sh -c 'test "$LISTEN_PID" = 4711 && exit 3'
	wait_exit 3
}

@test "the command is in the directory where the init was started" {
	wrap sh -c 'cd "$0" && exec "$@"' "$C"
	init sh -c 'test "$PWD" = "$0" && exit 3' "$C"
	wait_exit 3
}

@test "the command can be started in another directory" {
	with workdir "$C"
	init sh -c 'test "$(pwd)" = "$0" && exit 3' "$C"
	wait_exit 3
}

@test "the command alone can be another user" {
	requires root
	with user nobody
	init sh -c 'test "$(id -un)" = nobody && test "$(stat -c %u /proc/1)" = 0 &&
		exit 3'
	wait_exit 3
}

@test "the command can be given a variable" {
	with env A=b
	init sh -c 'test "$A" = b && exit 3'
	wait_exit 3
}

# --- while it runs ------------------------------------------------------------

# https://github.com/krallin/tini/issues/42
# https://github.com/krallin/tini/issues/164
@test "orphans are reaped" {
	init sh -c "orphans -q -n 200; exec sigprint -o $C/marks"
	marked READY
	wait_until no_zombies
}

# https://github.com/Yelp/dumb-init/issues/44
# https://github.com/Yelp/dumb-init/pull/9
@test "500 orphans that end at once leave no zombie" {
	init sh -c 'cmd_reaped 500 && exit 3'
	wait_exit 3
}

@test "10 000 orphans are reaped" {
	DEADLINE=30
	init sh -c "offspring -q 10000; exec sigprint -o $C/marks"
	marked READY
	wait_until no_zombies
}

# https://github.com/krallin/tini/issues/141
# https://github.com/gomods/athens/issues/1268
@test "not PID 1, orphans are its own without an option" {
	container -i
	init sh -c "svc_actor -f $C/marks orphan; exec sigprint -o $C/marks"
	marked 'orphan READY'
	marked READY
	is "$(ps -o ppid= -p "$(pid_of svc_actor)" | tr -d ' ')" "$CTR_PID"
}

# https://github.com/Koenkk/zigbee2mqtt/issues/19830
@test "not PID 1, it says nothing of that" {
	container -i
	init true
	wait_exit 0
	is "$(<"$LOG")" ''
}

# only_words: on stdout is what the command says.
only_words() {
	container -o "$C/out"
	init sh -c "orphans -q >&2; echo word; exec sigprint -o $C/marks"
	marked READY
	signal HUP
	wait_exit 0
	is "$(<"$C/out")" word
}

@test "stdout is the command's alone" {
	only_words
}

@test "it is too when the init is to tell what it does" {
	with verbose
	only_words
}

@test "a life without faults says nothing on stderr" {
	init sh -c "orphans -q >$C/out; exec sigprint -o $C/marks"
	marked READY
	signal HUP
	wait_exit 0
	is "$(<"$LOG")" ''
}

@test "what it forwards and reaps can be told on stderr" {
	with verbose
	init sh -c "(exit 9) & exec sigprint -o $C/marks"
	marked READY
	signal TERM
	wait_exit 0
	grep -qE '(TERM|Terminated|\<15\>)' "$LOG"
	grep -qiE 'reap|child' "$LOG"
}

@test "its own stderr full and nobody reading does not hang it" {
	[[ ! -v opt[verbose] ]] || with verbose
	wrap fullpipe
	init sigprint -x 5 -o "$C/marks"
	marked READY
	signal USR1
	marked SIGUSR1
	signal TERM
	wait_exit 5
}

@test "it lives without stdin, stdout and stderr" {
	wrap closefd 0 1 2 --
	init sigprint -x 5 -o "$C/marks"
	marked READY
	signal TERM
	wait_exit 5
}

# closes FD: a pipe that the command got as FD and closed is held by nobody.
closes() {
	local pipe
	mkfifo "$C/pipe" "$C/fifo"
	exec {pipe}<>"$C/pipe"
	wrap sh -c "exec \"\$@\" $1>$C/pipe" -
	init sh -c "exec $1>&-; echo READY >>$C/marks; read x <>$C/fifo"
	exec {pipe}>&-
	marked READY
	wait_until none_holds "$C/pipe"
}
none_holds() {
	local fds
	! ended && fds=$(find "/proc/$CTR_PID/fd" -type l -printf '%l\n') &&
		[[ $'\n'$fds$'\n' != *$'\n'$1$'\n'* ]]
}

# https://github.com/openSUSE/catatonit/issues/12
@test "a descriptor above 2 that the command closes is closed" {
	closes 7
}

@test "the stdout that the command closes is closed" {
	closes 1
}

# https://github.com/Yelp/dumb-init/pull/210
# https://github.com/openSUSE/catatonit/issues/28
@test "it holds no directory but /" {
	wrap sh -c 'cd "$0" && exec "$@"' "$C"
	init sigprint -o "$C/marks"
	marked READY
	is "$(inside readlink /proc/1/cwd)" /
}

@test "idle, it is not woken" {
	local before
	init sigprint -x 5 -o "$C/marks"
	marked READY
	inside true
	# what it puts in order after the start, it may
	wait_until calm
	before=$(switches)
	nap 2.5
	is "$(switches)" "$before"
	stop 5
}

@test "it runs as a user who is not root" {
	requires root
	wrap setpriv --reuid 65534 --regid 65534 --clear-groups --
	init sh -c 'exit 5'
	wait_exit 5
}

@test "it runs without /proc" {
	requires root
	wrap sh -c 'mount -t tmpfs none /proc && exec "$@"' -
	init sh -c 'exit 5'
	wait_exit 5
}

@test "it runs where signalfd is refused (old seccomp profiles, gVisor)" {
	wrap deny signalfd4 ENOSYS --
	init sigprint -x 5 -o "$C/marks"
	marked READY
	signal TERM
	wait_exit 5
}

@test "it can be a pod's pause: it reaps, and TERM ends it with 0" {
	with pause
	init_as
	inside orphans -q -n 50
	wait_until no_zombies
	stop 0
}

# --- the terminal -------------------------------------------------------------

# https://github.com/Yelp/dumb-init/issues/78
@test "on a terminal the command is the foreground process group" {
	requires tty
	container -t
	init mask -o "$C/mask"
	wait_exit 0
	[[ $(field tty) == /dev/pts/* ]]
	is "$(field foreground)" "$(field pgid)"
}

@test "what is typed is the command's to read" {
	requires tty
	container -t
	init sh -c 'read line && test "$line" = hello && exit 6'
	keys 'hello\n'
	wait_exit 6
}

@test "Ctrl-C arrives once" {
	requires tty
	container -t
	init sigprint -i -o "$C/marks"
	marked READY
	keys '\003'
	marked SIGINT
	signal USR1
	marked SIGUSR1
	marks_are READY SIGINT SIGUSR1
}

@test "Ctrl-C ends sleep" {
	requires tty
	container -t
	init sleep 1000
	pid_of sleep
	keys '\003'
	wait_exit 130
}

@test "a new size of the terminal arrives as WINCH" {
	requires tty
	container -t
	init sigprint -i -o "$C/marks"
	marked READY
	stty rows 31 <"/proc/$(pid_of sigprint)/fd/0"
	marked SIGWINCH
}

# https://github.com/Yelp/dumb-init/issues/51
@test "an interactive shell has job control" {
	requires tty
	container -t
	VARIABLES=(-e HISTFILE=) # HOME is the tester's
	init bash --norc --noprofile -i
	keys 'sleep 1000\n'
	wait_until stays sleep
	keys '\032'
	wait_until stopped "$(pid_of sleep)"
	keys 'kill %1; bg; wait; exit 7\n'
	wait_exit 7
	refute_logged 'no job control'
	refute_logged 'cannot set terminal'
}
# stays NAME: it is the foreground process group by now.
stays() { [[ $(terminal_of "$1") == own ]]; }

# terminal_of NAME: its terminal has it in the foreground (own), another, or
# there is none; of one that is gone, nothing.
terminal_of() {
	local pid group front
	pid=$(named "$1") && [[ $(state "$pid") != Z ]] || return 1
	read -r group front < <(foreground "$pid") || return 1
	case $front in
	"$group") echo own ;;
	-1) echo none ;;
	*) echo other ;;
	esac
}

@test "bash -m has job control" {
	requires tty
	container -t
	init bash -mc 'sh -c "kill -STOP \$\$; exit 4"; fg; exit 7'
	wait_exit 7
	refute_logged 'no job control'
}

@test "Ctrl-Z freezes no command that nobody could continue" {
	requires tty
	container -t
	init sh -c "echo READY >>$C/marks; read line; exit 6"
	marked READY
	keys '\032'
	wait_until grep -q '\^Z' "$LOG"
	keys 'hello\n'
	wait_exit 6
}

@test "in a shell, Ctrl-Z gives the shell back, and fg goes on" {
	requires tty
	inner
	container -t
	boot_program -e HISTFILE= -- bash --norc --noprofile -i
	keys "$INNER sleep 1000\n"
	wait_until settled sleep
	keys '\032'
	wait_until stopped "$(pid_of sleep)"
	keys "echo BACK >>$C/marks\n"
	marked BACK
	keys 'fg\n'
	wait_until resumed "$(pid_of sleep)"
	wait_until settled sleep
	keys '\003'
	keys 'exit 7\n'
	wait_exit 7
}

# settled NAME: it has the terminal, or has been given none.
settled() { [[ $(terminal_of "$1") == @(own|none) ]]; }

# https://github.com/krallin/tini/pull/21
@test "in a shell, as a job in the background, it leaves the terminal alone" {
	requires tty
	inner
	container -t
	boot_program -- bash -mc "$INNER sigprint -o $C/marks & wait"
	marked READY
	is "$(foreground "$CTR_PID" | tr ' ' '\n' | sort -u | wc -l)" 1
	keys 'word\n'
	wait_until grep -q word "$LOG"
}

@test "a terminal that is not its stdin is left alone" {
	requires tty
	container -t
	wrap sh -c 'exec "$@" </dev/null' -
	init mask -o "$C/mask"
	wait_exit 0
	is "$(field foreground)" 1
}

@test "in a shell script, the terminal is the script's again afterwards" {
	requires tty
	inner
	container -t
	put_sh caller "$INNER true
		echo READY >>$C/marks; read line && test \"\$line\" = hello && exit 6"
	boot_program -- /etc/caller
	marked READY
	keys 'hello\n'
	wait_exit 6
}

# --- the end ------------------------------------------------------------------

# https://github.com/krallin/tini/issues/180
# https://github.com/krallin/tini/issues/78
# https://github.com/Yelp/dumb-init/issues/212
@test "when the command has ended, its children get TERM" {
	init offspring "$C/marks"
	wait_exit 3
	marks 4 TERM
}

@test "and finish their clean-up" {
	init offspring "$C/marks"
	wait_exit 3
	marks 4 clean
}

# https://github.com/krallin/tini/issues/229
# https://github.com/krallin/tini/issues/95
# https://github.com/Yelp/dumb-init/issues/191
@test "so do those with a session of their own (daemons)" {
	init offspring -s "$C/marks"
	wait_exit 3
	marks 4 clean
}

@test "a TERM that the command dies of does not cut that short" {
	init sh -c "offspring -s $C/marks; exec sigprint -s -o $C/marks"
	wait_until marks 5 READY
	stop 143
	marks 4 clean
}

@test "each of them gets it once" {
	init sh -c "sigprint -d 50 -o $C/marks & until grep -q READY $C/marks; do :; done"
	wait_exit 0
	is "$(count SIGTERM "$C/marks")" 1
}

@test "a stopped one is continued, to end" {
	init sh -c "orphans -s -o $C/marks; exit 3"
	wait_exit 3
	marks 1 SIGTERM
}

@test "deaf ones are killed at the end of their grace" {
	with grace 1
	container -w
	init offspring -d "$C/marks"
	wait_exit 3
	marks 4 TERM
	nobody_left
}

# https://github.com/fpco/pid1/issues/16
@test "the grace is not waited for when all have ended" {
	local begin
	init sh -c "orphans -o $C/marks; exec sigprint -o $C/marks"
	marked READY
	stop
	took_under 1000
}

@test "not PID 1, it leaves none of its own behind" {
	container -i
	init sh -c "svc_actor -f $C/marks orphan; exit 3"
	wait_exit 3
	is "$(inside pgrep -c svc_actor)" 0
}

@test "not PID 1, it touches none of others" {
	container -i
	init sigprint -o "$C/marks"
	marked READY
	inside svc_actor -f "$C/marks" other
	marked 'other READY'
	stop
	is "$(count 'other SIG' "$C/marks")" 0
	is "$(inside pgrep -c svc_actor)" 1
}

# https://github.com/Yelp/dumb-init/issues/302
@test "three of it in one another are as one" {
	inner
	# shellcheck disable=SC2086 # words
	init $INNER $INNER sigprint -x 9 -o "$C/marks"
	marked READY
	signal USR1
	marked SIGUSR1
	stop 9
	signals_are READY SIGUSR1 SIGTERM
}
