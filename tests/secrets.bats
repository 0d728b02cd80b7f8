# Secrets: NAME out of the file that NAME_FILE names, and never in a dump.
# shellcheck shell=bats disable=SC2016,SC2154
load helpers

setup() {
	container_setup
	DIR=$ETC/container_environment
	mkdir -p "$C"
	printf 'hush\n' >"$C/pw"
}

# nowhere TEXT: it is in no file of the environment's dumps, nor in the log.
nowhere() {
	local found=0
	[[ -s $DIR.sh && -s $DIR.json ]] || fail "there are no dumps"
	grep -rqF -- "$1" "$DIR" "$DIR.sh" "$DIR.json" "$LOG" || found=$?
	((found == 1)) || fail "it is there, or not all could be read: $found"
}

@test "a secret is taken from the file that NAME_FILE names" {
	boot_env PW_FILE="$C/pw" -- --secrets PW --skip-runit -- \
		sh -c "echo \"\$PW\" >$C/given"
	wait_exit 0
	is "$(<"$C/given")" hush
	refute_logged warning
}

@test "MY_INIT_SECRETS does what --secrets does, for several" {
	printf two >"$C/two"
	boot_env PW_FILE="$C/pw" TWO_FILE="$C/two" MY_INIT_SECRETS='PW, TWO' -- \
		--skip-runit -- sh -c "echo \"\$PW \$TWO\" >$C/given"
	wait_exit 0
	is "$(<"$C/given")" 'hush two'
}

@test "without the option nothing is taken from NAME_FILE" {
	boot_env PW_FILE="$C/pw" -- --skip-runit -- \
		sh -c "echo \"<\${PW-unset}>\" >$C/given"
	wait_exit 0
	is "$(<"$C/given")" '<unset>'
}

@test "a secret is in no dump, before and after a startup script" {
	mkdir -p "$DIR"
	printf 'a secret indeed\n' >"$C/pw"
	script a 'echo more >/etc/container_environment/MORE'
	boot_env PW_FILE="$C/pw" MY_INIT_SECRETS=PW OTHER=1 -- --skip-runit -- \
		sh -c "echo \"\$PW \$MORE \$OTHER\" >$C/given"
	wait_exit 0
	is "$(<"$C/given")" 'a secret indeed more 1'
	[[ ! -e $DIR/PW ]]
	nowhere 'a secret indeed'
	grep -q OTHER "$DIR.sh" # the dumps were written
}

@test "a secret that the engine sets itself is in no dump either" {
	mkdir -p "$DIR"
	script a "echo \"\$TOKEN\" >$C/script"
	boot_env TOKEN='a secret indeed' MY_INIT_SECRETS=TOKEN -- --skip-runit -- \
		sh -c "echo \"\$TOKEN\" >$C/given"
	wait_exit 0
	is "$(<"$C/given") $(<"$C/script")" 'a secret indeed a secret indeed'
	nowhere 'a secret indeed'
}

@test "startup scripts and services get it too" {
	script a "echo \"\$PW\" >>$C/marks"
	service web "echo \"\$PW\" >>$C/marks; exec sleep 1000"
	boot_env PW_FILE="$C/pw" MY_INIT_SECRETS=PW --
	wait_until eval '(($(count hush "$C/marks") == 2))'
	stop
}

@test "one newline at its end does not count, others do" {
	printf 'a\nb\n\n' >"$C/pw"
	boot_env PW_FILE="$C/pw" MY_INIT_SECRETS=PW -- --skip-runit -- \
		sh -c "printf %s \"\$PW\" >$C/given"
	wait_exit 0
	cmp "$C/given" <(printf 'a\nb\n')
}

@test "a secret that is missing is one warning with its name and file" {
	boot_env PW_FILE="$C/none" MY_INIT_SECRETS=PW,GONE -- --skip-runit -- true
	wait_exit 0
	has_line "$LOG" "*** warning: no secret PW: $C/none: No such file or directory"
	has_line "$LOG" '*** warning: no secret GONE: neither it nor GONE_FILE is set'
	is "$(count warning)" 2
}

@test "a FIFO, a directory and a huge file are no secrets, and hang nobody" {
	mkfifo "$C/fifo"
	head -c 200000 /dev/zero | tr '\0' x >"$C/huge"
	boot_env A_FILE="$C/fifo" B_FILE="$C" C_FILE="$C/huge" \
		MY_INIT_SECRETS=A,B,C -- --skip-runit -- \
		sh -c "echo \"<\$A\$B\$C>\" >$C/given"
	wait_exit 0
	is "$(<"$C/given")" '<>'
	is "$(count 'no secret')" 3
}

@test "where both are set, the variable wins, with a warning" {
	boot_env PW=own PW_FILE="$C/pw" MY_INIT_SECRETS=PW -- --skip-runit -- \
		sh -c "echo \"\$PW\" >$C/given"
	wait_exit 0
	is "$(<"$C/given")" own
	logged 'PW is set, so PW_FILE is not read'
}

@test "a secret that cannot be read says nothing of the environment" {
	rmdir "$ETC/container_environment"
	boot_env PW_FILE=/etc MY_INIT_SECRETS=PW -- --skip-runit -- true
	wait_exit 0
	logged 'no secret PW: /etc: Invalid argument'
	refute_logged 'cannot read /etc/container_environment'
}

@test "--secrets needs a list" {
	run -2 --separate-stderr pid1 --secrets '' -- true
	[[ $stderr == *'the value "" of --secrets is not a list of names'* ]]
}
