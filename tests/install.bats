# What make install puts where, what the programs are made of, install_clean.
# shellcheck shell=bats disable=SC2016,SC2154
load helpers

setup() {
	container_setup
	ROOT=$BATS_TEST_TMPDIR/root
	unset MAKEFLAGS MAKELEVEL MAKEOVERRIDES
}

# installed [TARGET VAR=VALUE...]: make install into $ROOT, of what is there: -o, or
# make might build a variant anew by the flags of another.
installed() {
	make -s -C "$TOP" -o all O="$BUILD" DESTDIR="$ROOT" "${@:-install}"
}

# tree: everything below $ROOT, with modes.
tree() { (cd "$ROOT" && find . -mindepth 1 -printf '%M %P\n' | LC_ALL=C sort -k 2); }

# program NAME: of the variant under test.
program() { readelf -W "${@:2}" "$BUILD/$1"; }

@test "make install puts there this and nothing else" {
	(umask 022 && installed)
	is "$(tree)" 'drwxr-xr-x etc
drwx------ etc/container_environment
drwxr-xr-x etc/my_init.d
drwxr-xr-x etc/my_init.post_shutdown.d
drwxr-xr-x etc/my_init.pre_shutdown.d
drwxr-xr-x etc/service
drwxr-xr-x etc/service/.example
-rwxr-xr-x etc/service/.example/finish
drwxr-xr-x etc/service/.example/log
-rwxr-xr-x etc/service/.example/log/run
-rwxr-xr-x etc/service/.example/run
drwxr-xr-x sbin
-rwxr-xr-x sbin/install_clean
-rwxr-xr-x sbin/my_init
-rwxr-xr-x sbin/my_initctl
-rwxr-xr-x sbin/setuser
drwxr-xr-x usr
drwxr-xr-x usr/lib
drwxr-xr-x usr/lib/my_init
lrwxrwxrwx usr/lib/my_init/finish
lrwxrwxrwx usr/lib/my_init/my_initctl
-rwxr-xr-x usr/lib/my_init/prepare
lrwxrwxrwx usr/lib/my_init/run
lrwxrwxrwx usr/lib/my_init/runsv
-rwxr-xr-x usr/lib/my_init/tag
drwxr-xr-x usr/share
drwxr-xr-x usr/share/bash-completion
drwxr-xr-x usr/share/bash-completion/completions
-rw-r--r-- usr/share/bash-completion/completions/my_initctl
drwxr-xr-x usr/share/man
drwxr-xr-x usr/share/man/man8
-rw-r--r-- usr/share/man/man8/install_clean.8
-rw-r--r-- usr/share/man/man8/my_init.8
-rw-r--r-- usr/share/man/man8/my_initctl.8
-rw-r--r-- usr/share/man/man8/setuser.8
drwxr-xr-x usr/share/my_init
-rw-r--r-- usr/share/my_init/directories'
}

@test "what is installed is what was built" {
	installed
	cmp "$ROOT/sbin/my_init" "$BUILD/my_init"
	cmp "$ROOT/sbin/setuser" "$BUILD/setuser"
	cmp "$ROOT/sbin/install_clean" "$TOP/init/install_clean"
	cmp "$ROOT/usr/share/man/man8/my_init.8" "$TOP/init/my_init.8"
	diff -r "$ROOT/etc/service" "$TOP/etc/service"
}

@test "with STRIP they are that without symbols, whatever the environment has" {
	STRIP=false installed
	cmp "$ROOT/sbin/my_init" "$BUILD/my_init"
	installed install STRIP=strip
	strip -o "$C/my_init" "$BUILD/my_init"
	cmp "$ROOT/sbin/my_init" "$C/my_init"
}

@test "the installed files are for everybody, under any umask" {
	(umask 077 && installed)
	run -0 find "$ROOT/sbin" "$ROOT/usr/share/man/man8" -type f ! -perm -444
	is "$output" ''
	run -0 find "$ROOT/etc" ! -perm -555 ! -name container_environment
	is "$output" ''
}

@test "PREFIX, SBINDIR and MANDIR say where programs and manuals go" {
	installed install PREFIX=/opt/init MANDIR=/opt/man
	[[ -x $ROOT/opt/init/sbin/my_init && -e $ROOT/opt/man/man8/my_init.8 ]]
	[[ -d $ROOT/etc/my_init.d && ! -e $ROOT/sbin && ! -e $ROOT/usr ]]
	installed install SBINDIR=/opt/bin
	[[ -x $ROOT/opt/bin/setuser && ! -e $ROOT/sbin ]]
}

@test "a second make install changes nothing" {
	installed
	tree >"$C/first"
	installed
	is "$(tree)" "$(<"$C/first")"
}

@test "make install keeps what users have put there" {
	installed
	echo users >"$ROOT/etc/container_environment/A"
	mkdir "$ROOT/etc/service/web"
	tree >"$C/first"
	installed
	is "$(tree)" "$(<"$C/first")"
	is "$(<"$ROOT/etc/container_environment/A")" users
}

@test "make install leaves the mode of the directory that users have changed" {
	installed
	chmod 750 "$ROOT/etc/container_environment"
	installed
	is "$(stat -c %a "$ROOT/etc/container_environment")" 750
}

@test "make uninstall takes away all that make install put there" {
	installed
	installed uninstall
	run -0 find "$ROOT" ! -type d
	is "$output" ''
	is "$(ls -A "$ROOT/etc")" ''
}

@test "make uninstall leaves what users have put there" {
	local file files=(etc/container_environment/A etc/my_init.d/10_mine
		etc/service/web/run etc/service/.example/mine sbin/my_init2)
	installed
	for file in "${files[@]}"; do
		mkdir -p "$ROOT/${file%/*}"
		echo users >"$ROOT/$file"
	done
	installed uninstall
	for file in "${files[@]}"; do is "$(<"$ROOT/$file")" users; done
	run -0 find "$ROOT" -type f
	is "${#lines[@]}" 5
}

@test "make uninstall where nothing is installed succeeds" {
	mkdir "$ROOT"
	installed uninstall
	is "$(tree)" ''
}

@test "the installed skeleton boots and stops" {
	installed
	rm -r "$ETC"
	cp -a "$ROOT/etc" "$ETC"
	boot
	logged 'Runit started'
	stop
	refute_logged warning
	[[ -e $ETC/container_environment.sh ]]
}

# --- the programs -------------------------------------------------------------

@test "two builds in two directories give the same my_init" {
	local dir sums=()
	for dir in "$C/a" "$C/another/directory"; do
		mkdir -p "$dir"
		cp -R "$TOP"/{Makefile,init,runsvdir-glue,etc,tests} "$dir"
	done
	(cd "$C/a" && TZ=UTC LC_ALL=C make -s -j2 O=build build/my_init 3>&- 4>&-) &
	(cd "$C/another/directory" && umask 077 &&
		make -s -j2 O="$C/objects" "$C/objects/my_init")
	wait "$!"
	sums=("$(sha256sum <"$C/a/build/my_init")" "$(sha256sum <"$C/objects/my_init")")
	is "${sums[0]}" "${sums[1]}"
	run ! grep -aF "$C" "$C/objects/my_init"
}

@test "my_init needs neither a library nor a loader" {
	[[ $BUILD != */asan ]] || skip 'the sanitizers are libraries'
	run -0 program my_init -ld
	[[ $output != *NEEDED* && $output != *INTERP* && $output != *interpreter* ]]
}

@test "my_init is position-independent" {
	[[ $BUILD != */static ]] || skip 'musl-gcc links no static PIE'
	run -0 program my_init -h
	[[ $output == *'Type:'*DYN* ]]
	run -0 program setuser -h
	[[ $output == *'Type:'*DYN* ]]
}

@test "the programs have no executable stack, and nothing both writable and executable" {
	local name
	for name in my_init setuser; do
		program "$name" -l | grep -E 'GNU_STACK .* RW +0x'
		run ! grep -E ' (LOAD|GNU_STACK) .* RWE ' <(program "$name" -l)
	done
}

@test "the programs' relocations are read-only from the start" {
	program setuser -l | grep GNU_RELRO
	[[ $BUILD != */static ]] || return 0
	program my_init -l | grep GNU_RELRO
	program my_init -d | grep -E 'FLAGS.* NOW|BIND_NOW'
	program setuser -d | grep -E 'FLAGS.* NOW|BIND_NOW'
}

@test "the programs are built with a stack protector" {
	[[ $BUILD != */asan ]] || skip 'built with the sanitizers instead'
	run -0 program setuser -s
	[[ $output == *__stack_chk_fail* ]]
}

# --- install_clean ------------------------------------------------------------

# clean STATUS-OF-UPDATE STATUS-OF-INSTALL ARG...: install_clean ARG... over
# an apt-get that notes its calls, where nothing of the machine can be removed.
clean() {
	mkdir -p "$C/bin"
	printf '%s\n' '#!/bin/sh' "printf '<%s>' \"\$@\" >>$C/calls; echo >>$C/calls" \
		"echo \$DEBIAN_FRONTEND >>$C/frontend" "[ \$1 != update ] || exit $1" \
		"[ \$1 != install ] || exit $2" >"$C/bin/apt-get"
	chmod 755 "$C/bin/apt-get"
	PATH=$C/bin:$CTR_PATH command "$BUILD/bin/container" -f -T "$DEADLINE" \
		-k "$BUILD" -k "$TOP" "$BATS_TEST_TMPDIR" sh -ec '
		mount -t tmpfs tmpfs /var/lib; mount -t tmpfs tmpfs /var/cache
		mkdir -p /var/lib/apt/lists/partial /var/cache/debconf /var/lib/dpkg
		cd /var; touch lib/apt/lists/list cache/debconf/config.dat-old \
			cache/debconf/config.dat lib/dpkg/status lib/dpkg/status-old
		code=0; "$@" || code=$?
		find lib cache -mindepth 2 >'"$C"'/left; exit $code' \
		- "$BUILD/install_clean" "${@:3}" </dev/null 3>&- 4>&-
}

@test "install_clean updates, installs without recommends, and cleans" {
	run clean 0 0 one two
	is "$status" 0
	is "$(<"$C/calls")" '<update>
<install><-y><--no-install-recommends><one><two>
<clean>'
}

@test "install_clean asks no questions" {
	run clean 0 0 one
	is "$(sort -u "$C/frontend")" noninteractive
}

@test "install_clean passes every argument whole and in order" {
	run clean 0 0 -t sid 'a b' '' '*' "c'\$x" -o A::B=1 'd=2:1.0*'
	is "$status" 0
	has_line "$C/calls" "<install><-y><--no-install-recommends><-t><sid><a b><><*><c'\$x><-o><A::B=1><d=2:1.0*>"
}

@test "install_clean installs the recommended packages when told, wherever it stands" {
	run clean 0 0 one --install-recommends two
	is "$status" 0
	has_line "$C/calls" '<install><-y><--install-recommends><one><two>'
}

@test "install_clean removes the lists and the old copies, and no more" {
	run clean 0 0 one
	is "$(LC_ALL=C sort "$C/left")" 'cache/debconf/config.dat
lib/apt/lists
lib/dpkg/status'
}

@test "install_clean passes on the status of a failed installation" {
	run clean 0 100 one
	is "$status" 100
	run ! has "$C/calls" clean
}

@test "install_clean passes on the status of a failed update, and installs nothing" {
	run clean 9 0 one
	is "$status" 9
	is "$(<"$C/calls")" '<update>'
}

@test "install_clean without a package is a usage on stderr, 2, and nothing done" {
	run --separate-stderr clean 0 0
	is "$status" 2
	is "$output" ''
	[[ $stderr == 'usage: install_clean '* && ! -e $C/calls ]]
	run clean 0 0 --install-recommends
	is "$status" 2
	[[ ! -e $C/calls ]]
}

@test "install_clean --help and -h are the usage on stdout, and nothing done" {
	local option
	for option in --help -h; do
		run --separate-stderr clean 0 0 "$option"
		is "$status" 0
		[[ $output == 'usage: install_clean '* && ! $stderr && ! -e $C/calls ]]
	done
}

@test "a static my_init has at most 100 KB without its symbols" {
	[[ $BUILD == */static ]] || skip 'for the build against musl'
	strip -o "$BATS_TEST_TMPDIR/my_init" "$BUILD/my_init"
	(($(stat -c %s "$BATS_TEST_TMPDIR/my_init") <= 100000))
}
