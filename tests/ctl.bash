# What the tests of my_initctl share: what PID 1 writes for it is made up here.
# Loads services.bash.
# shellcheck shell=bash
load services

# ctl ARG...: in the container, with the state directory $STATE.
ctl() { inside env MY_INIT_STATE="${STATE-/none}" "$BUILD/my_initctl" "$@"; }

# state: makes $STATE, of the PID 1 that runs now.
state() {
	STATE=$C/state
	mkdir -p "$STATE/services"
	EPOCH=$(inside sed 's/.*) //' /proc/1/stat | cut -d ' ' -f 20)
	echo "1 $EPOCH" >"$STATE/pid"
}
