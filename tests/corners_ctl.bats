# my_initctl, in the corners: times and pictures of every size, states that are
# seldom seen, state directories that are not where they mostly are.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2154
load ctl

json() { ctl status --json "${@:2}" | jq -c "$1"; }
row() { ctl status "$1" | sed -n '2s/  */ /gp'; }
state_is() { [[ $(json ".services[0].state" "$1") == "\"$2\"" ]]; }

# life NAME WORD...: $STATE knows of the service.
life() {
	mkdir -p "$STATE/services/$1"
	echo "1 $EPOCH ${*:2}" >"$STATE/services/$1/life"
}

# boot_ms: the boot clock of the container.
boot_ms() {
	local up
	read -r up _ < <(inside cat /proc/uptime)
	echo $((10#${up//./} * 10))
}

# since NAME SECONDS [HIGH]: its status says that it has been so for that long.
# HIGH is the upper half of the time's seconds.
since() {
	local hex bytes=''
	hex=$(printf "${3-40000000}%08x" $((EPOCHSECONDS - $2 + 10)))
	while [[ $hex ]]; do
		bytes+='\x'${hex:0:2} hex=${hex:2}
	done
	printf %b "$bytes" |
		inside dd of="/etc/service/$1/supervise/status" bs=1 conv=notrunc status=none
}

# steps LINE...: the boot had these, of times in ms from the begin of all.
steps() {
	local what begin end name
	: >"$STATE/boot"
	while read -r what begin end name; do
		echo "$what $((1000000000 + begin * 1000)) $((1000000000 + end * 1000))${name:+ $name}"
	done < <(printf '%s\n' "$@") >"$STATE/boot"
}

# widths: how many different ones the lines have, in columns.
widths() {
	local line
	LC_ALL=C sed 's/\xef\xbf[\xbe\xbf]/?/g' |
		while IFS= read -r line; do LC_ALL=C.UTF-8 wc -L <<<"$line"; done | sort -u | wc -l
}

# drawn: text, JSON and SVG of the timeline are whole; the text in $output.
drawn() {
	requires xmllint
	ctl timeline --svg >"$C/svg"
	xmllint --noout "$C/svg"
	ctl timeline --json | jq -e '.bars | length > 0' >/dev/null
	run -0 ctl timeline
	is "$(grep '|$' <<<"$output" | widths)" 1
}

# --- times --------------------------------------------------------------------

@test "since when: in seconds, minutes, hours, days" {
	actor off
	put service/off/down 644 ''
	boot
	wait_until state_is off down
	local pair
	later() {
		inside unshare --time --boottime 1000000 --fork "$BUILD/my_initctl" status off |
			sed -n '2s/  */ /gp'
	}
	[[ $(later) ]] || skip 'this kernel has no time namespaces'
	for pair in '15 1[3-9]s' '188 3m0[6-9]s' '605 10m0[3-9]s' '7400 2h03m' '183700 2d03h' '-60 0.[0-9]s'; do
		since off "${pair% *}"
		[[ $(later) =~ ^'off down '${pair#* }' ' ]] || fail "$pair: $(later)"
	done
}

@test "a status from before the boot has no time, and one of the future is now" {
	actor off
	put service/off/down 644 ''
	boot
	wait_until state_is off down
	since off $((EPOCHSECONDS - 5))
	is "$(json '[.services[0] | .since, .seconds]' off)" '[null,null]'
	[[ $(row off) == 'off down - '* ]] || fail "$(row off)"
	since off -1000000
	is "$(json '.services[0].seconds' off)" 0
	# In microseconds these are five seconds ago, and 2^64 more or less.
	since off 5 44000000
	is "$(json '.services[0].seconds' off)" 0
	since off 5 3c000000
	is "$(json '.services[0].seconds' off)" null
}

@test "what is down is so since its end, where its status cannot be right" {
	actor off
	put service/off/down 644 ''
	boot
	wait_until state_is off down
	state
	life off $(($(boot_ms) - 70000)) $(($(boot_ms) - 65000)) 0 0 0 0 0
	since off 90000
	[[ $(row off) =~ ^'off down 1m0'[5-9]'s ' ]] || fail "$(row off)"
	since off -90000
	[[ $(row off) =~ ^'off down 1m0'[5-9]'s ' ]] || fail "$(row off)"
}

# --- pictures -----------------------------------------------------------------

@test "boots of no time, of microseconds, of milliseconds, of minutes" {
	boot
	up
	state
	local ends
	for ends in '0 0.0 ms' '7 7.0 ms' '70 70 ms' '700 700 ms' '7000 7.00 s' \
		'70000 70.00 s' '700000 700 s' '86400000 86400 s'; do
		steps "boot 0 ${ends%% *} boot" "script 0 ${ends%% *} /a/"
		drawn
		[[ ${lines[0]} == *": ${ends#* }" ]] || fail "$output"
	done
	[[ $(<"$C/svg") == *'>script /a/: '* ]]
}

@test "ticks have as many digits as they need" {
	boot
	up
	state
	local pair
	for pair in '2 0.5 ms' '10 2 ms' '900 200 ms' '1500 0.2 s' '15000 2 s' '1100 0.2 s'; do
		steps "boot 0 ${pair%% *} boot"
		drawn
		grep -q "tick.*>${pair#* }<" "$C/svg" || fail "$pair: $(grep tick "$C/svg")"
	done
}

@test "a long name is cut between two characters" {
	boot
	up
	state
	local name
	for name in "$(printf 'ä%.0s' {1..40})" "x$(printf 'ä%.0s' {1..40})" \
		"$(printf '€%.0s' {1..40})" "$(printf '%060d' 1)" "x$(printf '😀%.0s' {1..20})" \
		"$(printf '漢%.0s' {1..20})" "e$(printf '\xcc\x81%.0s' {1..30})$(printf 'e\xcc\x81%.0s' {1..40})"; do
		steps "script 0 5 $name" "command 5 0 $name"
		drawn
		[[ ${lines[2]} == *"  ${name:0:1}"*...*"${name: -1}  "* ]] || fail "$output"
		[[ $output != *'\x'* ]] || fail "$output"
	done
}

@test "a wide character takes two columns, a combining one none" {
	boot
	up
	state
	steps 'script 0 5 漢字かなカナ한글' 'script 0 5 ｆｕｌｌ、😀🚀𠀀' 'script 0 5 äöü€' \
		$'script 0 5 e\xcc\x81a\xe2\x83\x90\xef\xb8\x8f' 'script 0 5 plain'
	drawn
	[[ $output == *'漢字かなカナ한글  |'* && $output == *'plain             |'* ]] || fail "$output"
}

@test "what is no character of XML is none of the picture" {
	service $'a\xef\xbf\xbe\xef\xbf\xbf\xef\xbb\xbf<&>"' "exec svc_actor $C/marks a"
	service $'c1\xc2\x85\xc2\x9b\x7f' "exec svc_actor $C/marks c1"
	boot
	marked 'a READY'
	marked 'c1 READY'
	state
	drawn
	[[ $(<"$C/svg") == *$'a\xef\xbf\xbd\xef\xbf\xbd\xef\xbb\xbf&lt;&amp;&gt;&quot;'* ]]
	[[ $output == *'c1\xc2\x85\xc2\x9b\x7f'* ]]
	ctl status --json | jq -e '.services | length == 2'
}

@test "a boot of two hundred steps, of odd lines, of a file that is none" {
	boot
	up
	state
	steps "$(printf 'script %d 200 s\n' {1..200})"
	drawn
	is "$(ctl timeline --json | jq '.bars | length')" 200
	printf '%s\n' '' boot 'boot ' 'boot x' 'boot 0 5' 'boot -5 9 x' 'service 1 2 x' \
		'boot 1000 900' 'services 1000 2000 ' 'wait 1000 2000' >"$STATE/boot"
	drawn
	is "$(ctl timeline --json | jq -c '[.bars[] | [.kind, .name, .end_us]]')" \
		'[["boot","boot",null],["services","services",1000],["wait","wait",1000]]'
	rm "$STATE/boot"
	mkdir "$STATE/boot"
	run -1 --separate-stderr ctl timeline
	is "$stderr" 'my_initctl: nothing is known of the boot: no service has begun'
}

@test "services that wait, that have ended and that came later" {
	mkfifo "$C/go"
	service waits "printf my_init-wait >/proc/self/comm; echo waits WAITS >>$C/marks; read x <$C/go"
	actor ended
	put service/ended/down 644 ''
	actor never
	put service/never/down 644 ''
	actor one
	actor two
	boot
	marked 'waits WAITS'
	marked 'one READY'
	marked 'two READY'
	wait_until state_is ended down
	wait_until state_is never down
	state
	local now
	now=$(boot_ms)
	life ended $((now - 3000)) $((now - 2000)) 0 0 3 0 0
	life never 0 0 0 0 -1 0 0
	life one "$now" 0 2 0 1 0 0
	life two "$now" 0 3 0 1 0 0
	life waits 0 0 0 0 -1 0 0
	drawn
	is "$(ctl timeline --json | jq -c '[.bars[] | [.name, .later, .up_us == null, .end_us == null]] | sort')" \
		'[["ended",false,false,false],["one",true,false,true],["two",true,false,true],["waits",false,true,true]]'
	[[ $output == *'  service   waits '*' |'*.* && $output == *' 1.00 s  service   ended '* ]] ||
		fail "$output"
	grep -q 'waits: waits<' "$C/svg"
	grep -q 'class="wait"' "$C/svg"
	grep -q '>2 services began, or began anew, after the boot and are left out.<' "$C/svg"
}

@test "--json and --svg at once, names, are no timeline" {
	boot
	up
	for arguments in '--json --svg' '--svg x' 'x' '--svg=1' '--timeout 1'; do
		# shellcheck disable=SC2086 # words
		run -2 ctl timeline $arguments
	done
	for arguments in --timeoutx '--timeout=' '--timeout' '--timeout x' --json=1; do
		# shellcheck disable=SC2086 # words
		run -2 ctl health $arguments
	done
}

@test "whatever cannot be written is an error" {
	actor web
	boot
	marked 'web READY'
	local command
	sv_says run web
	for command in health timeline 'timeline --svg' 'timeline --json' 'status --json'; do
		run -1 --separate-stderr inside sh -c "$BUILD/my_initctl $command >/dev/full"
		is "$stderr" 'my_initctl: cannot write: No space left on device'
	done
}

@test "an answer that is longer than any buffer is whole" {
	local i
	for i in {1..60}; do
		mkdir "$ETC/service/$i$(printf '%0200d' "$i")"
	done
	boot
	up
	is "$(json '.services | length')" 60
	is "$(ctl status | wc -l)" 61
}

# --- states -------------------------------------------------------------------

@test "each state has its colour and its words" {
	requires script
	actor web
	actor paused
	actor off
	put service/off/down 644 ''
	service stopping "trap : TERM; echo stopping READY >>$C/marks; while :; do read x <$C/none; done"
	mkfifo "$C/none"
	mkdir "$ETC/service/none"
	actor odd
	boot
	local name
	for name in web paused stopping odd; do
		marked "$name READY"
		sv_says run "$name"
	done
	wait_until state_is off down
	inside rm -r /etc/service/none/supervise || :
	inside rm /etc/service/odd/supervise/status
	inside sv pause paused
	inside sv down stopping || :
	wait_until state_is paused paused
	wait_until state_is stopping stopping
	run inside script -qec "$BUILD/my_initctl status" /dev/null
	[[ $output =~ off\ +$'\033[2mdown\033[0m' ]] || fail "$output"
	[[ $output =~ paused\ +$'\033[33mpaused\033[0m' ]] || fail "$output"
	[[ $output =~ stopping\ +$'\033[33mstopping\033[0m' ]] || fail "$output"
	[[ $output =~ none\ +$'\033[31mno runsv\033[0m' ]] || fail "$output"
	[[ $output =~ odd\ +$'\033[33m?\033[0m' ]] || fail "$output"
	run -1 ctl health paused stopping
	is "$output" 'my_initctl: paused: is paused'
	inside sv cont paused
	inside sv kill stopping
}

@test "a name that is none, and names in another directory" {
	actor web
	boot
	marked 'web READY'
	state
	life web 100 200 3 0 7 0 0
	for name in '' . .. web/run a/b "$(printf '%0300d' 1)"; do
		run -1 ctl status "$name"
	done
	is "$(inside env SVDIR=/etc/service MY_INIT_STATE="$STATE" "$BUILD/my_initctl" status --json | jq .services[0].restarts)" null
	ln -s /etc/service/web "$STATE/services/web/origin"
	is "$(inside env SVDIR=/etc/service MY_INIT_STATE="$STATE" "$BUILD/my_initctl" status --json | jq .services[0].restarts)" 3
	mkdir "$C/other" "$C/other/web"
	is "$(inside env SVDIR="$C/other" MY_INIT_STATE="$STATE" "$BUILD/my_initctl" status --json | jq .services[0].restarts)" null
	is "$(inside env SVDIR= MY_INIT_STATE="$STATE" "$BUILD/my_initctl" status --json | jq .services[0].restarts)" 3
}

@test "a check that hangs is ended, and begun again when its service was" {
	actor web
	put_sh service/web/check "echo \$\$ >>$C/pids; echo check >>$C/marks
		[ -e $C/good ] || sleep 1000 & wait"
	boot
	marked 'web READY'
	inside_bg "$BUILD/my_initctl" wait --timeout 60
	marked check
	hit=$(inside pgrep -x svc_actor)
	inside kill -KILL "$hit"
	wait_until marks_count READY 2
	touch "$C/good"
	wait_until marks_count check 2
	read -r first <"$C/pids"
	wait_until inside sh -c "! pgrep -g $first" # nor any child of it
	run -1 ctl wait --timeout 0.3 nothere
}

@test "a check that fails at once, and one that cannot be executed" {
	actor web
	actor api
	put_sh service/web/check 'exit 3'
	put service/api/check 755 '#!/nowhere/sh'
	boot
	marked 'web READY'
	marked 'api READY'
	sv_says run web
	sv_says run api
	run -1 --separate-stderr ctl health
	[[ $stderr == *'api: its check failed with status 127'*'web: its check failed with status 3' ]] ||
		fail "$stderr"
	run -1 ctl wait --timeout 0.2
}

@test "wait takes in what comes and goes while it waits" {
	actor web
	put_sh service/web/check "[ -e $C/good ]"
	boot
	marked 'web READY'
	inside sh -c "$BUILD/my_initctl wait --timeout 60; echo wait \$? >>$C/marks" &
	local i
	for i in a b c d; do
		actor "$i"
		rescan
		wait_until marks_count "$i READY" 1
	done
	inside rm -r /etc/service/b
	touch "$C/good"
	marked 'wait 0'
	wait "$!"
}

# --- where the state is -------------------------------------------------------

@test "the state of one that is not PID 1 is found by its number" {
	actor web
	container -i
	boot
	marked 'web READY'
	local mine
	mine=$(inside sh -c 'ls -d /run/my_init.*')
	is "$(inside "$BUILD/my_initctl" status --json | jq -r .state_directory)" "$mine"
	is "$(inside env MY_INIT_RUN=run "$BUILD/my_initctl" status --json | jq -r .state_directory)" "$mine"
	is "$(inside env MY_INIT_RUN=/none MY_INIT_STATE= "$BUILD/my_initctl" status --json | jq -r .state_directory)" "$mine"
	is "$(inside env MY_INIT_STATE=run/x "$BUILD/my_initctl" status --json | jq -r .state_directory)" null
}

@test "a state whose owner is no more, or is no number, is not believed" {
	mkdir "$C/own"
	boot --run-directory "$C/own"
	up
	state
	local text
	is "$(json .state_directory)" "\"$STATE\""
	for text in '' 'x' '0 1' '-1 1' '1' '1 1' '999999 1' "1 $((EPOCH + 1))"; do
		echo "$text" >"$STATE/pid"
		is "$text: $(json .state_directory)" "$text: null"
	done
	rm "$STATE/pid"
	is "$(json .state_directory)" null
	mkfifo "$STATE/pid"
	is "$(json .state_directory)" null
	rm -r "$STATE"
	echo x >"$STATE"
	is "$(json .state_directory)" null
	run -1 --separate-stderr inside env MY_INIT_RUN="$C/no" "$BUILD/my_initctl" stop
	[[ $stderr == *"no state of a running my_init in $C/no, /run, /dev/shm or /tmp"* ]] || fail "$stderr"
}

@test "where processes are hidden, a state is believed if its owner is there" {
	requires root
	actor web
	boot
	marked 'web READY'
	sv_says run web
	state
	chmod a+rx "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR" "${BATS_TEST_TMPDIR%/*}"
	inside mount -o remount,hidepid=invisible /proc || skip 'this kernel hides no processes'
	is "$(inside setpriv --reuid=65534 --regid=65534 --clear-groups env MY_INIT_STATE="$STATE" \
		"$BUILD/my_initctl" status --json | jq -c '[.state_directory, .services[0].state]')" \
		"[\"$STATE\",\"unknown\"]"
	chmod -R a+rwX "/proc/$CTR_NS/root/etc/service/web/supervise"
	is "$(inside setpriv --reuid=65534 --regid=65534 --clear-groups env MY_INIT_STATE="$STATE" \
		"$BUILD/my_initctl" status --json | jq -c '.services[0].state')" '"run"'
	inside setpriv --reuid=65534 --regid=65534 --clear-groups env MY_INIT_STATE="$STATE" \
		"$BUILD/my_initctl" timeline --json | jq -e '.bars[0].name == "web"'
	inside mount -o remount,hidepid=off /proc
}
