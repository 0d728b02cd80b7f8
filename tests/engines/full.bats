#!/usr/bin/env bats
# The full image on a real Docker Engine: syslog, cron, sshd, and that each can
# be left out.
# shellcheck disable=SC2016,SC2154 # for shells in the container; set in the helpers

bats_require_minimum_version 1.5.0
load full.bash

# cron looks once a minute: its container runs while other tests do.
setup_file() {
	export BATS_TEST_TIMEOUT=600 # for three builds in a test
	full_up
	[ -z "${ENGINE_MISSING-}" ] || return 0
	fixtures=$BATS_FILE_TMPDIR
	export NAME=my_init-test-$$-minute
	write minutely 644 <<-'END'
		* * * * * root printf '\%s|' "$FRUIT" "$HOME" "$PATH" >/minutely.new && mv /minutely.new /minutely
	END
	up_with minutely:/etc/cron.d/ -- -e FRUIT=$'a # \'b\' "c" $d\ne' "$FULL"
	export MINUTE=$NAME
}

teardown_file() {
	[ -z "${MINUTE-}" ] || c rm -f -v "$MINUTE" >/dev/null
	engine_down
}

setup() {
	engine_setup
	fixtures=$BATS_TEST_TMPDIR/files
}

# Syslog

@test "full: a line of logger reaches the engine's log" {
	up "$FULL"
	booted
	inside logger -p mail.err -t pear 'not delivered'
	logged 'mail.err pear: not delivered'
}

@test "full: a message is one line, whatever is in it" {
	up "$FULL"
	booted
	inside bash -c 'printf "<13>plum: a\33[0m\nb%s\n" $'\''\u00e4'\'' | perl -MIO::Socket::UNIX -e \
		"IO::Socket::UNIX->new(Type => SOCK_DGRAM, Peer => q(/dev/log))->send(join q(), <STDIN>)"'
	logged 'user.notice plum: a\x1b[0m\x0abä'
}

@test "full: syslog is there before the first startup script and after the last one" {
	write first <<<$'#!/bin/sh\nexec logger "the first script"'
	write last <<<$'#!/bin/sh\nexec logger "the last hook"'
	up_with first:/etc/my_init.d/00-a last:/etc/my_init.post_shutdown.d/zz \
		-- "$FULL"
	booted
	c stop "$NAME"
	lines_are 1 'user.notice root: the first script'
	lines_are 1 'user.notice root: the last hook'
}

@test "full: a /dev/log that is there already is left alone" {
	up --entrypoint sh "$FULL" -c 'ln -s /nowhere /dev/log; exec /sbin/my_init'
	booted
	logged 'there is a /dev/log already: syslog stays down'
	is "$(inside readlink /dev/log)" /nowhere
}

@test "full: what is said in the last moment of services and of others arrives" {
	last_moments
	up_with talker:/usr/local/bin/ late:/etc/service -- "$FULL"
	logged 'service READY'
	c exec -d "$NAME" talker guest
	logged 'guest READY'
	c stop "$NAME"
	in_order 'service 1/50' 'service 50/50' 'guest 1/50' 'guest 50/50' \
		'*** Stopped in '
	lines_are 50 'root: service '
	lines_are 50 'root: guest '
	is "$(status_of)" 0
}

@test "full: off PID 1 it waits for nobody but those who end with it" {
	last_moments
	up_with talker:/usr/local/bin/ late/run:/etc/my_init.d/50-orphan -- \
		--init "$FULL"
	logged 'service READY'
	booted
	within 5000 c stop "$NAME"
	lines_are 50 'root: service '
}

@test "full: syslog that is killed comes back" {
	up "$FULL"
	booted
	inside sh -c 'kill -KILL $(grep -lx syslogd /proc/*/comm | cut -d/ -f3)'
	until_true say_again
}

# Cron

@test "full: a job of cron sees the container's environment if its user may" {
	write jobs 644 <<-'END'
		@reboot root printf '[\%s]' "$FRUIT" >/tmp/root.new && mv /tmp/root.new /tmp/root
		@reboot games printf '[\%s]' "$FRUIT" >/tmp/games.new && mv /tmp/games.new /tmp/games
		@reboot daemon printf '[\%s]' "$FRUIT" >/tmp/daemon.new && mv /tmp/daemon.new /tmp/daemon
	END
	write member <<<$'#!/bin/sh\nexec usermod -aG docker_env games'
	up_with jobs:/etc/cron.d/ member:/etc/my_init.d/50-member -- \
		-e FRUIT='a # b' "$FULL"
	until_true inside cat /tmp/root /tmp/games /tmp/daemon
	is "$(inside cat /tmp/root)" '[a # b]'
	is "$(inside cat /tmp/games)" '[a # b]'
	is "$(inside cat /tmp/daemon)" '[]'
	logged 'cron.info CRON'
}

@test "full: what is to be done at each boot is done again when the container is" {
	write jobs 644 <<<'@reboot root logger booted by cron'
	up_with jobs:/etc/cron.d/ -- "$FULL"
	logged 'root: booted by cron'
	c restart "$NAME"
	until_true lines_are 2 'root: booted by cron'
}

@test "full: cron's daily jobs rotate the logs of a package" {
	write pear 644 <<<$'/var/log/pear.log {\n\tsize 1\n\trotate 2\n}'
	up_with pear:/etc/logrotate.d/ -- "$FULL"
	booted
	inside sh -c 'echo old >/var/log/pear.log && run-parts /etc/cron.daily'
	is "$(inside cat /var/log/pear.log.1)" old
}

# The environment

@test "full: the dumps are for root and docker_env, and a login shell has read them" {
	write sets <<<$'#!/bin/sh\necho apple >/etc/container_environment/FRUIT'
	up_with sets:/etc/my_init.d/50-sets -- "$FULL"
	booted
	inside usermod -aG docker_env games
	is "$(inside stat -c '%a %U:%G' /etc/container_environment{,.sh,.json})" \
		$'700 root:root\n640 root:docker_env\n640 root:docker_env'
	is "$(inside bash -lc 'echo $FRUIT')" apple
	is "$(inside setuser games bash -lc 'echo $FRUIT' 2>&1)" apple
	is "$(inside setuser daemon bash -lc 'echo $FRUIT' 2>&1)" ''
	is "$(inside bash -ic 'echo $FRUIT' 2>/dev/null)" apple
}

@test "full: the locale is one of UTF-8" {
	is "$(once "$FULL" /sbin/my_init --quiet -- locale charmap)" UTF-8
}

# sshd

@test "full: ssh lets a key in, nobody else, and the session has the environment" {
	up_sshd -e FRUIT='a # b' "$FULL"
	is "$(ssh_to root 'echo "$(id -un) $FRUIT"')" 'root a # b'
	run -255 ssh_to games id
	logged 'Accepted publickey for root'
	is "$(SSH_NETWORK=container:$NAME ssh_run "ssh -v -o BatchMode=yes \
		-o StrictHostKeyChecking=no root@127.0.0.1 2>&1" |
		tr -d '\r' | sed -n 's/.*Authentications that can continue: //p' | sort -u)" publickey
	within 2000 c stop "$NAME"
	is "$(status_of)" 0
}

@test "full: a session's terminal is the client's, whatever the container's is" {
	up_sshd -t "$FULL"
	is "$(inside cat /etc/container_environment/TERM)" xterm
	is "$(ssh_to root 'echo $TERM' -tt | tr -d '\r')" vt100
}

@test "full: host keys are made at the first boot, and stay" {
	run -2 once --entrypoint sh "$FULL" -c 'ls /etc/ssh/ssh_host_*'
	up_sshd "$FULL"
	first=$(file_of /etc/ssh/ssh_host_ed25519_key.pub)
	c restart "$NAME"
	until_true lines_are 2 'Server listening on 0.0.0.0 port 22.'
	is "$(file_of /etc/ssh/ssh_host_ed25519_key.pub)" "$first"
	lines_are 1 'made /etc/ssh/ssh_host_ed25519_key'
}

@test "full: a HostKey of one's own is the one that clients see, and no other is made" {
	write own.conf 644 <<<'HostKey /etc/own_key'
	write own 755 <<-'END'
		#!/bin/sh
		exec ssh-keygen -q -t ed25519 -N '' -f /etc/own_key
	END
	c create --name "$NAME-files" "$FULL"
	c cp "$fixtures/own.conf" "$NAME-files:/etc/ssh/sshd_config.d/"
	c cp "$fixtures/own" "$NAME-files:/etc/my_init.d/0-own"
	c commit "$NAME-files" "$NAME-own"
	c rm "$NAME-files"
	up_sshd "$NAME-own"
	own=$(file_of /etc/own_key.pub | cut -d' ' -f1-2)
	[[ $own == 'ssh-ed25519 '* ]]
	is "$(SSH_NETWORK=container:$NAME ssh_run ssh-keyscan 127.0.0.1 2>/dev/null |
		tr -d '\r' | cut -d' ' -f2-)" "$own"
	run -2 inside sh -c 'ls /etc/ssh/ssh_host_*'
	c rm -f -v "$NAME"
	c rmi "$NAME-own"
}

@test "full: sshd is down, and has no keys, until somebody wants it" {
	up "$FULL"
	booted
	run -0 inside sv status sshd
	[[ $output == 'down: sshd:'* ]]
	run -2 inside sh -c 'ls /etc/ssh/ssh_host_*'
	inside sv start sshd
	logged 'Server listening on 0.0.0.0 port 22.'
}

@test "full: the insecure key is the container's own, and lets in" {
	run -2 once --entrypoint sh "$FULL" -c 'ls /etc/insecure_key*'
	write enable <<<$'#!/bin/sh\nexec rm -f /etc/service/sshd/down'
	up_with enable:/etc/my_init.d/05-enable -- --network none "$FULL" \
		/sbin/my_init --enable-insecure-key
	logged 'Server listening on 0.0.0.0 port 22.'
	file_of /etc/insecure_key >"$BATS_TEST_TMPDIR/key"
	chmod 600 "$BATS_TEST_TMPDIR/key"
	is "$(ssh_to root 'id -un')" root
}

# What can be left out

@test "full: SYSLOG=0 leaves no syslog, INSECURE_KEY=1 brings a pair of keys" {
	full_built "$NAME:off" --build-arg SYSLOG=0 --build-arg INSECURE_KEY=1
	up "$NAME:off"
	booted
	has_none_of /dev/log /etc/my_init.d/0-syslog /usr/lib/my_init/syslog
	is "$(inside my_initctl health)" 'healthy: 1 service'
	inside cmp /etc/insecure_key.pub /root/.ssh/authorized_keys
}

@test "full: another LOCALE is everybody's, and stays when its package is configured again" {
	full_built "$NAME:locale" --build-arg LOCALE=de_DE@euro
	write jobs 644 <<<'@reboot daemon locale charmap >/tmp/new && mv /tmp/new /tmp/daemon'
	write pear/run <<<$'#!/bin/sh\nlocale charmap\nexec sleep 1000'
	up_with jobs:/etc/cron.d/ pear:/etc/service -- "$NAME:locale"
	logged ISO-8859-15
	until_true inside cat /tmp/daemon
	is "$(inside cat /tmp/daemon)" ISO-8859-15
	is "$(inside env -i su - -c 'locale charmap')" ISO-8859-15
	inside dpkg-reconfigure -f noninteractive locales
	is "$(inside sh -c 'locale charmap')" ISO-8859-15
}

@test "full: CRON=0 leaves no cron and no logrotate" {
	full_built "$NAME:off" --build-arg CRON=0
	up "$NAME:off"
	booted
	is "$(inside ls /etc/service)" sshd
	has_none_of cron crontab logrotate /etc/pam.d/cron /etc/my_init.d/10_cron
	inside logger still
	logged 'root: still'
}

@test "full: a switch that is neither 0 nor 1 ends the build" {
	run ! full_built "$NAME:off" --build-arg SSHD=no
	[[ $output == *'SSHD=no: it is to be 0 or 1'* ]]
}

@test "full: SSHD=0 LOGROTATE=0 LOCALE= leave none of them" {
	full_built "$NAME:off" --build-arg SSHD=0 --build-arg LOGROTATE=0 \
		--build-arg LOCALE=
	up "$NAME:off"
	booted
	is "$(inside ls /etc/service)" cron
	has_none_of sshd ssh logrotate enable_insecure_key /etc/ssh /run/sshd \
		/etc/my_init.d/00_regen_ssh_host_keys.sh
	run -1 inside grep sshd /etc/passwd
	is "$(inside locale charmap)" ANSI_X3.4-1968
}

# Reproducible

# What the engine puts into a container is none of the image's files, but it
# changes the time of two directories.
files_of() { # TAG: mode, owner, time, link and sum of each
	once --entrypoint sh "$1" -c 'set -- / -xdev -regextype posix-extended \
		! -regex "/|/etc|/[.]dockerenv|/(dev|proc|sys)(/.*)?|/etc/(mtab|hosts|hostname|resolv.conf)"
		find "$@" -printf "%M %U:%G %T@ %p %l\n"
		find "$@" -type f -exec sha256sum {} +' | LC_ALL=C sort
}

# From here, from a clone that nobody else may read, and by the other builder.
# The times are a second apart, lest the second image be the first one out of
# the cache; packages are younger than all.
built_alike() { # DOCKERFILE CONTEXT ARG...
	local clone=$BATS_TEST_TMPDIR/clone from time=1500000000
	mkdir "$clone"
	(umask 077 && cd "$top" && cp -R Makefile init runsvdir-glue etc docker "$clone")
	for from in "$top" "$clone" "$clone"; do
		[ "$time" -lt 1500000002 ] || export DOCKER_BUILDKIT=1
		image_built "$NAME:$time" --build-arg SOURCE_DATE_EPOCH=$time \
			-f "$from/$1" "${@:3}" "$from/$2"
		files_of "$NAME:$time" | sed "s/ $time\.0* / then /" >"$clone.$time"
		time=$((time + 1))
	done
	unset DOCKER_BUILDKIT
	c history "$NAME:1500000002" | grep -q buildkit
	[ "$(grep -c ' then ' "$clone.1500000000")" -gt 20 ]
	diff "$clone".150000000{0,1}
	diff "$clone".150000000{0,2}
}

size_of() { # IMAGE
	c image inspect -f '{{.Size}}' "$1"
}

# adds IMAGE BASE BYTES: it is as large as that one, or larger by so many at most.
adds() {
	local size base
	size=$(size_of "$1") && base=$(size_of "$2") || return
	echo "$((size - base)) bytes more"
	((base <= size && size <= base + $3))
}

@test "full: the image below is the same from three builds, and adds at most 2 MB to Debian's" {
	built_alike docker/Dockerfile .
	adds "$NAME:1500000000" debian:bookworm-slim 2000000
}

@test "full: so is this one, which has no file of the image below again" {
	built_alike docker/full/Dockerfile docker/full --build-arg BASE="$IMAGE"
	adds "$NAME:1500000000" "$FULL" 500000
}

@test "full: the example works from a clone that nobody else may read" {
	(umask 077 && cp -R "$top/docker/example" "$BATS_TEST_TMPDIR")
	image_built "$NAME:example" --build-arg BASE="$IMAGE" "$BATS_TEST_TMPDIR/example"
	once --entrypoint setuser "$NAME:example" app test -x /etc/service/app/app
	once --entrypoint setuser "$NAME:example" nobody test -x /etc/service/clock/log/run
}

# Surroundings

@test "full: a read-only root with tmpfs for /run and a few has all of it" {
	make_key
	write jobs 644 <<<'@reboot root logger "cron has $FRUIT"'
	printf 'FROM %s\nRUN rm /etc/service/sshd/down\nCOPY jobs /etc/cron.d/\n' \
		"$FULL" >"$fixtures/Dockerfile"
	image_built "$NAME:image" "$fixtures"
	mkdir -m 700 "$BATS_TEST_TMPDIR/ssh"
	cp "$KEY.pub" "$BATS_TEST_TMPDIR/ssh/authorized_keys"
	up --read-only --tmpfs /run --tmpfs /tmp --tmpfs /var/lib/logrotate \
		--network none -v "$BATS_TEST_TMPDIR/ssh:/root/.ssh:ro" "$NAME:image"
	logged 'Server listening on 0.0.0.0 port 22.'
	is "$(ssh_to root 'id -un')" root
	inside logger hello
	logged 'user.notice root: hello'
	logged 'root: cron has '
	inside my_initctl health
	inside run-parts /etc/cron.daily
	within 2000 c stop "$NAME"
	is "$(status_of)" 0
}

@test "full: for a user who is not root all the rest works" {
	write pear/run <<<$'#!/bin/sh\necho "pear READY as $(id -u)"\nexec sleep 1000'
	printf 'FROM %s\nCOPY pear /etc/service/pear/\n' "$FULL" >"$fixtures/Dockerfile"
	image_built "$NAME:image" "$fixtures"
	up --user 4321:0 --read-only --cap-drop ALL "$NAME:image"
	logged 'pear READY as 4321'
	logged 'syslog needs root and stays down'
	logged 'cron needs root and stays down'
	inside my_initctl wait
	is "$(inside my_initctl health)" 'healthy: 1 service'
	within 2000 c stop "$NAME"
	is "$(status_of)" 0
	lines_are 1 'cron needs root'
}

@test "full: stop takes less than 2 s, status 0, and the engine knows all of it" {
	up "$FULL"
	booted
	within 2000 c stop "$NAME"
	is "$(status_of)" 0
	is "$(c image inspect -f '{{.Config.StopSignal}} {{.Config.Healthcheck.Test}}' "$FULL" "$IMAGE")" \
		$'SIGTERM [CMD /sbin/my_initctl health]\nSIGTERM [CMD /sbin/my_initctl health]'
	is "$(c image inspect -f '{{index .Config.Labels "org.opencontainers.image.licenses"}}' "$FULL" "$IMAGE")" \
		$'ISC\nISC'
}

@test "full: a job of each minute leaves its mark, and has every byte of a variable" {
	DEADLINE=70 until_true c exec "$MINUTE" cat /minutely
	is "$(c exec "$MINUTE" cat /minutely)" $'a # \'b\' "c" $d\ne|/root|/usr/bin:/bin|'
}
