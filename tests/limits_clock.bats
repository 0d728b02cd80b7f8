# The wall clock goes forward and back by a day, and by half a century, while it
# boots, runs and stops: no wait is shorter or longer for it. Such a clock is
# made by tests/bin/limit_clock.c for the processes of the container, so that of
# the machine is left alone.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034,SC2154
load limits

DAY=86400

# clock SECONDS: so much later it is, for all in the container.
clock() { echo "$1" >"$C/clock"; }

# boot_by_clock [VARIABLE=VALUE...] -- [ARG...]: boots in a container that has
# such a clock.
boot_by_clock() {
	requires root
	[[ -e $C/clock ]] || clock 0
	[[ -e $C/gate ]] || mkfifo "$C/gate"
	container -n
	CTR_WRAP=(sh -c 'read x <"$0"; exec "$@"' "$C/gate")
	boot_env "$@"
	"$BUILD/bin/limit_clock" "$CTR_PID" "$C/clock" >>"$LOG" 2>&1 3>&- 4>&- &
	CTR_JOBS+=($!)
	wait_until grep -q '^TracerPid:.[1-9]' "/proc/$CTR_PID/status"
	echo >"$C/gate"
}

# everybody BODY: a command, a hook, a service, another hook and a stray: each
# does that when its time has come, and NAME is who.
everybody() {
	mkfifo "$C"/{never,clean-{command,pre,web,post,stray}}
	put ending 644 "NAME=\$1; $1; exit 7"
	put_sh actor "exec svc_actor -x /etc/ending $C/marks \$1"
	script a '/etc/actor stray &'
	service web 'exec /etc/actor web'
	hook pre a 'sh /etc/ending pre || :'
	hook post a 'sh /etc/ending post || :'
}

# step SECONDS: sh that sets the clock.
step() { echo "echo \$((\$(cat $C/clock) + $1)) >$C/clock; echo \$NAME steps >>$C/marks"; }

# there WHO...: they have their traps.
there() {
	for who; do marked "$who READY"; done
}

# looks: PID 1 wakes up, and sees what time it is.
looks() {
	signal CHLD
	wait_until grep -q '^ShdPnd:.0*$' "/proc/$CTR_PID/status"
}

@test "all in the container have the clock that the test gives them" {
	clock -$DAY
	script a "date +%s >$C/date"
	boot_by_clock -- --log json --skip-runit -- sh -c "date +%s >>$C/date; exit 3"
	wait_exit 3
	wait "${CTR_JOBS[@]}"
	date -d "$(jq -r 'select(.service == "my_init").time' "$LOG" | tail -n 1)" +%s >>"$C/date"
	is "$(wc -l <"$C/date")" 3
	local second
	while read -r second; do
		((second > EPOCHSECONDS - DAY - 60 && second < EPOCHSECONDS - DAY + 60))
	done <"$C/date"
}

# clean WHO: he has waited for that, and goes on.
clean() { timeout "$DEADLINE" sh -c 'echo >"$0"' "$C/clean-$1"; }

@test "the clock goes a day ahead whenever somebody ends: nobody loses his time for it" {
	everybody "$(step $DAY); read x <$C/clean-\$NAME; echo \$NAME clean >>$C/marks"
	boot_by_clock KILL_PROCESS_TIMEOUT=60 KILL_ALL_PROCESSES_TIMEOUT=60 -- /etc/actor command
	there stray web command
	signal TERM
	local who
	for who in command pre web post stray; do
		marked "$who steps"
		looks
		clean "$who" || fail "$who does not read: $(<"$C/marks")"
		marked "$who clean"
	done
	wait_exit 7
	refute_logged warning
	is "$(<"$C/clock")" $((5 * DAY))
}

# On a busy machine who is killed in time may not have come that far.
some_stepped_back() { (($(<"$C/clock") <= -DAY)); }

@test "the clock goes a day back whenever somebody ends: he is killed in time" {
	everybody "$(step -$DAY); while :; do read x <>$C/never; done"
	boot_by_clock KILL_PROCESS_TIMEOUT=0.3 KILL_ALL_PROCESSES_TIMEOUT=0.3 -- /etc/actor command
	there stray web command
	stop 1
	some_stepped_back
	is "$(count 'in time. Forcing')" 5
	took_under 12000
	spent_under 500
}

@test "the clock goes a day back while the budget of the stop is spent: it holds" {
	everybody "$(step -$DAY); while :; do read x <>$C/never; done"
	boot_by_clock -- --timeout 2 -- /etc/actor command
	there stray web command
	stop 1
	some_stepped_back
	step_under 'Stopped in' 4000
}

@test "a critical service: three ends in a minute are three, whatever the clock says" {
	service db "NAME=db; $(step $DAY); exit 7"
	put service/db/critical 644 3
	put service/db/brake 644 0
	boot_by_clock --
	wait_exit 7
	# The stop may find one more, whom runsv has started by then.
	(($(count 'db steps' "$C/marks") >= 3))
	logged 'The critical service db exited with status 7: the container stops.'
}

@test "services are waited for as long as was said, whatever the clock says" {
	actor web
	put_sh service/web/check "NAME=web; test -e $C/marks.once ||
		{ : >$C/marks.once; $(step $DAY); exit 1; }"
	boot_by_clock -- --wait-services=60 -- sh -c 'exit 3'
	wait_exit 3
	is "$(<"$C/clock")" $DAY
	has_line "$C/marks" 'web steps'
}

@test "it boots in 1970, and is told the time later" {
	everything
	: >"$C/marks"
	clock -$((EPOCHSECONDS - 1))
	boot_by_clock -- svc_actor -s 7 "$C/marks" command
	there web command
	clock 0
	looks
	stop 7
	whole 'from 1970'
	refute_logged warning
	spent_under 300
}
