#!/usr/bin/env bats
# The example image on a real Docker Engine: nginx, an application and
# PostgreSQL, which start and end in order; and what the engine sees of them.

bats_require_minimum_version 1.5.0
load example.bash

@test "example: the page is a row of the database, by way of nginx and the application" {
	serve
	is "$(ask)" 'Good day from pear'
	is "$(ask -d 'Good evening')" 'Good evening'
	is "$(ask)" 'Good evening'
	is "$(query 'select text from said order by id')" \
		$'Good day from pear\nGood evening'
	logged '"POST / HTTP/1.1" 200'
}

@test "example: a service starts when the one before it works" {
	serve
	[[ $(stdout) == *'system is ready to accept'*'app: listening'*'start worker process '* ]]
	is "$(inside my_initctl timeline --json | jq -c '[.bars[] |
		select(.kind == "service" and .name != "clock")] |
		sort_by(.up_us) | map(.name)')" '["postgresql","app","nginx"]'
	is "$(service app .restarts)" 0
}

@test "example: a service ends when those that need it have ended" {
	up_with late:/etc/service -- "$EXAMPLE"
	ready
	logged 'late: late READY'
	c stop "$NAME"
	stopped_by_term
	[[ $(stdout) == *'late ended'*'worker process '*' exited with code 0'*'app: leaving'*'received fast shutdown request'*'database system is shut down'* ]]
}

@test "example: each line says which service wrote it, but for those of a logger's own" {
	serve
	ask
	c stop "$NAME"
	is "$(stdout | sed 's/: .*//' | sort -u)" $'app\nnginx\npostgresql'
	is "$(stderr | sed 's/: .*//' | sort -u)" my_init
	run -0 file_of /var/log/clock/current
	[[ $output == *'tick 0'*'stopped at tick'* ]]
}

@test "example: the engine sees it healthy, then unhealthy, then healthy again" {
	is "$(c image inspect -f '{{.Config.Healthcheck.Test}}' "$EXAMPLE")" \
		'[CMD /sbin/my_initctl health]'
	serve --health-interval 500ms --health-retries 1
	health healthy
	inside sv stop app
	health unhealthy
	inside sv start app
	health healthy
}

@test "example: the database is killed, and the engine sees 137" {
	serve
	kill_service postgresql
	is "$(status_of)" 137
	is "$(inspect '{{.State.Status}} {{.State.ExitCode}}')" 'exited 137'
	is "$(events die '{{.Actor.Attributes.exitCode}}')" 137
	run -0 signals
	is "$output" ''
	logged '*** The critical service postgresql was killed by SIGKILL (status 137)'
	[[ $(last_line) == *'status 137.' ]]
}

@test "example: with the policy on-failure it comes back, with the data" {
	serve --restart on-failure
	ask -d 'Good evening'
	kill_service postgresql
	until_is '1 running' inspect '{{.RestartCount}} {{.State.Status}}'
	ready
	is "$(ask)" 'Good evening'
	is "$(events die '{{.Actor.Attributes.exitCode}}')" 137
	c stop "$NAME"
	is "$(inspect '{{.RestartCount}} {{.State.Status}}')" '1 exited'
}

# As Kubernetes does at every mount for an fsGroup.
@test "example: the database starts again though others were let in to its files" {
	serve
	inside chmod -R g+rwX /var/lib/postgresql
	inside find /var/lib/postgresql -type d -exec chmod g+s {} +
	c stop "$NAME"
	c start "$NAME"
	ready
	is "$(ask)" 'Good day from pear'
}

@test "example: another service is killed, and only that is started again" {
	serve
	kill_service app
	until_is '["run",1,"SIGKILL",false]' service app \
		'[.state, .restarts, .last.signal, .last.asked]'
	ready
	is "$(ask)" 'Good day from pear'
	is "$(service postgresql .restarts)" 0
	is "$(inspect '{{.State.Running}}')" true
}

@test "example: a stop does not wait for an open transaction, and keeps what was committed" {
	serve
	ask -d 'Good evening'
	hold_transaction
	c stop "$NAME"
	stopped_by_term
	logged 'terminating connection due to administrator command'
	logged 'database system is shut down'
	c start "$NAME"
	ready
	is "$(query 'select text from said order by id')" \
		$'Good day from pear\nGood evening'
}

# The database has to wait for it, and is given its time all the same.
@test "example: a service that ignores TERM is killed before the engine's patience ends" {
	up_with deaf:/etc/service -- "$EXAMPLE"
	ready
	logged 'deaf: deaf READY'
	c stop "$NAME"
	stopped_by_term
	logged 'did not shut down in time. Forcing it to exit.'
	[[ $(stdout) == *'received fast shutdown request'*'database system is shut down'* ]]
}

@test "example: status tells jq that all is up" {
	serve
	is "$(inside my_initctl status --json | jq -c \
		'.version, (.services | map(.name)), (.services | map(.state) | unique)')" \
		$'1\n["app","clock","nginx","postgresql"]\n["run"]'
	is "$(service app '.pid')" "$(inside cat /etc/service/app/supervise/pid)"
}

@test "example: a read-only root needs no place for supervise" {
	serve --read-only --tmpfs /run --tmpfs /var/log/clock:uid=65534 \
		-e GREETING=plum
	is "$(ask)" plum
	inside my_initctl health
	c stop "$NAME"
	stopped_by_term
}

@test "example: a mistake in the services ends the build of the image" {
	printf '%s\n' "FROM $EXAMPLE" 'RUN chmod -x /etc/service/app/run' \
		'RUN echo app >/etc/service/postgresql/after' \
		'RUN my_initctl check' >"$BATS_TEST_TMPDIR/Dockerfile"
	run -1 image_built "$NAME:broken" "$BATS_TEST_TMPDIR"
	[[ $output == *'/etc/service/app/run:'* ]]
	[[ $output == *'app'*'->'*'postgresql'* ]]
}
