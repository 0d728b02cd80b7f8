# What root reads that others can write (init/SECURITY.md): a service's
# supervise directory is given to its user, so that he can use sv.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2154
load services

setup() {
	requires root
	container_setup
	chmod 777 "$C"
}

# as_nobody CMD...: in the container, as a user who has nothing but web's
# supervise directory.
NOBODY=(setpriv --reuid=65534 --regid=65534 --clear-groups)
as_nobody() { inside "${NOBODY[@]}" "$@"; }

# given: boots with web, whose supervise directory nobody has, and slow, which
# stops when $C/go is there.
given() {
	actor web
	service slow "trap 'while [ ! -e $C/go ]; do sleep 0.05; done
			echo slow BYE >>$C/marks; exit' TERM
		echo slow READY >>$C/marks; while :; do sleep 0.05; done"
	boot_env KILL_PROCESS_TIMEOUT=15 --
	marked 'web READY'
	marked 'slow READY'
	inside chown -R 65534 /etc/service/web/supervise
}

@test "a status that leads to a terminal does not become PID 1's" {
	requires python3
	given
	inside_bg "${NOBODY[@]}" python3 -c 'if True:
		import os, sys, time
		master, slave = os.openpty()
		open(sys.argv[1], "w").write(os.ttyname(slave) + "\n")
		os.close(slave)
		while not os.path.exists(sys.argv[2]): time.sleep(0.01)
		for i in range(3): os.write(master, b"\x03"); time.sleep(0.05)
		open(sys.argv[3], "w").close()
		time.sleep(60)' "$C/tty" "$C/press" "$C/go"
	wait_until test -s "$C/tty"
	as_nobody ln -sfn "$(<"$C/tty")" /etc/service/web/supervise/status
	signal TERM
	logged 'Shutting down'
	wait_until has "$C/marks" 'web SIGTERM'
	is "$(awk '{ print $7 }' "/proc/$CTR_PID/stat")" 0
	touch "$C/press"
	wait_exit 0
	marked 'slow BYE'
	refute_logged 'asked to stop 3 times'
}

@test "a control that leads to another service's does not stop that one" {
	actor db
	put service/slow/after 644 db
	given
	as_nobody ln -sfn ../../db/supervise/control /etc/service/web/supervise/control
	signal TERM
	marked 'web SIGTERM'
	touch "$C/go"
	wait_exit 0
	is "$(grep -E 'slow BYE|db SIGTERM' "$C/marks" | tr '\n' ' ')" 'slow BYE db SIGTERM '
}
