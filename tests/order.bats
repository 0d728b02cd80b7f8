# What `after` does: who begins after whom, who stops before whom, and who is
# said to wait.
# shellcheck shell=bats disable=SC2016
load services

# ending: who got TERM, in that order.
ending() { grep SIGTERM "$C/marks" | cut -d' ' -f1 | tr '\n' ' '; }

# --- the stop -----------------------------------------------------------------

@test "services stop in the reverse order of after" {
	actor db
	actor app
	actor web
	setting app after db
	setting web after app
	boot
	wait_until marks_count READY 3
	stop 0
	is "$(ending)" 'web app db '
}

@test "a service that others need is not told before they have ended" {
	service db "$HOLD trap 'echo db TERM >>$C/marks; exit 0' TERM
		echo db READY >>$C/marks; wait"
	service web "$HOLD trap 'echo web TERM >>$C/marks; sleep 0.3; echo web ended >>$C/marks; exit 0' TERM
		echo web READY >>$C/marks; wait"
	setting web after db
	boot
	marked 'db READY'
	marked 'web READY'
	stop 0
	is "$(grep -v READY "$C/marks" | tr '\n' ,)" 'web TERM,web ended,db TERM,'
}

# Each of the two begins when the other one does, and ends when it does.
@test "services that no arrow parts start and stop at the same time" {
	mkfifo "$C"/{begin,end}-{a,b}
	actor db
	meet a b
	meet b a
	boot
	wait_until marks_count READY 3
	stop 0
	refute_logged 'did not shut down in time'
	is "$(tail -n 1 "$C/marks")" 'db SIGTERM'
}
meet() {
	service "$1" "$HOLD trap 'echo >$C/end-$1 & read x <$C/end-$2; wait \$!; exit' TERM
		echo >$C/begin-$1 & read x <$C/begin-$2; wait \$!
		echo $1 READY >>$C/marks
		wait"
	setting "$1" after db
}

@test "one that hangs is killed in time for those who wait for it" {
	actor db
	actor web -d
	setting web after db
	boot_env KILL_PROCESS_TIMEOUT=2 --
	wait_until marks_count READY 2
	stop 0
	has_line "$C/marks" 'db SIGTERM'
	logged 'web (PID'
	took_under 5000
	is "$(count SIGTERM "$C/marks")" 2
}

@test "where there is no time all are killed whatever their order, and none begins again" {
	for name in a b c d; do actor "$name" -d; done
	setting b after a
	setting c after b
	setting d after c
	boot_env KILL_PROCESS_TIMEOUT=0 --
	wait_until marks_count READY 4
	# Once it has been up for a second runsv would start it again at once.
	wait_until up_for_seconds d
	stop 0
	is "$(count READY "$C/marks")" 4
	took_under 5000
}

up_for_seconds() { inside sv status "$1" | grep -qE ' ([2-9]|[0-9]{2,})s'; }

# a does not wait for b, whose arrow closes the circle, neither then nor now.
@test "a circle is opened at the stop where it was at the boot" {
	actor a
	actor b
	actor db
	setting a after 'b db'
	setting b after a
	boot
	wait_until marks_count READY 3
	stop 0
	is "$(ending)" 'b a db '
	refute_logged 'did not shut down in time'
	took_under 5000
}

@test "a circle is no reason to kill untold while another service is slow" {
	actor a
	actor b
	actor db
	actor slow -d
	setting a after 'b db'
	setting b after a
	boot_env KILL_PROCESS_TIMEOUT=2 --
	wait_until marks_count READY 4
	stop 0
	is "$(ending | sed 's/slow //')" 'b a db '
	is "$(count 'did not shut down in time')" 1
	logged 'slow (PID'
}

@test "two circles, one behind the other" {
	local name
	for name in a b c d; do actor $name; done
	setting a after 'b'
	setting b after 'a c d'
	setting c after 'd'
	setting d after 'c'
	boot
	wait_until marks_count READY 4
	stop 0
	is "$(ending | tr -d ' ' | tr -d a)" bdc
	is "$(ending | tr -d ' ' | tr -d cd)" ba
}

@test "who is hurried gives those who are held a TERM, and time" {
	actor web -d
	actor db
	setting web after db
	boot
	wait_until marks_count READY 2
	stop_hurried 'web SIGTERM'
	is "$(ending)" 'web db '
	is "$(count 'did not shut down in time')" 1
	took_under 5000
}

@test "more arrows than there is room for are warned of, and all are told" {
	local i
	actor db
	for i in {1..5}; do
		actor "s$i"
		setting "s$i" after "$(printf 'db%.0s ' {1..1000})"
	done
	boot
	wait_until marks_count READY 6
	stop 0
	is "$(count SIGTERM "$C/marks")" 6
	is "$(count 'more than 4096 names in files after')" 1
}

# --- the start ----------------------------------------------------------------

@test "who waits for a check that takes its time is not up" {
	actor db
	put_service db check "read x <$C/fifo"
	mkfifo "$C/fifo"
	actor web
	setting web after db
	boot
	wait_until is_waiting web
	sv_says run db
	inside sv down web
	sv_says down web
	inside sv up web # at its first look db runs
	wait_until is_waiting web
	run -1 ctl wait --timeout 0.1 web
	is "$(count 'web READY' "$C/marks")" 0
	stop 0
	is "$(count web "$C/marks")" 0
}

# status_of NAME FILTER: what its status has, by jq.
status_of() { ctl status --json "$1" | jq -c ".services[0] | $2"; }
is_waiting() { [[ $(status_of "$1" .state) == '"waiting"' ]]; }
waits_for() { [[ $(status_of "$1" .waits_for) == "$2" ]]; }

@test "who goes down while another is waited for is waited for again" {
	actor cache
	put service/cache/down 644 ''
	actor db
	actor web
	setting web after 'db cache'
	boot
	marked 'db READY'
	wait_until waits_for web '["cache"]'
	inside sv down db
	marked 'db SIGTERM'
	inside sv up cache
	wait_until waits_for web '["db"]'
	is "$(count 'web READY' "$C/marks")" 0
	inside sv up db
	marked 'web READY'
	stop 0
}

@test "who has waited for one is content with that, whatever its check says then" {
	actor db
	put_service db check "echo x >>$C/checks; test \$((\$(wc -l <$C/checks) % 2)) = 0"
	actor web
	setting web after db
	boot
	marked 'web READY'
	stop 0
}

@test "a TERM while it waits is none of its control script's, and excuses no crash" {
	actor db
	put service/db/down 644 ''
	service web "echo READY >>$C/marks; read x <$C/fifo; exit 3"
	mkfifo "$C/fifo"
	setting web critical
	setting web after db
	put_service web control/t "echo asked >>$C/marks; exit 0"
	boot
	wait_until waits_for web '["db"]'
	inside sv term web
	wait_until waits_anew web
	inside sv up db
	marked READY
	echo >"$C/fifo"
	wait_exit 3
	is "$(count asked "$C/marks")" 0
}
waits_anew() { [[ $(status_of "$1" '[.state, .last.asked]') == '["waiting",true]' ]]; }

@test "a service whose down was removed is waited for" {
	actor db
	put service/db/down 644 ''
	setting db brake 1
	put_service db check "echo x >>$C/checks; test -e $C/works"
	actor web
	setting web after db
	boot
	wait_until waits_for web '["db"]'
	rm "$(etc_now)/service/db/down"
	inside sv up db
	wait_until marks_at_least_in "$C/checks" 3
	is "$(count 'web READY' "$C/marks")" 0
	: >"$C/works"
	marked 'web READY'
	stop 0
}

@test "it is not said to wait for what it does not wait for" {
	actor p
	setting p after 'q r out'
	actor q
	setting q after p
	actor r
	put_service r check 'exit 1'
	actor out
	boot --only p,q,r
	wait_until waits_for p '["r"]'
	wait_until waits_for q '["p"]'
	stop 0
}
