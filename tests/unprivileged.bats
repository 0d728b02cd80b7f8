# Less than root, less than a whole system: it boots, runs and stops all the
# same, with the same statuses.
# shellcheck shell=bats disable=SC2016,SC2034
load services

case $(uname -m) in
x86_64) PWRITEV2=328 ;;
*) PWRITEV2=287 ;; # the generic table
esac

# nobody: PID 1 is uid and gid 1000, without capabilities.
nobody() { wrap setpriv --reuid 1000 --regid 1000 --clear-groups --; }

# powerless: root without any capability.
powerless() {
	wrap setpriv --bounding-set -all --inh-caps -all --
}

# lives: services, hooks and the command start and stop. Everybody may
# write to /etc.
lives() {
	script a "echo script >>$C/marks"
	actor web
	hook pre a "echo pre >>$C/marks"
	hook post a "echo post >>$C/marks"
	: >"$C/marks"
	chmod -R a+rwX "$C" "$ETC"
	boot svc_actor -s 7 "$C/marks" command
	marked 'web READY'
	marked 'command READY'
	stop 7
	is "$(grep -v READY "$C/marks" | tr '\n' ' ')" \
		'script command SIGTERM pre web SIGTERM post '
}

# one_child: PID 1 has one child, dead or alive.
one_child() { [[ $(children "$CTR_PID") != *" "* ]]; }

# --- not root -----------------------------------------------------------------

@test "a user who is not root, with a service directory of its own" {
	requires root
	nobody
	lives
}

@test "a user who is not root and may not write to /etc" {
	requires root
	nobody
	script a 'exit 0'
	boot sh -c 'exit 5'
	wait_exit 5
	logged 'warning: '
	refute_logged 'Not all processes'
}

@test "a user who is not root, with services that it may not write to" {
	requires root
	nobody
	actor web
	chmod a+w "$C"
	boot svc_actor -s 7 "$C/marks" command
	logged 'State is kept in /dev/shm/my_init.'
	marked 'web READY'
	marked 'command READY'
	is "$(inside setpriv --reuid 1000 --regid 1000 --clear-groups \
		"$BUILD/my_initctl" health)" 'healthy: 1 service'
	stop 7
	has_line "$C/marks" 'web SIGTERM'
}

@test "a user who is not root: the command's status, 126 and 127" {
	requires root
	nobody
	boot --skip-runit sh -c 'kill -KILL $$'
	wait_exit 137
	boot --skip-runit no-such-program
	wait_exit 127
	boot --skip-runit /etc/shadow
	wait_exit 126
}

@test "a user who is not root: no name that it may not read stops the boot" {
	requires root
	nobody
	put container_environment/SECRET 600 x
	put_sh my_init.d/a 'exit 1'
	chmod 700 "$ETC/my_init.d/a"
	boot sh -c 'test -z "$SECRET" && exit 5'
	wait_exit 5
	logged 'container_environment/SECRET is left out: Permission denied'
	logged 'my_init.d/a is left out: '
}

@test "a user who is not root: strays get TERM, and are killed" {
	requires root
	nobody
	chmod a+w "$C"
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.2 -- --skip-runit sh -c \
		"svc_actor -f $C/marks good; svc_actor -d -f $C/marks deaf; exit 3"
	wait_exit 3
	is "$(grep SIG "$C/marks" | sort | tr '\n' ' ')" \
		'deaf SIGTERM good SIGTERM '
}

@test "a process of another user, which may not be signalled, ends with it" {
	requires root
	nobody
	boot --skip-runit sigprint -x 4
	logged READY
	inside_bg svc_actor "$C/marks" root
	marked 'root READY'
	stop 4
	marks_are 'root READY'
	took_under 5000
	logged 'warning: no permission to signal'
}

@test "a user namespace of one user" {
	wrap unshare --user --map-root-user --
	boot svc_actor -s 7 "$C/marks" command
	marked 'command READY'
	stop 7
}

# --- no capabilities ----------------------------------------------------------

@test "root without any capability" {
	powerless
	lives
}

@test "root without any capability: a deaf service and a deaf stray" {
	powerless
	actor web -d
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.2 KILL_PROCESS_TIMEOUT=0.2 -- \
		sh -c "svc_actor -d -f $C/marks stray; exec sigprint"
	marked 'web READY'
	marked 'stray READY'
	logged READY
	stop
	took_under 5000
}

@test "no new privileges" {
	wrap setpriv --no-new-privs --
	lives
}

@test "a command of another user, without the right to signal it" {
	requires root
	wrap setpriv --bounding-set=-kill --inh-caps=-kill --
	chmod a+w "$C"
	boot_env KILL_PROCESS_TIMEOUT=0.2 KILL_ALL_PROCESSES_TIMEOUT=0.2 -- \
		setpriv --reuid 1000 svc_actor -d "$C/marks" command
	marked 'command READY'
	stop 143
	took_under 5000
	logged 'warning: cannot forward SIGTERM to PID '
}

# --- read-only ----------------------------------------------------------------

@test "a read-only /etc" {
	wrap sh -c 'mount -o remount,ro /etc && exec "$@"' -
	script a 'exit 0'
	variable A value
	boot_env B=b -- sh -c 'test $A$B = valueb && exit 5'
	wait_exit 5
	logged 'warning: '
}

@test "a read-only root" {
	requires root
	wrap sh -c 'mount -o remount,bind,ro / && mount -o remount,ro /etc &&
		exec "$@"' -
	script a "echo script >>$C/marks"
	boot svc_actor -s 5 "$C/marks" command
	marked 'command READY'
	stop 5
	marks_are script 'command READY' 'command SIGTERM'
}

@test "a read-only root with services whose supervise is elsewhere" {
	requires root
	wrap sh -c 'mount -o remount,bind,ro / && mount -o remount,ro /etc &&
		exec "$@"' -
	actor web
	ln -s /run/web "$ETC/service/web/supervise"
	boot
	marked 'web READY'
	stop
	marks_are 'web READY' 'web SIGTERM'
}

@test "a read-only root without devices" {
	wrap sh -c 'mount -t tmpfs -o ro none /dev && exec "$@"' -
	wrap closefd 0 2 --
	boot svc_actor -s 5 "$C/marks" command
	marked 'command READY'
	stop 5
}

# --- /proc --------------------------------------------------------------------

# without_proc: nothing is in /proc. What is below the container's own is the
# host's, so it is covered.
without_proc() {
	[[ $BUILD != */asan ]] || skip 'the sanitizers need /proc'
	wrap sh -c 'mount -t tmpfs none /proc && exec "$@"' -
}

@test "without /proc the command runs and stops" {
	without_proc
	boot --skip-runit svc_actor -s 5 "$C/marks" command
	marked 'command READY'
	stop 5
	took_under 5000
}

@test "without /proc strays are told and killed" {
	without_proc
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.2 -- --skip-runit \
		sh -c "svc_actor -d -f $C/marks deaf; exec svc_actor $C/marks c"
	marked 'deaf READY'
	marked 'c READY'
	stop
	is "$(count 'deaf SIGTERM' "$C/marks")" 1
	took_under 5000
}

@test "without /proc who entered from outside is waited for" {
	without_proc
	boot --skip-runit sigprint
	logged READY
	inside_bg sigprint -d 50 -o "$C/marks"
	marked READY
	stop
	has_line "$C/marks" SIGTERM
	((ENDED_AT - SIGNALLED_AT >= 50000)) || fail 'it was not waited for'
	took_under 5000
}

@test "without /proc services are stopped" {
	without_proc
	actor web
	boot_env KILL_PROCESS_TIMEOUT=1 --
	marked 'web READY'
	stop
	marks_are 'web READY' 'web SIGTERM'
	took_under 5000
}

@test "with hidepid=2 as a user who is not root" {
	requires root
	wrap sh -c 'mount -o remount,hidepid=2 /proc && exec "$@"' -
	nobody
	lives
}

@test "with hidepid=2 outsiders of the same user are waited for" {
	requires root
	wrap sh -c 'mount -o remount,hidepid=2 /proc && exec "$@"' -
	nobody
	chmod a+w "$C"
	boot --skip-runit sigprint
	logged READY
	inside_bg setpriv --reuid 1000 --regid 1000 --clear-groups \
		sigprint -d 50 -o "$C/marks"
	marked READY
	stop
	has_line "$C/marks" SIGTERM
	((ENDED_AT - SIGNALLED_AT >= 50000)) || fail 'it was not waited for'
}

# --- refused system calls -----------------------------------------------------

@test "signalfd refused: it boots, forwards and stops" {
	container -n # sigtimedwait(2) shows the signals as unblocked
	for errno in ENOSYS EPERM EINVAL; do
		CTR_WRAP=(deny signalfd4 "$errno" signalfd "$errno" --)
		lives
	done
}

@test "signalfd refused: signals are forwarded, orphans reaped" {
	container -n
	wrap deny signalfd4 ENOSYS --
	boot --skip-runit sigprint -i -o "$C/marks"
	marked READY
	signal HUP
	marked SIGHUP
	inside orphans -q -n 50
	signal RTMIN+3
	marked SIGRTMIN+3
	wait_until one_child
	kill -KILL "$(pid_of 'sigprint*')"
	wait_exit 137
}

@test "signalfd refused: who entered from outside is waited for" {
	container -n
	wrap deny signalfd4 ENOSYS --
	boot
	logged 'Runit started as PID'
	inside_bg sigprint -d 50 -o "$C/marks"
	marked READY
	stop
	((ENDED_AT - SIGNALLED_AT >= 50000)) || fail 'it was not waited for'
	took_under 5000
}

@test "pidfd_open refused: it boots and stops" {
	for errno in ENOSYS EPERM; do
		CTR_WRAP=(deny pidfd_open "$errno" --)
		lives
	done
}

@test "pidfd_open refused: who entered from outside is waited for" {
	wrap deny pidfd_open EPERM --
	boot
	inside_bg sigprint -d 50 -o "$C/marks"
	marked READY
	stop
	((ENDED_AT - SIGNALLED_AT >= 50000)) || fail 'it was not waited for'
	took_under 5000
}

@test "many calls refused at once: it boots and stops" {
	container -n
	for errno in ENOSYS EPERM; do
		CTR_WRAP=(deny signalfd4 "$errno" pidfd_open "$errno" prctl
			"$errno" inotify_init1 "$errno" utimensat "$errno"
			"$PWRITEV2" "$errno" --)
		lives
	done
}

@test "setpgid refused: the command runs" {
	wrap deny setpgid EPERM --
	boot --skip-runit svc_actor -s 5 "$C/marks" command
	marked 'command READY'
	stop 5
}

@test "vfork refused: a reason, not a death" {
	wrap deny vfork EAGAIN --
	boot sh -c 'exit 5'
	wait_exit 126
	logged '*** cannot run /usr/bin/runsvdir: Resource temporarily unavailable'
}
