# What a row of the bench is made of. Sourced by run, whose variables these are.
# shellcheck shell=sh disable=SC2034,SC2154

# Every init with my_init's command line: lines of NAME=PATH.
each_subject() {
	for s in my_init=my_init my_init-static=static/my_init; do
		if [ -x "$build/${s#*=}" ]; then
			echo "${s%%=*}=$(cd "$build" && pwd)/${s#*=}"
		fi
	done
	for s in $subjects; do echo "$s"; done
}

# Every other init: lines of NAME=PATH[,WORD...].
each_peer() {
	for p in tini tini-static dumb-init catatonit; do
		if [ -x "/usr/bin/$p" ]; then echo "$p=/usr/bin/$p"; fi
	done
	if [ -x /usr/bin/dumb-init ]; then
		echo dumb-init-c=/usr/bin/dumb-init,-c,--
	fi
	for p in $peers; do echo "$p"; done
}

# scaled N LEAST: N by -R and -q, at least LEAST.
scaled() {
	awk -v n="$1" -v least="$2" -v f="$factor" -v q="$quick" 'BEGIN {
		n = int(n * (q ? f / 10 : f) + .5)
		print n < least ? least : n
	}'
}

# row NAME ROUNDS GOALS STAGE-OPTION... begins a row. GOALS are for subjects,
# parted by `;`: COLUMN KIND LIMIT [PATTERN of the name], where COLUMN is time
# or one of facts.awk, and KIND is `ratio` (to the floor), `more` (than the
# floor, milliseconds), `peer` (ratio to the best peer) or `most`.
row() {
	row=$1 rounds=$(scaled "$2" 2) goals=$3
	shift 3
	stage_options=$*
	contenders=
	why=
	stager="$out/stage -b $out/actor"
}

# The same for a row that has a crowd, which is what -R makes larger.
crowd_row() {
	row "$@"
	rounds=${quick:+2}
	rounds=${rounds:-$2}
}

# contender NAME [STAGE-OPTION...] COMMAND... adds one to the row; the first is
# the floor. The words of a command must hold no blanks.
contender() {
	contenders="$contenders
$*"
}

# peer NAME ...: the same of one that is not ours. It need not be able to do
# what the row asks for: then the table says so.
peer() {
	contender "$@"
	case " $peer_names " in
	*" $1 "*) ;;
	*) peer_names="$peer_names $1" ;;
	esac
}

# subjects_with WORD...: every subject, all that it can do.
subjects_with() {
	for s in $(each_subject); do
		contender "${s%%=*}" "${s#*=}" "$@"
	done
}

# bare PATH: the words that make it an init of one command and no more.
bare() {
	case $(unshare --pid --fork "$1" --help 2>&1) in
	*--bare*) echo --bare -- ;;
	*) echo --skip-startup-files --skip-runit --quiet -- ;;
	esac
}

# bare_with [-T] COMMAND...: every subject around one command.
bare_with() {
	first=
	if [ "$1" = -T ]; then
		first=$1
		shift
	fi
	for s in $(each_subject); do
		# shellcheck disable=SC2046,SC2086 # words
		contender "${s%%=*}" $first "${s#*=}" $(bare "${s#*=}") "$@"
	done
}

peers_with() {
	for p in $(each_peer); do
		words=--
		case $p in *,*) words=$(echo "${p#*,}" | tr , ' ') ;; esac
		path=${p#*=}
		# shellcheck disable=SC2086 # words
		peer "${p%%=*}" "${path%%,*}" $words "$@"
	done
	adapters_with one "$@"
}
