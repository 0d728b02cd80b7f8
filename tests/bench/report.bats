# What the bench makes of its runs, from runs that are made up; and that a run
# that is not as it must be is found out. `bats tests/bench`.
# shellcheck shell=bats disable=SC2030,SC2031,SC2034,SC2154

bats_require_minimum_version 1.5.0

setup() {
	here=$BATS_TEST_DIRNAME
	out=$BATS_TEST_TMPDIR meta=$out/meta.tsv raw=$out/raw.tsv
	peer_names='nitro tini' quick=
	: | tee "$meta" "$raw" >"$out/cannot.tsv"
	# shellcheck source-path=SCRIPTDIR source=report.sh
	. "$here/report.sh"
}

each_subject() { echo my_init=; }

# played ROW GOALS LOAD WHO...: the row's line; the first is the floor.
played() {
	printf '%s\t%s\t%s\t%s\t%s\t%s\twhy not\n' \
		"$1" "$2" "$3" "${*:4}" "${NOISY-0}" 5 >>"$meta"
}

# took ROW WHO US...: a round each.
took() {
	local row=$1 who=$2 round=0 us
	shift 2
	for us; do
		round=$((round + 1))
		printf '%s\t%s\t%s\t%s\n' "$row" "$who" "$round" "$us" >>"$raw"
	done
}

# three WHO FLOOR OURS PEER: a row `exec` of five rounds with these.
three() {
	played exec 'time peer 1' 0.1 floor my_init tini
	took exec floor "$1" "$1" "$1" "$1" "$1"
	took exec my_init "$2" "$2" "$2" "$2" "$2"
	took exec tini "$3" "$3" "$3" "$3" "$3"
}

has() { [[ $output == *"$1"* ]] || { echo "$output" && return 1; }; }
has_not() { [[ $output != *"$1"* ]] || { echo "$output" && return 1; }; }

@test 'who is ahead is said, and by how much' {
	three 1000 1500 3000
	run -0 report
	has 'my_init is ahead of tini: x0.50'
	has 'x0.50 of tini <= x1 met'
}

@test 'a peer that wins is said plainly to win, and why' {
	three 1000 3000 1500
	run -0 report
	has 'my_init is BEHIND tini: x2.00 (2.00-2.00); why not'
	has 'x2.00 of tini <= x1 NOT MET'
}

@test 'where the quartiles lie on both sides of 1 nobody is ahead' {
	played exec 'time peer 1' 0.1 floor my_init tini
	took exec floor 100 100 100 100 100
	took exec my_init 150 180 190 220 250
	took exec tini 200 200 200 200 200
	run -0 report
	has 'my_init is level with tini'
}

@test 'a row of a busy machine is marked' {
	three 1000 1500 3000
	run -0 report
	has_not 'not quiet'
	: >"$meta"
	NOISY=3 three 1000 1500 3000
	run -0 report
	has 'not quiet'
}

@test 'what a peer cannot do is said' {
	three 1000 1500 3000
	printf 'stop-1\ttini\tTERMs to a service: 0, expected 1\n' \
		>"$out/cannot.tsv"
	run -0 report
	has 'stop-1           tini: TERMs to a service: 0, expected 1'
}

# up_rows US...: rows up-1, up-10 and up-100.
up_rows() {
	local n
	for n in 1 10 100; do
		played "up-$n" '' 0.1 floor
		took "up-$n" floor "$1"
		shift
	done
}

@test 'a cost that grows as a line is fitted by one' {
	up_rows 2500 7000 52000
	run -0 report
	has "2.000      0.5000     1.00  "
	has_not 'not a line'
}

@test 'a step in the growth is shown' {
	up_rows 2500 4000 52000
	run -0 report
	has 'not a line'
}

@test 'a ratio that grew by more than its spread is slower, and only that' {
	three 1000 1500 3000
	report >"$out/said"
	cp "$out/ratios.tsv" "$out/recorded"
	run -0 compare_with "$out/recorded"
	has '1 ratios compared, 0 slower'
	: | tee "$meta" >"$raw"
	three 1000 1600 3000
	report >"$out/said"
	run -1 compare_with "$out/recorded"
	has 'slower: exec, my_init, time: x1.600 of the floor, was x1.500'
}

@test 'a ratio that grew within its spread is not slower' {
	three 1000 1500 3000
	report >"$out/said"
	cp "$out/ratios.tsv" "$out/recorded"
	: | tee "$meta" >"$raw"
	played exec '' 0.1 floor my_init
	took exec floor 1000 1000 1000 1000 1000
	took exec my_init 1300 1400 1600 1700 1800
	report >"$out/said"
	run -0 compare_with "$out/recorded"
}

@test 'where no ratio is in both, it is not said that none is slower' {
	three 1000 1500 3000
	report >"$out/said"
	echo '# another day' >"$out/recorded"
	run -1 compare_with "$out/recorded"
	has '0 ratios compared'
}

needs_root() { [[ $EUID == 0 ]] || skip 'namespaces are made by root'; }

@test 'a contender of ours that fails is a fault, a peer that fails is not' {
	needs_root
	run -1 "$here/run" -q -o "$out/bench" -r syscalls \
		-s broken=/bin/false -p silly=/bin/false
	has 'FAULT: row syscalls, broken, round 0'
	has 'syscalls         silly: exit status: 1, expected 0'
}

# program NAME: what follows is its text, and it takes a -- in front.
program() {
	{ printf '#!/bin/sh\nshift\n' && cat; } >"$out/$1"
	chmod 755 "$out/$1"
}

@test 'a peer that cannot do it twice has no good run by luck' {
	needs_root
	program lucky <<-END
		echo x >>$out/runs
		[ \$(wc -l <$out/runs) -le 2 ] && exec "\$@"
	END
	run -0 "$here/run" -q -o "$out/bench" -r syscalls -p lucky="$out/lucky"
	has 'syscalls         lucky: exit status: 1, expected 0'
	run -1 grep '^syscalls	lucky	' "$out/bench/raw.tsv"
}

@test 'who ends early or never comes up is a fault in time, whatever is played' {
	needs_root
	"${CC:-cc}" -std=c11 -D_GNU_SOURCE -o "$out/stage" "$here"/stage*.c
	for mode in up stop early memory; do
		run -1 timeout 20 "$out/stage" -b /bin/true -n 2 -i 0 -m "$mode" \
			/bin/true
		has 'services up in time: 0, expected'
		run -1 timeout 20 "$out/stage" -b /bin/true -n 2 -i 0 -m "$mode" \
			-t 1 /bin/sleep 100
		has 'services up in time: 0, expected'
	done
}

@test 'the memory of one that is gone is a fault, and not none' {
	needs_root
	for p in stage actor; do
		"${CC:-cc}" -std=c11 -D_GNU_SOURCE -static -o "$out/$p" "$here/$p"*.c
	done
	# it ends when the board has one that started
	run -1 "$out/stage" -b "$out/actor" -n 1 -m memory /bin/sh -c '
		cd /etc/service/s0001 && ./run &
		until od -An -tu4 -j20 -N4 /etc/.bench/board | grep -q 1; do :; done'
	has 'wait status before its KILL: 0, expected 9'
}

@test 'what an adapter prepares with is not among what its init needs' {
	needs_root
	cat >"$out/same.sh" <<-'END'
		case $1 in
		services) echo "$2" ;;
		prepare) cat /dev/null ;;
		*) exit 1 ;;
		esac
	END
	run -0 "$here/run" -q -o "$out/bench" -r size-services \
		-a "$out/same.sh=$out/bench/floor_stop"
	diff "$out/bench/needed.floor" "$out/bench/needed.same"
	grep /runsvdir "$out/bench/needed.floor"
}
