# Helpers of the tests on real engines. CLIENT is the engine's command; images
# are $IMAGE and $EXAMPLE.
# shellcheck shell=bash

engines=$(cd "${BASH_SOURCE[0]%/*}" && pwd)
top=$(cd "$engines/../.." && pwd)
fixtures=$engines/fixtures
IMAGE=my_init:test
EXAMPLE=my_init-example:test
DEADLINE=30 # seconds; the first start of the example makes a database

# What a file has unless it says otherwise, below its `load`.
setup_file() { engine_up docker; }
teardown_file() { engine_down; }
setup() { engine_setup; }
teardown() { engine_teardown; }

# Ends the engine where nobody else does: this process was killed.
engine_guarded() { # sets $GUARD, which leads a process group
	# shellcheck disable=SC2016
	setsid sh -c 'tail --pid="$1" -f /dev/null; "$2" stop "$3"' sh \
		$$ "$engines/engine" "$ENGINE_DIR" >/dev/null 2>&1 </dev/null 3>&- 4>&- &
	export GUARD=$!
}

# An engine with $IMAGE in it. Where there is none ENGINE_MISSING says so, and
# not the status: who asked for that would not see a build fail.
engine_with_image() { # docker|podman [ARG...]
	export CLIENT=$1 ENGINE_DIR
	ENGINE_DIR=$(mktemp -d "/tmp/my_init-$1-XXXXXX")
	engine_guarded
	"$engines/engine" start "$1" "$ENGINE_DIR" "${@:2}" 3>&- 4>&- || {
		export ENGINE_MISSING="no $1 here"
		return 0
	}
	export PATH=$ENGINE_DIR/bin:$PATH
	"$engines/engine" base "$ENGINE_DIR" 3>&- 4>&-
	image_built "$IMAGE" -f "$top/docker/Dockerfile" "$top"
}

engine_up() { # docker|podman [ARG...]: with $EXAMPLE too
	engine_with_image "$@"
	[ -z "${ENGINE_MISSING-}" ] || return 0
	image_built "$EXAMPLE" --build-arg BASE="$IMAGE" "$top/docker/example"
}

image_built() { # TAG ARG...
	"$engines/engine" build "$ENGINE_DIR" "$@" >"$ENGINE_DIR/build.log" 2>&1 3>&- 4>&- || {
		tail -n 40 "$ENGINE_DIR/build.log"
		return 1
	}
}

engine_down() {
	kill -- "-$GUARD"
	[ -e "$ENGINE_DIR/kind" ] || {
		rm -rf "$ENGINE_DIR"
		return 0
	}
	"$engines/engine" stop "$ENGINE_DIR" 3>&- 4>&-
}

# Names are unlike those of another run on the same engine.
engine_setup() {
	[ -z "${ENGINE_MISSING-}" ] || skip "$ENGINE_MISSING"
	NAME=my_init-test-$$-$BATS_TEST_NUMBER
}

engine_teardown() {
	[ -z "${ENGINE_MISSING-}" ] || return 0
	if [ -z "${BATS_TEST_COMPLETED-}" ]; then
		echo "--- log of $NAME:"
		"$CLIENT" logs "$NAME" 2>&1 || :
	fi
	"$CLIENT" rm -f -v "$NAME" >/dev/null 2>&1 || :
}

c() { # COMMAND ARG...: the engine's client, without bats' descriptors
	timeout 60 "$CLIENT" "$@" 3>&- 4>&-
}

up() { # ARG...: a container that stays
	c run -d --name "$NAME" "$@"
}

once() { # ARG...: a container that ends; its status
	c run --rm --name "$NAME" "$@"
}

# As `up`, with files of ours in it: PAIRS are FILE:PATH, up to a `--`.
up_with() { # PAIR... -- ARG...
	local pairs=() pair
	while [ "$1" != -- ]; do
		pairs+=("$1")
		shift
	done
	shift
	c create --name "$NAME" "$@"
	for pair in "${pairs[@]}"; do
		c cp "$fixtures/${pair%%:*}" "$NAME:${pair#*:}"
	done
	c start "$NAME"
}

logs() {
	c logs "$NAME" 2>&1
}

# The last line of my_init itself. Standard output goes another way through an
# engine, and may be late.
last_line() {
	c logs "$NAME" 2>&1 >/dev/null | tail -n 1
}

# Waits for a line in the log; whoever follows the log ends with the container.
logged() { # TEXT
	timeout "$DEADLINE" grep -q -m 1 -F -e "$1" < <(
		exec "$CLIENT" logs -f "$NAME" 2>&1 3>&- 4>&-
	) || {
		echo "never in the log: $1"
		return 1
	}
}

file_of() { # PATH: out of a container that may have ended
	c cp "$NAME:$1" - | tar -xO
}

not_logged() { # TEXT
	local text
	text=$(logs) || {
		echo "no log: $text"
		return 1
	}
	[[ $text != *"$1"* ]] || {
		echo "in the log: $1"
		return 1
	}
}

# What the web server in the container says. Debian's image has no HTTP
# client, but it has bash.
page() {
	# shellcheck disable=SC2016 # for the bash in there
	c exec "$NAME" timeout "$DEADLINE" bash -c '
		until (: </dev/tcp/127.0.0.1/80) 2>/dev/null; do sleep 0.02; done
		exec 3<>/dev/tcp/127.0.0.1/80
		printf "GET / HTTP/1.0\r\n\r\n" >&3
		cat <&3'
}

status_of() {
	c wait "$NAME"
}

took() { # COMMAND ARG...: sets $took, milliseconds
	local start=${EPOCHREALTIME/[.,]/}
	"$@" || return
	took=$(((${EPOCHREALTIME/[.,]/} - start) / 1000))
	echo "$*: $took ms"
}

# On a machine with much else to do the engine itself is slow: what it takes
# for a container that does nothing is added to the limit.
within() { # MILLISECONDS COMMAND ARG...
	local limit=$1 took
	shift
	took "$@" || return
	[ "$took" -gt "$limit" ] || return 0
	limit=$((limit - took))
	took c run --rm --entrypoint true "$IMAGE" || return
	[ "$((limit + took))" -ge 0 ]
}

free_port() {
	local port
	for port in {18080..18999}; do
		(: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
	done
	echo "$port"
}

is() { # ACTUAL EXPECTED
	[ "$1" = "$2" ] || {
		printf 'expected: %s\n  actual: %s\n' "$2" "$1"
		return 1
	}
}

inside() { # COMMAND ARG...
	c exec "$NAME" "$@"
}
