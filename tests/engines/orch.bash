# Helpers of kube.bats and swarm.bats: the files of docker/deploy, which are run
# as they stand, and what must differ here.
# shellcheck shell=bash disable=SC2154 # what the files below it set
load example.bash

deploy=$top/docker/deploy
NONROOT=my_init-example-nonroot:test

# Kubernetes, as Podman plays it

# The manifests name the images without a tag, as users build them.
kube_up() {
	engine_up podman
	[ -z "${ENGINE_MISSING-}" ] || return 0
	image_built "$NONROOT" --build-arg BASE="$EXAMPLE" "$deploy/nonroot"
	c tag "$EXAMPLE" my_init-example
	c tag "$NONROOT" my_init-example-nonroot
}

# Claims outlive pods, here they shall not.
kube_teardown() {
	[ -z "${ENGINE_MISSING-}" ] || return 0
	engine_teardown
	c pod rm -f -t 0 -a >/dev/null 2>&1 || :
	c volume rm -f -a >/dev/null 2>&1 || :
}

# play CONTAINER: the manifest in $MANIFEST. There is no network here, nor does
# Podman keep Services; and who is asked is in the container anyway.
play() {
	NAME=$1
	c play kube --network none "$MANIFEST"
}

# manifest NAME [WORD OTHER]...: the file of that name, with these words changed.
# A word that is not in it would change nothing: that is a mistake.
manifest() {
	local text
	MANIFEST=$BATS_TEST_TMPDIR/manifest.yaml
	text=$(<"$deploy/kubernetes/$1.yaml")
	shift
	while [ $# -gt 0 ]; do
		[[ $text == *"$1"* ]] || {
			echo "no such words in the manifest: $1"
			return 1
		}
		text=${text//"$1"/"$2"}
		shift 2
	done
	printf '%s\n' "$text" >"$MANIFEST"
}

# Podman 4 knows no Job: the pod that Kubernetes would make out of it.
pod_of_job() {
	awk '
		BEGIN { print "apiVersion: v1\nkind: Pod" }
		/^  name:/ { name = $0 }
		/^  template:/ { within = 1; next }
		within { sub(/^    /, ""); print }
		/^metadata:/ && within { print name }
	' "$MANIFEST" >"$MANIFEST.pod"
	MANIFEST=$MANIFEST.pod
}

# The claim is there already.
without_claim() {
	sed -i '1,/^---$/d' "$MANIFEST"
}

# setting NAME KEY: the first number that a manifest gives for it.
setting() {
	sed -n "s/^ *$2: *\([0-9]*\)\$/\1/p" "$deploy/kubernetes/$1.yaml" |
		head -n 1
}

# The budget of a manifest's stop.
budget() { # NAME
	grep -A 1 'MY_INIT_STOP_TIMEOUT$' "$deploy/kubernetes/$1.yaml" |
		sed -n 's/.*value: "\([0-9]*\)"/\1/p'
}

# An engine that has to kill gives 137.
stopped_in_time() { # GRACE
	c stop -t "$1" "$NAME"
	is "$(status_of)" 0
	[[ $(last_line) == *'*** Stopped in '*': SIGTERM'*'; status 0.' ]]
	logged 'database system is shut down'
}

# A Swarm

# Where its published ports are. Not 127.0.0.1, which is for a process of the
# engine's to pass on, and this is for the kernel.
SITE=http://172.17.0.1

# Its engine has a network namespace of its own, so it may have bridges and
# packet filters, and whatever it does there ends with it. What it needs of the
# machine's network, the images, is made before.
swarm_up() {
	# Only one of our own can be given arguments.
	engine_up docker --log-level=warn
	[ -z "${ENGINE_MISSING-}" ] || return 0
	c tag "$EXAMPLE" my_init-example
	image_built my_init-example-nonroot "$deploy/nonroot"
	image_built my_init-example:2 "$fixtures/orch/next"
	into_namespace
	c swarm init --advertise-addr 127.0.0.1
}

into_namespace() {
	local pid
	pid=$(<"$ENGINE_DIR/pid")
	kill "$pid"
	timeout 30 tail --pid="$pid" -f /dev/null
	unshare --net sh -c 'busybox ip link set lo up && exec "$@"' sh \
		"$engines/engine" start docker "$ENGINE_DIR" --log-level=warn \
		--iptables=true --bridge= --bip="${SITE#http://}/16" \
		--userland-proxy=false 3>&- 4>&-
}

swarm_down() {
	[ -n "${ENGINE_MISSING-}" ] || c swarm leave --force
	engine_down
}

# here COMMAND ARG...: in the network of the engine.
here() {
	nsenter --net="/proc/$(<"$ENGINE_DIR/pid")/ns/net" "$@" 3>&- 4>&-
}

# stack [NAME=VALUE...]: the stack, with these variables.
stack() {
	env "$@" docker stack deploy --resolve-image never \
		-c "$deploy/stack.yaml" web 3>&- 4>&-
}

replicas() {
	c service ls --filter name=web_web --format '{{.Replicas}}'
}

# containers [ARG...]: their ids, of the service web.
containers() {
	c ps -q --no-trunc --filter label=com.docker.swarm.service.name=web_web "$@"
}

count() { # [ARG...]: how many of them there are
	containers "$@" | wc -l
}

# Sets $four, their ids. One that is ending is there for some time.
the_four() {
	until_is 4 count
	mapfile -t four < <(containers)
	is "${#four[@]}" 4
}

# Until all four are up, so healthy, and the proxy finds one.
stack_ready() {
	until_is 4/4 replicas
	until_is 'Good day' here curl -fsS -m 5 "$SITE:8080/"
}

# Requests from now on until load_ends, of which none may fail.
load_begins() {
	# Not by `here`, whose own shell the signal would end.
	nsenter --net="/proc/$(<"$ENGINE_DIR/pid")/ns/net" \
		"$fixtures/orch/load" "$SITE:8080/" 'Good day' \
		>"$BATS_TEST_TMPDIR/load" 2>&1 3>&- 4>&- &
	LOAD=$!
	until_is READY head -n 1 "$BATS_TEST_TMPDIR/load"
	from_now
}

from_now() {
	since=$(date +%s.%N)
}

load_ends() {
	local pid=$LOAD
	LOAD=
	kill "$pid"
	wait "$pid" || {
		cat "$BATS_TEST_TMPDIR/load"
		return 1
	}
	sed -n '$s/^/# /p' "$BATS_TEST_TMPDIR/load" >&3
}

# statuses [SERVICE]: exit statuses of the containers of web, or of that, which
# ended since `from_now`.
statuses() {
	c events --since "$since" --until "$(date +%s.%N)" --filter event=die \
		--filter "label=com.docker.swarm.service.name=web_${1-web}" \
		--format '{{.Actor.Attributes.exitCode}}'
}

compose() { # ARG...
	DOCKER_HOST=unix://$ENGINE_DIR/sock timeout 170 \
		docker-compose -p compose -f "$deploy/compose.yaml" "$@" 3>&- 4>&-
}
