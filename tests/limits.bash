# What the tests of limits share; loads services.bash.
# shellcheck shell=bash
load services

# A leak checker is a tracer too, and needs a process, memory and /proc.
[[ $BUILD != */asan ]] || export ASAN_OPTIONS=detect_leaks=0 SLACK=${SLACK:-5}

# everything: a startup script, a service and two hooks, which all leave marks;
# whoever PID 1 is.
everything() {
	script a "echo script >>$C/marks"
	actor web
	hook pre a "echo pre >>$C/marks"
	hook post a "echo post >>$C/marks"
	chmod -R a+rwX "$ETC"
}

# ready [ARG...]: boots with timeouts of TIMEOUT (5) seconds around a command
# that ends with 7; the service is there.
ready() {
	: >"$C/marks"
	chmod -R a+rwX "$C"
	TIMEOUT=${TIMEOUT-5} boot_quick "$@" -- svc_actor -s 7 "$C/marks" command
	marked 'web READY'
	marked 'command READY'
}

# whole WHAT: everything began and ended, in its order and once.
whole() {
	is "$1: $(grep -v READY "$C/marks" | tr '\n' ' ')" \
		"$1: script command SIGTERM pre web SIGTERM post "
}

# spent_under MS: all the processor time that PID 1 has taken in its life, also
# when that is over.
spent_under() {
	local fields ms
	fields=$(<"/proc/$CTR_PID/stat")
	read -r -a fields <<<"${fields##*) }"
	ms=$(((fields[11] + fields[12]) * 1000 / $(getconf CLK_TCK)))
	((ms < $1 * ${SLACK:-1})) || fail "it took $ms ms of a processor, not under $1"
}
