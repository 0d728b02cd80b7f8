# The soak: what eight hours bring in some minutes, and nothing grows. Here is
# one of a hundredth of the work; `make soak` is all of it. And that its judge
# sees what it has to see.
#
#	SLACK		what slow builds may take more
# shellcheck shell=bats disable=SC2030,SC2031,SC2034,SC2154

load ../helpers

setup() { :; }
teardown() { :; }

# soak OPTION...: a hundredth of it; what is left is in $BATS_TEST_TMPDIR.
soak() {
	requires root
	BUILD=$BUILD "$BATS_TEST_DIRNAME/soak/run" --scale 0.01 \
		--out "$BATS_TEST_TMPDIR" "$@" 3>&- 4>&-
}

# has_child PID NAME: its pid is in $child then.
has_child() {
	local comm children
	read -ra children <"/proc/$1/task/$1/children"
	for child in "${children[@]}"; do
		! read -r comm <"/proc/$child/comm" || [[ $comm != "$2" ]] || return 0
	done
	return 1
}

# is_gone PID: perhaps nobody has reaped it.
is_gone() { ! grep -q '^State:.[^Z]' "/proc/$1/status"; }

# made_up: a soak that was as it has to be, of 40 samples.
made_up() {
	local i
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' 'end exit 0' 'stop_ms 100' 'ms 1000' 'orphans 400' \
		'starts 450 450' 'bytes 4000 4000' 'lines 40 40' 'services 50' >facts
	{
		printf '%s\t' portion orphans requests rss anon fds worst rest \
			lasting state_kib state_files tagger_anon tagger_fds \
			runsvdir_anon runsvdir_fds
		echo
		for i in {1..40}; do
			printf '%s\t' "$i" $((i * 10)) $((i * 10)) 800 100 7 $((i % 9)) \
				0 0 900 600 90 4 110 $((4 + i % 2))
			echo
		done
	} >samples.tsv
	last='*** Stopped in 0.1 s (services 0.1 s): SIGTERM; status 0.'
}

# judge [STATUS]: what the judge makes of it.
judge() {
	run "-${1:-0}" awk -v samples=40 -v budget_s=20 -v slack=1 -v orphans=400 \
		-v restarts=400 -v bytes=4000 -v last="$last" \
		-f "$BATS_TEST_DIRNAME/soak/judge.awk" facts samples.tsv
}

# sample COLUMN NUMBER VALUE: of that sample, and of those that follow.
sample() {
	awk -v name="$1" -v from="$2" -v value="$3" '
	NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) column = i }
	NR > from { $column = value }
	{ print }' OFS='\t' samples.tsv >changed
	mv changed samples.tsv
}

# sees TEXT: the judge fails for that reason, and for no other.
sees() {
	judge 1
	is "$(grep -c FAILED <<<"$output")" 1
	[[ $output == *"FAILED: $1"* ]] || fail "not seen: $1 ($output)"
	made_up
}

@test "with ten thousand orphans, a thousand restarts and 100 MB of log nothing grows" {
	soak --services 200
	is "$(tail -n +2 "$BATS_TEST_TMPDIR/samples.tsv" | wc -l)" 120
}

@test "a program that is no init is seen" {
	requires root
	mkdir "$BATS_TEST_TMPDIR/build"
	cp -R "$BUILD"/{bin,lib,torture,my_initctl} "$BATS_TEST_TMPDIR/build"
	cp /bin/true "$BATS_TEST_TMPDIR/build/my_init"
	SLACK=1 run -1 soak --program "$BATS_TEST_TMPDIR/build/my_init" --services 20
	[[ $output == *'FAILED: no runsvdir, or no tagger, is there'* ]]
}

@test "the soak and its container end with the script" {
	requires root
	TMPDIR=$BATS_TEST_TMPDIR "$BATS_TEST_DIRNAME/soak/run" --scale 0.01 \
		--out "$BATS_TEST_TMPDIR" >"$BATS_TEST_TMPDIR/output" 3>&- 4>&- &
	local parents=($!) name child
	exec {CTR_NAP}<> <(:) # for wait_until
	for name in soak container my_init; do
		wait_until has_child "${parents[-1]}" "$name"
		parents+=("$child")
	done
	kill -9 "${parents[0]}"
	for child in "${parents[@]:1}"; do
		wait_until is_gone "$child"
	done
}

@test "the judge is content with what is flat" {
	made_up
	judge
}

@test "the judge sees what grows in the last tenth" {
	made_up
	for what in 'anon 101 the memory of PID 1' 'tagger_anon 91 the memory of the tagger' \
		'runsvdir_anon 111 the memory of runsvdir' \
		'runsvdir_fds 6 descriptors of runsvdir' \
		'state_kib 1101 the state directory' \
		'state_files 651 the files of the state directory'; do
		read -r column value text <<<"$what"
		sample "$column" 37 "$value"
		sees "$text"
	done
}

@test "the judge sees a descriptor more or less in one sample" {
	made_up
	for value in 6 8; do
		sample fds 20 "$value"
		sample fds 21 7
		sees 'descriptors of PID 1: 7, and '
		sample tagger_fds 40 "$value"
		sees 'descriptors of the tagger: 4, and '
	done
}

@test "the judge sees zombies that stay" {
	made_up
	sample rest 30 1
	sample rest 31 0
	sees 'children of PID 1 that are left at rest: 1 in sample 30'
	sample lasting 2 1
	sees 'zombies that last: 1 in sample 2'
}

@test "the judge sees what was lost, and what was not done" {
	made_up
	sed -i 's/^lines .*/lines 40 39/' facts
	sees 'of 40 lines 39 came out'
	sed -i 's/^starts .*/starts 450 449/' facts
	sees 'of 450 starts 449 came out'
	sed -i 's/^orphans .*/orphans 399/' facts
	sees '399 orphans of 400'
	echo 'fault line 7 of the log is torn' >>facts
	sed -i 's/^orphans .*/orphans 399/' facts # which follows from it
	sees 'line 7 of the log is torn'
	sed -i '$d' samples.tsv
	sees '39 samples of 40'
}

@test "the judge sees what could not be read" {
	made_up
	for what in 'anon the memory of PID 1' 'state_kib the state directory' \
		'state_files the files of the state directory'; do
		read -r column text <<<"$what"
		sample "$column" 20 -1
		sample "$column" 21 100
		sees "$text"
	done
}

@test "the judge sees a stop that is not as it should be" {
	made_up
	sed -i 's/^end .*/end signal 9/' facts
	sees 'the end is: signal 9, not exit 0'
	sed -i 's/^stop_ms .*/stop_ms 20001/' facts
	sees 'the stop took 20001 ms'
	last='*** Stopped in 9 s: SIGTERM, 1 had to be killed; status 0.'
	sees 'the last line is: '
}
