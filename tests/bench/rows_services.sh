# The rows with startup scripts and services. Sourced by run.
# shellcheck shell=sh disable=SC2034,SC2086,SC2154

runsvdir='/usr/bin/runsvdir -P /etc/service'
one_for_all='some are one process for all services, runit has a runsv for each'

# Exec of the init to main of its one service.
row_boot() {
	row boot 60 'time more 1' -n 1
	contender floor $runsvdir
	subjects_with --quiet
	play mark
}

# The same for a service that has to be prepared; the difference to `boot` is
# what that costs.
row_boot_prepared() {
	row boot-prepared 60 'time more 2' -n 1 -C
	contender floor $runsvdir
	subjects_with --quiet
	play mark
}

# Exec of the init to main of its command, after 100 startup scripts.
scripts_row() {
	contender floor "$out/floor_spawn" /etc/my_init.d 100 "$b/mark"
	subjects_with --quiet --skip-runit -- "$b/mark"
	play mark
}

row_scripts() {
	row scripts 25 'time ratio 1.3' -v 50 -s 100
	scripts_row
}

row_scripts_static() {
	row scripts-static 25 '' -v 50 -s 100 -S
	scripts_row
}

# rounds_for N: the fewer the more services there are.
rounds_for() {
	if [ "$1" -gt 300 ]; then
		echo 7
	elif [ "$1" -gt 10 ]; then
		echo 15
	else
		echo 21
	fi
}

# Exec of the init to main of the last of N services.
row_up_N() {
	row "up-$1" "$(rounds_for "$1")" 'time peer 1' -n "$1" -t 120
	why='it adds its own start to that of runsvdir; tini and dumb-init do less, and cannot stop services'
	contender floor $runsvdir
	subjects_with --quiet
	adapters_with services
	play up
}

# TERM to exit.
stop_row() {
	why=${why:-"$one_for_all"}
	contender floor "$out/floor_stop"
	contender floor-inotify "$out/floor_stop" -i
	subjects_with --quiet
	adapters_with services
	play stop
}

row_stop_N() {
	row "stop-$1" "$(rounds_for "$1")" 'time ratio 1.5; time peer 1' \
		-n "$1" -t 120
	stop_row
}

# The same as soon as all are up: runsv sleeps when a run was shorter than 1 s.
row_stop_young() {
	row stop-young 15 'time peer 1' -n 100 -a 0
	why='runsv is late for a TERM within the first second of its service'
	stop_row
}

# Services that need 50 ms: whoever does not wait for them is found out.
row_stop_linger() {
	row stop-linger 5 'time ratio 1.5; time peer 1' -n 100 -l 50
	stop_row
}

# Chains of four services, each after the one before: four waves of a stop.
row_stop_after() {
	row stop-after 15 'time ratio 1.5' -n 100 -A 4 -t 120
	contender floor "$out/floor_stop" -a 4
	subjects_with --quiet
	play stop
}

# TERM while the boot goes on, when half of 100 services are up: who has begun
# must get TERM and end by itself. The floor cannot: it has no such duty.
row_stop_early() {
	row stop-early 15 'time peer 1' -n 100
	why='runsv is late for a TERM within the first second of its service'
	contender floor "$out/floor_stop"
	for s in $(each_subject); do
		contender "${s%%=*}" -T "${s#*=}" --quiet
	done
	extra=-T
	adapters_with services
	extra=
	play early
}

# TERM while a startup script runs, which ends by it.
row_stop_script() {
	row stop-script 21 'time ratio 1.5; time peer 1' -w -T
	contender floor "$out/floor_stop" -s /etc/my_init.d/wait
	subjects_with --quiet
	adapters_with scripts
	play early
}

# PSS and private memory of PID 1, and of all processes but the N services.
row_memory_N() {
	row "memory-$1" 3 'tree-private peer 1' -n "$1"
	rounds=${quick:+1}
	rounds=${rounds:-3}
	why=$one_for_all
	contender floor $runsvdir
	subjects_with --quiet
	adapters_with services
	play memory
}

# Instructions of PID 1 in the user's mode, by callgrind: the start of N
# services and their stop. Those of what it starts are not in them. The floor
# looks again and again while it waits, and its number says little; peers hang
# under callgrind or are not there at the end. What is shown is the growth.
row_instructions_N() {
	row=instructions-$1
	have_callgrind || return 0
	row "instructions-$1" 3 '' -n "$1"
	rounds=${quick:+1}
	rounds=${rounds:-3}
	contender floor "$out/floor_stop"
	subjects_with --quiet
	play instructions
}

# The state of N services, asked for in there: sv, which is runit's own, is
# what the others are compared with.
row_status_N() {
	row "status-$1" 5 'time ratio 1; time peer 1' -n "$1" -t 120
	why='some ask one process; my_initctl reads the files of each service'
	contender sv -c "$(status_file sv 'sv status /etc/service/*')" $runsvdir
	for s in $(each_subject); do
		ctl=${s#*=} ctl=${ctl%/*}/my_initctl
		[ -x "$ctl" ] || continue
		contender "${s%%=*}" -c "$(status_file "${s%%=*}" "$ctl status")" \
			"${s#*=}" --quiet
	done
	adapters_asked
	play status
}
