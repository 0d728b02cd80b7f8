# What make uninstall leaves, the Debian package, the release.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034,SC2154
load helpers

# Packages are made of the static programs, whatever variant is under test, and
# here for this machine alone; tests/engines/deb.bats has the others.
setup_file() {
	variant && return
	export SOURCE_DATE_EPOCH=1700000000
	rm -rf "$BUILD/packaging/release"
	release "$TOP" "$BUILD/packaging"
}

setup() {
	RELEASE=$BUILD/packaging/release ARCH=$(dpkg --print-architecture)
	DEB=$RELEASE/my-init_$(version)-1_$ARCH.deb
	NAME=my_init-$(version)
	ROOT=$BATS_TEST_TMPDIR/root
	LOG=/dev/null
	mkdir "$ROOT"
	unset MAKEFLAGS MAKELEVEL MAKEOVERRIDES
}

teardown() { :; }

variant() { [[ $BUILD == */@(static|clang|asan) ]]; }

packages() { ! variant || skip 'packages are made of the static build'; }

version() { sed -n 's/^VERSION = //p' "$TOP/Makefile"; }

# release SOURCES O
release() {
	(
		unset MAKEFLAGS MAKELEVEL MAKEOVERRIDES
		make -s -j2 -C "$1" O="$2" ARCHES="$(dpkg --print-architecture)" \
			release >"$BATS_FILE_TMPDIR/log" 2>&1 3>&- 4>&-
	) || {
		tail -n 30 "$BATS_FILE_TMPDIR/log"
		return 1
	}
}

installed() { make -s -C "$TOP" -o all O="$BUILD" DESTDIR="$ROOT" "${@:-install}"; }

# tree: all that is below $ROOT, with modes and what links say.
tree() { (cd "$ROOT" && find . -mindepth 1 -printf '%M %P %l\n' | LC_ALL=C sort -k 2); }

# unpacked: the tarball, as INSTALL in it says.
unpacked() {
	tar -C "$ROOT" --strip-components=2 -xzf "$RELEASE/$NAME.tar.gz" "$NAME/$ARCH"
}

# --- make uninstall -----------------------------------------------------------

@test "make uninstall leaves nothing of an empty tree's" {
	installed
	[[ -x $ROOT/sbin/my_init ]]
	installed uninstall
	is "$(tree)" ''
}

@test "make uninstall leaves an earlier tree as make install found it" {
	mkdir -p "$ROOT"/{etc/service,usr/share/man/man8,usr/local/sbin}
	ln -s usr/sbin "$ROOT/sbin"
	mkdir -m 750 "$ROOT/usr/sbin" "$ROOT/etc/container_environment"
	tree >"$BATS_TEST_TMPDIR/before"
	installed install PREFIX=/usr/local
	[[ -x $ROOT/usr/local/sbin/my_init ]]
	installed uninstall PREFIX=/usr/local
	is "$(tree)" "$(<"$BATS_TEST_TMPDIR/before")"
	installed
	[[ -x $ROOT/usr/sbin/my_init ]]
	installed uninstall
	is "$(tree)" "$(<"$BATS_TEST_TMPDIR/before")"
}

@test "make uninstall after two installs is as after one" {
	installed
	installed
	installed uninstall
	is "$(tree)" ''
}

@test "make uninstall keeps users' files with their directories, and no others" {
	installed
	echo users >"$ROOT/etc/my_init.d/10_mine"
	echo users >"$ROOT/usr/lib/my_init/mine"
	installed uninstall
	is "$(tree)" 'drwxr-xr-x etc 
drwxr-xr-x etc/my_init.d 
-rw-r--r-- etc/my_init.d/10_mine 
drwxr-xr-x usr 
drwxr-xr-x usr/lib 
drwxr-xr-x usr/lib/my_init 
-rw-r--r-- usr/lib/my_init/mine '
}

@test "make uninstall of what is not there is no error, and says nothing" {
	run -0 installed uninstall
	is "$output" ''
}

# --- the Debian package -------------------------------------------------------

@test "lintian has nothing to say against the package" {
	packages
	requires lintian
	run -0 lintian --fail-on error,warning "$DEB"
	[[ $output != *[EW]:\ my-init* ]]
}

@test "the package needs runit, and wants, fights and replaces nothing" {
	packages
	is "$(dpkg-deb -f "$DEB" Package Architecture Depends Pre-Depends Recommends \
		Suggests Conflicts Breaks Replaces Provides)" "Package: my-init
Architecture: $ARCH
Depends: runit"
}

@test "the package has no scripts, so that it starts and enables nothing" {
	packages
	is "$(dpkg-deb --ctrl-tarfile "$DEB" | tar -t | LC_ALL=C sort)" './
./control
./md5sums'
}

@test "of /etc the package has empty directories alone" {
	packages
	dpkg-deb -x "$DEB" "$ROOT"
	is "$(tree | grep ' etc')" 'drwxr-xr-x etc 
drwx------ etc/container_environment 
drwxr-xr-x etc/my_init.d 
drwxr-xr-x etc/my_init.post_shutdown.d 
drwxr-xr-x etc/my_init.pre_shutdown.d '
}

@test "the package's programs are those that make install-static installs" {
	local file
	packages
	dpkg-deb -x "$DEB" "$BATS_TEST_TMPDIR/deb"
	make -s -C "$TOP" O="$BUILD/packaging" DESTDIR="$ROOT" install-static
	for file in sbin/{my_init,my_initctl,setuser,install_clean} \
		usr/lib/my_init/{prepare,tag}; do
		cmp "$ROOT/$file" "$BATS_TEST_TMPDIR/deb/usr/${file#usr/}"
	done
	run -0 readelf -lW "$BATS_TEST_TMPDIR"/deb/usr/sbin/{my_init,my_initctl,setuser}
	[[ $output != *INTERP* ]]
}

@test "the package's links stay in the root that it is unpacked into" {
	packages
	dpkg-deb -x "$DEB" "$ROOT"
	is "$(cd "$ROOT/usr/lib/my_init" && find . -type l -printf '%P %l\n' | LC_ALL=C sort)" \
		'finish prepare
my_initctl ../../sbin/my_initctl
run prepare
runsv prepare'
	[[ -x $ROOT/usr/lib/my_init/my_initctl ]]
}

@test "the package's sums are those of all its files" {
	packages
	dpkg-deb -R "$DEB" "$ROOT"
	(cd "$ROOT" && md5sum --quiet -c DEBIAN/md5sums)
	is "$(wc -l <"$ROOT/DEBIAN/md5sums")" \
		"$(find "$ROOT" -type f ! -path '*/DEBIAN/*' | wc -l)"
}

@test "all in the package is root's" {
	packages
	is "$(dpkg-deb --fsys-tarfile "$DEB" | tar -tv --numeric-owner |
		awk '{ print $2 }' | sort -u)" 0/0
}

@test "the package says whose the parts of its programs are" {
	packages
	dpkg-deb -x "$DEB" "$ROOT"
	grep -q 'The my_init authors' "$ROOT/usr/share/doc/my-init/copyright"
	grep -q 'Rich Felker' "$ROOT/usr/share/doc/my-init/copyright"
	grep -q 'Guillem Jover' "$ROOT/usr/share/doc/my-init/copyright"
}

# --- the release --------------------------------------------------------------

@test "the tarball installs by being unpacked" {
	local file
	packages
	unpacked
	dpkg-deb -x "$DEB" "$BATS_TEST_TMPDIR/deb"
	rm -r "$BATS_TEST_TMPDIR"/deb/usr/share/{lintian,doc/my-init/{changelog.Debian.gz,README.Debian}}
	tree >"$BATS_TEST_TMPDIR/tarball"
	ROOT=$BATS_TEST_TMPDIR/deb
	is "$(<"$BATS_TEST_TMPDIR/tarball")" "$(tree)"
	run -0 unshare --map-root-user --pid --fork --kill-child \
		"$BATS_TEST_TMPDIR/root/usr/sbin/my_init" --version
	is "$output" "my_init $(version)"
}

@test "links that a root has for directories survive the tarball" {
	packages
	mkdir -p "$ROOT"/{usr/bin,etc/runit/current,usr/lib/locale}
	ln -s bin "$ROOT/usr/sbin"
	ln -s usr/lib "$ROOT/lib"
	ln -s runit/current "$ROOT/etc/service"
	unpacked
	[[ -L $ROOT/usr/sbin && -L $ROOT/lib && -L $ROOT/etc/service ]]
	[[ -x $ROOT/usr/bin/my_init && -d $ROOT/usr/lib/locale ]]
	is "$(ls -A "$ROOT/etc/runit/current")" ''
}

@test "the sums in the tarball are right, and of all that is in it" {
	packages
	tar -C "$ROOT" -xzf "$RELEASE/$NAME.tar.gz"
	cd "$ROOT/$NAME"
	sha256sum --quiet -c SHA256SUMS
	is "$(wc -l <SHA256SUMS)" "$(find . -type f ! -name SHA256SUMS | wc -l)"
}

@test "the sums beside the tarball are right, and of all that is there" {
	packages
	cd "$RELEASE"
	sha256sum --quiet -c SHA256SUMS
	is "$(find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort)" "$(sed 's/.*  //' SHA256SUMS)"
}

@test "another directory, user mask, zone and locale give the same release" {
	local other=$BATS_TEST_TMPDIR/other/place
	packages
	mkdir -p "$other"
	cp -R "$TOP"/{Makefile,init,runsvdir-glue,etc,docker,*.md,LICENSE} "$other"
	(umask 077 && TZ=Asia/Tokyo LC_ALL=C.UTF-8 release "$other" "$other/objects")
	is "$(<"$other/objects/release/SHA256SUMS")" "$(<"$RELEASE/SHA256SUMS")"
}

# --- what a release is made of ------------------------------------------------

spdx() { jq -r "$@" "$RELEASE/$NAME.spdx.json"; }

@test "the SPDX document has what its schema requires" {
	packages
	spdx -e '.spdxVersion == "SPDX-2.3" and .dataLicense == "CC0-1.0"
		and .SPDXID == "SPDXRef-DOCUMENT" and (.name | length > 0)
		and (.documentNamespace | test("^https://[^#]+$"))
		and (.creationInfo.created == "2023-11-14T22:13:20Z")
		and (.creationInfo.creators | all(test("^(Tool|Organization): .")))
		and (.packages | all(.name and .downloadLocation and .versionInfo))
		and (.files | all(.fileName | startswith("./")))
		and (.files | all(any(.checksums[]; .algorithm == "SHA1")))'
	spdx -e '[.SPDXID, .packages[].SPDXID, .files[].SPDXID]
		| all(test("^SPDXRef-[A-Za-z0-9.-]+$")) and length == (unique | length)'
	spdx -e '[.SPDXID, .packages[].SPDXID, .files[].SPDXID] as $ids
		| [.relationships[] | .spdxElementId, .relatedSpdxElement]
		| length > 0 and all(IN($ids[]))'
}

@test "the SPDX document has the sums of each file that is installed" {
	packages
	tar -C "$ROOT" -xzf "$RELEASE/$NAME.tar.gz"
	cd "$ROOT/$NAME"
	spdx '.files[] | .fileName as $n | .checksums[] | select(.algorithm == "SHA256")
		| "\(.checksumValue)  \($n)"' | sort -k 2 >"$BATS_TEST_TMPDIR/sums"
	sha256sum --quiet -c "$BATS_TEST_TMPDIR/sums"
	is "$(cut -c 67- "$BATS_TEST_TMPDIR/sums")" "$(find ./"$ARCH" -type f | sort)"
	is "$(spdx '.packages[] | select(.filesAnalyzed)
		.packageVerificationCode.packageVerificationCodeValue')" \
		"$(find "$ARCH" -type f -exec sha1sum {} + | cut -c 1-40 | sort |
			tr -d '\n' | sha1sum | cut -c 1-40)"
}

@test "the SPDX document names what is linked, in the versions that dpkg knows" {
	packages
	is "$(spdx '.packages as $p | .relationships[]
		| select(.relationshipType == "STATIC_LINK").relatedSpdxElement as $id
		| $p[] | select(.SPDXID == $id) | "\(.name) \(.versionInfo)"' | sort)" \
		"$({
			dpkg-query -W -f '${source:Package} ${source:Version}\n' libbsd-dev musl-dev
			dpkg-query -W -f '${Package} ${Version}\n' "libgcc-$(gcc -dumpversion)-dev"
		} | sort)"
}
