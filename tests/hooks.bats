#!/usr/bin/env bats
# Shutdown hooks: /etc/my_init.pre_shutdown.d and /etc/my_init.post_shutdown.d.
load services

# say WHEN NAME [BODY]: a hook that marks its name, then does BODY.
say() { hook "$1" "$2" "echo $2 >>$C/marks"$'\n'"${3-}"; }

@test "pre-shutdown hooks run before the services stop, post-shutdown hooks after" {
	say pre before
	say post after
	actor web
	boot
	marked 'web READY'
	stop 0
	marks_are 'web READY' before 'web SIGTERM' after
}

@test "hooks run after the command has ended by itself" {
	say pre before
	say post after
	boot sh -c "echo command >>$C/marks; exit 4"
	wait_exit 4
	marks_are command before after
}

@test "hooks run after the command has ended at TERM" {
	say pre before
	say post after
	boot svc_actor "$C/marks" command
	marked 'command READY'
	stop 0
	marks_are 'command READY' 'command SIGTERM' before after
}

@test "hooks run when runsvdir was killed" {
	say pre before
	say post after
	boot
	up
	kill -KILL "$(pid_of '*runsvdir -P*')"
	wait_exit 137
	marks_are before after
}

@test "hooks run when the command cannot be started" {
	say pre before
	say post after
	boot /no/such/command
	wait_exit 127
	marks_are before after
}

@test "strays get TERM after the last hook" {
	say post after
	boot sh -c "svc_actor -f $C/marks stray; exec svc_actor $C/marks command"
	marked 'command READY'
	stop 0
	marks_are 'stray READY' 'command READY' 'command SIGTERM' after \
		'stray SIGTERM'
}

@test "the services still run while a pre-shutdown hook does" {
	hook pre look "sv status web | cut -c 1-9 >$C/status"
	actor web
	boot
	marked 'web READY'
	sv_says run web
	stop 0
	is "$(<"$C/status")" 'run: web:'
}

@test "a service has ended, its finish and logger too, when a post-shutdown hook runs" {
	say post after
	actor web
	finish web "echo finish >>$C/marks"
	log_service web "exec svc_log $C/marks"
	boot
	wait_until marks_count READY 2
	stop 0
	is "$(grep -v READY "$C/marks" | tr '\n' ' ')" \
		'web SIGTERM finish logger EOF after '
}

@test "hooks run in byte order, one after the other" {
	for name in b a_ a- B 10 9 é .dot; do say pre "$name"; done
	boot
	up
	stop 0
	marks_are .dot 10 9 B a- a_ b é
}

@test "a hook is waited for before the next one starts" {
	hook pre 1 "echo 1 begins >>$C/marks; read go <$C/fifo; echo 1 ends >>$C/marks"
	say pre 2
	mkfifo "$C/fifo"
	exec {fifo}<>"$C/fifo"
	boot
	up
	signal TERM
	marked '1 begins'
	echo go >&"$fifo"
	wait_exit 0
	marks_are '1 begins' '1 ends' 2
}

@test "a failing pre-shutdown hook makes the status 1, and nothing is skipped" {
	say pre 1 'exit 3'
	say pre 2
	say post 3
	actor web
	boot
	marked 'web READY'
	stop 1
	logged '*** /etc/my_init.pre_shutdown.d/1 failed with status 3'
	marks_are 'web READY' 1 2 'web SIGTERM' 3
}

@test "a failing post-shutdown hook makes the status 1, and nothing is skipped" {
	say post 1 'exit 3'
	say post 2
	boot sh -c "svc_actor -f $C/marks stray; exec svc_actor $C/marks command"
	marked 'command READY'
	stop 1
	logged '*** /etc/my_init.post_shutdown.d/1 failed with status 3'
	is "$(tail -n 3 "$C/marks" | tr '\n' ' ')" '1 2 stray SIGTERM '
}

@test "a failing hook's 1 goes before the command's status, and the last line says so" {
	hook pre 1 'exit 3'
	boot sh -c 'exit 4'
	wait_exit 1
	[[ $(tail -n 1 "$LOG") == *': the command ended, a shutdown script failed; status 1.' ]] ||
		fail "the last line is $(tail -n 1 "$LOG")"
}

@test "a hook that is killed by a signal is said to be, and the status is 1" {
	hook pre 1 'kill -KILL $$'
	say pre 2
	boot
	up
	stop 1
	logged '*** /etc/my_init.pre_shutdown.d/1 was killed by SIGKILL'
	marks_are 2
}

@test "a pre-shutdown hook that hangs is named, killed, and the rest follows" {
	hook pre 1 "exec svc_actor -d $C/marks 1"
	say pre 2
	say post 3
	actor web
	boot_quick
	marked 'web READY'
	stop 1
	logged 'warning: /etc/my_init.pre_shutdown.d/1 (PID '
	marks_are 'web READY' '1 READY' 2 'web SIGTERM' 3
	took_under 3000
}

@test "a post-shutdown hook that hangs is named, killed, and the rest follows" {
	hook post 1 "exec svc_actor -d $C/marks 1"
	say post 2
	boot_quick
	up
	stop 1
	grep -q 'warning: /etc/my_init.post_shutdown.d/1 (PID [0-9]*) did not shut down in time. Forcing it to exit.$' "$LOG"
	marks_are '1 READY' 2
	took_under 3000
}

@test "a hook that hangs takes KILL_PROCESS_TIMEOUT, if that is more than a second" {
	hook pre 1 "exec svc_actor -d $C/marks 1"
	TIMEOUT=1.5 boot_quick
	up
	stop 1
	((ENDED_AT - SIGNALLED_AT >= 1500000)) || fail 'killed too early'
	took_under 4000
}

@test "each hook that hangs has a time of its own" {
	hook pre 1 "exec svc_actor -d $C/marks 1"
	hook pre 2 "exec svc_actor -d $C/marks 2"
	boot_quick
	up
	stop 1
	marks_are '1 READY' '2 READY'
	((ENDED_AT - SIGNALLED_AT >= 2000000)) || fail 'killed too early'
	took_under 5000
}

@test "what a killed hook has started in the background is ended at last" {
	container -w
	hook pre 1 "svc_actor -f -d $C/marks stray; exec svc_actor -d $C/marks 1"
	boot_quick
	up
	stop 1
	has_line "$C/marks" 'stray SIGTERM'
	nobody_left
}

@test "with --skip-runit no hook runs" {
	say pre before
	say post after
	boot --skip-runit sh -c 'exit 4'
	wait_exit 4
	marks_are ''
}

@test "no hook runs when a startup script has failed" {
	script 1 'exit 3'
	say pre before
	say post after
	boot
	wait_exit 1
	marks_are ''
}

@test "no hook runs when the stop comes during a startup script" {
	script 1 "exec svc_actor $C/marks script"
	say pre before
	say post after
	boot
	marked 'script READY'
	stop 0
	marks_are 'script READY' 'script SIGTERM'
}

@test "with --skip-startup-files hooks run" {
	say pre before
	boot --skip-startup-files sh -c 'exit 4'
	wait_exit 4
	marks_are before
}

@test "TERM and INT while a hook runs change nothing: not the hook, not the order" {
	say post 2
	mkfifo "$C/fifo"
	exec {fifo}<>"$C/fifo"
	hook pre 1 "echo 1 begins >>$C/marks; read go <$C/fifo; echo 1 ends >>$C/marks"
	actor web
	boot
	marked 'web READY'
	signal TERM
	marked '1 begins'
	signal INT
	logged 'Received SIGINT'
	echo go >&"$fifo"
	wait_exit 0
	marks_are 'web READY' '1 begins' '1 ends' 'web SIGTERM' 2
}

@test "a hook gets no signal of the stop" {
	hook pre 1 "exec svc_actor -d $C/marks hook"
	boot_quick
	up
	signal TERM
	marked 'hook READY'
	signal TERM
	wait_exit 1
	marks_are 'hook READY'
}

@test "three TERMs leave a hook a second, and what follows is done" {
	hook pre 1 "exec svc_actor -d $C/marks hook"
	say post 2
	boot
	up
	signal TERM
	marked 'hook READY'
	signal TERM
	wait_until log_count 'Received SIGTERM' 2
	signal TERM
	wait_exit 1
	marks_are 'hook READY' 2
	took_under 3000
}

@test "a hook that waits is named after three seconds" {
	hook pre 1 "exec svc_actor -d $C/marks hook"
	TIMEOUT=5 boot_quick
	up
	stop 1
	grep -q '^\*\*\* Still waiting for /etc/my_init.pre_shutdown.d/1 (PID [0-9]*), 3 s so far.$' "$LOG"
}

@test "a hook without #! is run by sh" {
	put my_init.pre_shutdown.d/1 755 "echo \"\$0\" >>$C/marks"
	boot
	up
	stop 0
	marks_are /etc/my_init.pre_shutdown.d/1
}

@test "a hook that is not executable is left out with a warning" {
	put my_init.pre_shutdown.d/1 644 "echo 1 >>$C/marks"
	say pre 2
	boot
	up
	stop 0
	logged 'warning: /etc/my_init.pre_shutdown.d/1 is left out: not executable'
	marks_are 2
}

@test "a directory among the hooks is left out with a warning" {
	mkdir "$ETC/my_init.post_shutdown.d/1"
	say post 2
	boot
	up
	stop 0
	logged 'warning: /etc/my_init.post_shutdown.d/1 is left out: not a regular file'
	marks_are 2
}

@test "a hook whose interpreter is missing fails with the reason, and the next runs" {
	put my_init.pre_shutdown.d/1 755 $'#!/bin/sh\r'
	say pre 2
	boot
	up
	stop 1
	logged 'cannot run /etc/my_init.pre_shutdown.d/1: the interpreter in its first line was not found'
	marks_are 2
}

@test "a missing hook directory is an empty one" {
	rm -r "$ETC"/my_init.*_shutdown.d
	boot
	up
	stop 0
	refute_logged warning
}

@test "a hook may be a symbolic link" {
	put_sh elsewhere "echo linked >>$C/marks"
	ln -s ../elsewhere "$ETC/my_init.pre_shutdown.d/1"
	boot
	up
	stop 0
	marks_are linked
}

@test "hooks have the environment of the engine and of the startup scripts" {
	variable FROM_FILE file
	script set 'echo script >/etc/container_environment/FROM_SCRIPT'
	hook pre 1 "echo \"\$FROM_ENGINE \$FROM_FILE \$FROM_SCRIPT\" >>$C/marks"
	hook post 1 "echo \"\$FROM_ENGINE \$FROM_FILE \$FROM_SCRIPT\" >>$C/marks"
	boot_env FROM_ENGINE=engine --
	up
	stop 0
	marks_are 'engine file script' 'engine file script'
}

# The two of the C library, 32 and 33, do not count: make leaves them ignored.
@test "a hook starts with no signal blocked and none ignored" {
	hook pre 1 "grep -E 'Sig(Blk|Ign)' /proc/self/status | tr -s '\\t\\n' '  ' >$C/marks"
	boot
	up
	stop 0
	read -r _ blocked _ ignored <"$C/marks" || :
	[[ $blocked && $ignored ]] || fail 'no masks'
	is "$((0x$blocked)) $((0x$ignored & 0x7fffffff))" '0 0'
}

@test "each hook is announced" {
	hook pre 1 :
	hook post 2 :
	boot
	up
	stop 0
	logged_in_order 'Running /etc/my_init.pre_shutdown.d/1...' \
		'Shutting down runit daemon' \
		'Running /etc/my_init.post_shutdown.d/2...' 'Killing all processes'
}
