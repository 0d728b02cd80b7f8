# Helpers of example.bats: the services of the example, and what the engine
# says of their container.
# shellcheck shell=bash
load engines.bash

# shellcheck disable=SC2034 # for the helpers there
DEADLINE=90 # seconds; the first start makes a database
PSQL=(setuser app /usr/lib/postgresql/15/bin/psql -XAtq -h /run/postgresql)

# Until all services are up and their checks pass. The client is given longer
# than `c` would give it.
ready() {
	timeout $((DEADLINE + 10)) "$CLIENT" exec "$NAME" \
		my_initctl wait --timeout "$DEADLINE" 3>&- 4>&-
}

serve() { # ARG...: the example, up and ready
	up --hostname pear "$@" "$EXAMPLE"
	ready
}

ask() { # [ARG...]: the page
	inside curl -fsS "$@" http://127.0.0.1/
}

query() { # SQL
	inside "${PSQL[@]}" -c "$1" app
}

# until_is EXPECTED COMMAND ARG...: until it prints that, within the deadline.
until_is() {
	local expected=$1 end=$((SECONDS + DEADLINE)) actual nap
	shift
	exec {nap}<> <(:)
	until actual=$("$@" 2>&1) && [ "$actual" = "$expected" ]; do
		((SECONDS < end)) || {
			is "$actual" "$expected"
			return 1
		}
		read -r -t 0.05 -u "$nap" || :
	done
	exec {nap}>&-
}

inspect() { # FORMAT
	c inspect -f "$1" "$NAME"
}

health() { # STATUS: the engine comes to this opinion
	until_is "$1" inspect '{{.State.Health.Status}}'
}

# What services alone have written: their loggers' lines.
stdout() {
	c logs "$NAME" 2>/dev/null
}

stderr() {
	{ c logs "$NAME" >/dev/null; } 2>&1
}

# The container may be gone before the client knows that it was done.
kill_service() { # NAME
	inside sh -c "kill -KILL \$(cat /etc/service/$1/supervise/pid)" || :
}

# A transaction that does not end, with a row in it.
hold_transaction() {
	c exec -d "$NAME" "${PSQL[@]}" -c begin \
		-c "insert into said (text) values ('never')" \
		-c 'select pg_sleep(1000)' app
	until_is 1 query "select count(*) from pg_stat_activity
		where wait_event = 'PgSleep' and backend_xid is not null"
}

# events EVENT FORMAT: what the engine did and saw since the container was made.
events() {
	c events --since "$(inspect '{{.Created}}')" --until "$(date +%s.%N)" \
		--filter container="$NAME" --filter event="$1" --format "$2"
}

# The engine's signals, one a line.
signals() {
	events kill '{{.Actor.Attributes.signal}}'
}

# Nanoseconds from the engine's first signal to the end of the container.
stop_time() {
	echo $(($(events die '{{.TimeNano}}') - $(events kill '{{.TimeNano}}' | head -n 1)))
}

# The engine's own word that it had to do nothing after TERM, and in time.
stopped_by_term() {
	is "$(signals)" 15
	is "$(inspect '{{.State.ExitCode}}')" 0
	[ "$(stop_time)" -lt 10000000000 ]
}

# service NAME FILTER: what jq makes of its part of the status.
service() {
	inside my_initctl status --json "$1" | jq -c ".services[0] | $2"
}
