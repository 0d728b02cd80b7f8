#!/usr/bin/env bats
# Real clients of the example's services on a real Docker Engine: curl, psql and
# logger; and what was committed is there after a stop.
# shellcheck disable=SC2016,SC2153,SC2154 # for shells in there; set in the helpers

bats_require_minimum_version 1.5.0
load example.bash

# The example on a port of this machine.
serve_here() {
	port=$(free_port)
	serve --network host -e PORT="$port"
	url=http://127.0.0.1:$port/
}

# The database alone, whose one table gets a row a transaction.
keep() {
	up "$EXAMPLE" --only=postgresql
	ready
	query 'create table kept (n serial primary key)'
}

# Writes as fast as it can, and notes what it was told is committed, until the
# database is gone.
write_until_gone() { # FILE
	c exec "$NAME" sh -c 'yes "insert into kept default values returning n;" |
		exec "$@" -v ON_ERROR_STOP=1 app' sh "${PSQL[@]}" >"$1" 2>"$1.end" &
	writer=$!
}

lines() { # FILE
	wc -l <"$1"
}

# Whether the file has some lines more; an answer for until_is.
has() { # NUMBER FILE
	echo $(($(lines "$2") >= $1))
}

# All that the writer was told of is in the table.
all_kept() { # FILE
	local first
	first=$(head -n 1 "$1")
	is "$(query "select n from kept where n >= $first" | sort |
		comm -13 - <(sort "$1"))" ''
}

# curl

@test "clients: curl makes 200 requests on one connection, and 50 on their own" {
	serve_here
	is "$(curl -sS -o /dev/null -w '%{http_code} %{num_connects}\n' \
		"$url?[1-200]" | sort | uniq -c | awk '{ print $1, $2, $3 }')" \
		$'199 200 0\n1 200 1'
	is "$(curl -sS -H 'Connection: close' -o /dev/null \
		-w '%{http_code} %{num_connects}\n' "$url?[1-50]" |
		sort | uniq -c | awk '{ print $1, $2, $3 }')" '50 200 1'
}

@test "clients: curl gets back the half megabyte that it sent" {
	serve_here
	head -c 393216 /dev/urandom | base64 -w 0 >"$BATS_TEST_TMPDIR/sent"
	curl -fsS --data-binary "@$BATS_TEST_TMPDIR/sent" "$url" >/dev/null
	curl -fsS "$url" >"$BATS_TEST_TMPDIR/got"
	echo >>"$BATS_TEST_TMPDIR/sent"
	cmp "$BATS_TEST_TMPDIR/sent" "$BATS_TEST_TMPDIR/got"
}

@test "clients: eight curls at a time are all answered" {
	serve_here
	is "$(curl -sS -Z --parallel-max 8 -o /dev/null -w '%{http_code}\n' \
		"$url?[1-100]" | sort | uniq -c | awk '{ print $1, $2 }')" '100 200'
}

# psql

@test "clients: psql copies ten thousand rows in and out, and rolls back" {
	keep
	is "$(seq 10000 | c exec -i "$NAME" "${PSQL[@]}" \
		-c '\copy kept from stdin' -c 'select sum(n) from kept' app)" 50005000
	is "$(query '\copy kept to stdout' | cksum)" "$(seq 10000 | cksum)"
	run -0 query 'begin; delete from kept; rollback; select count(*) from kept'
	[[ $output == *10000 ]]
	run -1 query 'insert into kept values (1)'
	[[ $output == *'duplicate key'* ]]
}

# logger

@test "clients: a line of logger reaches the engine's log, a service's last one too" {
	up_with orch/syslog:/etc/service orch/farewell:/etc/service -- \
		"$EXAMPLE" --only=syslog,farewell
	logged 'farewell: the first words'
	inside logger -p user.warning -t pear 'Good evening'
	logged 'pear: Good evening'
	run -0 logs
	[[ $output == *'syslog: <12>'*'pear: Good evening'* ]]
	c stop "$NAME"
	logged 'farewell: the last words'
}

# Fifty times, or as often as 90 seconds allow: a machine with much else to do
# is no reason to fail, but ten there are.
@test "clients: what was committed before a stop is there after it, up to 50 times, under writes" {
	local round=0 acks=$BATS_TEST_TMPDIR/acks end=$((SECONDS + 90)) writer
	keep
	while [ "$round" -lt 50 ] && ((round < 10 || SECONDS < end)); do
		round=$((round + 1))
		write_until_gone "$acks"
		until_is 1 has 20 "$acks"
		c stop "$NAME" >/dev/null
		# It was at it when its connection ended.
		if wait "$writer"; then return 1; fi
		grep -q 'terminating connection due to administrator command' "$acks.end"
		is "$(inspect '{{.State.ExitCode}}')" 0
		c start "$NAME" >/dev/null
		ready
		all_kept "$acks"
		cat "$acks" >>"$acks.all"
	done
	all_kept "$acks.all"
	not_logged 'was not properly shut down'
	echo "# $round stops, $(lines "$acks.all") rows" >&3
}
