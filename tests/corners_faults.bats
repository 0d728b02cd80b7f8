# Each system call of the small programs fails once: none of them may crash,
# hang, or say what is not so, and what they are in the way of must go on.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2154
load services

CALLS=openat,fstat,newfstatat,stat,lstat,read,write,pwritev2,pwrite64,close
CALLS+=,getdents64,readlink,readlinkat,mkdirat,unlink,unlinkat,symlinkat
CALLS+=,rename,renameat,access,faccessat,faccessat2,chdir,fchdir,getcwd
CALLS+=,fchmod,ftruncate,flock,ioctl,inotify_init1,inotify_add_watch
if [[ $(uname -m) != x86_64 ]]; then # a call that a machine does not have has no name
	for call in stat lstat readlink unlink rename access; do
		CALLS=${CALLS/,$call,/,}
	done
fi

setup() {
	[[ $BUILD != */asan ]] || skip 'the sanitizers make calls of their own'
	container_setup
}

# calls CMD...: sets MADE to those that CMD makes before it ends or becomes
# another program, as in read:2, the second read.
calls() {
	strace -qq -e signal=none -e trace="$CALLS,execve" -o "$C/trace" "$@" \
		>/dev/null 2>&1 <"${IN-/dev/null}" || :
	mapfile -t MADE < <(sed 1d "$C/trace" | sed '/^execve/,$d' |
		awk -F'(' '/^[a-z]/ { print $1 ":" ++count[$1] }')
	((${#MADE[@]} > 3)) || fail "it makes ${#MADE[@]} calls"
}

# broken CALL ERROR CMD...: CMD <$IN, of which that one fails; sets OUT, ERR and
# STATUS.
broken() {
	OUT=$(strace -qq -e signal=none -e trace="${1%:*}" -o /dev/null \
		-e inject="${1%:*}:error=$2:when=${1#*:}" "${@:3}" 2>"$C/err" <"${IN-/dev/null}") &&
		STATUS=0 || STATUS=$?
	ERR=$(<"$C/err")
	((STATUS < 128)) || fail "$1, $2: ended with $STATUS: $OUT$ERR"
}

# opening FILE: the call of the last trace that opens it, as in open:3.
opening() {
	awk -F'(' -v file="\"$1\"" '/^open/ { n[$1]++ } index($0, file) { print $1 ":" n[$1]; exit }' \
		<(sed 1d "$C/trace")
}

# prepared [LOG]: the environment of runsv, with --log LOG; $C/bin/runsv stands for
# runit's.
prepared() {
	requires strace
	mkdir -p "$C"/{bin,lib,state,scan/web/{log,control},scan/db}
	for name in runsv run finish; do ln -s "$BUILD/lib/prepare" "$C/lib/$name"; done
	printf '#!/bin/sh\n[ -e $1/run ] && echo "$@"\n' >"$C/bin/runsv"
	printf '#!/bin/sh\necho it runs $*\n' >"$C/scan/web/run"
	chmod +x "$C/bin/runsv" "$C/scan/web/run"
	cp -p "$C/scan/web/run" "$C/scan/web/finish"
	cp -p "$C/scan/web/run" "$C/scan/web/log/run"
	cp -p "$C/scan/web/run" "$C/scan/web/control/t"
	cp -p "$C/scan/web/run" "$C/scan/db/run"
	echo 3 >"$C/scan/web/critical"
	echo 2 >"$C/scan/web/brake"
	cd "$C/scan" || return 1
	export MY_INIT_STATE=$C/state MY_INIT_LIB=$C/lib MY_INIT_LOG=${1-}
	export PATH=$C/lib:$C/bin:$PATH
	echo '1 4711' >"$C/state/pid"
}

# anew: as before runsv ran the first time.
anew() { rm -rf "$C/state/services" "$C"/scan/web{,/log}/supervise; }

# --- prepare ------------------------------------------------------------------

@test "whatever fails while a service is prepared, its runsv begins" {
	prepared tag
	echo db >"$C/scan/web/after"
	calls runsv web
	local error n
	for error in EIO EACCES; do
		for n in "${MADE[@]}"; do
			anew
			broken "$n" $error runsv web
			is "$n, $error: $STATUS $OUT" "$n, $error: 0 web"
		done
	done
}

@test "whatever fails while it is prepared again, its runsv begins" {
	prepared tag
	local n
	runsv web
	mkdir "$C/state/services/web/was" "$C/state/services/web/log.old"
	ln -s nowhere "$C/state/services/web/old"
	cp -a "$C/state" "$C/state.was"
	calls runsv web
	for n in "${MADE[@]}"; do
		rm -rf "$C/state"
		cp -a "$C/state.was" "$C/state"
		broken "$n" ENOSPC runsv web
		is "$n: $STATUS $OUT" "$n: 0 web"
	done
}

@test "whatever fails for a service that wants nothing, its runsv begins" {
	prepared
	calls runsv db
	local n
	for n in "${MADE[@]}"; do
		broken "$n" EIO runsv db
		is "$n: $STATUS $OUT" "$n: 0 db"
	done
}

@test "whatever fails at a start, run begins or the reason is told" {
	prepared
	runsv web
	cd "$C/state/services/web" || return 1
	calls ./run
	local n began=0
	for n in "${MADE[@]}"; do
		broken "$n" EIO ./run
		case $STATUS:$OUT in
		'0:it runs'*) began=$((began + 1)) ;;
		111:) [[ $ERR ]] || fail "$n: silent" ;;
		*) fail "$n: $STATUS $OUT$ERR" ;;
		esac
	done
	((began > ${#MADE[@]} / 2))
}

# The record of a TERM is one that may not be read: then it is taken for one.
@test "whatever fails at an end, finish runs and my_init is told, or the reason is" {
	prepared
	echo 1 >"$C/scan/web/critical"
	runsv web
	mkfifo "$C/state/events"
	exec 5<>"$C/state/events" # or its warning would stand for any other
	cd "$C/state/services/web" || return 1
	calls ./finish 1 0
	read -r -u 5
	local n line began=0
	for n in "${MADE[@]}"; do
		[[ $n != $(opening term) ]] || continue
		broken "$n" EIO ./finish 1 0
		line=
		! read -t 0 -u 5 || read -r -u 5 line # a pipe: what was written is there
		[[ $line == 'critical web 1 0' || $ERR ]] || fail "$n: my_init is not told"
		case $STATUS:$OUT in
		'0:it runs 1 0') began=$((began + 1)) ;;
		*) [[ $ERR ]] || fail "$n: $STATUS $OUT" ;;
		esac
	done
	((began > ${#MADE[@]} / 2))
}

@test "whatever fails, a control script that cannot run leaves it to runsv" {
	prepared
	runsv web
	cd "$C/state/services/web" || return 1
	calls control/t
	local n
	for n in "${MADE[@]}"; do
		broken "$n" EIO control/t
		[[ $STATUS:$OUT == '0:it runs' || $STATUS:$OUT == 111: ]] ||
			fail "$n: $STATUS $OUT"
	done
}

# --- tag ----------------------------------------------------------------------

@test "whatever fails, the tagger writes lines whole or not at all" {
	requires strace
	mkdir -p "$C/web/log" "$C/state"
	cd "$C/web/log" || return 1
	printf 'line %s\n' {1..40} >"$C/lines"
	export MY_INIT_LOG=tag MY_INIT_STATE=$C/state
	local n lines IN=$C/lines
	calls "$BUILD/lib/tag"
	for n in "${MADE[@]}"; do
		broken "$n" EIO "$BUILD/lib/tag"
		lines=$(grep -vcE '^([a-z]+: line [0-9]+|)$' <<<"$OUT" || :)
		is "$n: $lines" "$n: 0"
	done
}

# --- my_initctl ---------------------------------------------------------------

# ctl_breaks ERROR ARG...: my_initctl ARG..., whose calls fail one by one, in
# the container. Each run ends with 0, or with 1 and a word on stderr.
ctl_breaks() {
	inside bash -c '
		calls=$1 error=$2 ctl=$3 dir=$4
		shift 4
		strace -qq -e signal=none -e trace="$calls" -o "$dir/trace" \
			"$ctl" "$@" >/dev/null 2>&1
		made=$(awk -F"(" "/^[a-z]/ { print \$1 \":\" ++count[\$1] }" "$dir/trace")
		[[ $made ]] || echo "$*: no calls"
		for n in $made; do
			strace -qq -e signal=none -e trace="${n%:*}" -o /dev/null \
				-e inject="${n%:*}:error=$error:when=${n#*:}" \
				"$ctl" "$@" >"$dir/out" 2>"$dir/err" </dev/null
			status=$?
			if ((status > 1)) || [[ $status = 1 && ! -s $dir/err && ! -s $dir/out ]]; then
				echo "$n, $error, $*: $status"
				cat "$dir/out" "$dir/err"
			elif ((status == 0)); then
				cat "$dir/out" >>"$dir/good"
			fi
		done' - "${CTL_CALLS-$CALLS}" "$1" "$BUILD/my_initctl" "$C" "${@:2}" >"$C/bad"
	is "$(<"$C/bad")" ''
}

# some_services: one that runs, one with a check, one critical, one down.
some_services() {
	requires strace
	actor web
	actor db
	put_sh service/db/check 'exit 0'
	put service/db/critical 644 3
	put service/web/after 644 db
	actor off
	put service/off/down 644 ''
	script 10-a true
	boot
	marked 'web READY'
	marked 'db READY'
	wait_until sv_status_is down off
}

@test "whatever fails, my_initctl status ends with an answer or a reason" {
	some_services
	ctl_breaks EIO status
	ctl_breaks EACCES status web nobody
	ctl_breaks EACCES status --json
	rm "$C/good"
	ctl_breaks EIO status --json
	[[ -s $C/good ]]
	jq -s . "$C/good"
}

@test "whatever fails, my_initctl health and wait end with an answer or a reason" {
	some_services
	ctl_breaks EIO health
	ctl_breaks EACCES wait --timeout 0.3 db
	ctl_breaks EIO wait --timeout 0.3
}

@test "whatever fails, my_initctl timeline ends with an answer or a reason" {
	some_services
	ctl_breaks EIO timeline
	ctl_breaks EACCES timeline --svg
	rm "$C/good"
	ctl_breaks EIO timeline --json
	[[ -s $C/good ]]
	jq -s . "$C/good"
}

@test "my_initctl stop says 0 when my_init was told, else the reason" {
	requires strace
	boot
	up
	inside bash -c '
		ctl=$1 dir=$2
		mkdir -p "$dir/state"
		mkfifo "$dir/state/events"
		exec 5<>"$dir/state/events"
		echo "1 $(sed "s/.*) //" /proc/1/stat | cut -d " " -f 20)" >"$dir/state/pid"
		for n in openat:{1..8} fstat:1 newfstatat:{1..6} read:{1..4} write:{1..3} close:{1..6}; do
			MY_INIT_STATE=$dir/state strace -qq -e signal=none -e trace="${n%:*}" \
				-o /dev/null -e inject="${n%:*}:error=EIO:when=${n#*:}" \
				"$ctl" stop 3 >/dev/null 2>"$dir/err" </dev/null
			status=$? line=
			! read -t 0 -u 5 || read -r -t 5 -u 5 line # a pipe: what was written is there
			[[ "$status $line" = "0 stop 3" || ("$status $line" = "1 " && -s $dir/err) ]] ||
				echo "$n: $status, told <$line>"
		done' - "$BUILD/my_initctl" "$C" >"$C/bad"
	is "$(<"$C/bad")" ''
	stop
}

@test "with little memory my_initctl gives an answer or the reason" {
	some_services
	# The shell itself keeps its memory; 16 KiB are for what exec takes by chance.
	inside bash -c 'rounds=0 skipped=0
	with() { prlimit --as=$(($1 * 1024)): -- "${@:2}"; }
	for kib in $(seq 400 40 4000); do
		if with $((kib - 16)) "$0" --version >/dev/null 2>&1; then
			rounds=$((rounds + 1))
		else
			skipped=$((skipped + 1))
			continue
		fi
		for command in status health timeline "wait --timeout 0.2" \
			"status --json web db off" check; do
			with $kib "$0" $command >/dev/null 2>"$1/err"
			status=$?
			((status < 2)) || echo "$command, $kib KiB: $status"
			((status == 0)) || [[ -s $1/err ]] || echo "$command, $kib KiB: silent"
		done
	done
	((rounds <= 10 || skipped == 0)) || echo enough' "$BUILD/my_initctl" "$C" >"$C/bad" 2>/dev/null
	is "$(<"$C/bad")" enough
}

@test "whatever fails, my_initctl check ends with an answer or a reason" {
	requires strace
	mkdir -p "$C"/root/{bin,run,etc/{my_init.d,container_environment,service/{web/{log,control},db}}}
	local file n
	for file in bin/sh bin/runsvdir etc/my_init.d/a etc/service/{web,db,web/log}/run \
		etc/service/web/control/t; do
		printf '#!/bin/sh\nexec cron -f\n' >"$C/root/$file"
		chmod +x "$C/root/$file"
	done
	cp "$BUILD/my_initctl" "$C/root/bin/sh"
	echo db >"$C/root/etc/service/web/after"
	echo web >"$C/root/etc/service/db/after"
	echo 3 >"$C/root/etc/service/db/critical"
	ln -s nowhere "$C/root/etc/service/db/supervise"
	echo C >"$C/root/etc/container_environment/LANG"
	calls "$BUILD/my_initctl" check "$C/root"
	for n in "${MADE[@]}"; do
		broken "$n" EIO "$BUILD/my_initctl" check "$C/root"
		[[ $STATUS == [012] && $OUT$ERR ]] || fail "$n: $STATUS $OUT$ERR"
	done
}

# --- setuser ------------------------------------------------------------------

# becomes ERROR CALL...: setuser nobody, where one of them fails, never runs
# anything as somebody else.
becomes() {
	local n
	for n in "${@:2}"; do
		broken "$n" "$1" "$BUILD/setuser" nobody sh -c 'echo "$(id -u):$(id -G)"'
		[[ $STATUS:$OUT == 0:65534:65534 || ($STATUS != 0 && ! $OUT && $ERR) ]] ||
			fail "$n, $1: $STATUS $OUT$ERR"
	done
}

@test "where becoming the user fails, setuser runs nothing" {
	requires strace
	requires root
	becomes EPERM setgroups:1
	becomes EAGAIN setuid:1 setresuid:1
	becomes EPERM setgid:1 setresgid:1
	becomes EIO openat:{1..6} getuid:1 geteuid:1 lseek:1
	# musl takes an error for the end of /etc/group, which means fewer groups,
	# and how many mappings it makes is chance. Of the others' the first five are
	# the loader's, and how many there are the machine's.
	if [[ $BUILD != */static ]]; then
		becomes EIO read:{1..6}
		CALLS=mmap calls "$BUILD/setuser" nobody true
		becomes ENOMEM "${MADE[@]:5}"
	fi
}
