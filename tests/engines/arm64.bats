#!/usr/bin/env bats
# The static arm64 programs, as PID 1 of an arm64 Debian with runit, under qemu.
# shellcheck shell=bats disable=SC2016 # for shells in the container to expand
BUILD=${BUILD:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)/build}
[[ $BUILD == */arm64 ]] || BUILD=$BUILD/arm64
load ../helpers
load ../arm64/arm64

setup_file() {
	arm64_up
}

setup() {
	arm64_setup
}

# The programs

@test "arm64: my_init and setuser are arm64 and need no loader or library" {
	local name
	for name in my_init setuser; do
		readelf -hW "$BUILD/$name" | grep -q 'Machine: *AArch64'
		readelf -hW "$BUILD/$name" | grep -q 'Type: *EXEC'
		run -0 readelf -lW "$BUILD/$name"
		[[ $output == *GNU_STACK* && $output != *INTERP* && $output != *DYNAMIC* ]]
		run -1 grep 'GNU_STACK.* RWE ' <<<"$output"
	done
}

@test "arm64: my_init has at most 100 KB without its symbols" {
	aarch64-linux-gnu-strip -o "$C/my_init" "$BUILD/my_init"
	(($(stat -c %s "$C/my_init") <= 100000))
}

@test "arm64: my_init can be loaded where a page has 64 KiB" {
	local alignments
	alignments=$(readelf -lW "$BUILD/my_init" | awk '$1 == "LOAD" { print $NF }')
	is "$alignments" $'0x10000\n0x10000'
}

@test "arm64: my_init begins in entry_start" {
	local entry
	entry=$(readelf -hW "$BUILD/my_init" | sed -n 's/.*Entry point.*0x//p')
	readelf -sW "$BUILD/my_init" | grep -q "0*$entry .* entry_start\$"
}

@test "arm64: the first system call blocks all signals" {
	boot_env QEMU_STRACE=1 -- --version
	wait_exit 0
	[[ $(head -n 1 "$LOG") == '1 rt_sigprocmask(SIG_BLOCK,'*') = 0' ]]
}

@test "arm64: --version and --help say what they say elsewhere" {
	boot --version
	wait_exit 0
	[[ $(<"$LOG") =~ ^my_init\ [0-9]+\.[0-9.]+$ ]]
	boot --help
	wait_exit 0
	logged 'usage: my_init '
}

# One command

@test "arm64: the command runs as a child of PID 1, and its status is kept" {
	boot sh -c 'echo "$(uname -m) $PPID $(cat /proc/1/comm)"; exit 7'
	wait_exit 7
	logged 'aarch64 1 my_init'
	logged 'sh exited with status 7.'
}

@test "arm64: a command that is killed gives 128 and the signal" {
	boot --skip-runit -- sh -c 'kill -KILL $$'
	wait_exit 137
	logged 'sh was killed by SIGKILL (status 137).'
}

# qemu makes a fork of a vfork, so the reason does not come back to PID 1, which
# is why 126 is not asked for here.
@test "arm64: a command that is not there gives 127" {
	boot --skip-runit -- /no/such/command
	wait_exit 127
}

@test "arm64: the command gets the signals that PID 1 gets" {
	put_sh command 'trap "echo got HUP" HUP
		trap "echo got TERM; exit 5" TERM
		echo READY; while :; do sleep 0.02; done'
	boot --skip-runit -- /etc/command
	logged READY
	signal HUP
	logged 'got HUP'
	stop 5
	logged 'got TERM'
}

@test "arm64: who outlives the command gets TERM and its grace" {
	script a "(trap 'sleep 0.02; echo stray finished; exit' TERM
		echo READY >>$C/marks; while :; do sleep 0.02; done) &"
	boot --skip-runit -- sh -c "until [ -s $C/marks ]; do sleep 0.02; done"
	wait_exit 0
	logged 'stray finished'
}

# All of it

@test "arm64: scripts and services are started, and TERM stops them" {
	script a 'echo "script on $(uname -m)"'
	service web 'trap "echo web got TERM; exit 0" TERM
		echo web READY; while :; do sleep 0.02; done'
	hook pre a 'until line=$(sv status web) && [ "${line#run:}" != "$line" ]
		do :; done; echo "$line"'
	hook post z 'echo post hook'
	boot
	logged 'Runit started as PID'
	logged 'web READY'
	stop
	logged_in_order 'Running /etc/my_init.d/a...' 'script on aarch64' \
		'Booting runit daemon...' 'Runit started as PID' \
		'Received SIGTERM from outside the container.' \
		'run: web: (pid' 'Shutting down runit daemon' 'Stopped in '
	logged_in_order 'web READY' 'web got TERM' 'post hook' 'Stopped in '
	[[ $(tail -n 1 "$LOG") == *'SIGTERM; status 0.' ]]
}

@test "arm64: a stop during a startup script ends the script first" {
	script a 'trap "echo script got TERM; exit 0" TERM
		echo script READY; while :; do sleep 0.02; done'
	boot true
	logged 'script READY'
	stop 143
	logged 'script got TERM'
	refute_logged 'Booting runit daemon'
}

@test "arm64: the environment is imported, dumped and passed on" {
	variable FRUIT 'from a file'
	boot_env NAME="it's mine" -- sh -c '
		. /etc/container_environment.sh
		echo "$FRUIT, $NAME."; cat /etc/container_environment/NAME
		cp /etc/container_environment.json '"$C"
	wait_exit 0
	logged "from a file, it's mine."
	is "$(jq -r .FRUIT,.NAME "$C/container_environment.json")" \
		$'from a file\nit\'s mine'
}

# Where all users are mapped; setuser executes what is of this machine.
@test "arm64: setuser becomes the user" {
	run -0 qemu-aarch64-static "$BUILD/setuser" nobody \
		sh -c 'echo "$(id -u) $(id -G) $USER"'
	is "$output" "$(id -u nobody) $(id -G nobody) nobody"
}
