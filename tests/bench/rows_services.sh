# The rows with startup scripts and services. Sourced by run.
# shellcheck shell=sh disable=SC2154

# Exec of the init to main of its one service.
row_boot() {
	row boot 60 'time more 1' -n 1
	contender floor /usr/bin/runsvdir -P /etc/service
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

# TERM to exit.
stop_row() {
	contender floor "$out/floor_stop"
	contender floor-inotify "$out/floor_stop" -i
	subjects_with --quiet
	play stop
}

row_stop_1() {
	row stop-1 15 'time ratio 1.5' -n 1
	stop_row
}

row_stop_100() {
	row stop-100 15 'time ratio 1.5' -n 100
	stop_row
}

row_stop_900() {
	row stop-900 9 'time ratio 1.5' -n 900
	stop_row
}

# The same as soon as all are up: runsv sleeps when a run was shorter than 1 s.
row_stop_young() {
	row stop-young 15 '' -n 100 -a 0
	stop_row
}

# Services that need 50 ms: whoever does not wait for them is found out.
row_stop_linger() {
	row stop-linger 5 '' -n 100 -l 50
	stop_row
}
