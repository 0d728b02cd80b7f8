# Chaos: random harm to a container with twenty services of mixed character, in
# which the real program is the real PID 1; then a stop, and a verdict. Two short
# ones; tests/torture/chaos takes an hour as well. The first line of the output
# repeats one that failed.
#
#	CHAOS_SEED	the same harms again
#	SLACK		what slow builds may take more

load ../helpers

setup() { :; }
teardown() { :; }

# chaos OPTION...: some seconds of it.
chaos() {
	requires root
	"$BUILD/torture/chaos" --program "$BUILD/my_init" --seconds 6 \
		${CHAOS_SEED:+--seed "$CHAOS_SEED"} "$@" 3>&- 4>&-
}

@test "processes killed and stopped, services edited: PID 1 lives, reaps, and stops in order" {
	chaos
}

@test "the same with services that wait for others, a brake and tags" {
	chaos --extras after,brake,tags
}

@test "the torture sees a program that is no init" {
	requires root
	cp /bin/true "$BATS_TEST_TMPDIR/my_init"
	cp -R "$BUILD"/{lib,my_initctl} "$BATS_TEST_TMPDIR"
	run -1 "$BUILD/torture/chaos" --program "$BATS_TEST_TMPDIR/my_init" \
		--seconds 1 3>&- 4>&-
	[[ $output == *'FAILED: ended before it could hear a TERM'* ]]
}
