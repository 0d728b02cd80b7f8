#!/usr/bin/env bats
# The Debian packages and the release, for all architectures, and what they are
# in a bare Debian, where apt installs them and my_init is PID 1.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034 # for shells in there
BUILD=${BUILD:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)/build}
load ../helpers

DEADLINE=30

setup_file() {
	local tarball
	unset MAKEFLAGS MAKELEVEL MAKEOVERRIDES
	export BARE=$BATS_FILE_TMPDIR/bare DEBIAN=$BATS_FILE_TMPDIR/debian
	export DEB_MISSING=''
	((EUID == 0)) || DEB_MISSING='needs root'
	[[ -z $DEB_MISSING ]] || return 0
	built >"$BATS_FILE_TMPDIR/log" 2>&1 3>&- 4>&- || {
		tail -n 30 "$BATS_FILE_TMPDIR/log"
		return 1
	}
	tarball=$("$TOP/tests/engines/base-image" 3>&- 4>&-)
	mkdir "$BARE"
	tar -C "$BARE" -xf "$tarball"
	cat /etc/resolv.conf >"$BARE/etc/resolv.conf" || :
	in_root "$BARE" apt-get -q update
	in_root "$BARE" apt-get -q install -y --no-install-recommends runit
	# It has never seen my_init, but knows where to find packages.
	cp -a "$BARE" "$DEBIAN"
	cp "$BUILD/release/my-init_"*_"$(dpkg --print-architecture).deb" \
		"$DEBIAN/tmp/my-init.deb"
	in_root "$DEBIAN" apt-get -q remove -y --purge runit
	in_root "$DEBIAN" apt-get -q install -y --no-install-recommends /tmp/my-init.deb
}

built() {
	make -s -j2 -C "$TOP" O="$BUILD" all bins &&
		rm -rf "$BUILD/release" &&
		make -s -j2 -C "$TOP" O="$BUILD" release
}

# in_root ROOT COMMAND ARG...: what dpkg's scripts may start ends with it.
in_root() {
	unshare --mount --propagation private --pid --fork --kill-child sh -ec '
		root=$1
		shift
		mount --bind "$root" "$root"
		mount -t proc proc "$root/proc"
		mount --rbind /dev "$root/dev"
		exec chroot "$root" env -u TMPDIR DEBIAN_FRONTEND=noninteractive LC_ALL=C "$@"
	' sh "$@" </dev/null 3>&- 4>&-
}

setup() {
	[[ -z ${DEB_MISSING-} ]] || skip "$DEB_MISSING"
	container_setup
	RELEASE=$BUILD/release LAYER=$BATS_TEST_TMPDIR/layer
	NEW=$LAYER/new
	mkdir -p "$LAYER"/{upper,work,new}
	VERSION=$(sed -n 's/^VERSION = //p' "$TOP/Makefile")
}

# boot_debian ROOT [ARG...]: /sbin/my_init as PID 1 of it; what is written is
# not: it is in $LAYER/upper, where files may lie before.
boot_debian() {
	CTR_OPTS=(-k "$1" -k "$LAYER")
	boot_program -- sh -ec '
		mount -t overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" \
			overlay "$2/new"
		cd "$2/new"
		mount --rbind /dev dev
		mount --rbind /proc proc
		shift 2
		exec chroot . /sbin/my_init "$@"
	' sh "$1" "$LAYER" "${@:2}"
}

# debian_service NAME BODY: in the directory that runit's link leads to.
debian_service() {
	local file=$LAYER/upper/etc/runit/runsvdir/default/$1/run
	mkdir -p "${file%/*}"
	printf '#!/bin/sh\n%s\n' "$2" >"$file"
	chmod 755 "$file"
}

ACTOR='trap "echo web got TERM; exit 0" TERM
echo web READY; while :; do sleep 0.02; done'

# boots_and_stops ROOT: with a service, which my_initctl and sv see.
boots_and_stops() {
	debian_service web "$ACTOR"
	boot_debian "$1"
	logged 'Runit started as PID'
	logged 'web READY'
	run -0 inside chroot "$NEW" my_initctl status
	[[ $output == *'web  '*'run  '* ]]
	run -0 inside chroot "$NEW" sv status web
	[[ $output == 'run: web: '* ]]
	stop
	logged_in_order 'Booting runit daemon...' 'Runit started as PID' \
		'Received SIGTERM from outside the container.' 'web got TERM' \
		'Stopped in '
	[[ $(tail -n 1 "$LOG") == *'SIGTERM; status 0.' ]]
}

# --- installed by apt ---------------------------------------------------------

@test "deb: apt installs the package, and runit with it" {
	in_root "$DEBIAN" dpkg --audit
	is "$(in_root "$DEBIAN" dpkg-query -W -f '${Package} ${Status}\n' my-init runit)" \
		'my-init install ok installed
runit install ok installed'
	[[ -x $DEBIAN/usr/sbin/my_init && -L $DEBIAN/sbin ]]
}

@test "deb: in a Debian where it is installed my_init boots a service and stops" {
	boots_and_stops "$DEBIAN"
}

@test "deb: as a user of no rights, setuser runs a command" {
	boot_debian "$DEBIAN" --skip-runit -- setuser nobody sh -c 'id -un; exit 7'
	wait_exit 7
	logged nobody
}

@test "deb: scripts of the directories that the package makes are run" {
	mkdir -p "$LAYER"/upper/etc/my_init.{d,pre_shutdown.d,post_shutdown.d}
	for file in d pre_shutdown.d post_shutdown.d; do
		[[ -d $DEBIAN/etc/my_init.$file ]]
		printf '#!/bin/sh\necho script of %s\n' "$file" \
			>"$LAYER/upper/etc/my_init.$file/a"
		chmod 755 "$LAYER/upper/etc/my_init.$file/a"
	done
	debian_service web "$ACTOR"
	boot_debian "$DEBIAN"
	logged 'web READY'
	stop
	logged_in_order 'script of d' 'script of pre_shutdown.d' 'web got TERM' \
		'script of post_shutdown.d'
}

@test "deb: my_initctl check finds nothing wrong in a Debian that it is installed in" {
	debian_service web "$ACTOR"
	boot_debian "$DEBIAN" --skip-runit -- my_initctl check
	wait_exit 0
}

@test "deb: the package changes nothing else in /etc, and starts nothing" {
	is "$(comm -3 <(etc_of "$BARE") <(etc_of "$DEBIAN"))" "$(printf '\t%s\n' \
		'drwx------ container_environment' 'drwxr-xr-x my_init.d' \
		'drwxr-xr-x my_init.post_shutdown.d' 'drwxr-xr-x my_init.pre_shutdown.d')"
	run -0 in_root "$DEBIAN" sh -c 'apt-get -q install -y --reinstall \
		/tmp/my-init.deb >/dev/null 2>&1 && cat /proc/[0-9]*/comm'
	is "$output" sh
}

# etc_of ROOT: of apt's and of runit's own files there is something new each time.
etc_of() {
	(cd "$1/etc" && find . -mindepth 1 ! -name '*-' -printf '%M %P\n' | LC_ALL=C sort)
}

@test "deb: when it is removed users' files stay, and nothing of its own" {
	local root=$BATS_TEST_TMPDIR/root
	cp -a "$DEBIAN" "$root"
	echo users >"$root/etc/my_init.d/mine"
	in_root "$root" apt-get -q purge -y my-init
	is "$(find "$root"/etc/my_init* "$root"/etc/container_environment -printf '%P\n' \
		2>/dev/null)" $'\nmine'
	is "$(find "$root"/usr/{sbin,lib,share} -name '*my[-_]init*')" ''
	[[ ! -e $root/usr/sbin/setuser && -L $root/etc/service ]]
}

# --- the release --------------------------------------------------------------

@test "deb: the tarball, unpacked into a Debian with runit, is as good as the package" {
	local name=my_init-$VERSION root=$BATS_TEST_TMPDIR/root
	cp -a "$BARE" "$root"
	tar -C "$root" --strip-components=2 -xzf "$RELEASE/$name.tar.gz" \
		"$name/$(dpkg --print-architecture)"
	[[ -L $root/sbin && -L $root/etc/service ]]
	boots_and_stops "$root"
}

@test "deb: a release has programs for amd64 and arm64, and each needs nothing else" {
	local arch name machine
	tar -C "$C" -xzf "$RELEASE/my_init-$VERSION.tar.gz"
	for arch in amd64 arm64; do
		[[ $arch == amd64 ]] && machine=X86-64 || machine=AArch64
		for name in sbin/{my_init,my_initctl,setuser} lib/my_init/{prepare,tag}; do
			run -0 readelf -hlW "$C/my_init-$VERSION/$arch/usr/$name"
			[[ $output == *Machine:*"$machine"* && $output != *INTERP* ]]
		done
	done
	run -0 qemu-aarch64-static "$C/my_init-$VERSION/arm64/usr/sbin/setuser" \
		nobody id -u
	is "$output" "$(id -u nobody)"
}

# That for this machine: tests/packaging.bats.
@test "deb: lintian has nothing to say against the package for arm64" {
	requires lintian
	run -0 lintian --fail-on error,warning "$RELEASE"/*_arm64.deb
	[[ $output != *[EW]:\ my-init* ]]
}

@test "deb: the SPDX document tells the architectures and what is linked for each" {
	is "$(jq -r '.packages as $p | .relationships[]
		| select(.relationshipType == "STATIC_LINK")
		| [.spdxElementId, (.relatedSpdxElement as $id | $p[]
			| select(.SPDXID == $id).name)] | join(" ")' \
		"$RELEASE/my_init-$VERSION.spdx.json" | sort | sed 's/.*init-//; s/-[0-9].*//')" \
		'amd64 libbsd
amd64 libgcc
amd64 musl
arm64 libbsd
arm64 libgcc
arm64 musl'
}
