# What the comparison makes of its runs, from runs that are made up.
# `bats tests/compare/table.bats`.
# shellcheck shell=bats

bats_require_minimum_version 1.5.0

# tap NAME LINE...: what an init's run said.
tap() { printf '%s\n' "${@:2}" >"$1.tap"; }

# table [OPTION...]: of my_init and its peers.
table() {
	awk -v names='my_init tini catatonit' "$@" \
		-f "$BATS_TEST_DIRNAME/table.awk" {my_init,tini,catatonit}.tap
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	tap my_init 1..2 'ok 1 it reaps in 20ms' 'ok 2 it forwards in 10ms'
	tap tini 1..2 'ok 1 it reaps in 20ms' 'not ok 2 it forwards in 10ms'
	tap catatonit 1..2 'ok 1 it reaps # skip not offered' 'ok 2 it forwards # skip needs root'
}

has() { [[ $output == *"$1"* ]] || { echo "$output" && return 1; }; }

@test 'yes, no, not offered and not tried have a word each' {
	run -0 table
	has '| it reaps | yes | yes | - |'
	has '| it forwards | yes | no | ? |'
	has '| right, of 2 | 2 | 1 | 0 |'
}

@test 'what my_init does wrong is a failure where no peer is right either' {
	tap my_init 1..2 'ok 1 it reaps in 20ms' 'not ok 2 it forwards in 10ms'
	run -1 table
	has 'compare: my_init: no: it forwards'
}

@test 'what it does not offer is one too' {
	tap my_init 1..2 'ok 1 it reaps' 'ok 2 it forwards # skip not offered'
	run -1 table -v some=1
	has 'compare: my_init: -: it forwards'
}

@test 'what it could not try is one, but where that is allowed' {
	tap my_init 1..2 'ok 1 it reaps' 'ok 2 it forwards # skip needs root'
	run -1 table
	has 'compare: my_init: ?: it forwards'
	run -0 table -v some=1
}

@test 'rows that never came are missed, if all inits lack them too' {
	tap my_init 1..3 'ok 1 it reaps' 'ok 2 it forwards'
	run -1 table -v some=1
	has 'compare: my_init: 2 rows of 3'
	tap my_init 1..2 'ok 1 it reaps'
	run -1 table -v some=1
	has 'compare: my_init: missing: it forwards'
}

@test 'an empty file shifts nobody into the column of another' {
	: >my_init.tap
	run -1 table
	has '| it reaps | ? | yes | - |'
	has '| right, of 2 | 0 | 1 | 0 |'
}
