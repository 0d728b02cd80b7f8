# What the tests of my_initctl check share: an image, which is a tree below $ROOT
# of files that nobody runs. Loads helpers.bash.
# shellcheck shell=bash disable=SC2034 # CTL is for who loads it
CTL=${BUILD:-$BATS_TEST_DIRNAME/../build}/my_initctl
load helpers

# in_image PATH MODE LINE...: a file of the image.
in_image() {
	mkdir -p "$ROOT/${1%/*}"
	printf '%s\n' "${@:3}" >"$ROOT/$1"
	chmod "$2" "$ROOT/$1"
}

# in_bytes PATH MODE FORMAT: a file of these bytes.
in_bytes() {
	mkdir -p "$ROOT/${1%/*}"
	# shellcheck disable=SC2059 # it is one
	printf "$3" >"$ROOT/$1"
	chmod "$2" "$ROOT/$1"
}

# A sh, an env and a runsvdir, and the service $web.
setup() {
	umask 022
	ROOT=$BATS_TEST_TMPDIR/root
	mkdir -p "$ROOT"/usr/bin "$ROOT"/etc/service "$ROOT"/run
	ln -s usr/bin "$ROOT"/bin
	in_image usr/bin/sh 755 'the shell'
	in_image usr/bin/env 755 'env'
	in_image usr/bin/runsvdir 755 'runsvdir'
	web=etc/service/web
	in_image $web/run 755 '#!/bin/sh' 'exec web --foreground'
}

teardown() { :; }
