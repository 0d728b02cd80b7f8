# What the tests of the arm64 programs add to helpers.bash: the container is an
# arm64 root (tests/arm64/root, and what make install puts there) in a user
# namespace of its own (tests/arm64/stage).
# shellcheck shell=bash

# arm64_missing: says what is missing here; nothing if nothing is.
arm64_missing() {
	local tool
	for tool in aarch64-linux-gnu-gcc qemu-aarch64-static mmdebstrap; do
		command -v "$tool" >/dev/null || echo "needs $tool"
	done
	((EUID == 0)) || echo 'needs root'
}

# arm64_up: builds the programs, makes the root and tries whether it works.
arm64_up() {
	local tarball
	export ARM64_ROOT=$BATS_FILE_TMPDIR/root ARM64_MISSING
	ARM64_MISSING=$(arm64_missing)
	[[ -z $ARM64_MISSING ]] || return 0
	unset MAKEFLAGS MAKELEVEL MAKEOVERRIDES
	tarball=$("$TOP/tests/arm64/root" 3>&- 4>&-)
	mkdir "$ARM64_ROOT"
	tar -C "$ARM64_ROOT" -xf "$tarball"
	make -s -C "$TOP" O="${BUILD%/arm64}" DESTDIR="$ARM64_ROOT" \
		bins-arm64 install-arm64 3>&- 4>&-
	unshare "${ARM64_NEW[@]}" "$TOP/tests/arm64/stage" "$ARM64_ROOT" \
		"$BATS_FILE_TMPDIR/try" -- true 3>&- 4>&- ||
		ARM64_MISSING='qemu cannot be registered in a user namespace here (Linux 6.7 can)'
}

ARM64_NEW=(--user --map-root-user --mount)

# arm64_setup: as container_setup; ETC is that of the arm64 root.
arm64_setup() {
	[[ -z ${ARM64_MISSING-} ]] || skip "$ARM64_MISSING"
	container_setup
	local layer=$BATS_TEST_TMPDIR/layer
	ETC=$layer/upper/etc
	mkdir -p "$ETC"/my_init.{d,pre_shutdown.d,post_shutdown.d} \
		"$ETC"/{service,container_environment}
	container -k "$ARM64_ROOT" -k "$layer"
	wrap unshare "${ARM64_NEW[@]}" "$TOP/tests/arm64/stage" "$ARM64_ROOT" \
		"$layer" "$C" --
}

# boot_env of helpers.bash, for what is installed in the root.
boot_env() {
	local env=()
	while [[ $1 != -- ]]; do
		env+=(-e "$1")
		shift
	done
	boot_program "${env[@]}" -- "${CTR_WRAP[@]}" /sbin/my_init "${@:2}"
}
