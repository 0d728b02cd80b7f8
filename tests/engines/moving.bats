#!/usr/bin/env bats
# Images written as users of Phusion's baseimage write theirs, with the one line
# changed that docker/MIGRATING.md names: what they are built on.
# shellcheck disable=SC2016 # for shells in the container to expand
# shellcheck disable=SC2153,SC2154 # variables of engines.bash

bats_require_minimum_version 1.5.0
load full.bash

moving=$fixtures/moving

setup_file() {
	full_up
	[ -z "${ENGINE_MISSING-}" ] || return 0
	for image in editor web search jobs; do
		moved "$image"
	done
	export KEYS=$BATS_FILE_TMPDIR/shell
	cp -R "$moving/shell" "$KEYS"
	BATS_TEST_TMPDIR=$KEYS make_key
	image_built my_init-shell:test --build-arg BASE="$FULL" "$KEYS"
}

moved() { # NAME: my_init-NAME:test
	image_built "my_init-$1:test" --build-arg BASE="$FULL" "$moving/$1"
}

# Hooks that stop services, settings in a file, timeouts of 55 s

@test "moving: hooks that call sv find their services up and stop them one by one" {
	up -e SITE="it's ours" my_init-editor:test
	until_true both_ready
	within 5000 c stop -t 60 "$NAME"
	is "$(status_of)" 0
	FROM=stdout in_order 'made by /etc/my_init.d/100_secret.sh' \
		"site closed for it's ours" 'editor is down: 0' \
		'history is down: 0' 'saved: 40'
	[[ $(last_line) == *'status 0.' ]]
	is "$(file_of /var/log/editor.log | tail -n 1)" \
		"editor of it's ours saved as www-data"
	is "$(file_of /var/lib/editor/history | tail -n 1)" 20
	not_logged 'Forcing it to exit'
	lines_are 1 '*** Booting runit daemon...'
}

both_ready() {
	inside grep -q READY /var/log/editor.log &&
		inside grep -q READY /var/log/history.log
}

@test "moving: the same without its hooks saves as much, and is as quick" {
	up -e SITE=pear my_init-editor:test
	until_true both_ready
	inside sh -c 'rm /etc/my_init.pre_shutdown.d/*'
	within 3000 c stop -t 60 "$NAME"
	is "$(status_of)" 0
	logged 'saved: 40'
}

@test "moving: a second boot of the same container keeps its secret and its data" {
	up -e SITE=pear my_init-editor:test
	until_true both_ready
	secret=$(inside cat /etc/container_environment/SECRET)
	c stop -t 60 "$NAME"
	c start "$NAME"
	until_true lines_are 2 "a secret $secret"
	is "$(inside tail -n 1 /var/lib/editor/history)" 20
	c stop -t 60 "$NAME"
	until_true lines_are 2 'saved: 40'
}

# A web server with a logger, and services that are down

@test "moving: services that are down stay so" {
	up my_init-web:test
	booted
	is "$(inside my_initctl health)" 'healthy: 1 service'
	inside test ! -e /run/nginx.pid
	run -0 inside sv status worker
	[[ $output == 'down: worker:'* ]]
}

@test "moving: an image on top removes a file, a container sets a variable" {
	printf 'FROM my_init-web:test\nRUN rm -f /etc/service/nginx/down\n' \
		>"$BATS_TEST_TMPDIR/Dockerfile"
	image_built "$NAME:on" "$BATS_TEST_TMPDIR"
	up --hostname pear -e ENABLE=worker "$NAME:on"
	run -0 page
	[[ $output == *'Good day from pear'* ]]
	logged 'worker READY as app at /home/app'
	logged 'web: 127.0.0.1 - - '
	within 2000 c stop "$NAME"
	is "$(status_of)" 0
}

# One server, and a shell as PID 1

@test "moving: under a shell that is PID 1 the server has TERM, and its status" {
	up my_init-search:test
	logged 'server READY as daemon'
	logged '512 files, index pears'
	within 3000 c stop "$NAME"
	is "$(status_of)" 3
	FROM=stdout in_order 'server got TERM' 'index closed' \
		'helper is alive, the server ended with 3'
	not_logged 'helper got TERM'
	not_logged 'Booting runit daemon'
}

@test "moving: under a shell that is PID 1 another command's status is the container's" {
	run -7 once my_init-search:test sh -c 'exit 7'
	run -137 once my_init-search:test sh -c 'kill -KILL $$'
}

# Cron alone

@test "moving: jobs of the system and of a user run, and their words arrive" {
	up -e FRUIT="it's a pear" my_init-jobs:test
	logged "user.notice root: nightly knows it's a pear"
	logged 'user.notice job: job runs as job in /home/job'
	DEADLINE=70 logged 'each minute'
	within 2000 c stop "$NAME"
	is "$(status_of)" 0
}

# sshd

@test "moving: the image's own host key greets, and its authorized key enters" {
	cp "$KEYS"/key "$BATS_TEST_TMPDIR"
	up --network none -e FRUIT=plum my_init-shell:test
	logged 'Server listening on 0.0.0.0 port 22.'
	not_logged 'made /etc/ssh/'
	is "$(ssh_to root 'echo "$(id -un) $FRUIT $LANG"; exit 0')" 'root plum C.UTF-8'
	run -9 ssh_to root 'exit 9'
}

@test "moving: a session is given TERM and its time when the container stops" {
	cp "$KEYS"/key "$BATS_TEST_TMPDIR"
	up --network none my_init-shell:test
	logged 'Server listening on 0.0.0.0 port 22.'
	c cp "$fixtures/guest" "$NAME:/usr/local/bin/"
	run ! ssh_to root guest &
	local client=$!
	logged 'guest READY'
	within 2000 c stop "$NAME"
	wait "$client"
	logged 'guest finished'
	is "$(status_of)" 0
}
