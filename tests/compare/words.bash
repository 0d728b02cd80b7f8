# The words in which behaviours.bats is written, on top of ../helpers.bash.
#
# An init is described by a file of inits/: the array `opt` has the options by
# which it does a thing; %s stands for an argument; a key that is missing is a
# thing that it does not offer, and its row says "-".
#
#	INIT		the program
#	INIT_ADAPTER	its description
# shellcheck shell=bash disable=SC2034
load ../helpers

# A failure may be the machine's doing: it counts when it happens twice, the
# second time with twice the patience.
export BATS_TEST_RETRIES=1

setup() {
	: "${INIT:=$BUILD/my_init}"
	: "${INIT_ADAPTER:=$BATS_TEST_DIRNAME/inits/my_init}"
	declare -gA opt=()
	# shellcheck source=tests/compare/inits/my_init
	. "$INIT_ADAPTER"
	OPTIONS=() VARIABLES=()
	DEADLINE=$((DEADLINE * BATS_TEST_TRY_NUMBER))
	container_setup
	# The command tells when it is ready: the mask of an init does not, as the
	# kernel opens it for who is in sigtimedwait.
	container -n
	# these are other directories inside
	case $INIT in
	/tmp/* | /run/* | /dev/shm/*) container -k "${INIT%/*}" ;;
	esac
	with always
}

# with THING [ARG...]: the init is called with its option for it, or the row is
# "-".
with() {
	local words
	if [[ ! -v opt[$1] ]]; then
		[[ $1 == always ]] || skip 'not offered'
		return 0
	fi
	# shellcheck disable=SC2059 # a format it is
	read -r -a words <<<"$(printf -- "${opt[$1]}" "${@:2}")"
	OPTIONS+=("${words[@]}")
}

# init [COMMAND...]: it is PID 1, and runs COMMAND.
init() { init_as -- "$@"; }

# init_as [WORD...]: the same, without the -- in front of the command.
init_as() {
	boot_program "${VARIABLES[@]}" -- "${CTR_WRAP[@]}" "$INIT" \
		"${OPTIONS[@]}" "$@"
}

# inner: sets INNER to the words by which it runs a command inside.
inner() { INNER="$INIT ${OPTIONS[*]} --"; }

# race MODE [OPTION...] [COMMAND...]: many inits, see race.c.
race() {
	requires root
	local mode=$1 options=() command
	shift
	while [[ ${1-} == -* ]]; do
		options+=("$1" "$2")
		shift 2
	done
	command=("$@")
	DEADLINE=45
	boot_program -- race "${options[@]}" "$mode" "$INIT" "${OPTIONS[@]}" -- \
		"${command[@]}"
	wait_exit 0
}

# field NAME: what the actor mask has written of it to $C/mask.
field() { sed -n "s/^$1 //p" "$C/mask"; }

# pid_of NAME: the process of that name in the container, as the tester sees it;
# nothing, if it does not come. (wait_until would not end in a substitution.)
pid_of() {
	local end=$((${EPOCHREALTIME//[.,]/} + DEADLINE * 1000000))
	until named "$1"; do
		((${EPOCHREALTIME//[.,]/} < end)) || return 1
		nap
	done | head -n 1
}
named() { pgrep --ns "$CTR_NS" --nslist pid -x "$1"; }

# state PID: its letter, of one that is there.
state() { [[ $1 ]] && sed 's/.*) //; s/ .*//' "/proc/$1/stat"; }
stopped() { [[ $(state "$1") == T ]]; }
resumed() { [[ $(state "$1") == [RSD] ]]; }
no_zombies() {
	local states
	states=$(inside ps -e -o stat=) && [[ $states && $states != *Z* ]]
}

# taken PID: no signal is pending for it any more.
taken() { grep -q '^ShdPnd:	0*$' "/proc/$1/status"; }

# foreground PID: the foreground process group of its terminal, and its own.
foreground() { sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 3,6; }

# switches: how often the init has been woken so far.
switches() { sed -n 's/^voluntary_ctxt_switches:	//p' "/proc/$CTR_PID/status"; }
calm() {
	local before
	before=$(switches)
	nap 0.5
	is "$(switches)" "$before"
}

# marks N TEXT: $C/marks has N lines TEXT.
marks() { [[ $(count "$2" "$C/marks") == "$1" ]]; }

# signals_are LINE...: as marks_are, whatever CONTs there are.
signals_are() { is "$(grep -v SIGCONT "$C/marks")" "$(printf '%s\n' "$@")"; }

# program NAME MODE TEXT: a file of the test's own.
program() { put ../c/"$1" "$2" "$3"; }

# shell TEXT: a shell that is the init's command, does that and stays.
shell() {
	init sh -c "$HOLD $1; echo READY >>$C/marks; wait"
	marked READY
}
