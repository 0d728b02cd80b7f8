# Signals at the worst moment and in masses, and masses that must end.
#
#	ONE_TRIES	how often a TERM meets a new child, per mode (200; a
#			release takes 10000)
#	ONE_STRAYS	how many are left behind (2000; a release takes 20000)
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034,SC2154
load services

TRIES=${ONE_TRIES:-200}
STRAYS=${ONE_STRAYS:-2000}
# All that queue but do not stop, less CHLD and those that a stop asks with.
PLAIN=(1 3 4 5 6 7 8 10 11 12 13 14 16 23 24 25 26 27 28 29 30 31)

# early OPTION... -- PROG ARG...: TERM as soon as PROG has a child.
early() {
	local options=()
	while [[ $1 != -- ]]; do
		options+=("$1")
		shift
	done
	container -n
	boot_program -- one_early -n "$TRIES" "${options[@]}" "${@:2}"
	DEADLINE=$((20 + TRIES / 5)) wait_exit 0
}

# counting ARG...: boots my_init ARG... around a command that counts signals.
counting() {
	boot "$@" -- one_flood count "$C/board"
	pid_of 'one_flood*' >/dev/null
}
flood() { "$BUILD/bin/one_flood" "$1" "$C/board" "${@:2}" 3>&- 4>&-; }

# --- the moment the child exists ----------------------------------------------

@test "a TERM the moment the child exists is not lost, as PID 1" {
	early -p -- "$BUILD/my_init" --bare -- sleep 1000
}

@test "a TERM the moment the child exists is not lost, with --group" {
	early -p -- "$BUILD/my_init" --bare --group -- sleep 1000
}

@test "a TERM the moment the child exists is not lost, off PID 1" {
	early -- "$BUILD/my_init" --bare -- sleep 1000
}

@test "a TERM the moment the child exists is not lost, off PID 1 with --group" {
	early -- "$BUILD/my_init" --bare --group -- sleep 1000
}

@test "a TERM the moment the child exists is rewritten, and not lost" {
	early -p -s 130 -- "$BUILD/my_init" --bare --rewrite TERM:INT -- sleep 1000
}

@test "a TERM the moment the child exists is not lost, with the other options" {
	early -p -s 0 -- "$BUILD/my_init" --bare --workdir / --env A=1 \
		--remap-exit 143 --timeout 1000 -- sleep 1000
}

@test "a TERM the moment the child exists is not lost with --skip-runit" {
	early -p -- "$BUILD/my_init" --skip-runit --quiet -- sleep 1000
}

@test "the torture sees a TERM that is lost" {
	container -n
	boot_program -- one_early sh -c 'trap "" TERM; sleep 0.2; exit 3'
	wait_exit 1
	logged 'try 0: a TERM after 0 ns: wait status 0x300'
}

# --- storms -------------------------------------------------------------------

@test "100 000 real-time signals: none lost, none doubled" {
	counting --bare
	flood send "$CTR_PID" 40 100000
	is "$(flood show | head -n 1)" '40 100000'
}

@test "20 000 signals of all kinds: none lost, none doubled" {
	counting --bare
	flood each "$CTR_PID" 900 "${PLAIN[@]}"
	for n in "${PLAIN[@]}"; do echo "$n 900"; done >"$C/expected"
	is "$(flood show | grep -v '^64 ')" "$(<"$C/expected")"
}

@test "20 000 real-time signals with --group and --verbose: none lost" {
	counting --bare --group --verbose
	flood send "$CTR_PID" 50 20000
	is "$(flood show | head -n 1)" '50 20000'
	is "$(count 'Forwarding SIGRTMIN+16 to PID 2.')" 20000
}

@test "2000 TERM and INT of a stop: none lost, none doubled" {
	counting --bare
	flood each "$CTR_PID" 1000 2 15
	is "$(flood show | head -n 2 | tr '\n' ' ')" '2 1000 15 1000 '
	is "$(<"$LOG")" ''
}

@test "20 000 real-time signals beside services: none lost, none doubled" {
	actor web
	counting
	marked 'web READY'
	flood send "$CTR_PID" 40 20000
	is "$(flood show | head -n 1)" '40 20000'
}

@test "two storms at once, and orphans: none lost, none doubled" {
	boot --bare -- sh -c "one_orphans 3000 & exec one_flood count $C/board"
	pid_of 'one_flood*' >/dev/null
	flood send "$CTR_PID" 40 20000 &
	CTR_JOBS+=($!)
	flood each "$CTR_PID" 500 10 12
	wait "${CTR_JOBS[@]}"
	is "$(flood show | grep -vE '^(17|64) ' | tr '\n' ' ')" \
		'10 500 12 500 40 20000 '
}

@test "20 000 real-time signals off PID 1: none lost, none doubled" {
	container -i
	counting --bare
	flood send "$CTR_PID" 40 20000
}

# --- refused ------------------------------------------------------------------

# refused ARG...: a command that PID 1 may not signal.
refused() {
	requires root
	wrap setpriv --bounding-set=-kill --inh-caps=-kill --
	boot "$@" -- setpriv --reuid 65534 sigprint -x 3
	logged READY
}

@test "a signal that may not be forwarded is one warning" {
	refused --bare
	signal USR1
	logged '*** warning: cannot forward SIGUSR1 to PID 2: Operation not permitted'
	signal USR1
	signal USR2
	logged '*** warning: cannot forward SIGUSR2 to PID 2: Operation not permitted'
	is "$(count warning)" 2
}

@test "a stop whose TERM is refused ends by --timeout" {
	refused --bare --timeout 0.4
	signal TERM
	wait_exit 143
	is "$(count 'cannot forward SIGTERM')" 1
}

@test "with --group a refused signal is one warning" {
	refused --bare --group --timeout 0.4
	signal USR1
	wait_until log_count 'cannot forward SIGUSR1' 1
	signal USR1
	signal USR2
	logged '*** warning: cannot forward SIGUSR2 to PID 2: Operation not permitted'
	logged '*** warning: cannot forward SIGUSR1 to PID 2: Operation not permitted'
	signal TERM
	wait_until ended
	is "$(count 'cannot forward SIGUSR1') $(count 'cannot forward SIGTERM')" '1 1'
}

# --- strays -------------------------------------------------------------------

# room: as many processes as the strays take can be had here.
room() {
	local limit need=$((STRAYS + 1000)) group
	for limit in "$(</proc/sys/kernel/pid_max)" "$(ulimit -u)" \
		"$(</proc/sys/kernel/threads-max)"; do
		[[ $limit == unlimited ]] || ((limit > need)) || skip "needs $need pids"
	done
	while IFS=: read -r _ _ group; do
		for limit in /sys/fs/cgroup{,/pids}"$group"/pids.max; do
			[[ ! -r $limit || $(<"$limit") == max ]] ||
				(($(<"$limit") > need)) || skip "needs $need pids"
		done
	done </proc/self/cgroup
}

# strays: some end on TERM, some are deaf, some fork when they get it.
strays() {
	echo "orphans -n $((STRAYS * 8 / 10)) -o $C/told
		orphans -d -n $((STRAYS * 2 / 10 - 20)) -o $C/told
		cmd_storm -f -n 20 -o $C/storm; echo MADE >>$C/marks; exit 3"
}

@test "thousands that are left, some forking, some deaf, are told and gone" {
	room
	container -w
	boot --bare --kill-all-processes-timeout $((5 + STRAYS / 2000)) -- \
		sh -c "$(strays)"
	DEADLINE=$((20 + STRAYS / 100)) marked MADE
	DEADLINE=60 wait_exit 3
	is "$(sort -u "$C/told" | wc -l)" "$((STRAYS - 20))"
	is "$(count SIGTERM "$C/told")" "$((STRAYS - 20))"
	nobody_left
}

# none_lives: no stray does. Who was killed may be on the way out.
none_lives() {
	! inside ps -e -o stat=,comm= | grep -qE "^[^ZX].*(orph|cmd_)"
}

@test "thousands that are left off PID 1 are told and gone" {
	room
	container -i
	boot --bare --kill-all-processes-timeout $((5 + STRAYS / 2000)) -- \
		sh -c "$(strays)"
	DEADLINE=$((20 + STRAYS / 100)) marked MADE
	DEADLINE=60 wait_exit 3
	is "$(sort -u "$C/told" | wc -l)" "$((STRAYS - 20))"
	wait_until none_lives
}

@test "a stage is skipped as soon as it is empty" {
	room
	boot --bare --kill-all-processes-timeout 1000 -- sh -c \
		"orphans -n $((STRAYS / 10)) -o $C/told; exit 3"
	wait_exit 3
	is "$(count SIGTERM "$C/told")" "$((STRAYS / 10))"
}

@test "without anybody left no stage is entered" {
	boot --bare --kill-all-processes-timeout 1000 --verbose -- sh -c 'exit 3'
	wait_exit 3
	refute_logged 'Killing all processes'
}
