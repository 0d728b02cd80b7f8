# The tagger: the lines of a service that has no logger of its own carry its
# name, whole, in order, and all of them.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034,SC2154
load services

setup() {
	container_setup
	TAG=$BUILD/lib/tag STATE=$C/state TAG_JOBS=() PATH=$BUILD/bin:$PATH
	mkdir "$STATE"
	mkfifo "$C/in" "$C/out"
}

# What a test that failed has left; the deadline of bats is a job too.
teardown() {
	local pid
	for pid in $(jobs -rp); do
		[[ " ${TAG_JOBS[*]} " != *" $pid "* ]] || kill -KILL "$pid"
	done
	container_teardown
}

# place NAME: where runsv would run the tagger of the service NAME.
place() {
	mkdir -p "$STATE/services/$1"/{log,supervise}
	ln -sf "$TAG" "$STATE/services/$1/log/run"
}

# become_tagger NAME [json]: as runsv does, which has no signal ignored; what
# bash starts with & has two.
become_tagger() {
	cd "$STATE/services/$1/log" &&
		MY_INIT_LOG=${2:-tag} exec env --default-signal=INT,QUIT ./run
}

# tag NAME [json]: the tagger of the service NAME.
tag() {
	[[ -e $STATE/services/$1 ]] || place "$1"
	(become_tagger "$@")
}

# tag_bg NAME [json]: the same in the background, from $C/in to $C/out; sets
# TAGGER. Descriptor 8 writes to it, 9 holds its output for nobody.
tag_bg() {
	place "$1"
	exec 8<>"$C/in" 9<>"$C/out"
	become_tagger "$@" <"$C/in" >"$C/out" 2>>"$LOG" 3>&- 4>&- 8>&- 9>&- &
	TAGGER=$! TAG_JOBS+=($!)
}

# supervise_status BYTE19 PID SERVICE: as runsv writes it.
supervise_status() {
	local pid
	printf -v pid '\\x%02x' $(($2 & 255)) $(($2 >> 8 & 255)) $(($2 >> 16)) 0
	# shellcheck disable=SC2059 # it is made of numbers
	printf "\\x40\\0\\0\\0\\x69\\0\\0\\0\\0\\0\\0\\0$pid\\0u\\0\\x$1" \
		>"$STATE/services/$3/supervise/status"
}

# waits PID: it sleeps.
waits() { grep -q '^State:.S' "/proc/$1/status"; }

# taken: the tagger has read all there is, and sleeps.
taken() {
	wait_until tag_lines holds 0 0 "$C/in"
	wait_until waits "$TAGGER"
}

# stuck: what it writes to is full, and it sleeps. (A page is not always full.)
stuck() {
	wait_until tag_lines holds 50000 65536 "$C/out"
	wait_until waits "$TAGGER"
}

# is_ready: it has blocked TERM, which ends it at once before.
is_ready() { grep -q '^SigBlk:.*[4-7c-f]...$' "/proc/$TAGGER/status"; }

# has_read PID BYTES: so many, or nearly: the kernel's reading of the program
# is among them.
has_read() {
	local value
	read -r _ value <"/proc/$1/io" && ((value >= $2))
}

# tagged_service NAME BODY: a service with a tagger, for boot_tagged [json]: what
# they write comes to $C/log.
tagged_service() {
	place "$1"
	printf '#!/bin/sh\n%s\n' "$2" >"$STATE/services/$1/run"
	chmod 755 "$STATE/services/$1/run"
}
boot_tagged() {
	touch -d '1 hour ago' "$STATE/services"
	container -o "$C/log"
	boot sh -c "cd $STATE/services && MY_INIT_LOG=${1:-tag} exec runsvdir -P ."
}

# --- what a line looks like ---------------------------------------------------

@test "each line has the service's name in front" {
	run -0 tag web <<<$'one\n\n two: three\t'
	is "$output" $'web: one\nweb: \nweb:  two: three\t'
}

@test "any format but json is text" {
	for format in tag raw JSON '' jso; do
		is "$(tag web "$format" <<<x)" 'web: x'
	done
	is "$(unset MY_INIT_LOG && place web && cd "$STATE/services/web/log" &&
		./run <<<x)" 'web: x'
}

@test "the bytes of a line are as they were" {
	printf 'a\0b\r\n\n\xff\x1b[0m\n' | tag web >"$C/got"
	printf 'web: a\0b\r\nweb: \nweb: \xff\x1b[0m\n' | cmp - "$C/got"
}

@test "a last line without a newline gets one" {
	printf 'one\ntwo' | tag web >"$C/got"
	printf 'web: one\nweb: two\n' | cmp - "$C/got"
	printf '' | tag web | cmp - /dev/null
}

@test "no name can play tricks" {
	is "$(tag $'a\nb\e' <<<x)" 'a\x0ab\x1b: x'
	is "$(tag $'a\nb\e"' json <<<x | jq -r .service)" $'a\nb\e"'
}

# --- JSON ---------------------------------------------------------------------

@test "a line of JSON has the time, the service, the pid and the line" {
	place web
	supervise_status 1 70000 web
	before=$(date +%s)
	tag web json <<<'say "hello"' >"$C/got"
	is "$(jq -c '[keys_unsorted, .service, .pid, .line]' "$C/got")" \
		'[["time","service","pid","line"],"web",70000,"say \"hello\""]'
	is "$(wc -l <"$C/got")" 1
	time=$(jq -r .time "$C/got")
	[[ $time =~ ^....-..-..T..:..:..\.[0-9]{6}Z$ ]]
	(($(date -d "$time" +%s) >= before && $(date -d "$time" +%s) <= $(date +%s)))
}

@test "a pid that is not known is left out" {
	place web
	for state in 0:0 0:70000 2:70000 3:70000; do
		supervise_status "${state%:*}" "${state#*:}" web
		is "$(tag web json <<<x | jq -c .pid)" null
	done
	echo short >"$STATE/services/web/supervise/status"
	is "$(tag web json <<<x | jq -c 'has("pid")')" false
	rm -r "$STATE/services/web/supervise"
	is "$(tag web json <<<x | jq -c 'has("pid")')" false
}

@test "JSON is valid for any bytes" {
	head -c 300000 /dev/urandom >"$C/raw"
	tag web json <"$C/raw" >"$C/got"
	jq -c . "$C/got" >"$C/read"
	is "$(wc -l <"$C/read")" "$(tag web <"$C/raw" | wc -l)"
	iconv -f UTF-8 -t UTF-8 "$C/got" | cmp - "$C/got"
	run -1 grep -aqP '[\x00-\x09\x0b-\x1f\x7f]' "$C/got"
}

@test "JSON of any bytes is what a strict reader makes of them" {
	requires python3
	head -c 1000000 /dev/urandom >"$C/raw"
	tag_lines write 1 300 100000 >>"$C/raw"
	tag web json <"$C/raw" >"$C/got"
	python3 -c '
import json, sys
raw = open(sys.argv[1], "rb").read().split(b"\n")[:-1]
got = open(sys.argv[2], "rb").read().decode("utf-8").split("\n")[:-1]
assert len(raw) == len(got), (len(raw), len(got))
for a, b in zip(raw, got):
    assert json.loads(b)["line"] == a.decode("utf-8", "replace"), (a, b)
' "$C/raw" "$C/got"
}

# --- whole lines --------------------------------------------------------------

# ten [OPTION...]: ten taggers at once, of lines of up to 1 MB, to stdout.
ten() {
	local i writers=()
	for i in {1..10}; do
		place "w$i"
		tag_lines write "$i" 200 1000000 | "$@" tag "w$i" &
		writers+=($!)
	done
	wait "${writers[@]}"
}

@test "ten services at once: no line is mixed with another, none is lost" {
	ten eval | tag_lines judge 200 1000000 {1..10}
}

@test "nor where the output is a file" {
	ten eval >>"$C/got"
	tag_lines judge 200 1000000 {1..10} <"$C/got"
}

@test "nor where the output does not block" {
	export -f tag place become_tagger
	export STATE TAG
	ten tag_lines nonblock bash -c '"$@"' - | tag_lines judge 200 1000000 {1..10}
}

@test "a line is written when its newline comes" {
	tag_bg web
	printf 'par' >&8
	taken
	printf 'tial\nnext' >&8
	read -r -t "$DEADLINE" -u 9 line
	is "$line" 'web: partial'
	run ! read -r -t 0 -u 9
}

@test "a line of 16 MB is cut, nothing of it is lost" {
	max=$((16 * 1024 * 1024 - 1))
	for more in 0 1 5; do
		head -c $((max + more)) /dev/zero | tr '\0' x >"$C/raw"
		(cat "$C/raw" && echo) | tag web >"$C/got"
		is "$(wc -l <"$C/got")" $((1 + (more > 0)))
		is "$(head -n 1 "$C/got" | wc -c)" $((max + 6))
		sed 's/^web: //' "$C/got" | tr -d '\n' | cmp - "$C/raw"
	done
}

@test "the memory of a long line is given back" {
	tag_bg web
	exec 9>&-
	cat "$C/out" >/dev/null 3>&- 4>&- 8>&- &
	TAG_JOBS+=($!)
	echo short >&8
	taken
	before=$(grep ^VmData: "/proc/$TAGGER/status")
	head -c 5000000 /dev/zero >&8
	echo >&8
	echo short >&8
	taken # though it may still write
	wait_until grep -qx "$before" "/proc/$TAGGER/status"
}

# Against another libc a part of its own is what that made at the start.
@test "it has less than 100 KB, whatever it has copied" {
	[[ $BUILD != */asan ]] || skip 'the sanitizers keep books of their own'
	most=100 what=Rss
	[[ $BUILD == */static ]] || most=120 what=Anonymous
	for format in tag json; do
		tag_bg web "$format"
		exec 9>&-
		cat "$C/out" >/dev/null 3>&- 4>&- 8>&- &
		TAG_JOBS+=($!)
		tag_lines write 1 3000 30000 >&8
		taken
		kib=$(awk "/^$what:/ { print \$2 }" "/proc/$TAGGER/smaps_rollup")
		((kib < most)) || fail "$format: $kib KiB"
		kill "$TAGGER"
		wait "$TAGGER"
	done
}

# --- readers ------------------------------------------------------------------

@test "while nobody reads the service waits, and nothing is lost" {
	tag_bg w1
	tag_lines write 1 3000 1000 >&8 3>&- 4>&- 9>&- &
	writer=$! TAG_JOBS+=($!)
	stuck
	tag_lines judge 3000 1000 1 <"$C/out" 3>&- 4>&- 8>&- 9>&- &
	judge=$! TAG_JOBS+=($!)
	exec 9>&-
	wait "$writer"
	exec 8>&-
	wait "$judge"
	wait "$TAGGER"
}

@test "when the reader is gone the service goes on, and the loss is told" {
	local both out
	mkfifo "$C/pipe"
	exec {both}<>"$C/pipe"
	exec {out}>"$C/pipe"
	exec {both}<&-
	# shellcheck disable=SC2094,SC2261 # it writes there alone
	tag_lines write 1 3000 1000 | tag web >&"$out" 2>"$C/err"
	is "${PIPESTATUS[*]}" '0 0'
	exec {out}>&-
	is "$(<"$C/err")" \
		'my_init: *** warning: web: 3000 lines of its log were lost: Broken pipe'
}

@test "without stdout the service goes on, and no file of ours gets its lines" {
	tag_lines write 1 3000 1000 | tag web >&-
	is "${PIPESTATUS[*]}" '0 0'
	[[ ! -s $STATE/log.lock ]]
	is "$(<"$STATE/log.lock")" ''
}

@test "a limit of the file's size does not end it" {
	tag_lines write 1 3000 1000 | (
		ulimit -f 8
		tag web 2>"$C/err" >"$C/got"
	)
	is "${PIPESTATUS[*]}" '0 0'
	is "$(wc -c <"$C/got")" 8192
	[[ $(<"$C/err") == *' lines of its log were lost: File too large' ]]
}

@test "on a full disk lines are lost and counted, and the next are whole" {
	place web
	mkdir "$C/disk"
	cat >"$C/full" <<-'END'
		mount -t tmpfs -o size=256k none "$1/disk" || exit 77
		head -c 200000 /dev/zero >"$1/disk/ballast"
		cd "$2/services/web/log"
		mkfifo "$1/lines"
		./run <"$1/lines" >>"$1/disk/log" 2>"$1/err" &
		exec 7>"$1/lines"
		seq -f 'line %g of many that will not find any room' 20000 >&7
		until tag_lines holds 0 0 "$1/lines" &&
			grep -q '^State:.S' "/proc/$!/status"; do :; done
		rm "$1/disk/ballast"
		mkdir -p "$2/services/db/log"
		(cd "$2/services/db/log" && echo other | $TAG) >>"$1/disk/log"
		seq -f 'after %g' 5 >&7
		exec 7>&-
		wait
		cp "$1/disk/log" "$1/got"
	END
	map=()
	((EUID == 0)) || map=(--user --map-root-user)
	TAG=$TAG run unshare "${map[@]}" --mount sh "$C/full" "$C" "$STATE" \
		3>&- 4>&-
	[[ $status != 77 ]] || skip 'no tmpfs can be mounted'
	is "$status" 0
	has_line "$C/got" 'db: other'
	is "$(tail -n 5 "$C/got")" "$(seq -f 'web: after %g' 5)"
	whole=$(grep -cxE 'web: line [0-9]+ of many that will not find any room' "$C/got")
	((whole > 0 && whole < 20000))
	is "$(<"$C/err")" "*** warning: web: $((20000 - whole)) lines of its log were lost: No space left on device"
	(($(wc -l <"$C/got") <= whole + 7))
}

@test "a tagger that is killed in the middle of a line spoils no other line" {
	tag_bg web
	(head -c 200000 /dev/zero | tr '\0' x && echo) >&8 3>&- 4>&- 9>&- &
	TAG_JOBS+=($!)
	stuck
	kill -KILL "$TAGGER"
	how=0
	wait "$TAGGER" || how=$?
	is "$how" 137
	cat "$C/out" >"$C/got" 3>&- 4>&- 8>&- 9>&- &
	TAG_JOBS+=($!)
	tag db <<<one >&9
	tag db <<<two >&9
	exec 9>&-
	wait "$!"
	is "$(tail -n 2 "$C/got")" $'db: one\ndb: two'
	is "$(wc -l <"$C/got")" 3
}

# --- the lock -----------------------------------------------------------------

@test "the lock is made for its owner alone" {
	tag web <<<x
	is "$(stat -c '%a %s' "$STATE/log.lock")" '600 0'
}

@test "what stands in the place of the lock is not followed, and hinders nothing" {
	echo precious >"$C/file"
	ln -s "$C/file" "$STATE/log.lock"
	is "$(tag web <<<x)" 'web: x'
	is "$(<"$C/file")" precious
	rm "$STATE/log.lock"
	mkfifo "$STATE/log.lock"
	is "$(tag web <<<x)" 'web: x'
	rm "$STATE/log.lock"
	mkdir "$STATE/log.lock"
	is "$(tag web <<<x)" 'web: x'
}

@test "it waits while another tagger holds the lock" {
	exec 7>"$STATE/log.lock"
	flock 7
	tag_bg web
	echo one >&8
	taken
	run ! read -r -t 0 -u 9
	flock -u 7
	read -r -t "$DEADLINE" -u 9 line
	is "$line" 'web: one'
}

# --- the end ------------------------------------------------------------------

@test "TERM ends it, and what it had read is written" {
	tag_bg web
	printf 'one\ntwo' >&8
	taken
	kill -TERM "$TAGGER"
	wait "$TAGGER"
	read -r -t "$DEADLINE" -u 9 one
	read -r -t "$DEADLINE" -u 9 two
	is "$one $two" 'web: one web: two'
}

@test "what came before TERM is written though it could not before" {
	tag_bg web
	head -c 1000000 /dev/zero >&9 3>&- 4>&- 8>&- &
	filler=$! TAG_JOBS+=($!)
	stuck
	seq 100 >&8
	taken
	seq 101 200 >&8
	kill -TERM "$TAGGER"
	tr -d '\0' <"$C/out" >"$C/got" 3>&- 4>&- 8>&- 9>&- &
	reader=$! TAG_JOBS+=($!)
	wait "$filler"
	wait "$TAGGER"
	exec 9>&-
	wait "$reader"
	is "$(<"$C/got")" "$(seq -f 'web: %g' 200)"
}

@test "taggers that follow one another under load lose nothing and cut no line" {
	tag_bg w1
	# before that the shell that becomes it has 9, too
	wait_until grep -qx run "/proc/$TAGGER/comm"
	exec 9>&-
	tag_lines judge 600000 300 1 <"$C/out" 3>&- 4>&- 8>&- &
	judge=$! TAG_JOBS+=($!)
	exec 9>"$C/out"
	tag_lines write 1 600000 300 >&8 3>&- 4>&- 9>&- &
	writer=$! TAG_JOBS+=($!)
	for rounds in {0..15}; do
		wait_until eval '{ is_ready && has_read "$TAGGER" 20000; } || ! kill -0 "$writer"'
		kill -0 "$writer" || break
		kill -TERM "$TAGGER"
		wait "$TAGGER"
		become_tagger w1 <"$C/in" >&9 3>&- 4>&- 8>&- 9>&- &
		TAGGER=$! TAG_JOBS+=($!)
	done
	((rounds > 0))
	wait "$writer"
	exec 8>&- 9>&-
	wait "$TAGGER"
	wait "$judge"
}

@test "what else sv can send does not end it" {
	tag_bg web
	for sig in HUP INT QUIT ALRM USR1 USR2 CONT; do
		printf '%s ' "$sig" >&8
		taken
		kill -s "$sig" "$TAGGER"
	done
	echo end >&8
	read -r -t "$DEADLINE" -u 9 line
	is "$line" 'web: HUP INT QUIT ALRM USR1 USR2 CONT end'
}

# --- supervised ---------------------------------------------------------------

@test "supervised: at the stop no line of any service is lost" {
	for i in {1..10}; do
		tagged_service "w$i" "tag_lines write $i 200 20000
			echo READY >>$C/marks; exec sleep 1000"
	done
	boot_tagged
	wait_until marks_count READY 10
	stop 0
	tag_lines judge 200 20000 {1..10} <"$C/log"
}

@test "supervised: a tagger that is killed is followed by another, and the service lives" {
	mkfifo "$C/go"
	tagged_service web "echo one; read x <$C/go; echo two; exec sleep 1000"
	boot_tagged
	wait_until has_line "$C/log" 'web: one'
	kill -KILL "$(pid_of ./run)"
	echo >"$C/go"
	wait_until has_line "$C/log" 'web: two'
	stop
	is "$(<"$C/log")" $'web: one\nweb: two'
}

@test "supervised: a line begun before a restart is ended after it" {
	tagged_service web "mkdir $C/first 2>/dev/null && { printf 'half '; exit; }
		echo whole; exec sleep 1000"
	boot_tagged
	wait_until has_line "$C/log" 'web: half whole'
	stop
}

# run_ends: what the finish of a service writes.
run_ends() { printf '\0\036my_init: the end of a line\036\n'; }

@test "what a run has begun ends with it" {
	{
		printf half
		run_ends
		run_ends
		echo whole
		run_ends
		head -c 70000 /dev/zero | tr '\0' z
		run_ends
		run_ends | head -c 20
		printf '\n last'
		run_ends
	} | tag web >"$C/text"
	is "$(tr -d '\0\036' <"$C/text" | sed 's/zz*/zeros/')" 'web: half
web: whole
web: zeros
web: my_init: the end o
web:  last'
	has_line "$C/text" "web: $(head -c 70000 /dev/zero | tr '\0' z)"
}

@test "supervised: the pid in JSON is the service's" {
	tagged_service web "read x <$C/in; echo \$\$; exec sleep 1000"
	boot_tagged json
	wait_until is_run
	echo >"$C/in"
	wait_until has "$C/log" line
	stop
	is "$(jq '.pid == (.line | tonumber)' "$C/log")" true
}
is_run() { [[ $(inside sv status "$STATE/services/web") == run:* ]]; }
