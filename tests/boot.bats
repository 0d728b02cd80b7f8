# From the first instruction to the command, and the status at the end.
# shellcheck shell=bats
load services

@test "startup scripts come first, rc.local next, then services and the command" {
	script a "echo a >>$C/marks"
	put_sh rc.local "echo rc.local >>$C/marks"
	boot sh -c "echo command >>$C/marks"
	wait_exit 0
	marks_are a rc.local command
	logged_in_order 'Running /etc/my_init.d/a...' \
		'Running /etc/rc.local...' 'Booting runit daemon...' \
		'Runit started as PID ' 'Running sh -c echo command'
}

@test "startup scripts run in the byte order of their names" {
	local name
	for name in 10 9 B a _ é .dot a.b a-b; do
		script "$name" "echo $name >>$C/marks"
	done
	boot true
	wait_exit 0
	marks_are .dot 10 9 B _ a a-b a.b é
}

@test "a startup script begins when the one before it has ended" {
	script 1 "echo 1 begins >>$C/marks; sleep 0.05; echo 1 ends >>$C/marks"
	script 2 "echo 2 begins >>$C/marks"
	boot true
	wait_exit 0
	marks_are '1 begins' '1 ends' '2 begins'
}

@test "what a startup script leaves in the background lives on" {
	script a "sigprint -o $C/stray >/dev/null 2>&1 &"
	boot sh -c "until grep READY $C/stray; do sleep 0.01; done"
	wait_exit 0
	has_line "$C/stray" SIGTERM
}

@test "a service is started and gets TERM at the stop" {
	service web "exec sigprint -o $C/web"
	boot
	wait_until has_line "$C/web" READY
	stop
	is "$(count SIGTERM "$C/web")" 1
	logged_in_order 'Received SIGTERM from outside the container.' \
		'Shutting down runit daemon (PID ' 'Killing all processes...' \
		'Stopped in '
}

@test "the command does not wait for services, nor services for the command" {
	service web "mkfifo $C/met; echo web >$C/met"
	boot sh -c "until [ -p $C/met ]; do sleep 0.01; done; read -r x <$C/met
		echo \$x >>$C/marks"
	wait_exit 0
	marks_are web
}

@test "the services run under runsvdir -P /etc/service" {
	boot
	logged 'Runit started as PID 2'
	is "$(inside tr '\0' ' ' <"/proc/$CTR_NS/root/proc/2/cmdline")" \
		'/usr/bin/runsvdir -P /etc/service '
	stop
}

@test "the status of the command is the container's" {
	boot sh -c 'exit 3'
	wait_exit 3
	logged 'sh exited with status 3.'
}

@test "a command that is killed by a signal gives 128 and its number" {
	boot sh -c 'kill -KILL $$'
	wait_exit 137
	logged 'sh was killed by SIGKILL (status 137).'
}

@test "a missing command gives 127 and the reason" {
	boot no-such-command
	wait_exit 127
	logged 'no-such-command'
	logged 'No such file or directory'
}

@test "a command that is not executable gives 126 and the reason" {
	put plain 644 'echo hello'
	boot /etc/plain
	wait_exit 126
	logged 'Permission denied'
}

@test "a command without #! is run by sh" {
	put plain 755 'exit 4'
	boot /etc/plain
	wait_exit 4
}

@test "a command that is looked up in PATH is found in the imported one" {
	mkdir "$C/bin"
	printf '#!/bin/sh\nexit 9\n' >"$C/bin/only-here"
	chmod 755 "$C/bin/only-here"
	script a "echo $C/bin:/usr/bin:/bin >/etc/container_environment/PATH"
	boot only-here
	wait_exit 9
}

@test "a failed startup script ends the boot with 1, and nothing more is run" {
	script a 'exit 7'
	script b "echo b >>$C/marks"
	put_sh rc.local "echo rc.local >>$C/marks"
	hook pre a "echo hook >>$C/marks"
	boot sh -c "echo command >>$C/marks"
	wait_exit 1
	marks_are
	logged '*** /etc/my_init.d/a failed with status 7'
	logged 'Killing all processes...'
	refute_logged 'Booting runit'
}

@test "what a failed startup script left behind gets TERM" {
	script a <<-END
		sigprint -o $C/stray >/dev/null 2>&1 &
		until grep -q READY $C/stray; do sleep 0.01; done
		exit 7
	END
	boot
	wait_exit 1
	has_line "$C/stray" SIGTERM
}

@test "a failed rc.local ends the boot with 1" {
	put_sh rc.local 'exit 2'
	boot sh -c "echo command >>$C/marks"
	wait_exit 1
	marks_are
	logged '/etc/rc.local failed with status 2'
}

@test "an rc.local that may not be executed is warned of, and the boot goes on" {
	put rc.local 644 'no script'
	boot sh -c "echo command >>$C/marks"
	wait_exit 0
	marks_are command
	logged 'warning: /etc/rc.local is left out: not executable (chmod +x)'
}

@test "a startup script that is deaf to TERM is killed after KILL_PROCESS_TIMEOUT" {
	script a "exec svc_actor -d $C/marks script"
	script b "echo b >>$C/marks"
	boot_quick
	marked 'script READY'
	stop 0
	marks_are 'script READY' 'script SIGTERM'
	((ENDED_AT - SIGNALLED_AT >= 300000)) || fail 'killed too early'
	took_under 5000
	logged '/etc/my_init.d/a (PID '
	logged 'did not shut down in time. Forcing it to exit.'
	logged 'SIGTERM, 1 had to be killed; status 0.'
}

@test "a startup script that is stopped gets its TERM all the same" {
	script a "exec svc_actor $C/marks script"
	boot
	marked 'script READY'
	freeze '*svc_actor*'
	stop 0
	marks_are 'script READY' 'script SIGTERM'
	took_under 10000
	refute_logged 'Forcing'
}

@test "a startup script that is killed by a signal is said to be" {
	script a 'kill -USR1 $$'
	boot true
	wait_exit 1
	logged '/etc/my_init.d/a was killed by SIGUSR1'
}

@test "a startup script without #! is run by sh" {
	put my_init.d/a 755 "echo \$0 >>$C/marks"
	boot true
	wait_exit 0
	marks_are /etc/my_init.d/a
}

@test "a startup script with CRLF behind its #! ends the boot with its name" {
	put my_init.d/a 755 $'#!/bin/sh\r\nexit 0\r'
	boot true
	wait_exit 1
	logged '/etc/my_init.d/a'
	logged 'failed with status 127'
}

@test "a file of the script directory that is not executable is warned of" {
	put my_init.d/a 644 "echo a >>$C/marks"
	boot true
	wait_exit 0
	marks_are
	is "$(count '*** warning: /etc/my_init.d/a ')" 1
}

@test "a directory among the startup scripts is left out" {
	mkdir "$ETC/my_init.d/a"
	script b "echo b >>$C/marks"
	boot true
	wait_exit 0
	marks_are b
}

@test "a link among the startup scripts is run when it leads to a program" {
	put_sh target "echo target >>$C/marks"
	ln -s ../target "$ETC/my_init.d/a"
	ln -s nowhere "$ETC/my_init.d/b"
	boot true
	wait_exit 0
	marks_are target
	is "$(count '*** warning: /etc/my_init.d/b ')" 1
}

@test "missing directories are empty ones" {
	rm -r "$ETC"/my_init.* "$ETC/container_environment"
	boot sh -c 'exit 3'
	wait_exit 3
	refute_logged warning
}

@test "without /etc/service the command runs all the same" {
	rmdir "$ETC/service"
	boot sh -c 'exit 3'
	wait_exit 3
}

@test "a service without an executable run is warned of" {
	put service/a/run 644 'exec true'
	mkdir "$ETC/service/b"
	boot true
	wait_exit 0
	is "$(count '*** warning: service a cannot run')" 1
	is "$(count '*** warning: service b cannot run')" 1
}

@test "TERM with services only ends with 0" {
	boot
	logged 'Runit started'
	stop 0
	logged 'Stopped in '
	logged ': SIGTERM; status 0.'
}

@test "INT stops as TERM does" {
	boot
	logged 'Runit started'
	signal INT
	wait_exit 0
	logged 'Received SIGINT from outside the container.'
}

@test "TERM from inside is said to be from its pid" {
	boot
	inside sh -c "echo \$\$ >$C/pid; exec kill -TERM 1" || : # may be killed
	wait_exit 0
	logged "Received SIGTERM from PID $(<"$C/pid") (UID 0)."
}

@test "TERM from another user says whose it is" {
	requires root
	boot
	inside setpriv --reuid=1234 --clear-groups --inh-caps=+kill --ambient-caps=+kill \
		sh -c 'echo $$; exec kill -TERM 1' >"$C/pid" || : # may be killed
	wait_exit 0
	logged "Received SIGTERM from PID $(<"$C/pid") (UID 1234)."
}

@test "a signal aborts the system, the end of the command does not" {
	boot
	stop 0
	logged 'Init system aborted.'
	boot true
	wait_exit 0
	refute_logged 'aborted'
}

@test "TERM with a command ends with the command's own status" {
	boot sigprint -x 6
	logged READY
	stop 6
	is "$(count SIGTERM)" 3 # received, printed, and the cause at the end
}

@test "a command that TERM ends gives 143" {
	boot sigprint -s
	logged READY
	stop 143
}

@test "the end of runsvdir ends the container with its status" {
	boot
	logged 'Runit started as PID 2'
	inside kill -KILL 2 || : # may be killed itself
	wait_exit 137
}

@test "runsvdir that is ended by HUP gives its own 111" {
	service web "exec sigprint -o $C/web"
	boot
	wait_until has_line "$C/web" READY
	inside kill -HUP 2 || : # may be killed itself
	wait_exit 111
	logged 'Runit exited with status 111'
	is "$(count SIGTERM "$C/web")" 1
}

@test "runsvdir is ended by HUP before a young runsv could obey: one TERM" {
	service web "exec sigprint -d 20 -o $C/web"
	boot
	wait_until has_line "$C/web" READY
	inside sh -c 'pkill -STOP -x runsv; kill -HUP 2' || : # may be killed itself
	wait_exit 111
	is "$(count SIGTERM "$C/web")" 1
}

@test "hooks run around the stop of the services" {
	service web "exec sigprint -o $C/marks"
	hook pre a "echo pre >>$C/marks"
	hook post a "echo post >>$C/marks"
	boot
	marked READY
	stop
	is "$(grep -v CONT "$C/marks" | tr '\n' ' ')" 'READY pre SIGTERM post '
}

@test "a failed shutdown hook makes the status 1 and skips nothing" {
	hook pre a 'exit 3'
	hook pre b "echo b >>$C/marks"
	hook post c "echo c >>$C/marks"
	boot
	logged 'Runit started'
	stop 1
	marks_are b c
	logged '/etc/my_init.pre_shutdown.d/a failed with status 3'
}

@test "nobody is left when PID 1 exits" {
	service web 'exec sigprint'
	container -w
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.1 -- \
		sh -c 'sleep 1000 & orphans -n 5; orphans -s; orphans -c'
	wait_exit 0
	nobody_left
}

@test "with --no-kill-all-on-exit the rest is left alone" {
	container -w
	boot --no-kill-all-on-exit orphans -o "$C/term"
	wait_exit 0
	[[ -s $BATS_TEST_TMPDIR/left ]]
	run ! nobody_left
	is "$(count '' "$C/term")" 0
	refute_logged 'Killing all'
}

@test "with --skip-startup-files neither scripts nor rc.local are run" {
	script a "echo a >>$C/marks"
	put_sh rc.local "echo rc.local >>$C/marks"
	boot --skip-startup-files sh -c "echo command >>$C/marks"
	wait_exit 0
	marks_are command
}

@test "with --skip-runit there are no services and no hooks" {
	service web "echo web >>$C/marks"
	hook pre a "echo pre >>$C/marks"
	hook post a "echo post >>$C/marks"
	boot --skip-runit sh -c "ps -e -o comm= >$C/processes"
	wait_exit 0
	marks_are
	run ! has "$C/processes" runsv
}

@test "with --enable-insecure-key its program runs before the scripts" {
	requires root
	mkdir "$C/sbin"
	printf '#!/bin/sh\necho key >>%s\n' "$C/marks" >"$C/sbin/enable_insecure_key"
	chmod 755 "$C/sbin/enable_insecure_key"
	script a "echo a >>$C/marks"
	wrap sh -c "mount --bind $C/sbin /usr/sbin && exec \"\$@\"" -
	boot --enable-insecure-key true
	wait_exit 0
	marks_are key a
}

@test "where the program of --enable-insecure-key fails, so does the boot" {
	requires root
	mkdir "$C/sbin"
	printf '#!/bin/sh\nexit 4\n' >"$C/sbin/enable_insecure_key"
	chmod 755 "$C/sbin/enable_insecure_key"
	wrap sh -c "mount --bind $C/sbin /usr/sbin && exec \"\$@\"" -
	script a "echo script >>$C/marks"
	boot --enable-insecure-key sh -c "echo command >>$C/marks"
	wait_exit 1
	marks_are
	logged '/usr/sbin/enable_insecure_key failed with status 4'
}

@test "without --enable-insecure-key its program is not run" {
	requires root
	mkdir "$C/sbin"
	printf '#!/bin/sh\necho key >>%s\n' "$C/marks" >"$C/sbin/enable_insecure_key"
	chmod 755 "$C/sbin/enable_insecure_key"
	wrap sh -c "mount --bind $C/sbin /usr/sbin && exec \"\$@\"" -
	boot true
	wait_exit 0
	marks_are
}

@test "the same container boots again after its end" {
	service web "echo up >>$C/marks; exec sigprint"
	script a "echo script >>$C/marks"
	boot
	marked up
	stop
	boot
	wait_until is_twice up
	stop
	marks_are script up script up
}

is_twice() { [[ $(count "$1" "$C/marks") == 2 ]]; }

@test "a script whose #! line is too long for the kernel is not run by sh" {
	script a "#!/$(printf 'x%.0s' {1..300})"$'\n'"echo RAN >>$C/marks"
	boot true
	wait_exit 1
	logged 'cannot run /etc/my_init.d/a: '
	[[ ! -e $C/marks ]] || fail 'sh has run it'
}

@test "hidden files among the scripts are nobody's mistake" {
	put my_init.d/.gitkeep 644 ''
	script .hidden "echo RAN >>$C/marks"
	boot true
	wait_exit 0
	refute_logged warning
	marks_are RAN
}

@test "a directory of scripts that was named and is not there is warned of" {
	boot --init-directory "$C/nope" true
	wait_exit 0
	logged "warning: no startup scripts: $C/nope: No such file"
}

# --- an entrypoint and a CMD that both name it --------------------------------

@test "a CMD that names my_init again is the same init" {
	service web "exec svc_actor $C/marks web"
	boot "$BUILD/my_init" --stop-status 5
	marked 'web READY'
	is "$(count 'Booting runit daemon')" 1
	stop 5
}

@test "a CMD of my_init with a command of its own is that command" {
	# shellcheck disable=SC2016 # for sh
	boot my_init -- sh -c 'kill -9 $$'
	wait_exit 137
	is "$(count 'Booting runit daemon')" 1
}

@test "another program called my_init is a command like any other" {
	# shellcheck disable=SC2016 # for sh
	put_sh other/my_init 'echo "it is $1"; exit 3'
	boot /etc/other/my_init mine
	wait_exit 3
	logged 'it is mine'
}

@test "by the name of another init, my_init is a command like any other" {
	ln -s "$BUILD/my_init" "$C/tini"
	service web "exec svc_actor $C/marks web"
	boot_program -- "$C/tini" "$BUILD/my_init" --stop-status 5
	marked 'web READY'
	stop 5
}
