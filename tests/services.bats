#!/usr/bin/env bats
# What runit looks after while the container lives, and what may be wrong with
# /etc/service, with runsvdir and with a runsv.
load services

# --- the service directory ----------------------------------------------------

@test "a missing /etc/service is warned of, and TERM ends the container with 0" {
	rm -r "$ETC/service"
	boot
	logged 'warning: no services: cannot read /etc/service: No such file'
	stop 0
}

@test "a missing /etc/service keeps no command from running" {
	rm -r "$ETC/service"
	boot sh -c 'exit 7'
	wait_exit 7
}

@test "an empty /etc/service is right: no warning, and TERM ends with 0" {
	boot
	up
	stop 0
	refute_logged warning
}

@test "/etc/service may be a symbolic link" {
	rmdir "$ETC/service"
	mkdir "$ETC/sv"
	ln -s sv "$ETC/service"
	actor web
	boot
	marked 'web READY'
	stop 0
	marks_are 'web READY' 'web SIGTERM'
}

@test "a service may be a symbolic link to a directory elsewhere" {
	put_sh sv/web/run "exec svc_actor $C/marks web"
	ln -s ../sv/web "$ETC/service/web"
	boot
	marked 'web READY'
	stop 0
	marks_are 'web READY' 'web SIGTERM'
}

@test "two links to one directory are one service, which gets one TERM" {
	put_sh sv/web/run "exec svc_actor $C/marks web"
	ln -s ../sv/web "$ETC/service/a"
	ln -s ../sv/web "$ETC/service/b"
	actor other
	boot
	wait_until marks_count READY 2
	stop 0
	marks_count SIGTERM 2 || fail "the marks are: $(<"$C/marks")"
}

@test "1000 services all get exactly one TERM" {
	mkdir "$ETC"/service/{1..1000}
	for i in {1..1000}; do
		echo "#!$BUILD/bin/svc_actor $C/marks" >"$ETC/service/$i/run"
	done
	chmod 755 "$ETC"/service/*/run
	boot
	DEADLINE=60 wait_until marks_count READY 1000
	DEADLINE=60 stop 0
	marks_count SIGTERM 1000 || fail "$(count SIGTERM "$C/marks") got TERM"
	is "$(sort -u "$C/marks" | wc -l)" 2000
}

@test "a service without run is named in a warning" {
	mkdir "$ETC/service/hollow"
	actor web
	boot
	logged 'warning: service hollow cannot run: /etc/service/hollow/run: No such'
	marked 'web READY'
	stop 0
}

@test "a service whose run is not executable is named in a warning" {
	put service/stiff/run 644 '#!/bin/sh'
	actor web
	boot
	logged 'warning: service stiff cannot run: /etc/service/stiff/run: not executable'
	marked 'web READY'
	stop 0
}

@test "a dangling link in /etc/service is named in a warning" {
	ln -s nowhere "$ETC/service/gone"
	actor web
	boot
	logged 'warning: service gone cannot run: /etc/service/gone: No such file'
	marked 'web READY'
	stop 0
}

@test "a file in /etc/service disturbs nobody" {
	put service/README 644 'of services'
	actor web
	boot
	marked 'web READY'
	stop 0
	marks_are 'web READY' 'web SIGTERM'
}

@test "names that start with a dot are no services, and not warned of" {
	actor .hidden
	mkdir "$ETC/service/.hollow"
	actor web
	boot
	marked 'web READY'
	stop 0
	marks_are 'web READY' 'web SIGTERM'
	refute_logged warning
}

@test "a service with the file down is not started until sv up" {
	actor web
	touch "$ETC/service/web/down"
	boot
	sv_says down web
	[[ ! -e $C/marks ]] || fail 'it was started'
	inside sv up web
	marked 'web READY'
	stop 0
}

@test "the stop does not start a service that is down" {
	actor web
	touch "$ETC/service/web/down"
	boot
	wait_until test -p "$(etc_now)/service/web/supervise/control"
	stop 0
	marks_are ''
}

@test "a startup script may touch /etc/service, and no service is late" {
	script touch 'touch /etc/service; stat -c %Y /etc/service >'"$C/before"
	actor web
	boot
	marked 'web READY'
	(($(stat -c %Y "$(etc_now)/service") < $(<"$C/before"))) ||
		fail 'runsvdir slept for a second: the mtime was not set back'
}

@test "a service on a read-only file system runs and stops by a supervise in /run" {
	mkdir "$ETC/service/web"
	script mount "cd /etc/service/web && mount -t tmpfs none . && cd . &&
		cd /etc/service/web && ln -s /run/web.supervise supervise &&
		printf '#!/bin/sh\nexec svc_actor $C/marks web\n' >run &&
		chmod 755 run && mount -o remount,ro /etc/service/web"
	boot
	marked 'web READY'
	inside sv status web
	stop 0
	marks_are 'web READY' 'web SIGTERM'
}

# --- what runs ----------------------------------------------------------------

@test "a service is run by exactly runsvdir, runsv and itself" {
	actor web
	boot
	marked 'web READY'
	is "$(tree)" 'my_init(runsvdir(runsv(svc_actor)))'
}

@test "the command runs beside runsvdir" {
	actor web
	boot svc_actor "$C/marks" command
	marked 'web READY'
	marked 'command READY'
	is "$(tree)" 'my_init(runsvdir(runsv(svc_actor)) svc_actor)'
}

@test "--skip-runit starts no runsvdir" {
	actor web
	boot --skip-runit svc_actor "$C/marks" command
	marked 'command READY'
	is "$(tree)" 'my_init(svc_actor)'
	refute_logged unit
}

@test "each runsv leads a session of its own" {
	service web "cut -d ' ' -f 1,6 /proc/\$PPID/stat >$C/ids; echo \$PPID >>$C/marks
		exec svc_actor $C/marks web"
	boot
	marked 'web READY'
	pid=$(head -n 1 "$C/marks")
	is "$(<"$C/ids")" "$pid $pid"
}

@test "services have the environment of the engine and of the startup scripts" {
	variable FROM_FILE file
	script set 'echo script >/etc/container_environment/FROM_SCRIPT'
	service web "echo \"\$FROM_ENGINE \$FROM_FILE \$FROM_SCRIPT\" >$C/env
		exec svc_actor $C/marks web"
	boot_env FROM_ENGINE=engine --
	marked 'web READY'
	is "$(<"$C/env")" 'engine file script'
}

@test "what a service writes is in the container's log" {
	service web "echo to stdout; echo to stderr >&2; exec svc_actor $C/marks web"
	boot
	logged 'to stdout'
	logged 'to stderr'
}

# The two of the C library, 32 and 33, do not count: make leaves them ignored.
@test "services start with no signal blocked and none ignored" {
	service web "grep -E 'Sig(Blk|Ign)' /proc/self/status >$C/signals
		exec svc_actor $C/marks web"
	boot
	marked 'web READY'
	read -r _ blocked _ ignored < <(tr -s '\t\n' '  ' <"$C/signals") || :
	[[ $blocked && $ignored ]] || fail 'no masks'
	is "$((0x$blocked)) $((0x$ignored & 0x7fffffff))" '0 0'
}

@test "sv status, sv down and sv up work inside" {
	actor web
	boot
	marked 'web READY'
	sv_says run web
	inside sv down web
	marked 'web SIGTERM'
	inside sv up web
	wait_until marks_count READY 2
	stop 0
	wait_until marks_count SIGTERM 2
}

@test "sv works in a hook before the services are stopped" {
	actor web
	hook pre sv "sv -w 5 down web && echo by sv >>$C/marks"
	boot
	marked 'web READY'
	sv_says run web
	stop 0
	marks_are 'web READY' 'web SIGTERM' 'by sv'
}

@test "a service that is added while the container runs is stopped too" {
	actor old
	boot
	marked 'old READY'
	actor new
	rescan
	marked 'new READY'
	stop 0
	has_line "$C/marks" 'old SIGTERM'
	has_line "$C/marks" 'new SIGTERM'
}

@test "a service whose link is removed while it runs is stopped too" {
	put_sh sv/web/run "exec svc_actor $C/marks web"
	ln -s ../sv/web "$ETC/service/web"
	boot
	marked 'web READY'
	rm "$(etc_now)/service/web"
	stop 0
	marks_are 'web READY' 'web SIGTERM'
}

@test "a service whose directory is moved away while it runs is stopped too" {
	actor web
	boot
	marked 'web READY'
	mv "$(etc_now)/service/web" "$(etc_now)/away"
	stop 0
	marks_are 'web READY' 'web SIGTERM'
}

@test "a service whose directory is deleted while it runs gets TERM, not a timeout" {
	actor web
	boot
	marked 'web READY'
	rm -r "$(etc_now)/service/web"
	stop 0
	marks_are 'web READY' 'web SIGTERM'
	took_under 2000
}

# --- what ends ----------------------------------------------------------------

@test "a missing runsvdir is named with the reason, and the status is 127" {
	mkdir "$C/hide"
	mknod "$C/hide/runsvdir" c 0 0
	wrap sh -c "mount -t overlay -o lowerdir=$C/hide:/usr/bin none /usr/bin &&
		exec \"\$@\"" sh
	boot svc_actor "$C/marks" command
	wait_exit 127
	logged 'cannot run /usr/bin/runsvdir: No such file or directory (is the package runit installed?)'
	marks_are ''
}

@test "a runsvdir that may not be executed is named, and the status is 126" {
	wrap sh -c 'mount --bind /dev/null /usr/bin/runsvdir && exec "$@"' sh
	boot
	wait_exit 126
	logged 'cannot run /usr/bin/runsvdir: Permission denied'
}

@test "a runsvdir that is killed ends the container with 137, services with TERM" {
	actor web
	boot
	marked 'web READY'
	kill -KILL "$(pid_of '*runsvdir -P*')"
	wait_exit 137
	logged 'Runit was killed by SIGKILL (status 137)'
	marks_are 'web READY' 'web SIGTERM'
}

@test "a runsvdir that is killed takes the command along" {
	boot svc_actor "$C/marks" command
	marked 'command READY'
	kill -KILL "$(pid_of '*runsvdir -P*')"
	wait_exit 137
	marks_are 'command READY' 'command SIGTERM'
}

@test "a runsvdir that ends by itself gives its status" {
	actor web
	boot
	marked 'web READY'
	kill -HUP "$(pid_of '*runsvdir -P*')"
	wait_exit 111
	logged 'Runit exited with status 111'
}

# It sends TERM to every runsv on its way out.
@test "a runsvdir that a hook sends HUP: each service gets TERM once" {
	hang_up_in_hook 'pkill -HUP runsvdir'
}

@test "a runsvdir that has ended by HUP in a hook: each service gets TERM once" {
	hang_up_in_hook 'pkill -HUP runsvdir; while pgrep runsvdir; do :; done'
}

hang_up_in_hook() {
	local i
	for i in {1..12}; do actor "s$i" -d; done
	hook pre hang-up "$1"
	boot_quick
	wait_until marks_count READY 12
	stop 0
	is "$(count SIGTERM "$C/marks")" 12
	logged 'Runit exited with status 111'
}

@test "the service of a killed runsv gets TERM at the stop, once" {
	actor web -d
	boot_quick
	marked 'web READY'
	kill -KILL "$(pid_of 'runsv web')"
	stop 0
	marks_are 'web READY' 'web SIGTERM'
}

@test "a killed runsv delays the stop of no other service" {
	actor web
	actor other
	boot
	wait_until marks_count READY 2
	kill -KILL "$(pid_of 'runsv web')"
	stop 0
	took_under 2000
	wait_until marks_count SIGTERM 2
}

@test "services that end by themselves end nothing" {
	service once 'sv once .; echo over'
	actor web
	boot
	marked 'web READY'
	logged over
	stop 0
	has_line "$C/marks" 'web SIGTERM'
}

@test "the messages come in order" {
	script one :
	actor web
	boot svc_actor -s 3 "$C/marks" command
	wait_until marks_count READY 2
	kill -USR1 "$(pid_of 'svc_actor * command')"
	wait_exit 3
	logged_in_order 'Running /etc/my_init.d/one...' 'Booting runit daemon...' \
		'Runit started as PID ' "Running svc_actor -s 3 $C/marks command..." \
		'svc_actor exited with status 3.' 'Shutting down runit daemon (PID ' \
		'Runit exited with status 0' 'Killing all processes...' \
		'Stopped in '
}

@test "a script where its service's directory should be is warned of" {
	put_sh service/web 'exec sleep 1000'
	boot
	logged 'warning: service web cannot run: /etc/service/web is not a directory'
	stop 0
}
