# Job control: a command on a terminal is what it would be without an init, as
# PID 1 of a container and as a job of a shell.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034,SC2154
load services

setup() {
	container_setup
	requires tty
	container -t
}

# field NAME FILE: the rest of the line of mask's output that NAME begins.
field() { sed -n "s/^$1 //p" "$2"; }

# stopped PATTERN, goes PATTERN: the process below the program is stopped, or not.
stopped() { find_pid "$1" "$CTR_PID" && grep -q '^State:.T' "/proc/$FOUND/status"; }
goes() { find_pid "$1" "$CTR_PID" && grep -q '^State:.[SRD]' "/proc/$FOUND/status"; }

# has_terminal PATTERN: its group is the foreground; shell_has_terminal: that of
# the program is.
foreground() { awk '{ print $8 }' "/proc/$CTR_PID/stat"; }
has_terminal() {
	find_pid "$1" "$CTR_PID" &&
		[[ $(awk '{ print $5 }' "/proc/$FOUND/stat") == "$(foreground)" ]]
}
shell_has_terminal() {
	[[ $(awk '{ print $5 }' "/proc/$CTR_PID/stat") == "$(foreground)" ]]
}

# shell PROG...: an interactive bash, the program itself or what PROG runs;
# its commands are typed by `keys`.
shell() {
	container -n
	boot_program -e PS1='ready> ' -e HISTFILE= -e MY="$BUILD/my_init --bare" \
		-e C="$C" -- "$@" bash --norc --noprofile --noediting -i
	wait_until grep -q 'ready> ' "$LOG" # no whole line
}

# job COMMAND: types it, and waits until it has marked READY and each sleep of
# it is one.
job() {
	local seconds
	rm -f "$C/marks"
	keys "$1\n"
	marked READY
	for seconds in 1000 2000; do
		[[ $1 != *"sleep $seconds"* ]] ||
			wait_until find_pid "sleep $seconds" "$CTR_PID"
	done
}

# status_is STATUS: what the shell has in $?.
status_is() {
	rm -f "$C/status"
	keys 'echo $? >$C/status\n'
	wait_until test -s "$C/status"
	is "$(<"$C/status")" "$1"
}

# --- PID 1 of a container on a terminal -----------------------------------------

@test "a hook that wants the terminal gets it, and so does the next one" {
	hook pre 1 "stty sane && echo one >>$C/marks"
	hook post 2 "stty sane && echo two >>$C/marks"
	boot
	up
	stop 0
	marks_are one two
	took_under 5000
}

@test "a hook that was stopped is continued" {
	hook pre 1 "kill -STOP \$\$; echo one >>$C/marks"
	boot
	up
	stop 0
	marks_are one
	took_under 5000
}

@test "the command is the foreground group, and the terminal is its own" {
	boot --bare -- mask -o "$C/mask"
	wait_exit 0
	[[ $(field tty "$C/mask") == /dev/pts/* ]]
	is "$(field foreground "$C/mask")" "$(field pid "$C/mask")"
	is "$(field pgid "$C/mask")" "$(field pid "$C/mask")"
	is "$(field sid "$C/mask")" 1
}

@test "Ctrl-C and Ctrl-\\ reach the command once, and not the init" {
	boot --bare -- sigprint -i -o "$C/marks"
	marked READY
	keys '\003'
	marked SIGINT
	keys '\034'
	marked SIGQUIT
	signal USR1
	marked SIGUSR1
	marks_are READY SIGINT SIGQUIT SIGUSR1
}

@test "a command ends of Ctrl-C and of Ctrl-\\" {
	boot --bare -- sh -c "echo READY >>$C/marks; exec sleep 1000"
	marked READY
	keys '\003'
	wait_exit 130
	boot --bare -- sh -c "echo AGAIN >>$C/marks; ulimit -c 0; exec sleep 1000"
	marked AGAIN
	keys '\034'
	wait_exit 131
}

@test "with --group Ctrl-C reaches each of the group once" {
	boot --bare --group -- sh -c "trap : INT; sigprint -i -n child -o $C/marks &
		sigprint -i -n command -o $C/marks"
	for who in child command; do marked "$who READY"; done
	keys '\003'
	for who in child command; do marked "$who SIGINT"; done
	signal USR1
	for who in child command; do marked "$who SIGUSR1"; done
	is "$(count SIGINT "$C/marks")" 2
}

@test "the size of the terminal: WINCH reaches the command once, and it sees it" {
	boot --bare -- sh -c "$HOLD trap 'stty size >>$C/marks' WINCH
		trap 'echo USR1 >>$C/marks' USR1
		echo READY >>$C/marks; while :; do wait; done"
	marked READY
	stty -F "/proc/$CTR_PID/fd/2" rows 33
	marked '33 80'
	signal USR1
	marked USR1
	marks_are READY '33 80' USR1
}

@test "/dev/tty is there to read and to write" {
	boot --bare -- sh -c 'echo QUESTION >/dev/tty; read line </dev/tty
		test "$line" = answer && exit 6'
	logged QUESTION
	keys 'answer\n'
	wait_exit 6
}

@test "/dev/tty works where standard input is another thing" {
	wrap sh -c 'exec "$@" </dev/null' -
	boot --bare -- sh -c 'echo QUESTION >/dev/tty; read line </dev/tty; exit 6'
	logged QUESTION
	keys 'answer\n'
	wait_exit 6
}

@test "Ctrl-Z stops no command that no shell could continue" {
	boot --bare -- sh -c "trap 'echo USR1 >>$C/marks' USR1; cat & 
		echo READY >>$C/marks; while :; do read line && echo \$line >>$C/marks
		done"
	marked READY
	keys '\032'
	wait_until grep -q '\^Z' "$LOG"
	keys 'hello\n'
	marked hello
	signal USR1
	keys '\n' # a read that it came just before is over
	marked USR1
}

@test "TSTP, TTIN and TTOU to PID 1 stop no command" {
	boot --bare -- sh -c "$HOLD trap 'echo USR1 >>$C/marks' USR1
		trap 'echo USR2 >>$C/marks' USR2; trap 'echo ALRM >>$C/marks' ALRM
		echo READY >>$C/marks; while :; do wait; done"
	marked READY
	for pair in TSTP:USR1 TTIN:USR2 TTOU:ALRM; do
		signal "${pair%:*}"
		signal "${pair#*:}"
		marked "${pair#*:}"
	done
}

@test "TSTP, TTIN and TTOU reach a command that wants them" {
	boot --bare -- sigprint -i -o "$C/marks"
	marked READY
	for name in TSTP TTIN TTOU; do
		signal "$name"
		marked "SIG$name"
	done
	marks_are READY SIGTSTP SIGTTIN SIGTTOU
}

@test "a shell as the command: Ctrl-Z, jobs, bg, fg and Ctrl-C" {
	shell "$BUILD/my_init" --bare --
	job 'sh -c "echo READY >>$C/marks; exec sleep 1000"'
	wait_until has_terminal 'sleep 1000'
	keys '\032'
	logged 'Stopped '
	wait_until stopped 'sleep 1000'
	keys 'bg\n'
	wait_until goes 'sleep 1000'
	keys 'fg\n'
	wait_until has_terminal 'sleep 1000'
	keys '\003'
	status_is 130
	keys 'exit 7\n'
	wait_exit 7
	run ! grep -i 'job control' "$LOG"
}

@test "bash -m gives each of its commands the terminal" {
	boot --bare -- bash -m -c "sigprint -x 5 -o $C/marks; s=\$?
		mask -o $C/mask; exit \$s"
	marked READY
	wait_until has_terminal 'sigprint*'
	keys '\003'
	wait_exit 5
	is "$(field foreground "$C/mask")" "$(field pgid "$C/mask")"
	marks_are READY SIGINT
}

@test "with tostop the init's own lines hold nobody up" {
	boot --bare --verbose -- sh -c "stty tostop; exec sigprint -x 6 -o $C/marks"
	marked READY
	signal USR1
	marked SIGUSR1
	keys '\003'
	wait_exit 6
	logged '*** Forwarding SIGUSR1 to PID 2.'
}

@test "a command that may not have the terminal runs all the same" {
	wrap one_ttydeny
	boot --bare -- sigprint -x 5 -o "$C/marks"
	marked READY
	keys '\003'
	wait_exit 5
	is "$(count SIGINT "$C/marks")" 1
}

@test "a terminal that is nobody's own is left alone" {
	container -i -n
	boot_program -- setsid -w "$BUILD/my_init" --bare -- mask -o "$C/mask"
	wait_exit 0
	is "$(field tty "$C/mask")" -
}

@test "an init in an init: the innermost command has the terminal" {
	boot --bare -- "$BUILD/my_init" --bare -- "$BUILD/my_init" --bare -- \
		sigprint -i -o "$C/marks"
	marked READY
	is "$(tree)" 'my_init(my_init(my_init(sigprint)))'
	wait_until has_terminal 'sigprint*'
	keys '\003'
	marked SIGINT
	signal USR1
	marked SIGUSR1
	marks_are READY SIGINT SIGUSR1
}

@test "an init in an init: a TERM reaches the command once" {
	boot --bare -- "$BUILD/my_init" --bare -- sigprint -x 5 -o "$C/marks"
	marked READY
	stop 5
	is "$(grep -v CONT "$C/marks")" $'READY\nSIGTERM'
}

@test "an init in an init: Ctrl-Z stops nobody for good" {
	boot --bare -- "$BUILD/my_init" --bare -- sh -c \
		"echo READY >>$C/marks; while read line; do echo \$line >>$C/marks; done"
	marked READY
	keys '\032'
	wait_until grep -q '\^Z' "$LOG"
	keys 'hello\n'
	marked hello
}

# --- a job of a shell, not PID 1 ------------------------------------------------

@test "as a job: the command has the terminal, and Ctrl-C ends it" {
	shell env
	job '$MY -- sigprint -x 5 -o $C/marks'
	wait_until has_terminal 'sigprint*'
	keys '\003'
	status_is 5
	marks_are READY SIGINT
	shell_has_terminal
}

@test "as a job: Ctrl-Z stops it, and the shell sees that" {
	shell env
	job '$MY -- sh -c "echo READY >>$C/marks; exec sleep 1000"'
	keys '\032'
	logged 'Stopped '
	status_is 148
	wait_until stopped 'sleep 1000'
	wait_until stopped '*my_init*'
	shell_has_terminal
}

@test "as a job: fg continues it and gives it the terminal back" {
	shell env
	job '$MY -- sh -c "echo READY >>$C/marks; exec sleep 1000"'
	keys '\032'
	logged 'Stopped '
	keys 'fg\n'
	wait_until goes 'sleep 1000'
	wait_until has_terminal 'sleep 1000'
	keys '\003'
	status_is 130
}

@test "as a job: Ctrl-Z and fg, again and again" {
	shell env
	job '$MY -- sh -c "echo READY >>$C/marks; exec sleep 1000"'
	for n in 1 2 3 4 5; do
		keys '\032'
		wait_until stopped '*my_init*'
		wait_until log_count 'Stopped ' "$n"
		keys 'fg\n'
		wait_until has_terminal 'sleep 1000'
		wait_until goes 'sleep 1000'
	done
	keys '\003'
	status_is 130
}

@test "as a job: what is typed after fg is the command's" {
	shell env
	job '$MY -- sh -c "echo READY >>$C/marks; read line; echo \\$line >>$C/marks; exit 6"'
	keys '\032'
	logged 'Stopped '
	keys 'fg\n'
	wait_until has_terminal 'sh -c*'
	keys 'hello\n'
	marked hello
	status_is 6
}

@test "as a job: a whole pipeline of the command stops and goes on" {
	shell env
	job '$MY -- sh -c "sleep 1000 & sleep 2000 & echo READY >>$C/marks; wait"'
	keys '\032'
	logged 'Stopped '
	for who in 'sleep 1000' 'sleep 2000' 'sh -c*'; do wait_until stopped "$who"; done
	keys 'fg\n'
	for who in 'sleep 1000' 'sleep 2000' 'sh -c*'; do wait_until goes "$who"; done
	keys '\003'
	status_is 130
}

@test "as a job: bg continues it without the terminal, fg lets it be interrupted" {
	shell env
	job '$MY -- sigprint -x 5 -o $C/marks'
	inside pkill -STOP my_init
	logged 'Stopped '
	keys 'bg\n'
	wait_until goes '*my_init*'
	shell_has_terminal
	keys 'fg\n'
	wait_until eval '! shell_has_terminal'
	keys '\003'
	status_is 5
	is "$(count SIGINT "$C/marks")" 1
}

@test "as a job: bg after Ctrl-Z continues the command" {
	shell env
	job '$MY -- sh -c "echo READY >>$C/marks; exec sleep 1000"'
	keys '\032'
	logged 'Stopped '
	keys 'bg\n'
	wait_until goes 'sleep 1000'
	wait_until goes '*my_init*'
	shell_has_terminal
	keys 'kill %1; wait %1\n'
	status_is 143
}

@test "as a job in the background: it takes no terminal, and Ctrl-C ends it after fg" {
	shell env
	job '$MY -- sigprint -x 5 -o $C/marks &'
	shell_has_terminal
	keys 'fg\n'
	wait_until eval '! shell_has_terminal'
	keys '\003'
	status_is 5
	is "$(count SIGINT "$C/marks")" 1
}

@test "as a job in the background: fg while it runs lets it read" {
	mkfifo "$C/fifo"
	shell env
	job '$MY -- sh -c "echo READY >>$C/marks; : <$C/fifo; read line
		echo \$line >>$C/marks; exit 6" &'
	keys 'fg\n'
	wait_until eval '! shell_has_terminal'
	exec 9<>"$C/fifo" # now somebody writes
	wait_until has_terminal 'sh -c*'
	keys 'hello\n'
	marked hello
	status_is 6
}

@test "as a job in the background: reading stops it, fg lets it read" {
	shell env
	keys '$MY -- sh -c "read line; echo \\$line >>$C/marks; exit 6" &\n'
	wait_until stopped '*my_init*'
	keys 'fg\n'
	wait_until has_terminal 'sh -c*'
	wait_until goes 'sh -c*'
	keys 'hello\n'
	marked hello
	status_is 6
}

@test "as a job: TSTP to my_init stops the job, CONT continues it" {
	shell env
	job '$MY -- sh -c "echo READY >>$C/marks; exec sleep 1000"'
	kill -TSTP "$(pid_of '*my_init*')"
	logged 'Stopped '
	wait_until stopped 'sleep 1000'
	kill -CONT "$(pid_of '*my_init*')"
	wait_until goes 'sleep 1000'
	wait_until goes '*my_init*'
}

@test "as a job: TTIN and TTOU to my_init stop the job, fg continues it" {
	shell env
	for name in TTIN TTOU; do
		job '$MY -- sh -c "echo READY >>$C/marks; exec sleep 1000"'
		kill "-$name" "$(pid_of '*my_init*')"
		wait_until stopped '*my_init*'
		wait_until shell_has_terminal
		keys 'fg\n'
		wait_until has_terminal 'sleep 1000'
		wait_until goes 'sleep 1000'
		keys '\003'
		status_is 130
	done
}

@test "as a job: a TERM of the shell's kill ends it" {
	shell env
	job '$MY -- sigprint -s -o $C/marks &'
	keys 'kill %1; wait %1\n'
	status_is 143
	is "$(grep -v CONT "$C/marks")" $'READY\nSIGTERM'
}

# job_gone: my_init has ended, and its shell has the terminal.
job_gone() {
	wait_until eval '! find_pid "*my_init*" "$CTR_PID"'
	shell_has_terminal
}

@test "as a job: a TERM ends it also when it is stopped" {
	shell env
	job '$MY -- sh -c "echo READY >>$C/marks; exec sleep 1000"'
	keys '\032'
	logged 'Stopped '
	keys 'kill %1\n'
	job_gone
	keys 'wait %1\n'
	status_is 143
}

@test "as a job: its end in the background leaves the shell the terminal" {
	shell env
	job '$MY -- sigprint -s -o $C/marks'
	inside pkill -STOP my_init
	logged 'Stopped '
	keys 'bg\n'
	wait_until goes '*my_init*'
	kill -HUP "$(pid_of '*my_init*')"
	job_gone
	keys 'wait %1\n'
	status_is 129
}

@test "as a job in a pipeline: it has the terminal, the others end with it" {
	shell env
	job '$MY -- sigprint -x 5 -o $C/marks | cat; (exit ${PIPESTATUS[0]})'
	wait_until has_terminal 'sigprint*'
	keys '\003'
	status_is 5
	marks_are READY SIGINT
}

@test "as a job: an init in an init stops and goes on" {
	shell env
	job '$MY -- $MY -- sh -c "echo READY >>$C/marks; exec sleep 1000"'
	keys '\032'
	logged 'Stopped '
	keys 'fg\n'
	wait_until has_terminal 'sleep 1000'
	wait_until goes 'sleep 1000'
	keys '\003'
	status_is 130
}

@test "off PID 1 without a shell, stop signals stop nobody for good" {
	container -i
	boot --bare -- sh -c "$HOLD trap 'echo USR1 >>$C/marks' USR1
		trap 'echo USR2 >>$C/marks' USR2; trap 'echo ALRM >>$C/marks' ALRM
		echo READY >>$C/marks; while :; do wait; done"
	marked READY
	for pair in TSTP:USR1 TTIN:USR2 TTOU:ALRM; do
		signal "${pair%:*}"
		signal "${pair#*:}"
		marked "${pair#*:}"
	done
}

@test "off PID 1 without a shell, Ctrl-Z stops nobody for good" {
	container -i
	boot --bare -- sh -c \
		"echo READY >>$C/marks; while read line; do echo \$line >>$C/marks; done"
	marked READY
	keys '\032'
	wait_until grep -q '\^Z' "$LOG"
	keys 'hello\n'
	marked hello
}
