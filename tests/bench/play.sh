# How a row of the bench is played. Sourced by run, whose variables these are.
# shellcheck shell=sh disable=SC2154

SLOW_US=1500000 # who needs more takes part in SLOW_ROUNDS rounds only
SLOW_ROUNDS=3

# note WHO ROUND VALUE: one line of raw.tsv, once the round counts.
note() {
	printf '%s\t%s\t%s\t%s\n' "$row" "$1" "$2" "$3" >>"$out/round.tsv"
}

is_peer() { # WHO
	case " $peer_names " in
	*" $1 "*) ;;
	*) return 1 ;;
	esac
}

# forget WHO: the row has none of its runs.
forget() {
	for f in "$raw" "$out/round.tsv"; do
		[ -e "$f" ] || continue
		awk -F '\t' -v row="$row" -v who="$1" \
			'$1 != row || $2 != who' "$f" >"$out/kept.tsv"
		mv "$out/kept.tsv" "$f"
	done
}

# A run failed: a fault, unless it is of a peer, who may be unable, and then has
# no good run by luck either.
failed() { # WHO ROUND COMMAND...
	who=$1
	if is_peer "$who"; then
		said=$(sed -n 's/^[a-z]*: //p' "$out/said.$who" | tail -n 1)
		printf '%s\t%s\t%s\n' "$row" "$who" "$said" >>"$out/cannot.tsv"
		echo "$row: $who cannot: $said" >&2
		contenders=$(echo "$contenders" | grep -v "^$who " || :)
		forget "$who"
		return 0
	fi
	shift
	{
		echo "FAULT: row $row, $who, round $*"
		cat "$out/said.$who"
	} | tee -a "$out/faults.txt" >&2
	faults=$((faults + 1))
}

# stage NAME ROUND [STAGE-OPTION...] COMMAND...: one run, noted in raw.tsv.
# In a group of pids, where there is one.
stage() {
	who=$1 round=$2
	shift 2
	# shellcheck disable=SC2086
	if value=$(
		[ -z "$group" ] || echo 0 >"$group/cgroup.procs"
		exec $stager $stage_options "$@" 2>"$out/said.$who"
	); then
		[ "$round" = 0 ] || note "$who" "$round" "$value"
		return 0
	fi
	return 1
}

# Who is so slow that few rounds must do.
look_for_slow() { # WHO VALUE MODE
	case $3 in up | stop | early | status) ;; *) return 0 ;; esac
	if [ "${2%%.*}" -gt "$SLOW_US" ]; then
		slow="$slow $1 "
	fi
}

# Is somebody else running? The kernel's count holds ourselves.
look_for_others() {
	read -r _ _ _ queue _ </proc/loadavg
	looks=$((looks + 1))
	if [ "${queue%%/*}" -gt 1 ]; then busy=$((busy + 1)); fi
}

# A peer may try again, and is out only when it fails twice; but not where one
# try may take minutes.
again() { # MODE ROUND
	is_peer "$who" || return 1
	case " $stage_options " in *' -t '*) return 1 ;; esac
	# shellcheck disable=SC2086
	stage "$who" "$2" $1 $command </dev/null
}

play_round() { # MODE ROUND
	looks=0 busy=0
	: >"$out/round.tsv"
	while read -r who command; do
		[ -n "$who" ] || continue
		case $slow in
		*" $who "*) [ "$2" -le "$SLOW_ROUNDS" ] || continue ;;
		esac
		look_for_others
		# shellcheck disable=SC2086
		if stage "$who" "$2" $1 $command </dev/null || again "$@"; then
			[ "$2" != 0 ] || look_for_slow "$who" "$value" "${1#-m }"
		else
			failed "$who" "$2" "$command"
		fi
	done <<-END
		$contenders
	END
}

# Notes the row in meta.tsv: its goals, the load when it began, the contenders
# in order, the rounds that were not quiet, all rounds, why peers may win.
note_row() { # LOAD NAMES
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$row" "$goals" "$1" "$2" \
		"$noisy" "$played" "$why" >>"$meta"
}

names() {
	echo "$contenders" | cut -d ' ' -f 1 | tr '\n' ' '
}

load() {
	cut -d ' ' -f 1 /proc/loadavg
}

# play MODE runs the row's rounds. A round is not quiet when somebody else was
# running before more than half of its runs; -Q throws it away and plays
# another, up to three times as many as there should be.
play() {
	play_as "-m $1"
}

play_as() { # STAGE-OPTION...
	slow='' noisy=0 played=0 round=0 tries=0
	load=$(load) all=$(names)
	printf '%s: %s rounds\n' "$row" "$rounds" >&2
	while [ "$round" -le "$rounds" ]; do
		play_round "$*" "$round"
		contenders=$(echo "$contenders" | sed '/^$/d' |
			awk 'NR == 1 { first = $0; next } { print }
				END { print first }')
		tries=$((tries + 1))
		if [ "$round" -gt 0 ]; then
			played=$((played + 1))
			if [ $((busy * 2)) -gt "$looks" ]; then
				noisy=$((noisy + 1))
				if [ -n "$quiet_only" ]; then
					[ "$tries" -le $((3 * rounds)) ] || break
					continue
				fi
			fi
		fi
		cat "$out/round.tsv" >>"$raw"
		round=$((round + 1))
	done
	note_row "$load" "$all"
	[ "$round" -gt "$rounds" ] ||
		echo "$row: only $((round - 1)) rounds were quiet" >&2
}

# play_together MODE: one round, all at once, of those that do nothing.
play_together() {
	noisy=0 played=1
	: >"$out/round.tsv"
	note_row "$(load)" "$(names)"
	printf '%s: all at once\n' "$row" >&2
	pids=
	while read -r who command; do
		[ -n "$who" ] || continue
		# shellcheck disable=SC2086
		stage "$who" 1 -m "$1" $command </dev/null &
		pids="$pids $!=$who"
	done <<-END
		$contenders
	END
	for pid in $pids; do
		wait "${pid%%=*}" || failed "${pid#*=}" 1 "$1"
	done
	cat "$out/round.tsv" >>"$raw"
}
