# Services, in the corners: supervise directories that are not as runsv makes
# them, at the start and at the stop.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2154
load services

# prepared: runsv in $C/scan, whose runit's is $C/bin/runsv, as an actor.
prepared() {
	mkdir -p "$C"/{bin,lib,state,scan/web}
	local name
	for name in runsv run finish; do ln -s "$BUILD/lib/prepare" "$C/lib/$name"; done
	printf '#!/bin/sh\necho "$PWD: $*"\n' >"$C/bin/runsv"
	printf '#!/bin/sh\necho it runs $*\n' >"$C/scan/web/run"
	chmod +x "$C/bin/runsv" "$C/scan/web/run"
	touch "$C/scan/web/critical"
	cd "$C/scan" || return 1
	export MY_INIT_STATE=$C/state MY_INIT_LIB=$C/lib PATH=$C/lib:$C/bin:$PATH
}

# starts DIRECTORY: runsv of web begins there, and says nothing.
starts() {
	run --separate-stderr runsv web
	is "$status $output" "0 $1: web"
	is "$stderr" ''
}

@test "by a name that it does not know the helper says what it is" {
	run -111 --separate-stderr bash -c 'exec -a "$1" "$0"' "$BUILD/lib/prepare" other
	is "$stderr" '*** this is runsv, run or finish, not other'
}

# supervise_leads TARGET...: runsv can make what the link leads to.
supervise_leads() {
	prepared
	rm web/critical
	local target
	for target; do
		ln -sfn "$target" web/supervise
		starts "$C/scan"
		is "$(readlink web/supervise)" "$target"
	done
}

@test "a supervise that leads nowhere yet is left to runsv, which can make it there" {
	supervise_leads none "$C/none" ../none
}

@test "a supervise that leads into the root is left to runsv, too" {
	requires root
	supervise_leads /none
}

@test "a supervise that is a link of another is replaced in the service" {
	prepared
	ln -s "$C/elsewhere" web/supervise
	starts "$C/state/services"
	is "$(readlink web/supervise)" "$C/state/services/web/supervise"
}

@test "a supervise that is another file system is left alone" {
	requires root
	prepared
	mkdir web/supervise
	run unshare --mount sh -c 'mount -t tmpfs x web/supervise && runsv web && ls -d web/supervise'
	is "$status" 0
	[[ $output == *'web'*'web/supervise' ]] || fail "$output"
}

@test "what is in the place of its folders is removed, with what is in it" {
	prepared
	mkdir -p "$C/state/services/web/"{log/a/b,finish/x,control} "$C/state/services/web/supervise"
	touch "$C/state/services/web/log/a/file" "$C/state/services/web/control/old"
	rmdir "$C/state/services/web/supervise"
	echo file >"$C/state/services/web/supervise"
	ln -s nowhere "$C/state/services/web/dangling"
	mkdir web/control
	touch web/control/{u,x}
	starts "$C/state/services"
	[[ ! -e $C/state/services/web/log && -d $C/state/services/web/supervise ]]
	is "$(ls "$C/state/services/web/control")" $'t\nu\nx'
	rm web/control/u
	starts "$C/state/services"
	is "$(ls "$C/state/services/web/control")" $'t\nx'
	rm -r web/control web/critical
	echo 2 >web/brake
	starts "$C/state/services"
	[[ ! -e $C/state/services/web/control && ! -L $C/state/services/web/dangling ]]
}

@test "a folder of somebody else is not worked in" {
	requires root
	prepared
	mkdir "$C/state/services"
	local what
	for what in "$C/state/services" "$C/state"; do
		chown 65534 "$what"
		run --separate-stderr runsv web
		is "$status $output" "0 $C/scan: web"
		[[ $stderr == *'cannot be prepared'*'Operation not permitted; it goes without'* ]] || fail "$stderr"
		chown 0 "$what"
	done
	chmod 777 "$C/state/services"
	run --separate-stderr runsv web
	[[ $stderr == *'Operation not permitted; it goes without'* ]]
}

@test "an end that no runsv could tell is noted as unknown" {
	prepared
	starts "$C/state/services"
	cd "$C/state/services/web" || return 1
	local words
	for words in '' 'x' '-7 0' '400 0' '3' '-1 9' '0 137'; do
		rm -f life
		# shellcheck disable=SC2086 # words
		run --separate-stderr ./finish $words
		is "$status" 0
	done
	is "$(cut -d ' ' -f 7,8 life)" '0 9'
}

@test "a folder whose service is gone runs nothing, and says so" {
	prepared
	starts "$C/state/services"
	cd "$C/state/services/web" || return 1
	local origin
	for origin in "$C/gone/web" web; do
		ln -sfn "$origin" origin
		run -111 --separate-stderr ./run
		[[ $stderr == *'is gone: '* ]] || fail "$stderr"
		run --separate-stderr ./finish 0 0
		case $origin in
		/*) is "$status $stderr" '0 ' ;; # run has said so
		*) is "$status $stderr" '111 *** warning: service ?: cannot execute finish: Invalid argument' ;;
		esac
		run -111 bash -c 'exec -a control/t "$0"' ./run
	done
	rm origin
	run -111 --separate-stderr ./run
	[[ $stderr == *'is gone: No such file or directory' ]] || fail "$stderr"
	ln -s "$C/gone/web" origin
	run --separate-stderr ./run
	is "$stderr" "*** warning: service web: $C/gone/web is gone: No such file or directory"
}

@test "where life cannot be written, run and finish go on and say so" {
	prepared
	starts "$C/state/services"
	cd "$C/state/services/web" || return 1
	rm -f life
	mkdir -p life/x
	run --separate-stderr ./run
	is "$status $output" '0 it runs'
	[[ $stderr == *'cannot note that it begins: Is a directory' ]] || fail "$stderr"
	run --separate-stderr ./finish 1 0
	[[ $stderr == *'cannot note that it has ended: Is a directory'* ]] || fail "$stderr"
}

# --- the stop -----------------------------------------------------------------

# stops_without FILE...: services whose files of supervise are not there, or not
# what they should be, get TERM once and are waited for.
stops_without() {
	actor web
	log_service web "exec svc_log $C/log.web"
	actor db
	boot_env KILL_PROCESS_TIMEOUT=3 --
	marked 'web READY'
	marked 'db READY'
	local file
	for file; do
		inside sh -c "rm -rf $file; $BREAK"
	done
	stop
	is "$(count 'web SIGTERM' "$C/marks")" 1
	is "$(count 'db SIGTERM' "$C/marks")" 1
}

@test "without statuses each service gets TERM once" {
	BREAK=: stops_without /etc/service/web/supervise/status /etc/service/db/supervise/status \
		/etc/service/web/log/supervise/status
}

@test "with statuses that are nonsense each service gets TERM once" {
	BREAK='for f in web web/log db; do rm -f /etc/service/$f/supervise/status; echo nonsense >/etc/service/$f/supervise/status; done' \
		stops_without /none
}

@test "without a control each service gets TERM once" {
	BREAK=: stops_without /etc/service/web/supervise/control /etc/service/db/supervise/control
}

@test "with a control that is a file each service gets TERM once" {
	BREAK='for f in web db; do rm -f /etc/service/$f/supervise/control; echo x >/etc/service/$f/supervise/control; done' \
		stops_without /none
}

@test "without the directories each service gets TERM once" {
	BREAK=: stops_without /etc/service/web /etc/service/db
}

@test "a command that stops itself at the stop is continued" {
	boot sh -c "trap 'kill -STOP \$\$; echo went on >>$C/marks; exit 4' TERM
		echo READY >>$C/marks; while :; do sleep 0.02; done"
	marked READY
	signal TERM
	wait_exit 4
	marked 'went on'
}

@test "a runsvdir that a script left behind is ended, if it is deaf by KILL" {
	actor web
	script a "cp /usr/bin/sleep $C/runsvdir
		(trap '' TERM; $C/runsvdir 1000) & :"
	boot_env KILL_PROCESS_TIMEOUT=0.5 KILL_ALL_PROCESSES_TIMEOUT=0.5 --
	marked 'web READY'
	stop
	logged_in_order 'runsvdir (PID ' 'Stopped in'
}
