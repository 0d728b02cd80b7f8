# The tests' own tools: what they say must be true, and they can fail.
# shellcheck shell=bats
load helpers

# end_of PROG...: runs PROG as PID 1 at once.
end_of() {
	container -n
	boot_program -- "$@"
}

@test "wait_exit tells a status from a signal and a wrong one from a right one" {
	end_of sh -c 'exit 137'
	wait_exit 137
	run ! wait_exit SIGKILL
	end_of sigprint
	logged READY
	signal KILL
	wait_exit SIGKILL
	run ! wait_exit 137
}

@test "the container shows nothing of the host, and writes nothing to it" {
	local file files=(/{etc,tmp,run,dev/shm}/"from-${BATS_RUN_TMPDIR##*/}")
	end_of sh -c "touch ${files[*]}
		ls /etc/service /etc/my_init.d; ps -e; env; cat /etc/passwd"
	wait_exit 0
	is "$(count 'root:x:0:0:')" 1
	is "$(count '')" "$(($(wc -l </etc/passwd) + 9))"
	[[ -e $ETC/${files[0]##*/} ]]
	for file in "${files[@]}"; do [[ ! -e $file ]]; done
}

@test "a program starts with default signals, no descriptors, its own session" {
	end_of mask
	wait_exit 0
	logged_in_order 'blocked -' 'ignored -' 'fds 0 1 2' 'pid 1' 'ppid 0' \
		'pgid 1' 'sid 1' 'tty -'
}

@test "mask blocks and ignores what it is told" {
	wrap mask -b USR1,TERM -i HUP,CHLD --
	end_of "${CTR_WRAP[@]}" mask
	wait_exit 0
	logged_in_order 'blocked USR1 TERM' 'ignored HUP CHLD'
}

@test "nobody_left notices whoever is left" {
	container -w
	end_of sh -c 'sleep 1000 & exit 3'
	wait_exit 3
	[[ -s $BATS_TEST_TMPDIR/left ]]
	run ! nobody_left
	end_of sh -c 'exit 3'
	wait_exit 3
	nobody_left
}

@test "in a container of ours with -i the program is not PID 1, its own init is" {
	container -i
	end_of sh -c 'echo "I am $$"; exit 5'
	wait_exit 5
	refute_logged 'I am 1'
	is "$(inside ps -o comm= -p 1)" container
}

@test "inside is a process without a parent in there" {
	end_of sigprint
	logged READY
	inside mask >"$C/mask"
	has_line "$C/mask" 'ppid 0'
}

@test "what is typed on the terminal arrives, and ^C is a signal" {
	requires tty
	container -t
	end_of sigprint -x 4
	logged READY
	keys '\003'
	wait_exit 4
	logged SIGINT
}

@test "sigprint names every signal, and by whom" {
	end_of sigprint -i -p
	logged READY
	for name in HUP INT QUIT USR1 PIPE TERM CONT WINCH PWR RTMIN+3; do
		signal "$name"
		logged "SIG$name from 0"
	done
	signal KILL
	wait_exit SIGKILL
}

@test "orphans leave as many as they are told, each a child of PID 1" {
	end_of sh -c 'orphans -n 5; orphans -d -s; ps --ppid 1 -o stat=,comm='
	wait_exit 0
	is "$(count orphans)" 6
	is "$(grep -c '^TN\{0,1\}s *orphans' "$LOG")" 1
}

@test "deny refuses the call it is told, by its argument too" {
	end_of deny mkdir EROFS kill=0 ENOSYS -- \
		sh -c 'mkdir /tmp/x; kill -0 0; kill -0 1; exit 3'
	wait_exit 3
	logged 'Read-only file system'
	is "$(count 'Function not implemented')" 1
}

@test "closefd closes, and nobody can write to fullpipe's pipe" {
	end_of closefd 0 2 -- mask
	wait_exit 0
	logged 'fds 1'
	end_of fullpipe timeout 0.5 sh -c 'echo x >&2'
	wait_exit 124
}
