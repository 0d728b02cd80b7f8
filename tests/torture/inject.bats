# A signal, and a failure, at every system call: a seeded sample of what
# tests/torture/inject tries, each case a container of its own with the real
# program in it. A case that fails prints the command that repeats it, the seed
# of the whole is printed too.
#
#	INJECT_SEED	the same sample again
#	INJECT_PART	how much of it, in percent (100)
#	SLACK		what slow builds may take more

load ../helpers

setup() { :; }
teardown() { :; }

# inject CASES OPTION...: a sample of that many cases.
inject() {
	requires root
	"$BUILD/torture/inject" --program "$BUILD/my_init" \
		--seed "${INJECT_SEED:-$EPOCHSECONDS}" --jobs $(($(nproc) * 2)) \
		--sample $(($1 * ${INJECT_PART:-100} / 100 + 1)) "${@:2}" 3>&- 4>&-
}

# The sanitizers' own calls are not ours to let fail.
is_ours() { [[ $BUILD != */asan ]] || skip 'the sanitizers have calls of their own'; }

@test "a signal at any system call: the stop is whole, each service is told once" {
	inject 80 --signals --scene plain,scripts,command,loggers,stray
}

@test "a signal at any system call, not as PID 1 and around a bare command" {
	inject 40 --signals --scene off,bare
}

@test "a signal at any system call: critical, after, brake, tags and a wait" {
	inject 30 --signals --scene supervised
}

@test "any system call fails once: it says so or goes on, and the stop is whole" {
	is_ours
	inject 90 --errors --once
}

@test "a wait that fails once is asked again: no end is missed" {
	is_ours
	requires root
	for at in 1 2 3; do
		"$BUILD/torture/inject" --program "$BUILD/my_init" --once \
			--scene supervised --at "$at" --call wait4 --error EAGAIN 3>&- 4>&-
	done
}

@test "a system call fails from some moment on: no end, no spin, a whole stop" {
	is_ours
	inject 40 --errors --lasts
}

@test "the torture sees a program that is no init" {
	requires root
	cp /bin/true "$BATS_TEST_TMPDIR/my_init"
	cp -R "$BUILD"/{lib,my_initctl} "$BATS_TEST_TMPDIR"
	run -1 "$BUILD/torture/inject" --program "$BATS_TEST_TMPDIR/my_init" \
		--scene bare --at 1 --signal TERM 3>&- 4>&-
	[[ $output == *'FAILED: ended though nobody had asked'* ]]
}

@test "a case that is not reached is no success" {
	requires root
	run -1 "$BUILD/torture/inject" --program "$BUILD/my_init" \
		--scene bare --at 5000 --signal TERM 3>&- 4>&-
	[[ $output == *'FAILED: most were not reached'* ]]
}

@test "a profile of one scene is none of another" {
	requires root
	for scene in bare plain; do
		run -0 "$BUILD/torture/inject" --program "$BUILD/my_init" --scene "$scene" \
			--profile "$BATS_TEST_TMPDIR/profile" --sample 2 --signals 3>&- 4>&-
	done
	[[ $output == *'plain       signals        2 tried'* ]]
}
