# Helpers of full.bats and moving.bats: the image with syslog, cron and sshd,
# and a client of ssh that enters a container of it.
# shellcheck shell=bash disable=SC2154 # variables of engines.bash
load engines.bash

FULL=my_init-full:test

# As engine_up of engines.bash, with the full image instead of the example.
full_up() {
	engine_with_image docker
	[ -z "${ENGINE_MISSING-}" ] || return 0
	full_built "$FULL"
}

full_built() { # TAG ARG...
	image_built "$1" --build-arg BASE="$IMAGE" "${@:2}" "$top/docker/full"
}

# write FILE [MODE]: from standard input, below the test's folder, as up_with takes it.
write() {
	mkdir -p "$(dirname "$fixtures/$1")"
	cat >"$fixtures/$1"
	chmod "${2-755}" "$fixtures/$1"
}

booted() {
	logged '*** Runit started as PID'
}

# until_true COMMAND ARG...: until it succeeds, within the deadline.
until_true() {
	local end=$((SECONDS + DEADLINE)) nap output
	exec {nap}<> <(:)
	until output=$("$@" 2>&1); do
		((SECONDS < end)) || {
			echo "never true: $*: $output"
			return 1
		}
		read -r -t 0.1 -u "$nap" || :
	done
	exec {nap}>&-
}

# has_none_of NAME...: neither commands of these names nor files.
has_none_of() {
	# shellcheck disable=SC2016 # for that shell to expand
	inside sh -c 'for name; do
		if command -v "$name" || [ -e "$name" ]; then
			echo "there is $name"
			exit 1
		fi
	done' sh "$@"
}

stdout() {
	c logs "$NAME" 2>/dev/null
}

say_again() {
	inside logger again
	logs | grep -q 'user.notice root: again'
}

# lines_are COUNT TEXT: so many lines of the log have it.
lines_are() {
	is "$(logs | grep -c -F -e "$2")" "$1"
}

# In this order in the log. Its two streams come by different ways: what is
# asked for must be in one of them, and FROM=stdout says so.
in_order() { # TEXT...
	local text rest
	rest=$("${FROM:-logs}")
	for text; do
		[[ $rest == *"$text"* ]] || {
			echo "not in the log, or not in its place: $text"
			return 1
		}
		rest=${rest#*"$text"}
	done
}

# A key of the test's own, and its container's root lets it in.
make_key() {
	KEY=$BATS_TEST_TMPDIR/key
	ssh_run ssh-keygen -q -t ed25519 -N "''" -f /made/key
}

# A client of its own container, which has the network of NAME.
ssh_run() { # COMMAND...: one that a shell reads
	c run --rm --network "${SSH_NETWORK-none}" --user 0 \
		-v "$BATS_TEST_TMPDIR:/made" --entrypoint sh "$FULL" -c "$*"
}

# ssh_to USER COMMAND [OPTION...]: over the network of NAME, with the test's key,
# from a terminal that is called a vt100.
ssh_to() {
	SSH_NETWORK=container:$NAME ssh_run TERM=vt100 ssh -i /made/key \
		-o BatchMode=yes -o StrictHostKeyChecking=no \
		-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "${@:3}" \
		"$1@127.0.0.1" "'$2'"
}

# up_sshd ARG...: with sshd up, and the test's key let in.
up_sshd() {
	make_key
	c create --name "$NAME" --network none "$@"
	c cp "$KEY.pub" "$NAME:/etc/authorized_key"
	write 05-let-in <<-'END'
		#!/bin/sh
		install -d -m 700 /root/.ssh
		cp /etc/authorized_key /root/.ssh/authorized_keys
		rm -f /etc/service/sshd/down
	END
	c cp "$fixtures/05-let-in" "$NAME:/etc/my_init.d/"
	c start "$NAME"
	logged 'Server listening on 0.0.0.0 port 22.'
}

# `talker NAME` says 50 things when it is told to end; `run` is a service, or
# what a startup script leaves behind, of that kind.
last_moments() {
	write talker <<-'END'
		#!/bin/bash
		trap 'for i in {1..50}; do logger "$1 $i/50"; done; exit 0' TERM
		sleep 1000 &
		echo "$1 READY" >/proc/1/fd/2
		wait
	END
	write late/run <<-'END'
		#!/bin/sh
		case $0 in
		./run) exec talker service ;;
		*) setsid talker service >/dev/null 2>&1 </dev/null & ;;
		esac
	END
}
