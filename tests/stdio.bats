# Standard input, output and error: whatever is wrong with them, the container
# lives, stops, and says what it has to say in whole lines.
# shellcheck shell=bats disable=SC2016,SC2030,SC2031,SC2034,SC2154
load services

case $(uname -m) in
x86_64) PWRITEV2=328 ;;
*) PWRITEV2=287 ;; # the generic table
esac

# lives: a container with a service and the command boots, forwards and stops.
lives() {
	actor web
	boot svc_actor -s 7 "$C/marks" command
	wait_until marks_count READY 2
	stop 7
	is "$(count SIGTERM "$C/marks")" 2
}

# --- closed -------------------------------------------------------------------

@test "it lives and stops with stdin closed" {
	wrap closefd 0 --
	lives
}

@test "it lives and stops with stdout closed" {
	wrap closefd 1 --
	lives
}

@test "it lives and stops with stderr closed" {
	wrap closefd 2 --
	lives
}

@test "it lives and stops with stdin and stdout closed" {
	wrap closefd 0 1 --
	lives
}

@test "it lives and stops with stdin and stderr closed" {
	wrap closefd 0 2 --
	lives
}

@test "it lives and stops with stdout and stderr closed" {
	wrap closefd 1 2 --
	lives
}

@test "it lives and stops with all three closed" {
	wrap closefd 0 1 2 --
	lives
}

@test "children lack what the init lacked, and nothing else" {
	for closed in 0 1 2; do
		CTR_WRAP=(closefd "$closed" --)
		boot sh -c "for n in 0 1 2; do test -e /proc/\$\$/fd/\$n ||
			left=\"\$left \$n\"; done; echo \"\$left\" >>$C/marks"
		wait_exit 0
	done
	marks_are ' 0' ' 1' ' 2'
}

@test "what it lacks, the init holds by /dev/null" {
	wrap closefd 0 1 2 --
	boot
	for n in 0 1 2; do is "$(inside readlink "/proc/1/fd/$n")" /dev/null; done
	stop
}

@test "with stderr closed no message gets into a file of ours" {
	wrap closefd 0 1 2 --
	variable A value
	actor web
	boot
	marked 'web READY'
	stop
	run -1 grep -rlF '***' "$ETC" "$C"
}

# --- nobody reads -------------------------------------------------------------

@test "it lives and stops when stderr is a full pipe that nobody reads" {
	wrap fullpipe
	lives
}

@test "it lives and stops when stdout and stderr are full" {
	wrap fullpipe -o
	lives
}

@test "it boots and stops when stderr is full, where pwritev2 is unknown" {
	wrap deny "$PWRITEV2" ENOSYS -- fullpipe
	lives
}

@test "startup scripts, hooks and a failed boot with a full stderr" {
	wrap fullpipe
	script a "echo a >>$C/marks"
	hook post a "echo post >>$C/marks"
	boot sh -c "exit 3"
	wait_exit 3
	marks_are a post
	script b 'exit 1'
	boot
	wait_exit 1
}

@test "a kill of all, with its warnings, is not held up by a full stderr" {
	wrap fullpipe
	boot_env KILL_ALL_PROCESSES_TIMEOUT=0.2 KILL_PROCESS_TIMEOUT=0.2 -- \
		svc_actor -d "$C/marks" command
	marked 'command READY'
	stop 137
	took_under 5000
}

@test "a terminal that is held (Ctrl-S) holds nobody up" {
	requires tty
	container -t
	boot sigprint -i -o "$C/marks"
	marked READY
	keys '\023'
	wait_until inside sh -c "echo x | timeout 0.1 tee /proc/1/fd/0; test \$? = 124"
	signal TERM
	marked SIGTERM
	kill -KILL "$(pid_of 'sigprint*')"
	wait_exit 137
}

@test "it lives and stops when the reader of its stderr is gone" {
	wrap cmd_pipe gone 2
	lives
}

@test "it lives and stops when the readers of its stdout and stderr are gone" {
	wrap cmd_pipe gone 1 cmd_pipe gone 2
	lives
}

@test "a full disk under stderr holds nobody up" {
	wrap sh -c 'exec "$@" 2>/dev/full' -
	lives
}

@test "a usage error ends with 2 when nobody reads stderr" {
	wrap fullpipe
	run -2 pid1 --no-such-option
}

@test "--help ends with 1 when it cannot be written" {
	wrap sh -c 'exec "$@" >/dev/full' -
	run -1 pid1 --help
	run -1 pid1 --version
}

@test "--help ends when the reader of stdout is gone" {
	wrap cmd_pipe gone 1
	run -1 pid1 --help
}

@test "lines that were lost are counted as soon as somebody reads" {
	wrap cmd_late 2 "$C/fifo"
	mkfifo "$C/fifo"
	boot --skip-runit sigprint -i -o "$C/marks"
	marked READY
	timeout "$DEADLINE" cat "$C/fifo" >"$C/read" 3>&- 4>&- &
	CTR_JOBS+=($!)
	wait_until test -s "$C/read"
	signal TERM
	marked SIGTERM
	signal KILL
	wait_exit SIGKILL
	wait "${CTR_JOBS[@]}"
	grep -aq '^\*\*\* warning: [1-9][0-9]* lines were lost here$' "$C/read"
}

# --- whole lines --------------------------------------------------------------

@test "each message is one write of one line" {
	mkfifo "$C/fifo"
	timeout "$DEADLINE" "$BUILD/bin/cmd_pipe" read "$C/fifo" \
		>"$C/packets" 3>&- 4>&- &
	CTR_JOBS+=($!)
	wrap cmd_pipe packets 2 "$C/fifo"
	script a 'exit 0'
	boot sh -c 'exit 3'
	wait_exit 3
	wait "${CTR_JOBS[@]}"
	has "$C/packets" 'Stopped in'
	is "$(grep -c '^== ' "$C/packets")" "$(grep -c '^\*\*\* ' "$C/packets")"
	is "$(grep -vc '^== ' "$C/packets")" "$(grep -c '^\*\*\* ' "$C/packets")"
}

@test "a message is never longer than PIPE_BUF, newline included" {
	boot --skip-runit true "$(printf '\001%.0s' {1..2000})"
	wait_exit 0
	longest=$(awk '{ if (length > n) n = length } END { print n + 1 }' "$LOG")
	((longest > 4000 && longest <= 4096)) || fail "$longest bytes"
}

@test "a message is never mixed with what others write" {
	mkfifo "$C/fifo"
	timeout "$DEADLINE" cat "$C/fifo" >"$C/read" 3>&- 4>&- &
	CTR_JOBS+=($!)
	wrap sh -c "exec \"\$@\" 2>$C/fifo" -
	for n in {1..8}; do
		script "$n" 'i=0; while [ $i -lt 300 ]; do echo "====" >&2
			i=$((i + 1)); done & exit 0'
	done
	boot --skip-runit sh -c 'exit 3'
	wait_exit 3
	wait "${CTR_JOBS[@]}"
	is "$(grep -vcE '^(====|\*\*\* .*[.!])$' "$C/read")" 0
	is "$(grep -c '^\*\*\* Running' "$C/read")" 9
}

@test "control characters in a command are shown as \\xNN" {
	boot --skip-runit sh -c 'exit 0' $'a\nb\tc\x1b[31md\x7f\r'
	wait_exit 0
	logged '*** Running sh -c exit 0 a\x0ab\x09c\x1b[31md\x7f\x0d...'
	is "$(count '')" 4
}

@test "control characters in the name of a script are shown as \\xNN" {
	script $'a\nb' 'exit 5'
	boot
	wait_exit 1
	logged '*** /etc/my_init.d/a\x0ab failed with status 5'
}

@test "characters that are not ASCII stay what they are" {
	boot --skip-runit sh -c 'exit 0' 'žluťoučký'
	wait_exit 0
	logged '*** Running sh -c exit 0 žluťoučký...'
}

@test "a percent sign is no format" {
	boot --skip-runit sh -c 'exit 0' '%s%n%d'
	wait_exit 0
	logged 'Running sh -c exit 0 %s%n%d...'
}

# --- which stream -------------------------------------------------------------

@test "the init writes nothing to stdout" {
	container -o "$C/stdout"
	script a 'exit 0'
	variable '../x' 1 || :
	boot no-such-program
	wait_exit 127
	is "$(<"$C/stdout")" ''
	logged 'Stopped in'
}

@test "stdout is the command's" {
	container -o "$C/stdout"
	boot echo hello
	wait_exit 0
	is "$(<"$C/stdout")" hello
}

@test "stdin is the command's" {
	wrap sh -c "echo hello >$C/in; exec \"\$@\" <$C/in" -
	run --separate-stderr pid1 --skip-runit cat
	is "$output" hello
}

@test "--help and --version write to stdout, and nothing to stderr" {
	for option in --help -h --version; do
		run --separate-stderr pid1 "$option"
		is "$status" 0
		[[ $output ]]
		is "$stderr" ''
	done
}

@test "a usage error writes to stderr, and nothing to stdout" {
	run --separate-stderr pid1 --no-such-option
	is "$status" 2
	is "$output" ''
	[[ $stderr == *'usage: my_init'* ]]
}

@test "--quiet leaves nothing where nothing is wrong" {
	script a 'exit 0'
	hook pre a 'exit 0'
	boot --quiet svc_actor "$C/marks" command
	marked 'command READY'
	stop
	is "$(<"$LOG")" ''
}

@test "--quiet leaves warnings and errors" {
	put my_init.d/a 644 x
	hook pre a 'exit 5'
	boot_env KILL_PROCESS_TIMEOUT=soon -- --quiet no-such-program
	wait_exit 1
	is "$(grep -vcE '^\*\*\* (warning: |cannot run |/etc/.* failed)' "$LOG")" 0
	is "$(count 'warning: ')" 2
	is "$(count 'cannot run no-such-program')" 1
	is "$(count 'failed with status 5')" 1
}

@test "MY_INIT_QUIET does what --quiet does" {
	boot_env MY_INIT_QUIET=1 -- true
	wait_exit 0
	is "$(<"$LOG")" ''
}
