# What an auditor asks of the programs and of the files that they make. What
# root reads that others can write, and by what each is guarded, is listed in
# init/SECURITY.md.
# shellcheck shell=bats disable=SC2016,SC2154
load services

PROGRAMS=(my_init setuser my_initctl lib/prepare lib/tag)

# is_dynamic PROGRAM: setuser is; with the sanitizers all are.
is_dynamic() { [[ $1 == setuser && $BUILD != */static || $BUILD == */asan ]]; }

# each CMD...: CMD for each program, and the name of the one it is not true of.
each() {
	local program
	for program in "${PROGRAMS[@]}"; do
		"$@" "$program" || fail "$program"
	done
}

segments() { readelf -lW "$BUILD/$1"; }
entries() { readelf -dW "$BUILD/$1"; }

# open_to_others DIRECTORY...: what below them others than root may write to.
open_to_others() {
	inside find "$@" ! -type l \( -perm /022 -o ! -user 0 \) -printf '%M %u %p\n'
}

# --- the programs -------------------------------------------------------------

# A static my_init does without what musl would not carry out (Makefile).
has_relro() {
	[[ $1 == my_init && $BUILD == */static ]] ||
		grep -q GNU_RELRO <<<"$(segments "$1")"
}

@test "each program's relocations are read-only" { each has_relro; }

binds_now() {
	[[ $BUILD == */static ]] || grep -qE 'BIND_NOW|FLAGS.* NOW' <<<"$(entries "$1")"
}

@test "each program has all its addresses before it begins" { each binds_now; }

has_plain_stack() {
	grep -qE 'GNU_STACK .* RW +0x' <<<"$(segments "$1")" &&
		! grep -qE ' (LOAD|GNU_STACK) .* (RWE|WE) ' <<<"$(segments "$1")"
}

@test "in no program is there memory to write to and to execute" {
	each has_plain_stack
}

# vformat is in every program, and has an array on its stack. The C library's
# functions have the same whatever our flags are.
guards_its_stack() {
	grep -q '__stack_chk_fail' \
		<<<"$(objdump -d --disassemble=vformat "$BUILD/$1")"
}

@test "the stack of each program's own functions is guarded" {
	requires objdump
	[[ $BUILD != */asan ]] || skip 'the sanitizers guard it'
	each guards_its_stack
}

is_pie() { grep -q 'Type: *DYN' <<<"$(readelf -hW "$BUILD/$1")"; }

@test "each program is position-independent" {
	[[ $BUILD != */static ]] || skip 'musl-gcc links no static PIE'
	each is_pie
}

needs_no_more() {
	local needed
	needed=$(entries "$1" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p')
	if is_dynamic "$1"; then
		[[ $BUILD == */asan || $needed == libc.so.6 ]]
	else
		[[ ! $needed && $(segments "$1") != *INTERP* ]]
	fi
}

@test "setuser needs the C library, and the others need nothing" {
	each needs_no_more
}

looks_nowhere() { ! grep -qE 'RPATH|RUNPATH|TEXTREL' <<<"$(entries "$1")"; }

@test "no program looks for libraries in a place of its own" { each looks_nowhere; }

has_no_paths() { ! grep -qaF "$TOP" "$BUILD/$1"; }

@test "no program says in which directory it was built" {
	[[ ! -d $BUILD/counts ]] || skip 'the build with counters does'
	each has_no_paths
}

# capable DIR: what has file capabilities.
capable() {
	find "$1" -type f -print0 | python3 -c 'import os, sys
for path in sys.stdin.read().split("\0")[:-1]:
	if "security.capability" in os.listxattr(path):
		print(path)'
}

@test "no installed file has privileges, or may be written by others" {
	requires root
	requires python3
	local root=$BATS_TEST_TMPDIR/root
	unset MAKEFLAGS MAKELEVEL MAKEOVERRIDES
	(umask 0 && make -s -C "$TOP" -o all O="$BUILD" DESTDIR="$root" install)
	is "$(find "$root" ! -type l -perm /7022)" ''
	is "$(find "$root" ! -user 0 -o ! -group 0)" ''
	is "$(capable "$root")" ''
}

# --- the files ----------------------------------------------------------------

# all_files: boots with everything that makes a file in a place of its own.
all_files() {
	service web "exec svc_actor $C/marks web"
	put service/web/critical 644 3
	service plain "exec svc_actor $C/marks plain"
	wrap sh -c "umask $1; exec \"\$@\"" -
	boot_env A=1 MY_INIT_LOG=tag --
	marked 'web READY'
	marked 'plain READY'
	wait_until inside test -e /run/my_init/boot
}

@test "under umask 0 others can write to nothing that it makes" {
	all_files 0
	is "$(open_to_others /run/my_init /etc/container_environment \
		/etc/container_environment.sh /etc/container_environment.json)" ''
	stop
}

@test "all can read its state, and only root can tell it something" {
	all_files 022
	is "$(inside find /run/my_init -maxdepth 1 -printf '%y %m %P\n' | LC_ALL=C sort -k 3)" \
		'd 755 
f 644 boot
p 600 events
f 600 log.lock
f 644 pid
d 755 services'
	stop
}

@test "under umask 077 its state is root's alone" {
	all_files 077
	is "$(stat -c %a "/proc/$CTR_NS/root/run/my_init")" 700
	is "$(stat -c %a "/proc/$CTR_NS/root/run/my_init/pid")" 600
	stop
}

@test "the dumps of the environment are for root and its group" {
	boot_env A=1 --
	up
	is "$(stat -c %a "$(etc_now)"/container_environment.{sh,json} \
		"$(etc_now)/container_environment/A")" $'640\n640\n640'
	stop
}

@test "a secret is in no file, not in the log, and in no command line" {
	local secret=s3cr3t$RANDOM$RANDOM # in no source either
	service web "exec svc_actor $C/marks web"
	put service/web/critical 644 1
	boot_env TOKEN="$secret" MY_INIT_LOG=json -- --verbose --secrets TOKEN
	marked 'web READY'
	is "$(inside grep -rslaF "$secret" /run /etc/container_environment \
		/etc/container_environment.sh /etc/container_environment.json \
		/etc/service /tmp /dev/shm)" ''
	is "$(inside sh -c "grep -la '[s]${secret#s}' /proc/[0-9]*/cmdline")" ''
	inside grep -qaF "$secret" "/proc/$(inside pgrep -x svc_actor)/environ"
	stop
	refute_logged "$secret"
}

@test "what others say in names, statuses and lines is no command for a shell" {
	local name='x;touch $(pwd)y`id`'
	service "$name" "exec svc_actor $C/marks web"
	put "service/$name/critical" 644 9
	script "\$(touch ${C//\//_})" "echo ran >>$C/marks"
	boot_env "A=\$(touch $C/sh)'; touch $C/quote; '" MY_INIT_LOG=tag -- \
		sh -c ". /etc/container_environment.sh; until grep -q READY $C/marks; do
		sleep 0.01; done; echo \"\$A\" >$C/A"
	wait_exit 0
	is "$(<"$C/A")" "\$(touch $C/sh)'; touch $C/quote; '"
	is "$(ls "$C")" $'A\nmarks'
}
