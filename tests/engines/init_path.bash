# Helpers of init_path.bats: engines whose init is ours, images with next to
# nothing in them, and a terminal to type on.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154
load engines.bash

BUILD=${BUILD:-$top/build}
[[ $BUILD == */static ]] || BUILD=$BUILD/static
DEBIAN=debian:bookworm-slim
BUSYBOX=my_init-busybox:test # with the programs of ours and of the tests
IMAGE=$BUSYBOX               # what 'within' runs
LONE=my_init-lone:test       # sigprint, and no other file
INFRA=my_init-infra:test     # my_init --pause, and no other file
BASH_IMAGE=my_init-bash:test
CTRL_C='\003'
CTRL_Z='\032'

# --- engines -------------------------------------------------------------------

# engine_started KIND DIR [ARG...]
engine_started() {
	ENGINE_DIR=$2
	engine_guarded
	if "$engines/engine" start "$@" 3>&- 4>&-; then
		echo "$2 $GUARD" >"$BATS_FILE_TMPDIR/$1"
	else
		engine_down
	fi
}

# Engines that run our binary as their init.
init_path_up() {
	local init dir
	[ -x "$BUILD/my_init" ] || {
		echo "make static first, or set BUILD: nothing in $BUILD" >&2
		return 1
	}
	ldd "$(command -v busybox)" 2>&1 | grep -q 'not a dynamic' || {
		echo 'a static busybox is missing: tests/setup docker' >&2
		return 1
	}
	init_path_rooted
	dir=$(mktemp -d /tmp/my_init-docker-XXXXXX)
	init=$dir/docker-init
	cp "$BUILD/my_init" "$init"
	engine_started docker "$dir" --init-path "$init"
	dir=$(mktemp -d /tmp/my_init-podman-XXXXXX)
	engine_started podman "$dir"
	[ ! -e "$dir/containers.conf" ] || init_path_configured "$dir"
	init_path_imaged
}

# As a distribution would have it, were catatonit ours.
init_path_configured() { # DIR
	mkdir "$1/helpers"
	cp "$BUILD/my_init" "$1/helpers/catatonit"
	cp "$BUILD/my_init" "$1/configured"
	cat >>"$1/containers.conf" <<-END
		helper_binaries_dir = ["$1/helpers"]
	END
	sed -i "/^\[containers\]/a init_path = \"$1/configured\"" \
		"$1/containers.conf"
}

init_path_down() {
	local kind
	for kind in docker podman; do
		[ -e "$BATS_FILE_TMPDIR/$kind" ] || continue
		read -r ENGINE_DIR GUARD <"$BATS_FILE_TMPDIR/$kind"
		engine_down
	done
}

# The engine that the test's name begins with.
init_path_setup() {
	export CLIENT=${BATS_TEST_DESCRIPTION%%:*} ENGINE_DIR
	if [ -e "$BATS_FILE_TMPDIR/$CLIENT" ]; then
		read -r ENGINE_DIR _ <"$BATS_FILE_TMPDIR/$CLIENT"
		PATH=$ENGINE_DIR/bin:$PATH
	else
		ENGINE_MISSING="no $CLIENT of our own here"
	fi
	engine_setup
	CREATED=() TYPIST=
	exec {NAP}<> <(:)
}

init_path_teardown() {
	[ -z "$TYPIST" ] || kill "$TYPIST" 2>/dev/null || :
	[ -n "${BATS_TEST_COMPLETED-}" ] || {
		echo "--- output: ${output-}"
		tail -n +1 "$BATS_TEST_TMPDIR/screen" 2>/dev/null || :
	}
	# Not patiently, as podman's rm would.
	c kill -s KILL "$NAME" >/dev/null 2>&1 || :
	engine_teardown
	[ -z "${POD-}" ] || c pod rm -f -t 0 "$POD" >/dev/null 2>&1 || :
	[ "${#CREATED[@]}" -eq 0 ] || c rm -f "${CREATED[@]}" >/dev/null 2>&1 || :
	[ -z "$TYPIST" ] || wait "$TYPIST" || :
}

# --- images --------------------------------------------------------------------

init_path_rooted() {
	local root=$BATS_FILE_TMPDIR/root name
	mkdir -p "$root"/{bin,sbin,tmp,usr/bin}
	for name in sigprint orphans mask; do
		musl-gcc -static -D_GNU_SOURCE -std=c11 -O2 -o "$root/bin/$name" \
			"$top/tests/bin/$name.c"
	done
	cp "$BUILD/my_init" "$root/sbin"
	ln -s my_init "$root/sbin/tini"
	ln -s /sbin/my_init "$root/usr/bin/dumb-init"
	ln -s /sbin/my_init "$root/usr/bin/catatonit"
	ln -s /sbin/my_init "$root/usr/bin/pid1"
	cp "$(command -v busybox)" "$root/bin/busybox"
}

init_path_imaged() {
	local kind
	for kind in docker podman; do
		[ -e "$BATS_FILE_TMPDIR/$kind" ] || continue
		read -r ENGINE_DIR _ <"$BATS_FILE_TMPDIR/$kind"
		image_of "$BUSYBOX" 'FROM scratch' 'COPY . /' \
			'RUN ["/bin/busybox", "--install", "-s", "/bin"]'
		image_of "$LONE" 'FROM scratch' 'COPY bin/sigprint /sigprint' \
			'CMD ["/sigprint", "-x", "5"]'
		image_of "$INFRA" 'FROM scratch' 'COPY sbin/my_init /my_init' \
			'CMD ["/my_init", "--pause"]'
		[ "$kind" = docker ] || continue
		"$engines/engine" base "$ENGINE_DIR" 3>&- 4>&-
		image_of "$BASH_IMAGE" "FROM $DEBIAN" 'COPY bin/sigprint /bin/'
	done
}

image_of() { # TAG LINE...
	local tag=$1
	shift
	printf '%s\n' "$@" >"$BATS_FILE_TMPDIR/Dockerfile"
	image_built "$tag" -f "$BATS_FILE_TMPDIR/Dockerfile" "$BATS_FILE_TMPDIR/root"
}

# entry WORD...: sets $entry, an image with these words as its entry point.
entry() {
	local words
	words=$(printf '"%s", ' "$@")
	entry=$NAME:entry
	image_of "$entry" "FROM $BUSYBOX" "ENTRYPOINT [${words%, }]"
}

# --- waiting -------------------------------------------------------------------

nap() { read -r -t 0.02 -u "$NAP" || :; }

# until_true COMMAND ARG...: until it succeeds, within the deadline.
until_true() {
	local end=$((SECONDS + DEADLINE))
	until "$@"; do
		((SECONDS < end)) || {
			echo "never true: $*"
			return 1
		}
		nap
	done
}

# --- containers ----------------------------------------------------------------

# also NAME ARG...: one more container that stays.
also() {
	CREATED+=("$1")
	c run -d --name "$@"
}

# ends STATUS: the container does, by itself.
ends() {
	is "$(status_of)" "$1"
}

log_is() { # LINE...
	local text
	text=$(logs) || return
	is "$text" "$(printf '%s\n' "$@")"
}

# The children of PID 1, as paths; whoever was brought in by exec is none.
children() {
	inside sh -c 'grep -l "^PPid:.1$" /proc/[0-9]*/status' |
		grep -o '[0-9]*'
}

# only_child NAME: PID 1 has this child, and no other.
only_child() {
	local pid
	pid=$(inside pidof "$1") || return
	is "$(children)" "$pid"
}

# sent NAME...: to PID 1; each has come out of sigprint before the next is sent.
sent() {
	local name
	for name; do
		c kill -s "$name" "$NAME"
		logged "SIG$name"
	done
}

# PID 1 of the container, byte by byte.
is_ours() {
	is "$(inside sha256sum /proc/1/exe | cut -d ' ' -f 1)" \
		"$(sha256sum "$BUILD/my_init" | cut -d ' ' -f 1)"
}

no_zombies() {
	until_true inside sh -c '! grep -q "^State:.Z" /proc/[0-9]*/status'
}

# --- a terminal ----------------------------------------------------------------

# on_terminal ARG...: the client with them, on a terminal of its own.
on_terminal() {
	local keys=$BATS_TEST_TMPDIR/keys
	[ -e "$keys" ] || mkfifo "$keys"
	exec {KEYS}<>"$keys"
	SCREEN=$BATS_TEST_TMPDIR/screen
	rm -f "$BATS_TEST_TMPDIR/tty"
	: >"$SCREEN"
	SHELL=/bin/bash timeout -k 5 60 script -qfec \
		"tty >$BATS_TEST_TMPDIR/tty; exec $CLIENT ${*@Q}" /dev/null \
		<"$keys" >"$SCREEN" 2>&1 3>&- 4>&- &
	TYPIST=$!
}

# type_in TEXT: with \-escapes.
type_in() { printf %b "$1" >&"$KEYS"; }

shown() { # TEXT
	until_true grep -qF -e "$1" "$SCREEN"
}

# client_ends STATUS: the client on the terminal does.
client_ends() {
	local status=0
	wait "$TYPIST" || status=$?
	TYPIST=
	is "$status" "$1"
}

# The client may not look yet when the size changes for the first time.
resized() { # ROWS COLUMNS
	local tty
	tty=$(<"$BATS_TEST_TMPDIR/tty")
	stty -F "$tty" rows 11 cols 22
	stty -F "$tty" rows "$1" cols "$2"
	grep -qF "$1 $2" "$SCREEN"
}
