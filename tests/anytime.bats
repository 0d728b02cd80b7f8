# TERM at any moment: a seeded sample of what tests/torture/anytime tries, each
# case a container of its own with the real program as PID 1. A case that fails
# prints the command that repeats it, the seed of the whole is printed too.
#
#	ANYTIME_SEED	the same sample again
#	ANYTIME_PART	how much of it, in percent (100)
#	SLACK		what slow builds may take more

load helpers

setup() { :; }
teardown() { :; }

# anytime CASES VARIANTS: a sample of that many cases of these variants.
anytime() {
	requires root
	"$BUILD/torture/anytime" --program "$BUILD/my_init" --variant "$2" \
		--seed "${ANYTIME_SEED:-$EPOCHSECONDS}" --jobs $(($(nproc) * 2)) \
		--sample $(($1 * ${ANYTIME_PART:-100} / 100 + 1)) 3>&- 4>&-
}

@test "TERM at any moment: each service that ran gets it once, and nothing is left" {
	anytime 160 plain,slow
}

@test "INT, and a second TERM a millisecond later, at any moment" {
	anytime 80 int,second
}

@test "TERM at any moment: the command gets it too, and once" {
	anytime 50 command
}

@test "TERM at any moment: loggers get every line, a finish runs once" {
	anytime 70 loggers,finish
}

@test "TERM at any moment: services that end at once, and traces of an earlier life" {
	anytime 50 crash,stale
}

@test "TERM at any moment on a busy machine: runsv and loggers are late" {
	anytime 32 held-birth,held-note,held-logger,held-both
}

@test "TERM while a startup script runs, and between two of twenty" {
	anytime 50 script,scripts
}

@test "TERM while a shutdown hook runs changes nothing" {
	anytime 50 pre,post,pre-again,post-again
}

@test "TERM while the kill of all waits changes nothing" {
	anytime 24 stray,stray-again
}

@test "the torture sees a program that never blocks TERM" {
	requires root
	run -1 "$BUILD/torture/anytime" --program /bin/true --variant plain \
		--services 0 --delay 0 --old 3>&- 4>&-
	[[ $output == *"never blocked TERM"* ]]
}
