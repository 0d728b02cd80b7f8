# What every bats file loads: a container for each test, and the words in which
# a test is told.  The real program is the real PID 1; tests/bin/container.c
# says what its container is made of.
#
#	ETC	the container's /etc as seen from the tester: write it before the
#		boot, read it at any time
#	C	a scratch directory, at the same path inside and outside
#	LOG	stdout and stderr of PID 1
#	BUILD	where the programs are; $BUILD/bin (the actors) is in PATH inside
#	CTR_PID	the program's pid as the tester sees it
#
# One container at a time; a test may boot again after wait_exit, on the same
# /etc.  Bodies come as an argument or on stdin and are POSIX sh.  Call these
# functions from the test itself, not under run (pid1 is for run).
# shellcheck shell=bash

bats_require_minimum_version 1.5.0

TOP=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
BUILD=${BUILD:-$TOP/build}
DEADLINE=${DEADLINE:-20}
# Tests become other users: what they cannot reach (a clone below /root) is
# copied to where they can.
if ((EUID == 0)) && [[ -x $BUILD/my_init ]] &&
	! setpriv --reuid=65534 --regid=65534 --clear-groups \
		test -x "$BUILD/my_init"; then
	CTR_COPY=$BATS_RUN_TMPDIR/build/${BUILD##*/} # its name says what it is
	if [[ ! -d $CTR_COPY ]]; then
		mkdir -p "$CTR_COPY"
		cp -R "$BUILD"/{my_init,my_initctl,setuser,install_clean,lib,bin,torture} \
			"$CTR_COPY"
	fi
	BUILD=$CTR_COPY
fi
CTR_PATH=$BUILD/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
CTR_ENTER=(--mount --pid --wd=/)
((EUID == 0)) || CTR_ENTER+=(--user --preserve-credentials)

setup() { container_setup; }
teardown() { container_teardown; }

# container_setup: empty skeleton; call it first in a setup() of your own.
container_setup() {
	local D=$BATS_TEST_TMPDIR
	if [[ ! -x $BUILD/my_init || ! -x $BUILD/bin/container ]]; then
		echo "make all bins first, or set BUILD: nothing in $BUILD" >&2
		return 1
	fi
	ETC=$D/etc C=$D/c LOG=$D/log
	CTR_PID='' CTR_NS='' CTR_LAUNCHER='' CTR_OPTS=() CTR_WRAP=() CTR_JOBS=()
	CTR_RUNS=0 CTR_ENDED=1 CTR_STATUS='' SIGNALLED_AT=0 ENDED_AT=0
	mkdir -p "$C" "$ETC"/{my_init.d,service,container_environment} \
		"$ETC"/my_init.{pre,post}_shutdown.d
	exec {CTR_NAP}<> <(:)
}

# container_teardown: ends what runs; call it last in a teardown() of your own.
container_teardown() {
	if [[ $CTR_LAUNCHER ]]; then
		kill "$CTR_LAUNCHER" 2>/dev/null || :
		# shellcheck disable=SC2046 # some pids
		kill -CONT $(jobs -rp) 2>/dev/null || : # nsenter may be stopped
		wait "$CTR_LAUNCHER" "${CTR_JOBS[@]}" 2>/dev/null || :
		CTR_LAUNCHER=''
	fi
}

# $HOLD: the text of a shell that is to trap a signal begins with it, then comes
# the trap, and at the end `wait`. What comes just before a read would not be
# seen until the read is over; a wait sees it.
# shellcheck disable=SC2034 # for the tests
HOLD='{ sleep 1000 & } >/dev/null 2>&1;'

# --- before the boot ----------------------------------------------------------

# put PATH MODE [TEXT]: a file below the container's /etc, as it is.
put() {
	local file text
	file=$(etc_now)/$1
	if (($# > 2)); then text=$3$'\n'; else IFS= read -r -d '' text || :; fi
	mkdir -p "${file%/*}"
	printf %s "$text" >"$file"
	chmod "$2" "$file"
}

# put_sh PATH [BODY]: an executable sh script below the container's /etc.
put_sh() {
	local text
	if (($# > 1)); then text=$2; else IFS= read -r -d '' text || :; fi
	[[ $text == '#!'* ]] || text=$'#!/bin/sh\n'$text
	put "$1" 755 "$text"
}

# script NAME [BODY]: a startup script.
script() { put_sh "my_init.d/$1" "${@:2}"; }

# hook pre|post NAME [BODY]: a shutdown script.
hook() { put_sh "my_init.$1_shutdown.d/$2" "${@:3}"; }

# service NAME [BODY]: a runit service; it may be added while the container runs.
service() { put_service "$1" run "${@:2}"; }

# log_service NAME [BODY]: the logger of a service.
log_service() { put_service "$1" log/run "${@:2}"; }

# finish NAME [BODY]: what runs after a service's run has ended.
finish() { put_service "$1" finish "${@:2}"; }

# put_service NAME FILE [BODY]: any script of a service.
put_service() {
	put_sh "service/$1/$2" "${@:3}"
}

# variable NAME VALUE: a file of /etc/container_environment (no newline added).
variable() { printf %s "$2" >"$(etc_now)/container_environment/$1"; }

# wrap CMD ARG...: PID 1 is CMD ARG... my_init ARG...; CMD must exec the rest.
wrap() { CTR_WRAP+=("$@"); }

# container OPTION...: options for tests/bin/container (-t tty, -i not PID 1,
# -w watch the end for nobody_left, -o FILE stdout apart, -n, -k PATH).
container() { CTR_OPTS+=("$@"); }

# --- the boot -----------------------------------------------------------------

# boot [ARG...]: starts my_init ARG...; it is there, and honours a TERM.
boot() { boot_env -- "$@"; }

# boot_env [NAME=VALUE...] -- [ARG...]: the same with variables from the engine.
boot_env() {
	local env=()
	while [[ $1 != -- ]]; do
		env+=(-e "$1")
		shift
	done
	boot_program "${env[@]}" -- "${CTR_WRAP[@]}" "$BUILD/my_init" "${@:2}"
}

# boot_program [OPTION...] -- PROG [ARG...]: any program as PID 1.
boot_program() {
	local options=()
	while [[ $1 != -- ]]; do
		options+=("$1")
		shift
	done
	((CTR_ENDED)) || fail "the container still runs"
	if ((CTR_RUNS++)); then
		container_teardown
		mv "$LOG" "$LOG.$((CTR_RUNS - 1))"
	fi
	CTR_ENDED=0 CTR_STATUS=''
	exec {CTR_FD}< <(PATH=$CTR_PATH exec container -k "$BUILD" -k "$TOP" -l "$BUILD/lib" \
		"${CTR_OPTS[@]}" "${options[@]}" "$BATS_TEST_TMPDIR" \
		"${@:2}" 2>>"$LOG" </dev/null 3>&- 4>&-)
	CTR_LAUNCHER=$!
	read -r -t "$DEADLINE" -u "$CTR_FD" _ CTR_PID CTR_NS ||
		fail "the container did not start"
}

# pid1 [NAME=VALUE... --] [ARG...]: my_init ARG... to its end, with its stdout,
# stderr and status; for run, as in: run --separate-stderr pid1 --help
pid1() {
	local env=() arg
	for arg; do
		[[ $arg == [!-]*=* ]] || break
		env+=(-e "$arg")
	done
	shift $((${#env[@]} / 2))
	((${#env[@]} == 0)) || shift
	PATH=$CTR_PATH command container -f -T "$DEADLINE" -k "$BUILD" -k "$TOP" -l "$BUILD/lib" \
		"${CTR_OPTS[@]}" "${env[@]}" "$BATS_TEST_TMPDIR" \
		"${CTR_WRAP[@]}" "$BUILD/my_init" "$@" </dev/null 3>&- 4>&-
}

# --- while it runs ------------------------------------------------------------

# etc_now: the directory through which /etc can be written now.
etc_now() {
	if ((CTR_ENDED)); then echo "$ETC"; else echo "/proc/$CTR_NS/root/etc"; fi
}

# signal NAME: to the program, from outside of the container (from pid 0).
signal() {
	SIGNALLED_AT=${EPOCHREALTIME//[.,]/}
	kill -s "$1" "$CTR_PID"
}

# inside CMD...: runs CMD in the container as docker exec does: its parent is 0.
inside() {
	PATH=$CTR_PATH nsenter "${CTR_ENTER[@]}" --target "$CTR_NS" -- "$@" 3>&- 4>&-
}

# inside_bg CMD...: the same in the background, ended with the container.
inside_bg() {
	PATH=$CTR_PATH nsenter "${CTR_ENTER[@]}" --target "$CTR_NS" -- "$@" \
		>>"$LOG" 2>&1 </dev/null 3>&- 4>&- &
	CTR_JOBS+=($!)
}

# keys TEXT: types TEXT (with \-escapes) on the terminal of container -t.
keys() { printf %b "$1" >"$BATS_TEST_TMPDIR/keys"; }

# stop [STATUS]: TERM, and the end with STATUS (0).
stop() {
	signal TERM
	wait_exit "${1:-0}"
}

# --- waiting; each has a deadline that shows the log --------------------------

# nap [SECONDS]: without a process; 5 ms.
nap() { read -r -t "${1-0.005}" -u "$CTR_NAP" || :; }

# wait_until CMD...: until CMD succeeds.
wait_until() {
	local now begin=${EPOCHREALTIME//[.,]/}
	until "$@" >/dev/null 2>&1; do
		now=${EPOCHREALTIME//[.,]/}
		((now < begin + DEADLINE * 1000000)) || {
			fail "never came true: $*"
			return 1
		}
		# What takes longer is asked for less often.
		if ((now < begin + 200000)); then nap; else nap 0.025; fi
	done
}

# logged TEXT: waits for a line of the log that contains TEXT.
logged() { wait_until has "$LOG" "$1"; }

# marked TEXT: waits for the line TEXT in $C/marks (scripts: echo TEXT >>$C/marks).
marked() { wait_until has_line "$C/marks" "$1"; }

# wait_exit STATUS: waits for the end; STATUS is 0..255, or SIGNAME if killed.
wait_exit() {
	local how number
	((CTR_ENDED)) ||
		read -r -t "$DEADLINE" -u "$CTR_FD" _ how number ENDED_AT ||
		fail "never ended"
	if ! ((CTR_ENDED)); then
		CTR_ENDED=1 CTR_STATUS=$number
		[[ $how == exit ]] || CTR_STATUS=SIG$(kill -l "$number")
	fi
	[[ $CTR_STATUS == "$1" ]] || fail "ended with $CTR_STATUS, not $1"
}

# ended: has the program ended?  (A zombie holds its pid until the teardown, so
# that a late signal hits nobody else.)
ended() { [[ $(<"/proc/$CTR_PID/stat") == *') Z '* ]]; }

# --- judging ------------------------------------------------------------------

# has FILE TEXT: does a whole line of FILE contain TEXT?  has_line: is one TEXT?
has() {
	local line
	while IFS= read -r line; do
		[[ $line != *"$2"* ]] || return 0
	done <"$1"
	return 1
}
has_line() {
	local line
	while IFS= read -r line; do
		[[ $line != "$2" ]] || return 0
	done <"$1"
	return 1
}

# count TEXT [FILE]: how many lines of the log (of FILE) contain TEXT.
count() { grep -cF -- "$1" "${2:-$LOG}" || :; }

# refute_logged TEXT: no line so far contains TEXT; say it after the end.
refute_logged() { ! has "$LOG" "$1" || fail "is in the log: $1"; }

# logged_in_order TEXT...: the log has lines with these texts, in this order.
logged_in_order() {
	local line
	while (($#)) && IFS= read -r line; do
		[[ $line != *"$1"* ]] || shift
	done <"$LOG"
	(($# == 0)) || fail "not in the log, or not in this order: $1"
}

# marks_are LINE...: $C/marks holds exactly these lines.
marks_are() {
	local is=''
	[[ ! -e $C/marks ]] || is=$(<"$C/marks")
	[[ $is == "$(printf '%s\n' "$@")" ]] || fail "the marks are:
$is"
}

# is WHAT EXPECTED: two strings are the same.
is() { [[ $1 == "$2" ]] || fail "is        '$1'
should be '$2'"; }

# nobody_left: when PID 1 called exit, nobody else lived (needs container -w).
nobody_left() {
	[[ -e $BATS_TEST_TMPDIR/left ]] || fail "nobody watched: container -w"
	[[ ! -s $BATS_TEST_TMPDIR/left ]] ||
		fail "left behind: $(<"$BATS_TEST_TMPDIR/left")"
}

# took_under MS: from the last signal to the end less than MS milliseconds
# (times SLACK, 1, for slow builds).
took_under() {
	local us=$((ENDED_AT - SIGNALLED_AT))
	((us < $1 * 1000 * ${SLACK:-1})) || fail "took $us us, not under $1 ms"
}

# fail REASON: shows the log and ends the test.
fail() {
	printf '%s\n--- the log of PID 1:\n' "$1" >&2
	cat "$LOG" >&2 || :
	echo "--- the end of the log" >&2
	return 1
}

# requires docker|podman|root|tty|PROGRAM: skips with the reason.
requires() {
	local why=''
	case $1 in
	docker | podman) "$1" info >/dev/null 2>&1 || why="no $1 answers" ;;
	root) ((EUID == 0)) || why='needs root' ;;
	tty) [[ -c /dev/ptmx ]] || why='needs /dev/ptmx' ;;
	*) command -v "$1" >/dev/null || why="needs $1" ;;
	esac
	[[ $why ]] || return 0
	skip "$why"
}
