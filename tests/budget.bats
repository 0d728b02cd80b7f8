#!/usr/bin/env bats
# The budget for the whole stop: --stop-timeout and MY_INIT_STOP_TIMEOUT.
load services

# all_deaf: a service, hooks, and the command and the stray of deaf_command,
# none of which ends at TERM.
all_deaf() {
	actor web -d
	hook pre 1 "exec svc_actor -d $C/marks pre"
	hook post 1 "exec svc_actor -d $C/marks post"
	deaf_command=(sh -c "svc_actor -d -f $C/marks stray
		exec svc_actor -d $C/marks command")
}

# stop_all: TERM once command, stray and service are ready; the end.
stop_all() {
	wait_until marks_count READY 3
	signal TERM
	wait_exit 1
}

@test "MY_INIT_STOP_TIMEOUT bounds a stop in which everybody is deaf" {
	all_deaf
	boot_env MY_INIT_STOP_TIMEOUT=2 -- "${deaf_command[@]}"
	stop_all
	took_under 3000
}

@test "--stop-timeout bounds a stop in which everybody is deaf" {
	all_deaf
	boot --stop-timeout 2 "${deaf_command[@]}"
	stop_all
	took_under 3000
}

@test "the option goes before the variable" {
	all_deaf
	boot_env MY_INIT_STOP_TIMEOUT=20 -- --stop-timeout 1 "${deaf_command[@]}"
	stop_all
	took_under 2000
}

@test "within a budget every step happens, in order, and everybody gets TERM" {
	all_deaf
	boot_env MY_INIT_STOP_TIMEOUT=1 -- "${deaf_command[@]}"
	stop_all
	is "$(grep SIG "$C/marks" | tr '\n' ' ')" \
		'command SIGTERM web SIGTERM stray SIGTERM '
	logged_in_order 'Running /etc/my_init.pre_shutdown.d/1' \
		'Shutting down runit daemon' 'Running /etc/my_init.post_shutdown.d/1'
}

@test "within a budget everybody who had to be killed is named" {
	all_deaf
	boot_env MY_INIT_STOP_TIMEOUT=1 -- "${deaf_command[@]}"
	stop_all
	logged_in_order 'warning: sh (PID ' 'sh was killed by SIGKILL' \
		'warning: /etc/my_init.pre_shutdown.d/1 (PID ' 'warning: web (PID ' \
		'warning: /etc/my_init.post_shutdown.d/1 (PID ' \
		'warning: Not all processes have exited in time.' 'Stopped in'
	logged ', 4 had to be killed, the rest had to be killed; status '
}

# A tenth of it is for the killed to be gone, and a busy machine takes its time.
@test "within a budget nobody is left behind" {
	container -w
	all_deaf
	boot_env MY_INIT_STOP_TIMEOUT=4 -- "${deaf_command[@]}"
	stop_all
	nobody_left
}

@test "a finish and a logger that hang stay within the budget" {
	actor web -d
	finish web "exec svc_actor -d $C/marks finish"
	log_service web "exec svc_actor -d $C/marks logger"
	boot_env MY_INIT_STOP_TIMEOUT=2 --
	wait_until marks_count READY 2
	stop 0
	has_line "$C/marks" 'finish READY'
	took_under 4000
}

@test "ten hooks that hang stay within the budget, and each is started" {
	for i in {0..9}; do
		hook pre "$i" "exec svc_actor -d $C/hooks $i"
	done
	actor web
	boot_env MY_INIT_STOP_TIMEOUT=1 --
	marked 'web READY'
	stop 1
	is "$(count 'Running /etc/my_init.pre_shutdown.d/')" 10
	took_under 2500
}

@test "a startup script that is deaf stays within the budget" {
	script 1 "exec svc_actor -d $C/marks script"
	boot_env MY_INIT_STOP_TIMEOUT=0.6 --
	marked 'script READY'
	stop 0
	has_line "$C/marks" 'script SIGTERM'
	took_under 2000
}

@test "a command that is deaf stays within the budget under --skip-runit" {
	boot_env MY_INIT_STOP_TIMEOUT=0.6 -- --skip-runit \
		svc_actor -d "$C/marks" command
	marked 'command READY'
	stop 137
	took_under 2000
}

@test "what the steps before it do not need is left to the last one" {
	boot_env MY_INIT_STOP_TIMEOUT=1.5 -- sh -c "svc_actor -d -f $C/marks stray
		exec svc_actor $C/marks command"
	marked 'command READY'
	stop 0
	((ENDED_AT - SIGNALLED_AT >= 1200000)) || fail 'the stray was killed too early'
	took_under 3000
}

@test "no step takes all of the budget" {
	actor web -d
	boot_env MY_INIT_STOP_TIMEOUT=6 KILL_PROCESS_TIMEOUT=60 --
	marked 'web READY'
	stop 0
	((ENDED_AT - SIGNALLED_AT >= 1200000)) || fail 'the service was killed too early'
	step_under services 5200
}

@test "a budget makes no timeout longer" {
	actor web -d
	boot_env MY_INIT_STOP_TIMEOUT=60 KILL_PROCESS_TIMEOUT=0.3 --
	marked 'web READY'
	stop 0
	took_under 2000
}

@test "a stop that needs no budget is not slowed by one" {
	actor web
	boot_env MY_INIT_STOP_TIMEOUT=60 -- svc_actor "$C/marks" command
	wait_until marks_count READY 2
	stop 0
	took_under 2000
}

@test "a budget of 0 kills at once" {
	actor web -d
	for _ in 1 2 3; do # a busy machine is not as slow each time
		: >"$C/marks"
		boot_env MY_INIT_STOP_TIMEOUT=0 -- svc_actor -d "$C/marks" command
		wait_until marks_count READY 2
		stop 137
		if step_under 'Stopped in' 900; then break; fi
	done
	step_under 'Stopped in' 900
}

@test "without a budget each step has its own timeout" {
	all_deaf
	boot_quick "${deaf_command[@]}"
	stop_all
	((ENDED_AT - SIGNALLED_AT >= 2900000)) || fail 'the steps were cut short'
}

@test "a budget that is no number is warned of, and there is none" {
	actor web -d
	boot_env MY_INIT_STOP_TIMEOUT=1s KILL_PROCESS_TIMEOUT=1.2 --
	logged 'warning: MY_INIT_STOP_TIMEOUT is "1s", which is not seconds'
	marked 'web READY'
	stop 0
	((ENDED_AT - SIGNALLED_AT >= 1200000)) || fail 'there was one'
}
