# One command: it runs as if the init were not there, and its end is the
# container's.
# shellcheck shell=bats disable=SC2016,SC2034
load services

# program NAME MODE [TEXT]: a file of the test's own in $C, which is in no PATH.
program() {
	put ../c/"$1" "$2" "${@:3}"
}

# field NAME FILE: the rest of the line of mask's output that NAME begins.
field() { sed -n "s/^$1 //p" "$2"; }

# --- exit status --------------------------------------------------------------

@test "the status is the command's" {
	for status in 0 1 2 7 126 127 128 143 255; do
		boot --skip-runit sh -c "exit $status"
		wait_exit "$status"
		logged "sh exited with status $status."
	done
}

@test "the status of a command that a signal killed is 128 and the signal" {
	for signo in 1 2 3 6 9 10 11 13 14 15 24 31 34 64; do
		boot --skip-runit sh -c "kill -$signo \$\$"
		wait_exit $((128 + signo))
		logged "(status $((128 + signo)))."
	done
}

@test "the signal that killed the command is named" {
	boot --skip-runit sh -c 'kill -KILL $$'
	wait_exit 137
	logged_in_order '*** sh was killed by SIGKILL (status 137).' \
		'the command ended; status 137.'
}

@test "a command that kills its own process group takes nobody along" {
	boot sh -c 'kill -KILL 0'
	wait_exit 137
	logged_in_order 'sh was killed by SIGKILL' 'Shutting down runit' \
		'Runit ' 'Stopped in'
}

@test "a command that does not exist: 127 and the reason" {
	boot no-such-program argument
	wait_exit 127
	logged_in_order '*** Running no-such-program argument...' \
		'*** cannot run no-such-program: No such file or directory' \
		'*** no-such-program exited with status 127.'
}

@test "a path that does not exist: 127 and the reason" {
	for path in /no/such/program /etc/passwd/program; do
		boot "$path"
		wait_exit 127
		logged "cannot run $path: No"
	done
}

@test "the reason is told with --quiet too" {
	boot --quiet no-such-program
	wait_exit 127
	is "$(<"$LOG")" '*** cannot run no-such-program: No such file or directory'
}

@test "a file that is not executable: 126 and the reason" {
	program x 644 'exit 3'
	boot "$C/x"
	wait_exit 126
	logged "*** cannot run $C/x: Permission denied"
}

@test "a directory: 126 and the reason" {
	boot /etc
	wait_exit 126
	logged '*** cannot run /etc: Permission denied'
}

@test "an empty name: 127, also with an empty directory in PATH" {
	boot_env PATH=:/bin -- ''
	wait_exit 127
	logged_in_order '*** Running ...' '*** cannot run : No such file'
}

@test "a program for another machine is not run by sh: 126 and the reason" {
	program x 755 $'\x7fELF; exit 3'
	boot "$C/x"
	wait_exit 126
	logged "*** cannot run $C/x: Exec format error"
}

@test "a loop of symbolic links: 126 and the reason" {
	ln -s x "$C/x"
	boot "$C/x"
	wait_exit 126
	has "$LOG" "*** cannot run $C/x: "
	grep -qi 'symbolic link' "$LOG" # the C library's words
}

@test "a command that does not run has the services stopped all the same" {
	service web "exec svc_actor $C/marks"
	hook pre wait "until grep -q READY $C/marks; do :; done"
	boot no-such-program
	wait_exit 127
	marks_are 'web READY' 'web SIGTERM'
}

# --- how it is found and started ----------------------------------------------

@test "the command is found through the PATH of container_environment" {
	mkdir "$C/bin"
	program bin/hello 755 $'#!/bin/sh\nexit 9'
	variable PATH "$C/bin:/usr/bin:/bin"
	boot_env PATH -- hello
	wait_exit 9
}

@test "the command is found through the PATH that a startup script sets" {
	mkdir "$C/bin"
	program bin/hello 755 $'#!/bin/sh\nexit 9'
	script path "echo $C/bin >/etc/container_environment/PATH"
	boot hello
	wait_exit 9
}

@test "without a PATH the usual directories are searched" {
	boot_env PATH -- sh -c 'exit 4'
	wait_exit 4
}

@test "a file in PATH that may not be executed is passed over" {
	mkdir "$C/1" "$C/2" "$C/3"
	program 1/hello 644 'exit 1'
	mkdir "$C/2/hello"
	program 3/hello 755 $'#!/bin/sh\nexit 3'
	boot_env PATH="$C/1:$C/2:$C/none:/etc/passwd:$C/3" -- hello
	wait_exit 3
}

@test "a file in PATH that is not executable: 126, if there is no other" {
	program hello 644 'exit 1'
	boot_env PATH="$C:/bin" -- hello
	wait_exit 126
	logged '*** cannot run hello: Permission denied'
}

@test "an empty directory in PATH is the working directory" {
	program hello 755 $'#!/bin/sh\nexit 6'
	wrap sh -c "cd $C && exec \"\$@\"" -
	boot_env PATH="$CTR_PATH:" -- hello
	wait_exit 6
}

@test "a PATH longer than any path is searched to its end" {
	long=$(printf '/%0250d' {1..40})
	program hello 755 $'#!/bin/sh\nexit 8'
	boot_env PATH="$long:$C" -- hello
	wait_exit 8
}

@test "a script without #! is run by sh, with its arguments" {
	program x 755 "printf '%s\n' \"\$0\" \"\$@\" >$C/marks; exit 5"
	boot "$C/x" one 'two three'
	wait_exit 5
	marks_are "$C/x" one 'two three'
}

@test "a script without #! is run by sh when it is found through PATH" {
	program x 755 "printf '%s\n' \"\$0\" \"\$@\" >$C/marks; exit 5"
	boot_env PATH="$C:/bin" -- x one
	wait_exit 5
	marks_are "$C/x" one
}

@test "a script without #! keeps its name in the messages" {
	program x 755 'exit 5'
	boot_env PATH="$C:/bin" -- x
	wait_exit 5
	logged '*** x exited with status 5.'
}

@test "a first line that ends in CR LF: 127, and the reason names it" {
	program x 755 $'#!/bin/sh\r\nexit 0\r'
	boot "$C/x"
	wait_exit 127
	logged "*** cannot run $C/x: the interpreter in its first line"
	logged 'CR LF'
}

@test "a first line that ends in CR LF: the reason, also through PATH" {
	program x 755 $'#!/bin/sh\r\nexit 0\r'
	boot_env PATH="$C:/bin" -- x
	wait_exit 127
	logged '*** cannot run x: the interpreter in its first line'
}

@test "a program whose loader is missing: 127, and the reason names that" {
	sed 's,/ld-linux,/ld-nobod,' "$(type -P true)" >"$C/x"
	chmod 755 "$C/x"
	boot "$C/x"
	wait_exit 127
	logged "*** cannot run $C/x: its loader was not found (built for another libc)"
}

@test "arguments stay whole" {
	boot sh -c "printf '<%s>\n' \"\$@\" >$C/marks" - 'a  b' '' $'c\nd' \
		'*' "'\"\$HOME\\" -- --skip-runit
	wait_exit 0
	marks_are '<a  b>' '<>' $'<c\nd>' '<*>' "<'\"\$HOME\\>" '<-->' \
		'<--skip-runit>'
}

@test "only the first -- is dropped" {
	program -- 755 $'#!/bin/sh\nexit 7'
	boot_env PATH="$C:/bin" -- -- -- x
	wait_exit 7
}

@test "a command that begins with a dash runs after --" {
	program --help 755 $'#!/bin/sh\nexit 7'
	boot_env PATH="$C:/bin" -- -- --help
	wait_exit 7
}

@test "options behind the command are the command's" {
	boot --skip-runit sh -c "echo \"\$@\" >$C/marks" - --quiet -h --version
	wait_exit 0
	marks_are '--quiet -h --version'
	logged 'Running sh -c'
}

@test "64 KB of arguments arrive, and the message of them is one line" {
	long=$(printf '%065536d' 7)
	boot --skip-runit sh -c "test \${#1} = 65536 && exit 3" - "$long"
	wait_exit 3
	is "$(count '')" 4
}

@test "the command starts at once after runsvdir, services are not awaited" {
	service slow "read x <$C/fifo; exec sleep 1000"
	mkfifo "$C/fifo"
	boot sh -c "echo command >>$C/marks; exit 3"
	wait_exit 3
	marks_are command
	logged_in_order 'Runit started as PID' 'Running sh -c' 'sh exited'
}

@test "the command runs after the last startup script" {
	script a "echo a >>$C/marks"
	script b "echo b >>$C/marks"
	put_sh rc.local "echo rc.local >>$C/marks"
	boot --skip-runit sh -c "echo command >>$C/marks"
	wait_exit 0
	marks_are a b rc.local command
}

@test "the command does not run when a startup script failed" {
	script a 'exit 7'
	boot --skip-runit sh -c "echo command >>$C/marks"
	wait_exit 1
	[[ ! -e $C/marks ]]
	refute_logged 'Running sh'
}

@test "the command is the child of PID 1, and leads a process group" {
	boot mask -o "$C/mask"
	wait_exit 0
	is "$(field ppid "$C/mask")" 1
	is "$(field pgid "$C/mask")" "$(field pid "$C/mask")"
	is "$(field sid "$C/mask")" 1
}

@test "the command has the standard descriptors, and none of the init's" {
	boot mask -o "$C/mask"
	wait_exit 0
	is "$(field fds "$C/mask")" '0 1 2'
}

@test "descriptors that the container was started with pass through" {
	wrap sh -c 'exec "$@" 5</dev/null 8</dev/null' -
	boot mask -o "$C/mask"
	wait_exit 0
	is "$(field fds "$C/mask")" '0 1 2 5 8'
}

@test "startup scripts, services and hooks get none of the init's descriptors" {
	script a "mask -o $C/script"
	service web "mask -o $C/service; exec sleep 1000"
	hook pre a "mask -o $C/pre"
	hook post a "mask -o $C/post"
	boot
	wait_until test -s "$C/service"
	stop
	for who in script pre post; do is "$(field fds "$C/$who")" '0 1 2'; done
	is "$(field fds "$C/service")" '0 1 2'
}

@test "the command starts with all signals default and unblocked" {
	boot mask -o "$C/mask"
	wait_exit 0
	is "$(field blocked "$C/mask")" -
	is "$(field ignored "$C/mask")" -
}

@test "the command starts with the mask that the init was started with" {
	wrap mask -b HUP,TERM,USR1,SEGV,CHLD --
	boot mask -o "$C/mask"
	wait_exit 0
	is "$(field blocked "$C/mask")" 'HUP USR1 SEGV TERM CHLD'
}

@test "the command ignores what the init was started with ignoring" {
	for ignored in 'PIPE CHLD' 'HUP INT TERM' 'QUIT PIPE TSTP' CHLD; do
		CTR_WRAP=(mask -i "${ignored// /,}" --)
		boot mask -o "$C/mask"
		wait_exit 0
		is "$(field ignored "$C/mask")" "$ignored"
		rm "$C/mask"
	done
}

@test "scripts and hooks start with the mask and the dispositions" {
	wrap mask -b USR1 -i PIPE,HUP --
	ln -s "$BUILD/bin/mask" "$ETC/my_init.d/a"
	ln -s "$BUILD/bin/mask" "$ETC/my_init.pre_shutdown.d/a"
	boot
	logged 'Runit started as PID'
	stop
	is "$(count 'blocked USR1')" 2
	is "$(count 'ignored HUP PIPE')" 2
}

@test "a service starts with the dispositions" {
	wrap mask -i PIPE,USR1 --
	service web "exec mask -o $C/service"
	boot
	wait_until has "$C/service" 'ignored USR1 PIPE'
	stop
}

@test "statuses are right when SIGCHLD was ignored at the start" {
	wrap mask -i CHLD -b CHLD --
	script a 'exit 0'
	boot --skip-runit sh -c 'exit 7'
	wait_exit 7
}

@test "a TERM stops a container that was started with TERM blocked and ignored" {
	wrap mask -i TERM -b TERM --
	boot svc_actor -s 7 "$C/marks" command
	marked 'command READY'
	stop 7
}

# --- signals ------------------------------------------------------------------

# stop_with SIGNAL STATUS BODY: the end of a command of that sh text, with
# services.
stop_with() {
	boot sh -c "$HOLD $3; echo READY >>$C/marks; wait"
	marked READY
	signal "$1"
	wait_exit "$2"
}

@test "TERM with a command: the command's own status" {
	stop_with TERM 143 :
	logged_in_order 'Received SIGTERM' 'Shutting down sh (PID' \
		'sh was killed by SIGTERM (status 143).' 'SIGTERM; status 143.'
}

@test "TERM with a command that traps it and exits 0" {
	stop_with TERM 0 'trap "exit 0" TERM'
}

@test "TERM with a command that traps it and exits 7" {
	stop_with TERM 7 'trap "exit 7" TERM'
}

@test "MY_INIT_STOP_STATUS has no say in the status of a command" {
	boot_env MY_INIT_STOP_STATUS=2 -- svc_actor -s 7 "$C/marks" command
	marked 'command READY'
	stop 7
}

@test "INT arrives as INT" {
	boot sigprint -s -o "$C/marks"
	marked READY
	signal INT
	wait_exit 130
	marks_are READY SIGINT
}

@test "a command that ignores INT gets no TERM on top, but KILL" {
	boot_env KILL_PROCESS_TIMEOUT=0.2 -- sigprint -i -o "$C/marks"
	marked READY
	signal INT
	wait_exit 137
	marks_are READY SIGINT
	logged 'sigprint (PID '
}

@test "a command that sends itself TERM is not a stop from outside" {
	boot sh -c 'kill -TERM $$'
	wait_exit 143
	logged 'the command ended; status 143.'
	refute_logged Received
}

@test "a command that sends PID 1 a TERM stops the container" {
	boot sh -c "$HOLD trap 'exit 6' TERM; kill -TERM 1; wait"
	wait_exit 6
	logged 'Received SIGTERM from PID '
}

@test "each signal that can be forwarded is, once" {
	boot --skip-runit sigprint -i -o "$C/marks"
	marked READY
	expected=(READY)
	for name in HUP QUIT ILL TRAP ABRT BUS FPE USR1 SEGV USR2 PIPE ALRM \
		STKFLT CONT TSTP TTIN TTOU URG XCPU SYS \
		XFSZ VTALRM PROF WINCH IO PWR; do
		signal "$name"
		marked "SIG$name"
		expected+=("SIG$name")
	done
	marks_are "${expected[@]}"
}

@test "each real-time signal is forwarded, once" {
	boot --skip-runit sigprint -i -o "$C/marks"
	marked READY
	expected=(READY)
	for n in {0..30}; do
		signal $((34 + n))
		marked "SIGRTMIN+$n"
		expected+=("SIGRTMIN+$n")
	done
	marks_are "${expected[@]}"
}

@test "ten real-time signals at once are ten" {
	boot --skip-runit sigprint -i -o "$C/marks"
	marked READY
	kill -STOP "$CTR_PID"
	for _ in {1..10}; do signal RTMIN+3; done
	kill -CONT "$CTR_PID"
	wait_until marks_count SIGRTMIN+3 10
}

@test "signals are forwarded to the command alone, not to its children" {
	boot --skip-runit sh -c "sigprint -n child -o $C/marks & exec \
		sigprint -i -n command -o $C/marks"
	marked 'child READY'
	marked 'command READY'
	signal USR1
	marked 'command SIGUSR1'
	signal USR2
	marked 'command SIGUSR2'
	is "$(count 'child SIG' "$C/marks")" 0
}

@test "a forwarded signal is no stop" {
	boot --skip-runit sigprint -x 9 -o "$C/marks"
	marked READY
	signal HUP
	wait_exit 9
	logged_in_order 'sigprint exited with status 9.' 'the command ended'
	refute_logged Received
}

@test "signals are forwarded during the stop too" {
	boot sigprint -i -o "$C/marks"
	marked READY
	signal TERM
	marked SIGTERM
	signal USR1
	marked SIGUSR1
	kill -KILL "$(pid_of 'sigprint*')"
	wait_exit 137
}

@test "signals that come before the command runs are not kept for it" {
	mkfifo "$C/fifo"
	script a "echo script >>$C/marks; read x <$C/fifo"
	boot sigprint -o "$C/signals"
	marked script
	signal USR1
	echo >"$C/fifo"
	wait_until has "$C/signals" READY
	stop
	is "$(count USR1 "$C/signals")" 0
}

@test "signals that come after the command has ended hurt nobody" {
	hook pre a "echo hook >>$C/marks; read x <$C/fifo"
	mkfifo "$C/fifo"
	boot sh -c 'exit 4'
	marked hook
	for name in HUP USR1 CONT WINCH PIPE RTMIN; do signal "$name"; done
	echo >"$C/fifo"
	wait_exit 4
}

@test "a stopped command is continued to get its TERM" {
	boot svc_actor -s 5 "$C/marks" command
	marked 'command READY'
	inside pkill -STOP svc_actor
	stop 5
	marks_are 'command READY' 'command SIGTERM'
}

@test "CONT is forwarded to a stopped command" {
	boot --skip-runit sigprint -i -o "$C/marks"
	marked READY
	inside pkill -STOP sigprint
	signal USR1
	signal CONT
	marked SIGUSR1
}

@test "a signal that may not be forwarded is a warning, and no more" {
	requires root
	wrap setpriv --bounding-set=-kill --inh-caps=-kill --
	boot --skip-runit setpriv --reuid 65534 sigprint -x 3
	logged READY
	signal USR1
	logged '*** warning: cannot forward SIGUSR1 to PID'
	logged 'Operation not permitted'
	kill -TERM "$(pid_of 'sigprint*')"
	wait_exit 3
}

# --- its end ------------------------------------------------------------------

@test "services are stopped when the command ends" {
	service web "exec svc_actor $C/marks"
	boot sh -c "until grep -q READY $C/marks; do :; done; exit 4"
	wait_exit 4
	marks_are 'web READY' 'web SIGTERM'
	logged_in_order 'sh exited with status 4.' 'Shutting down runit daemon'
}

@test "hooks run when the command ends" {
	hook pre a "echo pre >>$C/marks"
	hook post a "echo post >>$C/marks"
	boot sh -c "echo command >>$C/marks; exit 4"
	wait_exit 4
	marks_are command pre post
}

@test "without runit no hooks run when the command ends" {
	hook pre a "echo pre >>$C/marks"
	hook post a "echo post >>$C/marks"
	boot --skip-runit sh -c "echo command >>$C/marks; exit 4"
	wait_exit 4
	marks_are command
}

@test "a command that goes to the background and ends ends the container" {
	container -w
	boot --skip-runit sh -c "svc_actor -f $C/marks daemon; exit 3"
	wait_exit 3
	marks_are 'daemon READY' 'daemon SIGTERM'
	nobody_left
}

@test "the group of a command that was killed is left to the kill of all" {
	boot_env KILL_PROCESS_TIMEOUT=0.1 -- sh -c \
		"svc_actor $C/marks child & exec svc_actor -d $C/marks command"
	marked 'child READY'
	marked 'command READY'
	stop 137
	is "$(count 'child SIGTERM' "$C/marks")" 1
}

@test "a command that runs while runsvdir ends gets TERM" {
	boot svc_actor -s 7 "$C/marks" command
	marked 'command READY'
	kill -KILL "$(pid_of '*runsvdir*')"
	wait_exit 137
	marks_are 'command READY' 'command SIGTERM'
}

@test "TERM and the end of runsvdir at once: the stop was asked for" {
	boot_env MY_INIT_STOP_STATUS=42 --
	logged 'Runit started as PID'
	kill -STOP "$CTR_PID"
	signal TERM
	kill -KILL "$(pid_of '*runsvdir*')"
	kill -CONT "$CTR_PID"
	wait_exit 42
}

@test "INT and the end of the command at once: the command's status" {
	boot svc_actor -s 7 "$C/marks" command
	marked 'command READY'
	kill -STOP "$CTR_PID"
	signal INT
	kill -TERM "$(pid_of 'svc_actor*')"
	kill -CONT "$CTR_PID"
	wait_exit 7
}

# --- the terminal -------------------------------------------------------------

@test "on a terminal the command is its foreground process group" {
	requires tty
	container -t
	boot mask -o "$C/mask"
	wait_exit 0
	[[ $(field tty "$C/mask") == /dev/pts/* ]]
	is "$(field foreground "$C/mask")" "$(field pid "$C/mask")"
	is "$(field sid "$C/mask")" 1
}

@test "Ctrl-C reaches the command once, and not the init" {
	requires tty
	container -t
	boot sigprint -d 20 -x 5 -o "$C/marks"
	marked READY
	keys '\003'
	wait_exit 5
	marks_are READY SIGINT
	refute_logged 'Received SIGINT'
}

@test "Ctrl-\\ reaches the command once" {
	requires tty
	container -t
	boot sigprint -d 20 -x 5 -o "$C/marks"
	marked READY
	keys '\034'
	wait_exit 5
	marks_are READY SIGQUIT
}

@test "Ctrl-C leaves a command that takes it alone running" {
	requires tty
	container -t
	boot sigprint -i -o "$C/marks"
	marked READY
	keys '\003'
	marked SIGINT
	signal USR1
	marked SIGUSR1
	marks_are READY SIGINT SIGUSR1
}

@test "Ctrl-C does not reach the services" {
	requires tty
	container -t
	service web "exec svc_actor $C/marks"
	boot sigprint -i -o "$C/signals"
	marked 'web READY'
	wait_until has "$C/signals" READY
	keys '\003'
	wait_until has "$C/signals" SIGINT
	marks_are 'web READY'
}

@test "what is typed is the command's to read" {
	requires tty
	container -t
	boot sh -c 'read line && test "$line" = hello && exit 6'
	keys 'hello\n'
	wait_exit 6
}

@test "a shell on the terminal has job control" {
	requires tty
	container -t
	boot_env HISTFILE= -- --quiet --skip-runit sh -i
	keys 'sleep 1000\n'
	wait_until inside pgrep sleep
	keys '\032'
	wait_until inside sh -c 'grep -q "^State:.*T" /proc/$(pgrep sleep)/status'
	keys 'kill %1; bg; wait; exit 7\n'
	wait_exit 7
	refute_logged "can't access tty"
}

@test "Ctrl-Z does not freeze a command that no shell could continue" {
	requires tty
	container -t
	boot sh -c "echo READY >>$C/marks; read line; exit 6"
	marked READY
	keys '\032'
	wait_until grep -q '\^Z' "$LOG"
	keys 'hello\n'
	wait_exit 6
}

@test "the terminal is the init's again when the command has ended" {
	requires tty
	container -t
	hook pre a "mask -o $C/mask"
	boot true
	wait_exit 0
	is "$(field foreground "$C/mask")" 1
}

@test "a second Ctrl-C ends no shutdown script" {
	requires tty
	container -t
	hook pre a "echo HOOK >>$C/marks; read x <$C/fifo; exit 0"
	mkfifo "$C/fifo"
	boot true
	marked HOOK
	keys '\003'
	logged 'Received SIGINT'
	echo >"$C/fifo"
	wait_exit 0
	refute_logged 'was killed by SIGINT'
}

@test "Ctrl-C works during the stop: it is a second request" {
	requires tty
	container -t
	hook pre a "trap '' INT; echo READY >>$C/marks; read x <$C/fifo"
	mkfifo "$C/fifo"
	boot true
	marked READY
	keys '\003'
	logged 'Received SIGINT from the kernel'
	echo >"$C/fifo"
	wait_exit 0
}

@test "without a command Ctrl-C stops the container" {
	requires tty
	container -t
	service web "exec svc_actor $C/marks"
	boot
	marked 'web READY'
	keys '\003'
	wait_exit 0
	marks_are 'web READY' 'web SIGTERM'
	logged 'Received SIGINT from the kernel.'
}

@test "a command whose standard input is no terminal gets none" {
	requires tty
	container -t
	wrap sh -c 'exec "$@" </dev/null' -
	boot mask -o "$C/mask"
	wait_exit 0
	is "$(field foreground "$C/mask")" 1
}
