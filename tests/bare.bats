# The options around one command, and the variable of each.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034,SC2154
load services

# says STATUS TEXT ARG...: it ends with STATUS, and all that it says is `*** TEXT`.
says() {
	run --separate-stderr "-$1" pid1 "${@:3}"
	is "$output" ''
	is "$stderr" "*** $2"
}

# usage_error TEXT ARG...: 2, and the first line is `*** TEXT`.
usage_error() {
	run --separate-stderr -2 pid1 "${@:2}"
	is "$output" ''
	is "${stderr_lines[0]}" "*** $1"
	[[ $stderr == *'usage: my_init'* ]]
}

# warns VARIABLE VALUE EXPECTED: a warning, and the command runs all the same.
warns() {
	run --separate-stderr -7 pid1 "$1=$2" -- --bare sh -c 'exit 7'
	is "$stderr" "*** warning: $1 is \"$2\", which is not $3: the default is used"
}

# printed [NAME=VALUE... --] ARG...: what the command wrote, and nobody else.
printed() {
	run --separate-stderr -0 pid1 "$@"
	is "$stderr" ''
}

# sigprint_with ARG...: boots `my_init --bare ARG... sigprint`, up to READY.
sigprint_with() {
	boot --bare "$@" -- sigprint -i -o "$C/marks"
	marked READY
}

# --- --bare -------------------------------------------------------------------

@test "--bare runs the command, no startup script and no service" {
	script a "echo script >>$C/marks"
	put_sh rc.local "echo rc.local >>$C/marks"
	actor web
	hook pre a "echo pre >>$C/marks"
	hook post a "echo post >>$C/marks"
	boot --bare -- sh -c "echo command >>$C/marks; ps -e -o comm= >$C/ps; exit 3"
	wait_exit 3
	marks_are command
	run ! grep -E 'runsv' "$C/ps"
}

@test "--bare reads and writes no environment directory" {
	variable FROM_A_FILE 1
	printed GIVEN=1 -- --bare -- env
	[[ $output == *GIVEN=1* && $output != *FROM_A_FILE* ]]
	is "$(ls -A "$ETC/container_environment")" FROM_A_FILE
	[[ ! -e $ETC/container_environment.sh && ! -e $ETC/container_environment.json ]]
}

# opens ARG...: boots my_init ARG... COMMAND, and prints which entries of four
# directories were opened until the command made a last one in each.
opens() {
	local directory directories=(/etc /etc/{container_environment,my_init.d,service})
	variable TRAP 1
	script a 'exit 0'
	mkdir "$ETC/service/web"
	for directory in "${directories[@]}"; do
		wrap env_opens "$directory" "$C/opens"
	done
	boot "$@" sh -c "for d in ${directories[*]}; do : >\$d/end; done
		exec sigprint -o $C/marks"
	marked READY
	wait_until eval '(($(grep -cx end "$C/opens") >= 4))'
	stop
	sort -u "$C/opens" | grep -vE '^(end|ld.so.cache)$' | tr '\n' ' '
}

@test "--bare opens no file and no directory of /etc" {
	requires root
	opens --bare -- >"$C/names"
	is "$(<"$C/names")" ''
}

@test "without --bare the same watch sees what is opened" {
	requires root
	opens --skip-runit >"$C/names"
	for name in TRAP a container_environment my_init.d; do
		[[ " $(<"$C/names")" == *" $name "* ]] || fail "$name was not seen"
	done
}

@test "--bare is quiet" {
	boot --bare -- sigprint -s -o "$C/marks"
	marked READY
	stop 143
	is "$(<"$LOG")" ''
}

@test "MY_INIT_BARE does what --bare does" {
	script a "echo script >>$C/marks"
	boot_env MY_INIT_BARE=1 -- sh -c "echo command >>$C/marks; exit 3"
	wait_exit 3
	marks_are command
	is "$(<"$LOG")" ''
}

@test "--bare without a command: 1, and what to write" {
	for arguments in --bare '--bare --' '--bare --group --env A=1 --'; do
		# shellcheck disable=SC2086 # words
		says 1 '--bare needs a command: my_init --bare -- COMMAND [ARG...]' \
			$arguments
	done
}

@test "a command that does not exist is told of with --bare: 127" {
	says 127 'cannot run no-such-program: No such file or directory' \
		--bare -- no-such-program
}

@test "--bare forwards each TERM and INT, not only the first" {
	sigprint_with
	expected=(READY)
	for name in TERM INT TERM TERM INT TERM INT; do
		signal "$name"
		expected+=("SIG$name")
		wait_until marks_count SIG $((${#expected[@]} + CONTS - 1))
	done
	is "$(grep -v CONT "$C/marks")" "$(printf '%s\n' "${expected[@]}")"
	is "$(<"$LOG")" ''
	kill -KILL "$(pid_of 'sigprint*')"
	wait_exit 137
}
CONTS=0

@test "TERM and INT that came while PID 1 was stopped both arrive" {
	sigprint_with
	kill -STOP "$CTR_PID"
	signal TERM
	signal INT
	kill -CONT "$CTR_PID"
	marked SIGTERM
	marked SIGINT
	is "$(count SIGTERM "$C/marks") $(count SIGINT "$C/marks")" '1 1'
}

# --- how long it waits --------------------------------------------------------

# deaf ARG...: boots a deaf command, and stops it.
deaf() {
	boot_env "${VARIABLES[@]}" -- --bare "$@" -- svc_actor -d "$C/marks" c
	marked 'c READY'
	stop 137
	logged 'svc_actor (PID 2) did not shut down in time. Forcing it to exit.'
}

@test "a deaf command is killed after --kill-process-timeout" {
	deaf --kill-process-timeout 0.2
}

@test "a deaf command is killed after KILL_PROCESS_TIMEOUT" {
	VARIABLES=(KILL_PROCESS_TIMEOUT=0.2)
	deaf
}

@test "a deaf command is killed after --timeout, or --stop-timeout" {
	deaf --timeout 0.3
	rm "$C/marks"
	deaf --stop-timeout 0.3
}

@test "a deaf command is killed after MY_INIT_STOP_TIMEOUT" {
	VARIABLES=(MY_INIT_STOP_TIMEOUT=0.3)
	deaf
}

@test "--timeout goes before MY_INIT_STOP_TIMEOUT" {
	VARIABLES=(MY_INIT_STOP_TIMEOUT=1000)
	deaf --timeout 0.3
}

@test "what is left is killed after --kill-all-processes-timeout" {
	container -w
	boot --bare --kill-all-processes-timeout 0.2 -- sh -c \
		"svc_actor -d -f $C/marks stray; exit 3"
	wait_exit 3
	marks_are 'stray READY' 'stray SIGTERM'
	nobody_left
}

@test "--no-kill-all-on-exit leaves what is left to the kernel" {
	boot --bare --no-kill-all-on-exit -- sh -c \
		"svc_actor -f $C/marks stray; exit 3"
	wait_exit 3
	marks_are 'stray READY'
}

@test "values of --timeout that are no seconds: 2, and which" {
	for value in x -1 1s '' 1e3 0x10; do
		usage_error "the value \"$value\" of --timeout is not seconds, as in 10 or 2.5" \
			--bare "--timeout=$value" -- true
	done
	warns MY_INIT_STOP_TIMEOUT soon 'seconds, as in 10 or 2.5'
}

# --- --group ------------------------------------------------------------------

# family ARG...: a command with a child in its group and one in a session of
# its own.
family() {
	boot --bare "$@" -- sh -c "sigprint -i -n child -o $C/marks & setsid \
		sigprint -i -n session -o $C/marks & exec sigprint -i -n command \
		-o $C/marks"
	for who in child session command; do marked "$who READY"; done
}

@test "with --group a signal goes to the whole group, once to each" {
	family --group
	signal USR1
	marked 'child SIGUSR1'
	marked 'command SIGUSR1'
	signal USR2
	marked 'child SIGUSR2'
	marked 'command SIGUSR2'
	is "$(count SIGUSR "$C/marks")" 4
}

@test "MY_INIT_GROUP does what --group does" {
	boot_env MY_INIT_BARE=1 MY_INIT_GROUP=1 -- sh -c \
		"sigprint -i -n child -o $C/marks & wait"
	marked 'child READY'
	signal USR1
	marked 'child SIGUSR1'
}

@test "without --group the command alone gets it" {
	family
	signal USR1
	marked 'command SIGUSR1'
	signal USR2
	marked 'command SIGUSR2'
	is "$(count SIGUSR "$C/marks")" 2
}

@test "with --group the TERM of a stop goes to the whole group" {
	boot --bare --group -- sh -c "svc_actor $C/marks child & trap : TERM
		wait; wait; exit 5"
	marked 'child READY'
	stop 5
	marks_are 'child READY' 'child SIGTERM'
}

@test "with --group a stopped group is continued to get its TERM" {
	boot --bare --group -- sh -c "svc_actor $C/marks child & exec svc_actor \
		$C/marks command"
	marked 'child READY'
	marked 'command READY'
	inside pkill -STOP svc_actor
	wait_until inside sh -c 'test $(ps -e -o stat= | grep -c ^T) = 2'
	stop 0
	is "$(count SIGTERM "$C/marks")" 2
}

@test "with --group who outlives the command gets no second TERM" {
	boot --bare --group --kill-all-processes-timeout 0.5 -- sh -c \
		"svc_actor -d $C/marks child & exec svc_actor $C/marks command"
	marked 'child READY'
	marked 'command READY'
	stop 0
	is "$(count 'child SIGTERM' "$C/marks")" 1
}

@test "with --group those outside of the group are told once too" {
	container -w
	boot --bare --group -- sh -c "svc_actor $C/marks inside & svc_actor -f \
		$C/marks outside; orphans -n 2 -o $C/marks; exec svc_actor \
		-s 5 $C/marks command"
	for who in inside outside command; do marked "$who READY"; done
	stop 5
	for who in inside outside command; do
		is "$(count "$who SIGTERM" "$C/marks")" 1
	done
	is "$(grep -c '^SIGTERM [0-9]' "$C/marks")" 2
	nobody_left
}

@test "with --group a TERM that was no stop is none to who came later" {
	boot --bare --group --rewrite HUP:TERM --kill-all-processes-timeout 0.5 -- \
		sh -c "$HOLD trap 'svc_actor -d $C/marks late &' TERM; trap 'exit 3' INT
		echo READY >>$C/marks; while :; do wait; done"
	marked READY
	signal HUP
	marked 'late READY'
	signal INT
	wait_exit 3
	marks_are READY 'late READY' 'late SIGINT' 'late SIGTERM'
}

@test "with --group a command in another group still gets its signals" {
	requires tty
	container -t
	boot --bare --group -- bash -mc "sigprint -i -n child -o $C/marks &
		trap 'echo command >>$C/marks' USR1; while :; do wait; done"
	marked 'child READY'
	signal USR1
	marked command
	is "$(count 'child SIGUSR1' "$C/marks")" 0
}

# --- --rewrite ----------------------------------------------------------------

@test "--rewrite: another signal instead, by name or number" {
	sigprint_with --rewrite HUP:USR1 --rewrite SIGUSR2:SIGWINCH --rewrite 3:14
	signal HUP
	marked SIGUSR1
	signal USR2
	marked SIGWINCH
	signal QUIT
	marked SIGALRM
	marks_are READY SIGUSR1 SIGWINCH SIGALRM
}

@test "--rewrite takes a list, and each signal is rewritten once" {
	sigprint_with --rewrite USR1:USR2,USR2:USR1,HUP:QUIT,QUIT:WINCH
	for name in USR1 USR2 HUP QUIT; do signal "$name" && nap; done
	for name in USR1 USR2 QUIT WINCH; do marked "SIG$name"; done
	is "$(sort "$C/marks" | uniq -d)" ''
	is "$(count SIG "$C/marks")" 4
}

@test "--rewrite: real-time signals" {
	sigprint_with --rewrite RTMIN+3:USR1,SIGRTMIN:USR2,USR1:RTMIN+5,64:HUP
	for pair in 37:SIGUSR1 34:SIGUSR2 USR1:SIGRTMIN+5 64:SIGHUP; do
		signal "${pair%:*}"
		marked "${pair#*:}"
	done
	is "$(count SIG "$C/marks")" 4
}

@test "--rewrite: the last one counts" {
	sigprint_with --rewrite HUP:USR1,HUP:USR2 --rewrite USR1:0 --rewrite USR1:PWR
	signal HUP
	marked SIGUSR2
	signal USR1
	marked SIGPWR
	marks_are READY SIGUSR2 SIGPWR
}

@test "--rewrite to 0 drops a signal" {
	sigprint_with --rewrite HUP:0
	signal HUP
	signal USR1
	marked SIGUSR1
	marks_are READY SIGUSR1
}

@test "--rewrite of TERM: the stop begins, the command gets the other" {
	boot --bare --rewrite TERM:QUIT --timeout 1000 -- sh -c \
		"svc_actor -f $C/strays stray; exec sigprint -x 5 -o $C/marks"
	marked READY
	stop 5
	is "$(head -n 2 "$C/marks" | tr '\n' ' ')" 'READY SIGQUIT '
	is "$(count SIGTERM "$C/strays")" 1
}

@test "--rewrite of TERM to 0: no stop begins" {
	boot --bare --rewrite TERM:0 --kill-process-timeout 0 -- \
		sigprint -x 5 -o "$C/marks"
	marked READY
	signal TERM
	signal HUP
	wait_exit 5
	marks_are READY SIGHUP
}

@test "--rewrite of HUP to TERM: the command gets a TERM, once" {
	sigprint_with --rewrite HUP:TERM
	signal HUP
	marked SIGTERM
	signal USR1
	marked SIGUSR1
	is "$(count SIGTERM "$C/marks")" 1
}

@test "MY_INIT_REWRITE does what --rewrite does" {
	boot_env MY_INIT_REWRITE=HUP:USR1,USR1:0 MY_INIT_BARE=1 -- \
		sigprint -i -o "$C/marks"
	marked READY
	signal USR1
	signal HUP
	marked SIGUSR1
	marks_are READY SIGUSR1
}

@test "--rewrite goes before MY_INIT_REWRITE" {
	boot_env MY_INIT_REWRITE=HUP:USR1 -- --bare --rewrite HUP:USR2 -- \
		sigprint -i -o "$C/marks"
	marked READY
	signal HUP
	marked SIGUSR2
	marks_are READY SIGUSR2
}

@test "values of --rewrite that are none: 2, and which" {
	for value in TERM TERM: :TERM FOO:TERM TERM:FOO TERM:65 0:TERM -1:1 \
		KILL:TERM STOP:TERM CHLD:TERM 9:15 TERM:INT:QUIT TERM:QUIT,FOO \
		TERMTERMTERMTERMTERMTERMTERMTERM:1 RTMIN+31:1; do
		usage_error "the value \"$value\" of --rewrite is not signals, as in TERM:QUIT or 2:0" \
			--bare --rewrite "$value" -- true
	done
	warns MY_INIT_REWRITE HUP 'signals, as in TERM:QUIT or 2:0'
}

# --- --remap-exit -------------------------------------------------------------

@test "--remap-exit: such a status becomes 0, others stay" {
	for pair in 3:0 4:0 5:0 255:0 6:6 1:1 0:0; do
		run pid1 --bare --remap-exit 3,4 --remap-exit=5 \
			--remap-exit 255 -- sh -c "exit ${pair%:*}"
		is "$pair $status" "$pair ${pair#*:}"
	done
}

@test "--remap-exit 143: a stop ends with 0" {
	boot --bare --remap-exit 143 -- sigprint -s -o "$C/marks"
	marked READY
	stop 0
}

@test "MY_INIT_REMAP_EXIT does what --remap-exit does" {
	run pid1 MY_INIT_REMAP_EXIT=7,8 -- --bare -- sh -c 'exit 8'
	is "$status" 0
	run pid1 MY_INIT_REMAP_EXIT=7,8 -- --bare -- sh -c 'exit 9'
	is "$status" 9
}

@test "values of --remap-exit that are no status: 2, and which" {
	for value in 256 -1 x 1,x 1,,x 1000 1.5 0x1; do
		usage_error "the value \"$value\" of --remap-exit is not statuses, as in 143,130" \
			--bare --remap-exit "$value" -- true
	done
	warns MY_INIT_REMAP_EXIT 256 'statuses, as in 143,130'
}

# --- --parent-death-signal ----------------------------------------------------

# child_of_sh ARG...: my_init ARG... sigprint, off PID 1, whose parent ends when
# something is written to $C/fifo.
child_of_sh() {
	mkfifo "$C/fifo"
	exec 9<>"$C/fifo"
	container -i -n
	boot_program "${VARIABLES[@]}" -- sh -c "${BUILD@Q}/my_init --bare ${*@Q} \
		-- sigprint -x 5 -o $C/marks & read x <$C/fifo"
	marked READY
}

# parent_ends: it does.
parent_ends() {
	marks_are READY
	echo >&9
	wait_exit 0
}
none_left() { ! inside pgrep -x my_init; }

@test "--parent-death-signal: it comes when the parent has ended" {
	child_of_sh --parent-death-signal HUP
	parent_ends
	wait_until none_left
	marks_are READY SIGHUP
}

@test "--parent-death-signal TERM is a stop, of what is its own" {
	child_of_sh --parent-death-signal TERM
	inside_bg svc_actor "$C/other" other
	wait_until test -s "$C/other"
	parent_ends
	marked SIGTERM
	wait_until none_left
	is "$(<"$C/other")" 'other READY'
}

@test "MY_INIT_PARENT_DEATH_SIGNAL does what --parent-death-signal does" {
	VARIABLES=(-e MY_INIT_PARENT_DEATH_SIGNAL=15)
	child_of_sh
	parent_ends
	marked SIGTERM
}

@test "without --parent-death-signal the end of the parent is no event" {
	child_of_sh
	parent_ends
	inside pkill -USR1 -x my_init
	marked SIGUSR1
	marks_are READY SIGUSR1
}

@test "--parent-death-signal does no harm to PID 1" {
	run -7 pid1 --bare --parent-death-signal KILL -- sh -c 'exit 7'
}

@test "values of --parent-death-signal that are no signal: 2, and which" {
	for value in FOO 65 -1 '' TERM,INT; do
		usage_error "the value \"$value\" of --parent-death-signal is not a signal, as in TERM or 15" \
			--bare "--parent-death-signal=$value" -- true
	done
	warns MY_INIT_PARENT_DEATH_SIGNAL FOO 'a signal, as in TERM or 15'
}

# --- --workdir ----------------------------------------------------------------

@test "--workdir: where the command works" {
	printed --bare --workdir "$C" -- pwd -P
	is "$output" "$C"
}

@test "MY_INIT_WORKDIR does what --workdir does, which goes before it" {
	printed MY_INIT_WORKDIR="$C" -- --bare -- pwd -P
	is "$output" "$C"
	printed MY_INIT_WORKDIR=/nowhere -- --bare --workdir "$C" -- pwd -P
	is "$output" "$C"
}

@test "--workdir: a relative command and an empty PATH entry are found there" {
	put ../c/hello 755 $'#!/bin/sh\nexit 6'
	run -6 pid1 --bare --workdir "$C" -- ./hello
	run -6 pid1 PATH=":/bin" -- --bare --workdir "$C" -- hello
}

@test "--workdir may be relative to where my_init was started" {
	mkdir -p "$C/a/b"
	wrap sh -c "cd $C/a && exec \"\$@\"" -
	printed --bare --workdir b -- pwd -P
	is "$output" "$C/a/b"
}

@test "a --workdir that does not exist: 127 and the reason" {
	says 127 'cannot run sh: /no/where: No such file or directory' \
		--bare --workdir /no/where -- sh -c 'exit 3'
}

@test "a --workdir that is no directory: 126 and the reason" {
	says 126 'cannot run sh: /etc/passwd: Not a directory' \
		--bare --workdir /etc/passwd -- sh -c 'exit 3'
}

@test "a --workdir of nothing: 2; a variable of nothing is none" {
	usage_error 'the value "" of --workdir is not a path' --bare --workdir= true
	printed MY_INIT_WORKDIR= -- --bare -- true
}

# --- --user -------------------------------------------------------------------

# accounts: the image's own users and groups.
accounts() {
	requires root
	put passwd 644 <<-'END'
		root:x:0:0:root:/root:/bin/sh
		# no entry
		broken
		app:x:4321:4322:An App:/srv/app:/bin/sh
		4321:x:5555:5556:named like a number:/srv/number:/bin/sh
		last:x:4323:4323::/srv/last:
	END
	put group 644 <<-'END'
		root:x:0:
		app:x:4322:
		extra:x:4400:root,app
		more:x:4401:last,app
		others:x:4402:apple,last
	END
	chmod 755 "$BATS_TEST_TMPDIR" "$C"
	put ../c/who 755 <<-'END'
		#!/bin/sh
		echo "$(id -u) $(id -g) $(id -G) $HOME $USER $LOGNAME"
	END
}

# is_user USER TEXT: what `who` prints with --user USER.
is_user() {
	run --separate-stderr pid1 --bare --user "$1" -- "$C/who"
	is "$status $output$stderr" "0 $2"
}

@test "--user: its groups of the image's own files, and HOME USER LOGNAME" {
	accounts
	is_user app '4321 4322 4322 4400 4401 /srv/app app app'
	is_user last '4323 4323 4323 4401 4402 /srv/last last last'
}

@test "--user USER:GROUP: that group alone" {
	accounts
	is_user app:extra '4321 4400 4400 /srv/app app app'
	is_user app:77 '4321 77 77 /srv/app app app'
}

@test "--user: numbers, with and without an entry" {
	accounts
	is_user 4323 '4323 4323 4323 4401 4402 /srv/last last last'
	is_user 7777 '7777 7777 7777 / 7777 7777'
	is_user 7777:app '7777 4322 4322 / 7777 7777'
	is_user 7777:8888 '7777 8888 8888 / 7777 7777'
}

@test "--user: a name that looks like a number is a name first" {
	accounts
	is_user 4321 '5555 5556 5556 /srv/number 4321 4321'
}

@test "--user: numbers do without /etc/passwd and /etc/group" {
	accounts
	wrap sh -c 'rm -f /etc/passwd /etc/group; exec "$@"' -
	is_user 7777:8888 '7777 8888 8888 / 7777 7777'
	says 127 'cannot run true: no user "app" in /etc/passwd' \
		--bare --user app -- true
}

@test "MY_INIT_USER does what --user does, which goes before it" {
	accounts
	printed MY_INIT_USER=app -- --bare -- "$C/who"
	is "${output%% *}" 4321
	printed MY_INIT_USER=nobody-at-all -- --bare --user last -- "$C/who"
	is "${output%% *}" 4323
}

@test "--user is the command's alone, and its signals arrive" {
	accounts
	touch "$C/marks"
	chmod 666 "$C/marks"
	boot --bare --user app -- sigprint -x 5 -o "$C/marks"
	marked READY
	is "$(awk '/^Uid:/ { print $2 }' "/proc/$CTR_PID/status")" 0
	signal USR1
	marked SIGUSR1
	stop 5
}

@test "a user or a group that does not exist: 127 and the reason" {
	accounts
	for user in nobody-at-all -1 4294967295 4294967296 '' ' app' App; do
		says 127 "cannot run true: no user \"$user\" in /etc/passwd" \
			--bare "--user=$user:app" -- true
	done
	for group in no-group -1 4294967295 4294967296 '' ' app' app:app; do
		says 127 "cannot run true: no group \"$group\" in /etc/group" \
			--bare "--user=app:$group" -- true
	done
}

@test "a user that one may not become: 126 and the reason" {
	accounts
	wrap setpriv --reuid 4323 --regid 4323 --clear-groups --
	says 126 'cannot run true: app: Operation not permitted' \
		--bare --user app -- true
}

@test "a user that one is already needs no right" {
	accounts
	wrap setpriv --reuid 4323 --regid 4323 --clear-groups --
	printed --bare --user last -- "$C/who"
	is "${output%% *}" 4323
}

@test "a command that the user may not run: 126 and the reason" {
	accounts
	put ../c/secret 700 '#!/bin/sh'
	says 126 "cannot run $C/secret: Permission denied" \
		--bare --user app -- "$C/secret"
}

@test "a --user of nothing: 2; a variable of nothing is none" {
	usage_error 'the value "" of --user is not a user' --bare --user= true
	printed MY_INIT_USER= -- --bare -- true
}

# --- --env --------------------------------------------------------------------

@test "--env: variables for the command, which go before the engine's" {
	printed A=engine Z=engine -- --bare --env A=1 --env B=two=2 --env=C= \
		--env 'D=a b' -- sh -c 'echo "<$A><$B><${C-unset}><$D><$Z>"'
	is "$output" '<1><two=2><><a b><engine>'
}

@test "--env: the last of a name counts, and there is one of it" {
	printed A=0 -- --bare --env A=1 --env A=2 -- env
	is "$(grep '^A=' <<<"$output")" A=2
}

@test "--env is for the command, not for startup scripts" {
	script a "echo \"<\$A>\" >>$C/marks"
	boot --skip-runit --env A=1 -- sh -c "echo \"<\$A>\" >>$C/marks"
	wait_exit 0
	marks_are '<>' '<1>'
	[[ ! -e $ETC/container_environment/A ]]
}

@test "--env goes before container_environment and --user" {
	accounts
	variable A file
	printed --skip-runit --quiet --user app --env HOME=/else --env A=1 -- \
		sh -c 'echo "$HOME $USER $A"'
	is "$output" '/else app 1'
}

@test "--env PATH=...: the command is found there" {
	put ../c/hello 755 $'#!/bin/sh\nexit 6'
	run -6 pid1 --bare --env PATH="$C" -- hello
}

@test "MY_INIT_ENV: one more variable" {
	printed MY_INIT_ENV='A=1 B=2' -- --bare --env C=3 -- sh -c 'echo "<$A><$C>"'
	is "$output" '<1 B=2><3>'
}

@test "64 times --env work, 65 do not" {
	many=()
	for n in {1..64}; do many+=(--env "V$n=$n"); done
	printed --bare "${many[@]}" -- sh -c 'echo "$V1 $V64"'
	is "$output" '1 64'
	usage_error 'the value "V65=65" of --env is not NAME=VALUE (64 of them at most)' \
		--bare "${many[@]}" --env V65=65 -- true
}

@test "values of --env that are no assignment: 2, and which" {
	for value in A =A '' =; do
		usage_error "the value \"$value\" of --env is not NAME=VALUE (64 of them at most)" \
			--bare "--env=$value" -- true
	done
	warns MY_INIT_ENV A 'NAME=VALUE (64 of them at most)'
}

# --- --verbose ----------------------------------------------------------------

@test "--verbose says what is forwarded and what is reaped" {
	boot --bare --verbose -- sh -c "orphans -q; exec sigprint -x 3 -o $C/marks"
	marked READY
	signal USR1
	marked SIGUSR1
	signal HUP
	wait_exit 3
	logged_in_order '*** Forwarding SIGUSR1 to PID 2.' \
		'*** Forwarding SIGHUP to PID 2.' \
		'*** Reaped PID 2: exited with status 3.'
	is "$(grep -cE '^\*\*\* Reaped PID [0-9]+: exited with status 0\.$' "$LOG")" 1
}

@test "--verbose names the signal that killed, and the one that was sent" {
	boot --bare --verbose --rewrite HUP:USR1 -- sleep 1000
	logged 'Running sleep'
	signal HUP
	wait_exit 138
	logged_in_order '*** Forwarding SIGUSR1 to PID 2.' \
		'*** Reaped PID 2: was killed by SIGUSR1 (status 138).'
}

@test "--verbose: a TERM is forwarded, and a dropped signal is not" {
	boot --bare --verbose --rewrite USR1:0 -- sigprint -x 3 -o "$C/marks"
	marked READY
	signal USR1
	stop 3
	is "$(count Forwarding)" 1
	logged 'Forwarding SIGTERM to PID 2.'
}

@test "MY_INIT_VERBOSE does what --verbose does" {
	boot_env MY_INIT_VERBOSE=1 -- --skip-runit sh -c 'exit 3'
	wait_exit 3
	logged_in_order 'Running sh' '*** Reaped PID 2: exited with status 3.'
}

@test "without --verbose none of it is said" {
	boot --skip-runit sigprint -x 3 -o "$C/marks"
	marked READY
	signal HUP
	wait_exit 3
	logged 'sigprint exited with status 3.'
	refute_logged Forwarding
	refute_logged Reaped
}

# --- --pause ------------------------------------------------------------------

@test "--pause reaps what comes to it, and ends on TERM with 0" {
	boot --pause
	inside orphans -q -n 100 >"$C/marks"
	marked READY
	wait_until eval '[[ ! $(children "$CTR_PID") ]]'
	stop 0
	is "$(<"$LOG")" ''
}

@test "--pause ends on INT with 0, and by MY_INIT_PAUSE too" {
	boot_env MY_INIT_PAUSE=1 --
	signal INT
	wait_exit 0
	is "$(<"$LOG")" ''
}

@test "--pause takes no other signal for a stop" {
	boot --pause
	for name in HUP QUIT USR1 USR2 PIPE ALRM CONT TSTP TTIN TTOU WINCH PWR 34; do
		signal "$name"
	done
	inside orphans -q
	wait_until eval '[[ ! $(children "$CTR_PID") ]]'
	stop 0
}

@test "--pause starts nothing" {
	script a "echo script >>$C/marks"
	actor web
	boot --pause
	inside orphans -q
	wait_until eval '[[ ! $(children "$CTR_PID") ]]'
	stop 0
	[[ ! -e $C/marks && ! -e $ETC/container_environment.sh ]]
}

@test "--pause with a command: 1 and the reason" {
	says 1 '--pause runs no command: leave out sh' --pause -- sh -c 'exit 3'
}

# --- the command line ---------------------------------------------------------

@test "options end at the command" {
	printed --bare -- echo --group --bare --timeout
	is "$output" '--group --bare --timeout'
	printed --bare echo --workdir /nowhere -h
	is "$output" '--workdir /nowhere -h'
}

@test "only the first -- is dropped" {
	printed --bare -- echo -- a
	is "$output" '-- a'
	says 127 'cannot run --: No such file or directory' --bare -- -- true
}

@test "unique prefixes are enough" {
	printed --ba --gr --rew HUP:0 --rem 3 --wo "$C" --ti 5 -- pwd -P
	is "$output" "$C"
	usage_error 'ambiguous option --re' --bare --re 3 -- true
}

@test "a value may follow after = or as the next word" {
	printed --bare --workdir="$C" --env=A=1 -- sh -c 'pwd -P; echo $A'
	is "$output" "$C"$'\n1'
	printed --bare --workdir "$C" --env A=1 -- sh -c 'pwd -P; echo $A'
	is "$output" "$C"$'\n1'
}

@test "a flag takes no value, and an option without its value is told" {
	for flag in bare group verbose pause; do
		usage_error "option --$flag takes no value" "--$flag=1" true
	done
	for option in rewrite remap-exit parent-death-signal workdir user env \
		timeout; do
		usage_error "option --$option needs a value" --bare "--$option"
	done
}

@test "a flag's variable: 1 true yes, 0 false no and nothing, else a warning" {
	actor web
	for value in 0 false no ''; do
		boot_env MY_INIT_BARE="$value" -- sh -c 'exit 3'
		wait_exit 3
		logged 'Runit started'
	done
	for value in 1 true yes; do
		printed MY_INIT_BARE="$value" -- echo hello
		is "$output" hello
	done
	for name in BARE GROUP VERBOSE PAUSE; do
		warns "MY_INIT_$name" maybe '0 or 1'
	done
}

@test "the options of a command work with services too" {
	actor web
	boot --workdir "$C" --env A=1 --rewrite HUP:USR1 --remap-exit 9 -- sh -c \
		"pwd -P >>$C/marks; exec sigprint -x 9 -n \$A -o $C/marks"
	marked "$C"
	marked '1 READY'
	marked 'web READY'
	signal HUP
	marked '1 SIGUSR1'
	stop 0
	is "$(count 'web SIGTERM' "$C/marks")" 1
}
