# What the tests of the services and of the stop share; loads helpers.bash.
# shellcheck shell=bash
load helpers

# actor NAME [-d] [OPTION...]: the service NAME is tests/bin/svc_actor; it marks
# "NAME READY" and "NAME SIGTERM", and with -d it is deaf.
actor() { service "$1" "exec svc_actor ${*:2} $C/marks $1"; }

# setting SERVICE FILE [TEXT]: a file of a service directory.
setting() { put "service/$1/$2" 644 "${3-}"; }

# ctl WORD...: my_initctl, inside.
ctl() { inside "$BUILD/my_initctl" "$@"; }

# has_state: waits until my_init has its state directory; with --skip-runit the
# command is there before that.
has_state() { wait_until inside test -p /run/my_init/events; }

# boot_quick [ARG...]: boots with timeouts of TIMEOUT (0.3) seconds.
boot_quick() {
	boot_env KILL_PROCESS_TIMEOUT="${TIMEOUT-0.3}" \
		KILL_ALL_PROCESSES_TIMEOUT="${TIMEOUT-0.3}" -- "$@"
}

# up: waits until the boot is over: a TERM now is no stop during the boot.
up() { logged 'Runit started as PID'; }

# children PID: its children, as the tester sees them.
children() {
	local pids=()
	read -r -a pids <"/proc/$1/task/$1/children" || :
	echo "${pids[@]}"
} 2>/dev/null

# find_pid PATTERN PID: sets FOUND to who below PID has this command line.
find_pid() {
	local pid words
	for pid in $(children "$2"); do
		mapfile -d '' -t words <"/proc/$pid/cmdline"
		# shellcheck disable=SC2053 # a pattern it is
		if [[ ${words[*]} == $1 ]]; then
			FOUND=$pid
			return
		fi
		find_pid "$1" "$pid" && return
	done
	return 1
} 2>/dev/null

# pid_of PATTERN: who in the container has this command line, as the tester
# sees it; the pattern is bash's, as in '*runsv web'. Waits for it: while others
# come and go, the kernel's list of children may miss one.
pid_of() {
	wait_until find_pid "$1" "$CTR_PID" || return
	echo "$FOUND"
}

# sv_says STATE NAME: sv status does, by now; runsv writes it down after the
# service has begun.
sv_says() { wait_until sv_status_is "$@"; }
sv_status_is() { [[ $(inside sv status "$2") == "$1: $2:"* ]]; }

# tree [PID]: the names of all processes below, as in "my_init(runsvdir(runsv))".
tree() {
	local pid parts=''
	for pid in $(children "${1:-$CTR_PID}"); do
		parts+=${parts:+ }$(tree "$pid")
	done
	echo "$(<"/proc/${1:-$CTR_PID}/comm")${parts:+($parts)}"
}

# rescan: has runsvdir look at /etc/service now; only Debian's build can.
rescan() {
	local pid
	pid=$(pid_of '*runsvdir -P*')
	! grep -q '^SigCgt:.*[2367abef]...$' "/proc/$pid/status" ||
		kill -ALRM "$pid"
}

# marks_count TEXT NUMBER, log_count TEXT NUMBER: so many lines of the marks (of
# the log) contain TEXT; for wait_until.
marks_count() { (($(count "$1" "$C/marks") == $2)); }
log_count() { (($(count "$1") == $2)); }

# marks_at_least_in FILE NUMBER: so many lines are in it, for wait_until.
marks_at_least_in() { (($(wc -l <"$1") >= $2)); }

# stop_hurried MARK: TERM; when MARK is there two more; the end, with status 0.
stop_hurried() {
	signal TERM
	marked "$1"
	signal TERM
	wait_until log_count 'Received SIGTERM' 2
	signal TERM
	wait_exit 0
}

# freeze PATTERN: stops the process (of pid_of) by SIGSTOP, and sees it stopped.
freeze() {
	local pid
	pid=$(pid_of "$1")
	kill -STOP "$pid"
	wait_until grep -q '^State:.T' "/proc/$pid/status"
}

# step_under STEP MS: by the last line of the log, that step of the stop took
# less (one without a time took none); "Stopped in" is all of them. It is PID 1's
# own clock: of a test of less than a second, a busy machine would make nonsense.
step_under() {
	local ms=0
	[[ $(tail -n 1 "$LOG") == *'Stopped in '* ]] || {
		fail 'the last line is not of the stop'
		return 1
	}
	[[ ! $(tail -n 1 "$LOG") =~ "$1 "([0-9]+)\.([0-9]+)" s" ]] ||
		ms=$((10#${BASH_REMATCH[1]}${BASH_REMATCH[2]}))
	((ms < $2 * ${SLACK:-1})) || fail "$1: $ms ms, not under $2"
}
