# The command line, and the environment variables of the same meaning.
# shellcheck shell=bats
load helpers

# init [NAME=VALUE... --] [ARG...]: my_init to its end; status, output, stderr.
init() {
	status=0
	pid1 "$@" >"$C/out" 2>"$C/err" || status=$?
	output=$(<"$C/out") stderr=$(<"$C/err")
	mapfile -t lines <"$C/err"
}

# says TEXT: stderr has a line that contains it.
says() { [[ $stderr == *"$1"* ]] || fail "not on stderr: $1 but: $stderr"; }

@test "--help and -h print the usage on stdout and end with 0" {
	local option
	for option in --help -h; do
		init "$option"
		is "$status" 0
		[[ $output == 'usage: my_init '*--skip-runit*--version* ]]
		is "$stderr" ''
	done
}

@test "--version prints one line on stdout and ends with 0" {
	init --version
	is "$status" 0
	[[ $output =~ ^my_init\ [0-9]+\.[0-9.]+$ ]]
	is "$stderr" ''
}

@test "--help changes nothing in the container" {
	script a "echo a >>$C/marks"
	init --help true
	is "$status" 0
	is "$(ls "$ETC/container_environment")" ''
	marks_are
}

@test "an unknown option is told with the usage on stderr, and ends with 2" {
	local option
	for option in --nonsense -x --quietly; do
		init "$option" true
		is "$status" 2
		is "$output" ''
		says "unknown option $option"
		says 'usage: my_init '
	done
}

@test "a wrong option keeps scripts and command from running" {
	script a "echo a >>$C/marks"
	init --nonsense sh -c "echo command >>$C/marks"
	is "$status" 2
	marks_are
}

@test "a unique prefix of an option is the option" {
	init --skip-r --quie sh -c 'exit 3'
	is "$status" 3
	is "$stderr" ''
}

@test "a prefix of two options is an error" {
	init --skip true
	is "$status" 2
	says 'ambiguous option --skip'
}

@test "a prefix that meant one option in the original still does" {
	script a "echo a >>$C/marks"
	init --q --skip-s --n sh -c "echo command >>$C/marks"
	is "$status" 0
	is "$stderr" ''
	marks_are command
}

@test "options end at the first operand: the rest is the command's" {
	init --quiet printf '<%s>' -la --skip-runit -- --help
	is "$status" 0
	is "$output" '<-la><--skip-runit><--><--help>'
}

@test "a command with options of its own needs no --" {
	init ls -d -- /
	is "$status" 0
	is "$output" /
}

@test "only the first -- is dropped" {
	init --quiet -- printf '<%s>' -- --quiet --
	is "$output" '<--><--quiet><-->'
	init --quiet -- -- true
	is "$status" 127
}

@test "behind -- an option's name is a command" {
	init -- --help
	is "$status" 127
	says '--help'
}

@test "an empty argument of the command stays one" {
	init --quiet printf '<%s>' '' 'a b' ''
	is "$output" '<><a b><>'
}

@test "an empty command is one that cannot be found" {
	init ''
	is "$status" 127
}

@test "--skip-runit without a command is told and ends with 1" {
	local word
	for word in '' --; do
		init --skip-runit $word
		is "$status" 1
		says 'When --skip-runit is given, you must also pass a main command.'
	done
}

@test "MY_INIT_SKIP_RUNIT=1 without a command is told and ends with 1" {
	init MY_INIT_SKIP_RUNIT=1 --
	is "$status" 1
	says '--skip-runit'
}

@test "--quiet leaves warnings and errors" {
	put my_init.d/a 644 ''
	script b 'exit 3'
	init --quiet true
	is "$status" 1
	is "${#lines[@]}" 2
	[[ ${lines[0]} == '*** warning: /etc/my_init.d/a '* ]]
	is "${lines[1]}" '*** /etc/my_init.d/b failed with status 3'
}

@test "MY_INIT_QUIET=1 is --quiet" {
	init MY_INIT_QUIET=1 -- true
	is "$status" 0
	is "$stderr" ''
}

@test "MY_INIT_QUIET=0 is as if it was not there" {
	init MY_INIT_QUIET=0 -- true
	says 'Running true...'
	says 'true exited with status 0.'
}

@test "--quiet beats MY_INIT_QUIET=0" {
	init MY_INIT_QUIET=0 -- --quiet true
	is "$stderr" ''
}

@test "MY_INIT_SKIP_STARTUP_FILES=1 is --skip-startup-files" {
	script a "echo a >>$C/marks"
	init MY_INIT_SKIP_STARTUP_FILES=1 -- true
	is "$status" 0
	marks_are
}

@test "MY_INIT_SKIP_RUNIT=1 is --skip-runit" {
	init MY_INIT_SKIP_RUNIT=1 -- ps -e -o comm=
	is "$status" 0
	is "$output" my_init$'\n'ps
}

@test "MY_INIT_NO_KILL_ALL_ON_EXIT=1 is --no-kill-all-on-exit" {
	init MY_INIT_NO_KILL_ALL_ON_EXIT=1 -- true
	is "$status" 0
	[[ $stderr != *'Killing all'* ]]
}

@test "MY_INIT_ENABLE_INSECURE_KEY=1 is --enable-insecure-key" {
	requires root
	mkdir "$C/sbin"
	wrap sh -c "mount --bind $C/sbin /usr/sbin && exec \"\$@\"" -
	init MY_INIT_ENABLE_INSECURE_KEY=1 -- true
	is "$status" 1
	says '/usr/sbin/enable_insecure_key'
}

@test "ENV_INIT_DIRECTORY and --init-directory say where startup scripts are" {
	script a "echo a >>$C/marks"
	put_sh other/b "echo b >>$C/marks"
	init ENV_INIT_DIRECTORY=/etc/other -- true
	marks_are b
	init --init-directory /etc/other true
	marks_are b b
	init ENV_INIT_DIRECTORY=/nowhere -- --init-directory=/etc/other true
	marks_are b b b
}

@test "KILL_PROCESS_TIMEOUT bounds the wait for the command" {
	boot_env KILL_PROCESS_TIMEOUT=0.05 -- sigprint -i
	logged READY
	stop 137
	took_under 2000
	logged 'did not shut down in time. Forcing it to exit.'
}

@test "--kill-process-timeout beats KILL_PROCESS_TIMEOUT" {
	boot_env KILL_PROCESS_TIMEOUT=30 -- --kill-process-timeout 0.05 \
		sigprint -i
	logged READY
	stop 137
	took_under 2000
}

@test "KILL_ALL_PROCESSES_TIMEOUT bounds the wait for the rest" {
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.05 -- orphans -d
	wait_exit 0
	logged 'Not all processes have exited in time. Forcing them to exit.'
}

@test "--kill-all-processes-timeout beats KILL_ALL_PROCESSES_TIMEOUT" {
	boot_env KILL_ALL_PROCESSES_TIMEOUT=30 -- \
		--kill-all-processes-timeout=0.05 orphans -d
	wait_exit 0
	logged 'Not all processes have exited in time. Forcing them to exit.'
}

@test "the timeouts are read before container_environment is imported" {
	variable KILL_PROCESS_TIMEOUT 0.01
	boot_env KILL_PROCESS_TIMEOUT=30 -- sigprint -d 100 -x 3
	logged READY
	stop 3
	variable KILL_PROCESS_TIMEOUT 0.01
	boot sigprint -d 100 -x 3
	logged READY
	stop 3
}

@test "MY_INIT_STOP_STATUS and --stop-status give the status after TERM" {
	boot_env MY_INIT_STOP_STATUS=2 --
	stop 2
	boot --stop-status 143
	stop 143
	boot_env MY_INIT_STOP_STATUS=2 -- --stop-status=4
	stop 4
}

@test "MY_INIT_STOP_STATUS leaves the status of a command alone" {
	boot_env MY_INIT_STOP_STATUS=2 -- sigprint -x 5
	logged READY
	stop 5
}

@test "MY_INIT_STOP_TIMEOUT and --stop-timeout bound the whole stop" {
	service deaf "exec sigprint -i -o $C/deaf"
	boot_env MY_INIT_STOP_TIMEOUT=0.2 -- sigprint -i
	wait_until has "$C/deaf" READY
	logged READY
	stop 137
	took_under 2000
	boot --stop-timeout 0.2 sigprint -i
	logged READY
	stop 137
	took_under 2000
}

@test "a value of an option that is no number ends with 2 and the usage" {
	local option
	for option in kill-process-timeout kill-all-processes-timeout \
		stop-timeout stop-status; do
		init "--$option" abc true
		is "$status" 2
		says "abc"
		says 'usage: my_init '
	done
}

@test "an option without its value ends with 2" {
	init --kill-process-timeout
	is "$status" 2
	says 'option --kill-process-timeout needs a value'
	init --quiet=1 true
	is "$status" 2
	says 'option --quiet takes no value'
}

@test "a bad value of a variable is a warning that names it, and no more" {
	local name value
	for name in KILL_PROCESS_TIMEOUT KILL_ALL_PROCESSES_TIMEOUT \
		MY_INIT_STOP_TIMEOUT MY_INIT_STOP_STATUS MY_INIT_QUIET \
		MY_INIT_SKIP_RUNIT MY_INIT_SKIP_STARTUP_FILES \
		MY_INIT_NO_KILL_ALL_ON_EXIT MY_INIT_ENABLE_INSECURE_KEY; do
		init "$name=x y" -- sh -c 'exit 3'
		is "$status" 3
		says "*** warning: $name is \"x y\""
	done
}

@test "numbers that are not quite numbers are bad values" {
	local value
	for value in ' ' -1 ' 1' 1s 1e3 0x1 1.2.3 . inf nan 99999999999999999999; do
		init "KILL_PROCESS_TIMEOUT=$value" -- true
		is "$status" 0
		says '*** warning: KILL_PROCESS_TIMEOUT'
	done
}

@test "decimals, zero and large numbers of seconds are good values" {
	local value
	for value in 0 0.5 .5 5. 007 86400 1000000; do
		init --quiet "--kill-process-timeout=$value" true
		is "$status" 0
		is "$stderr" ''
	done
}

@test "a stop status is a number from 0 to 255" {
	local value
	for value in '' -1 256 1.5 2x; do
		init "--stop-status=$value" true
		is "$status" 2
	done
	init --stop-status 255 true
	is "$status" 0
}

@test "control characters in a line of the log are made visible" {
	init printf 'x\033[31m\n%s' y
	says 'Running printf x\033[31m\n%s y...'
	init true $'a\033[31mb\nc'
	says 'Running true a\x1b[31mb\x0ac...'
}
