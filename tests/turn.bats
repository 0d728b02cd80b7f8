# PID 1's own lines between those of taggers, where all go to one output.
# shellcheck shell=bats disable=SC2016,SC2154
load services

LINE=20000 # bytes, of which a pipe takes but a part at once

# boot_verbose: every orphan that is reaped is a line of PID 1's.
boot_verbose() {
	boot_env MY_INIT_LOG=tag -- --verbose
	logged 'Runit started as PID'
	LOCK=/proc/$CTR_NS/root/run/my_init/log.lock
}

# orphan: one is reaped; sets ORPHAN.
orphan() {
	rm -f "$C/orphan"
	inside setsid -f sh -c "echo \$\$ >$C/orphan" 7>&-
	wait_until test -s "$C/orphan"
	ORPHAN=$(<"$C/orphan")
	wait_until reaped "$ORPHAN"
}
reaped() { ! inside test -e "/proc/$1"; }

# hold: as a tagger does while it writes a line. release: it has.
hold() {
	exec 7<>"$LOCK"
	flock 7
}
release() { exec 7>&-; }

@test "a line of PID 1's waits until a tagger has written its own" {
	boot_verbose
	hold
	orphan
	first=$ORPHAN
	orphan # what is said of the first comes before this one is reaped
	refute_logged "Reaped PID $first:"
	release
	logged "my_init: *** Reaped PID $ORPHAN:"
	logged_in_order "Reaped PID $first:" "Reaped PID $ORPHAN:"
	orphan
	logged "Reaped PID $ORPHAN:"
	stop
}

@test "it does not wait where standard error is an output of its own" {
	container -o "$C/out"
	boot_verbose
	hold
	orphan
	logged "Reaped PID $ORPHAN:"
	stop
}

@test "who holds the lock for ever hinders no stop, and hides no line" {
	boot_verbose
	hold
	orphan
	stop
	logged_in_order "Reaped PID $ORPHAN:" 'Received SIGTERM from' 'Stopped in '
	took_under 5000
}

@test "more than can be kept is counted" {
	boot_verbose
	hold
	inside orphans -q -n 600 7>&- >/dev/null
	release
	stop
	logged_in_order 'Reaped PID' ' lines were lost here' 'Stopped in'
}

@test "a line that a killed tagger left half is ended before one of PID 1's" {
	boot_verbose
	printf 'web: half' >>"$LOG"
	printf 1 >"$LOCK"
	orphan
	logged "Reaped PID $ORPHAN:"
	has_line "$LOG" 'web: half'
	stop
}

@test "endless long lines and the ends of orphans: every line is whole" {
	mkfifo "$C/pipe"
	line=$(head -c "$LINE" /dev/zero | tr '\0' x)
	echo "$line" >"$C/line"
	service long "echo >>$C/began; while :; do cat $C/line; done"
	wrap sh -c "exec \"\$@\" >$C/pipe 2>&1" sh
	tee >(grep --line-buffered '^my_init: ' >"$LOG") <"$C/pipe" >"$C/all" \
		3>&- 4>&- &
	reader=$!
	CTR_JOBS+=("$reader")
	boot_verbose
	wait_until test -s "$C/began"
	for i in {1..20}; do orphan; done
	stop
	wait "$reader"
	broken=$(awk -v size=$((LINE + 6)) '
		/^my_init: \*\*\* / || /^long: x*$/ && length == size { next }
		{ print substr($0, 1, 200) }' "$C/all")
	is "$broken" ''
	((i == 20 && $(grep -c 'my_init: [*]* Reaped PID' "$C/all") >= 20))
}
