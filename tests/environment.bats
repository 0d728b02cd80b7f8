# The environment: what the command and the scripts get, what is read from
# /etc/container_environment, and what is written there and to the two dumps.
#
#	DIR, SH, JSON	the directory and the dumps as the tester sees them
#	command_env [NAME=VALUE...]	a boot with these from the engine, to its
#			end; its command notes its own environment
#	value_is NAME VALUE [FILE]	it was this there (in a file of env -0)
#	unset_there NAME [FILE]		it was not there
#	file_is FILE TEXT		a file's bytes, all of them
#	warned COUNT TEXT	so many warnings in all, one of them with TEXT
# shellcheck shell=bats disable=SC2016
load helpers

setup() {
	container_setup
	DIR=$ETC/container_environment SH=$DIR.sh JSON=$DIR.json
	export LC_ALL=C
}

command_env() {
	rm -f "$C/env"
	container -o "$C/env"
	boot_env "$@" -- --skip-runit env -0
	wait_exit 0
}

value_of() {
	local line times=0
	while IFS= read -r -d '' line; do
		[[ ${line%%=*} != "$1" ]] || { VALUE=${line#*=} && ((++times)); }
	done <"${2:-$C/env}"
	((times < 2)) || fail "$1 is there $times times"
	((times == 1))
}

value_is() {
	value_of "$1" "${3:-$C/env}" || fail "there is no variable $1"
	[[ $VALUE == "$2" ]] || fail "$1 is ${VALUE:0:200}, not ${2:0:200}"
}

unset_there() { ! value_of "$1" "${2:-$C/env}" || fail "$1 is ${VALUE:0:200}"; }

file_is() { cmp "$1" <(printf %s "$2") || fail "$1 holds something else"; }

warned() {
	is "$(count '*** warning:')" "$1"
	is "$(grep -F '*** warning:' "$LOG" | count "$2" -)" 1
}

# sourced SHELL...: what SHELL has after it has read the dump.
sourced() {
	env -i "$@" -c '. "$0" && exec /usr/bin/env -0' "$SH" >"$C/sourced" ||
		fail "$* cannot read the dump"
}

# from_json NAME VALUE: what jq reads.
from_json() {
	jq -ej --arg name "$1" '.[$name]' "$JSON" >"$C/from_json"
	file_is "$C/from_json" "$2"
}

mode_of() { stat -c '%a %u:%g' "$1"; }

# as_nobody: my_init is not root.
as_nobody() {
	requires root
	wrap setpriv --reuid 65534 --regid 65534 --clear-groups --
}

# own_etc SIZE: /etc is a small disk of its own, with what the test has put there.
own_etc() {
	wrap sh -ec 'mkdir /run/etc
		cp -a /etc/my_init.d /etc/container_environment* /run/etc/
		mount -t tmpfs -o mode=755,size=$0 tmpfs /etc
		cp -a /run/etc/. /etc/
		exec "$@"' "$1"
}

# left_closed NAME: a boot with a script does not open it, but the others.
left_closed() {
	wrap env_opens /etc/container_environment "$C/opens"
	script a true
	boot --skip-runit sh -c ": >/etc/container_environment/END
		exec sigprint -o $C/marks"
	wait_until has_line "$C/opens" END
	has_line "$C/opens" A
	! has_line "$C/opens" "$1" || fail "$1 was opened"
	warned 1 "/$1 is left out: not a regular file"
	marked READY
	stop
}

# bytes: each of the 255 once.
bytes() {
	local codes
	printf -v codes '\\x%x' {1..255}
	printf %b "$codes"
}

# long_value COUNT: so many characters.
long_value() { printf '%*s' "$1" '' | tr ' ' x; }

# odd_values: sets ODD, and ODD_LIST as "NAME=VALUE"...
odd_values() {
	local name
	declare -gA ODD=([LINES]=$'\n\na\n\n' [BLANKS]='  a  b ' [EMPTY]=''
		[QUOTES]="it's \"so\" \\ \`a\` \$b \$(c) \\n" [CONTROL]=$'\1\e\r\x7f'
		[UTF]=$'\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80' [EQUAL]='=a=b' [BANG]='!!'
		[QUOTE]="'" [LONG]=$(long_value 100000))
	ODD_LIST=()
	for name in "${!ODD[@]}"; do ODD_LIST+=("$name=${ODD[$name]}"); done
}

# --- what is read -------------------------------------------------------------

@test "a file of the directory is a variable" {
	variable A 'one value'
	command_env
	value_is A 'one value'
}

@test "one newline at the end of a file is not part of the value" {
	variable A $'value\n'
	command_env
	value_is A value
}

@test "two newlines at the end of a file leave one in the value" {
	variable A $'value\n\n'
	command_env
	value_is A $'value\n'
}

@test "blanks and carriage returns in a file stay as they are" {
	variable A $'  a\r\n b\t \r\n'
	command_env
	value_is A $'  a\r\n b\t \r'
}

@test "an empty file is an empty variable" {
	variable A ''
	variable B $'\n'
	command_env
	value_is A ''
	value_is B ''
}

@test "a file whose name begins with a dot is a variable" {
	variable .A dot
	command_env
	value_is .A dot
}

@test "every byte but NUL passes from a file to the command" {
	bytes >"$DIR/A"
	command_env
	value_is A "$(bytes)"
}

@test "variables stand in the byte order of their names" {
	local name
	for name in b 9 10 a.b a-b a _ B $'\xe9' .dot a+ ab; do
		variable "$name" ''
	done
	command_env PATH
	is "$(tr '\0' ' ' <"$C/env")" \
		$'.dot= 10= 9= B= HOME=/root _= a= a+= a-b= a.b= ab= b= \xe9= '
}

@test "a variable of the engine wins over the file, and becomes the file" {
	variable A file
	command_env A=engine
	value_is A engine
	file_is "$DIR/A" engine
}

@test "an empty variable of the engine wins too" {
	variable A file
	command_env A=
	value_is A ''
	file_is "$DIR/A" ''
}

@test "variables of the engine are saved in the directory, byte for byte" {
	command_env "A=$(bytes)" $'B=two\nlines' C=c=c
	file_is "$DIR/A" "$(bytes)"
	file_is "$DIR/B" $'two\nlines'
	file_is "$DIR/C" c=c
}

@test "a value that ends in newlines comes back after a script" {
	script a true
	command_env $'A=value\n' $'B=\n\n'
	value_is A $'value\n'
	value_is B $'\n\n'
}

@test "HOME USER GROUP UID GID SHELL are passed on, but not saved" {
	local name
	command_env USER=1 GROUP=2 UID=3 GID=4 SHELL=5
	value_is HOME /root
	value_is GID 4
	for name in HOME USER GROUP UID GID SHELL; do
		[[ ! -e $DIR/$name ]] || fail "$name was saved"
	done
}

@test "names that only begin like those six are saved" {
	command_env HOMES=1 USE=2 UID_=3
	file_is "$DIR/HOMES" 1
	file_is "$DIR/USE" 2
	file_is "$DIR/UID_" 3
}

@test "scripts, services and the command get the same variables" {
	variable A value
	script a "echo script \$A >>$C/marks"
	service web "echo web \$A >$C/web; exec sigprint"
	boot sh -c "until [ -s $C/web ]; do sleep 0.01; done; echo \$A >$C/command"
	wait_exit 0
	marks_are 'script value'
	file_is "$C/web" $'web value\n'
	file_is "$C/command" $'value\n'
}

@test "the environment is read and dumped without startup files too" {
	variable A value
	script a "echo >>$C/marks"
	boot --skip-startup-files sh -c "echo \$A >>$C/marks"
	wait_exit 0
	marks_are value
	has_line "$SH" "export A='value'"
}

@test "what my_init itself heeds comes from the engine, not from the directory" {
	mkdir "$C/other"
	variable ENV_INIT_DIRECTORY "$C/other"
	variable MY_INIT_STOP_STATUS 7
	variable KILL_PROCESS_TIMEOUT nonsense
	script a "echo a >>$C/marks"
	boot
	logged 'Runit started'
	stop 0
	marks_are a
	refute_logged warning
}

# --- what is written ----------------------------------------------------------

@test "sh reads every value of its dump back" {
	local name
	odd_values
	command_env "${ODD_LIST[@]}" "BYTES=$(bytes)"
	sourced dash
	for name in "${!ODD[@]}"; do value_is "$name" "${ODD[$name]}" "$C/sourced"; done
	value_is BYTES "$(bytes)" "$C/sourced"
}

@test "bash --posix reads every value of the dump for sh back" {
	local name
	odd_values
	command_env "${ODD_LIST[@]}" "BYTES=$(bytes)"
	sourced bash --posix
	for name in "${!ODD[@]}"; do value_is "$name" "${ODD[$name]}" "$C/sourced"; done
	value_is BYTES "$(bytes)" "$C/sourced"
}

@test "characters that sh has not in a name become _ in its dump" {
	command_env A.B=1 C-D=2 $'E\xc3\xa9=3' 'F G=4' $'H\nI=5' 'J$(K)=6'
	sourced dash
	value_is A_B 1 "$C/sourced"
	value_is C_D 2 "$C/sourced"
	value_is E__ 3 "$C/sourced"
	value_is F_G 4 "$C/sourced"
	value_is H_I 5 "$C/sourced"
	value_is J__K_ 6 "$C/sourced"
}

@test "a name that begins with a digit does not spoil the dump for sh" {
	command_env 1A=1 9=2 B=3
	sourced dash
	value_is _1A 1 "$C/sourced"
	value_is B 3 "$C/sourced"
}

@test "HOME USER GROUP UID GID SHELL are not in the dump for sh" {
	command_env USER=1 GROUP=2 UID=3 GID=4 SHELL=5 HOMES=6
	is "$(<"$SH")" "export HOMES='6'
export PATH='$CTR_PATH'"
}

@test "the dump for sh holds one line for each variable, in the order of names" {
	variable B 2
	command_env PATH C=3 A=1
	is "$(<"$SH")" "export A='1'
export B='2'
export C='3'"
}

@test "HOME USER GROUP UID GID SHELL are in the JSON dump" {
	command_env PATH USER=1 GROUP=2 UID=3 GID=4 SHELL=5
	is "$(jq -c . "$JSON")" \
		'{"GID":"4","GROUP":"2","HOME":"/root","SHELL":"5","UID":"3","USER":"1"}'
}

@test "jq reads every value of the JSON dump back" {
	local name
	odd_values
	command_env "${ODD_LIST[@]}"
	for name in "${!ODD[@]}"; do from_json "$name" "${ODD[$name]}"; done
}

@test "names stand in the JSON dump as they are" {
	command_env A.B=1 C-D=2 1=3 $'E\xc3\xa9=4' 'F"\G=5' $'H\nI=6'
	from_json A.B 1
	from_json C-D 2
	from_json 1 3
	from_json $'E\xc3\xa9' 4
	from_json 'F"\G' 5
	from_json $'H\nI' 6
}

@test "bytes that are no UTF-8 leave the JSON dump valid" {
	command_env PATH HOME "A=$(bytes)" $'B=\xe9' $'\xffC=c' $'D=\xed\xa0\x80\xc0\x80\xf5'
	jq -e 'has("A") and .B != null and length == 4' "$JSON"
	iconv -f UTF-8 -t UTF-8 "$JSON" >/dev/null
	grep -F '"B": "\udce9", ' "$JSON"
	grep -F '"\udcffC": "c"}' "$JSON"
}

@test "an environment of nothing is dumped as nothing" {
	container -o "$C/env"
	boot_env PATH HOME -- --skip-runit /usr/bin/env -0
	wait_exit 0
	file_is "$SH" ''
	is "$(jq -c . "$JSON")" '{}'
	file_is "$C/env" ''
}

@test "without the directory nothing is written, and nobody is warned" {
	rmdir "$DIR"
	script a true
	command_env A=1
	value_is A 1
	value_is HOME /root
	[[ ! -e $DIR && ! -e $SH && ! -e $JSON ]] || fail 'something was written'
	refute_logged warning
}

@test "a file where the directory should be is one warning" {
	rmdir "$DIR"
	put container_environment 644 'no directory'
	script a true
	command_env A=1
	value_is A 1
	warned 1 'cannot read /etc/container_environment: Not a directory'
	[[ ! -e $SH && ! -e $JSON ]] || fail 'something was written'
}

@test "the directory may be a link to one" {
	rmdir "$DIR"
	mkdir "$C/elsewhere"
	printf 1 >"$C/elsewhere/A"
	ln -s "$C/elsewhere" "$DIR"
	command_env B=2
	value_is A 1
	file_is "$C/elsewhere/B" 2
	has_line "$SH" "export A='1'"
}

# --- modes --------------------------------------------------------------------

@test "what is new has mode 0640, also under umask 077" {
	wrap sh -c 'umask 077; exec "$@"' -
	command_env A=1
	is "$(stat -c %a "$DIR/A" "$SH" "$JSON" | tr '\n' ' ')" '640 640 640 '
}

@test "what is new has mode 0640, also under umask 000" {
	wrap sh -c 'umask 000; exec "$@"' -
	command_env A=1
	is "$(stat -c %a "$DIR/A" "$SH" "$JSON" | tr '\n' ' ')" '640 640 640 '
}

@test "nothing that is written can be read by others, also after a script" {
	script a 'umask 077; echo 1 >/etc/container_environment/NEW'
	command_env A=1 B=2
	has_line "$SH" "export NEW='1'"
	is "$(find "$DIR"/* "$SH" "$JSON" -perm /007)" ''
}

@test "dumps that exist keep their mode and owner" {
	requires root
	put container_environment.sh 604 old
	put container_environment.json 440 old
	chown 65534:1234 "$SH" "$JSON"
	command_env A=1
	has_line "$SH" "export A='1'"
	from_json A 1
	is "$(mode_of "$SH")" '604 65534:1234'
	is "$(mode_of "$JSON")" '440 65534:1234'
}

@test "a variable's file that exists keeps its mode and owner" {
	requires root
	put container_environment/A 460 old
	chown 1234:65534 "$DIR/A"
	command_env A=new
	file_is "$DIR/A" new
	is "$(mode_of "$DIR/A")" '460 1234:65534'
}

@test "a mode set by a script stays at the dumps that follow" {
	script a 'chmod 664 /etc/container_environment.sh'
	script b 'echo 1 >/etc/container_environment/NEW'
	command_env
	has_line "$SH" "export NEW='1'"
	is "$(stat -c %a "$SH")" 664
}

@test "where the owner cannot be kept, the mode gives his group nothing" {
	requires root
	put container_environment.sh 664 old
	chown 65534:65534 "$SH"
	wrap deny fchown EPERM --
	command_env A=1
	has_line "$SH" "export A='1'"
	is "$(mode_of "$SH")" '600 0:0'
}

@test "a dump is replaced, never written into" {
	script a 'cp /etc/container_environment.sh /etc/copy
		ln /etc/container_environment.sh /etc/old'
	script b 'echo 1 >/etc/container_environment/NEW'
	command_env A=1
	has_line "$SH" "export NEW='1'"
	cmp "$ETC/old" "$ETC/copy"
}

@test "a variable's file is replaced, never written into" {
	variable A old
	ln "$DIR/A" "$ETC/old"
	command_env A=new
	file_is "$DIR/A" new
	file_is "$ETC/old" old
}

@test "nothing temporary is left" {
	script a 'echo 1 >/etc/container_environment/NEW'
	command_env A=1
	is "$(cd "$ETC" && echo container_environment*)" \
		'container_environment container_environment.json container_environment.sh'
	is "$(ls -A "$DIR")" $'A\nNEW\nPATH'
}

# --- after each script --------------------------------------------------------

@test "a variable that a script adds is seen by the next one and the command" {
	script a 'printf 1 >/etc/container_environment/A'
	script b "echo b \$A >>$C/marks"
	command_env
	marks_are 'b 1'
	value_is A 1
}

@test "a variable that rc.local adds is seen by services and the command" {
	put_sh rc.local 'echo 1 >/etc/container_environment/A'
	service web "echo \$A >$C/web; exec sigprint"
	boot sh -c "until [ -s $C/web ]; do sleep 0.01; done; echo \$A >$C/command"
	wait_exit 0
	file_is "$C/web" $'1\n'
	file_is "$C/command" $'1\n'
}

@test "a variable that a script changes is seen" {
	variable A old
	script a 'printf longer >/etc/container_environment/A'
	script b "echo \$A >>$C/marks"
	command_env
	marks_are longer
	value_is A longer
}

@test "a variable that a script removes is gone" {
	variable A file
	script a true
	script b 'rm /etc/container_environment/A /etc/container_environment/B'
	script c "echo \${A-none} \${B-none} >>$C/marks"
	command_env B=engine
	marks_are 'none none'
	unset_there A
	has_line "$SH" "export PATH='$CTR_PATH'"
	run ! has "$SH" 'export A'
}

@test "a script changes a variable of the engine" {
	script a 'printf script >/etc/container_environment/A'
	command_env A=engine
	value_is A script
}

@test "the engine's variables outlive a script" {
	script a true
	odd_values
	command_env "${ODD_LIST[@]}" A.B=1
	for name in "${!ODD[@]}"; do value_is "$name" "${ODD[$name]}"; done
	value_is A.B 1
}

@test "HOME stays while there is no script" {
	command_env
	value_is HOME /root
}

@test "HOME is gone after a script" {
	script a "echo \$HOME >>$C/marks"
	script b "echo \${HOME-none} >>$C/marks"
	command_env
	marks_are /root none
	unset_there HOME
	jq -e 'has("HOME") | not' "$JSON"
}

@test "HOME is gone after a script in a restarted container too" {
	script a true
	command_env
	unset_there HOME
	command_env
	unset_there HOME
	jq -e 'has("HOME") | not' "$JSON"
}

@test "a script gives HOME back by a file" {
	script a 'echo /home/web >/etc/container_environment/HOME'
	script b true
	command_env
	value_is HOME /home/web
	from_json HOME /home/web
	run ! has "$SH" HOME
}

@test "a change of the same size within the same tick is seen" {
	local i
	requires root
	wrap sh -ec 'mount -t ramfs ramfs /etc/container_environment
		printf 0000 >/etc/container_environment/A; exec "$@"' -
	for i in {11..30}; do
		script "$i-change" 'exec env_tick /etc/container_environment/A'
		script "$i-wait" 'exec env_tick -w /etc/container_environment/A'
	done
	command_env
	value_is A 0040
}

@test "a change of the same size is seen though the file's time is set back" {
	variable A old
	touch -d 2020-01-01 "$DIR/A"
	script a 'cd /etc/container_environment
		touch -r A /run/time; printf new >A; touch -r /run/time A'
	command_env
	value_is A new
}

@test "a file that takes the place of another of the same size is seen" {
	variable A old
	put new 644 new
	touch -d 2020-01-01 "$DIR/A" "$ETC/new"
	script a 'mv /etc/new /etc/container_environment/A'
	command_env
	value_is A new
}

@test "what a link points to is looked at again after a script" {
	put target 644 old
	ln -s ../target "$DIR/A"
	script a 'printf new >/etc/target'
	script b "echo \$A >>$C/marks"
	command_env
	marks_are new
}

@test "a script finds the variables of the one before it in the dumps" {
	script a 'printf 1 >/etc/container_environment/A'
	script b ". /etc/container_environment.sh; echo \$A >>$C/marks
		jq -r .A /etc/container_environment.json >>$C/marks"
	command_env
	marks_are 1 1
}

@test "dumps that a script has overwritten are written anew" {
	script a 'for dump in /etc/container_environment.*; do
			tr a-z b <$dump >/run/other; cat /run/other >$dump
		done'
	command_env A=1
	has_line "$SH" "export A='1'"
	from_json A 1
}

@test "dumps that a script has removed are written anew" {
	script a 'rm /etc/container_environment.sh /etc/container_environment.json'
	command_env A=1
	has_line "$SH" "export A='1'"
	from_json A 1
}

@test "dumps that a script has spoilt are written anew in a restarted container" {
	script a true
	command_env A=1
	script b 'rm /etc/container_environment.sh; cd /etc
		tr a-z b <container_environment.json >other
		cat other >container_environment.json'
	command_env A=1
	has_line "$SH" "export A='1'"
	from_json A 1
}

@test "an old dump of an image is written anew at the boot" {
	put container_environment.sh 640 "export OLD='1'"
	script a "cat /etc/container_environment.sh >$C/sh"
	command_env PATH A=1
	file_is "$C/sh" $'export A=\'1\'\n'
}

@test "a script that removes the directory takes nothing away" {
	variable A file
	script a 'rm -r /etc/container_environment'
	command_env B=engine
	value_is A file
	value_is B engine
	refute_logged warning
}

@test "a script that makes the directory takes nothing away" {
	rmdir "$DIR"
	script a 'mkdir /etc/container_environment
		printf 1 >/etc/container_environment/A'
	command_env B=engine
	value_is A 1
	value_is B engine
}

# --- many and strange ---------------------------------------------------------

@test "5000 files are 5000 variables" {
	wrap sh -ec 'mount -t tmpfs tmpfs /etc/container_environment
		cd /etc/container_environment
		seq -f V%.0f 5000 | xargs touch; printf last >V5000; exec "$@"' -
	script a true
	command_env
	is "$(tr '\0' '\n' <"$C/env" | grep -c '^V[0-9]')" 5000
	value_is V5000 last
	is "$(count 'export V' "$SH")" 5000
	is "$(jq 'with_entries(select(.key[:1] == "V")) | length' "$JSON")" 5000
}

@test "5000 variables of the engine are 5000 files" {
	wrap sh -ec 'mount -t tmpfs tmpfs /etc/container_environment; i=0
		while [ $((i += 1)) -le 5000 ]; do export V$i=$i; done; exec "$@"' -
	script a "cd /etc/container_environment; ls | grep -c V >>$C/marks
		cat V4999 >>$C/marks"
	command_env
	marks_are 5000 4999
	value_is V5000 5000
	refute_logged warning
}

@test "a value of 131071 bytes with its name passes, one byte more is left out" {
	variable A "$(long_value 131069)"$'\n'
	variable BB "$(long_value 131069)"
	command_env
	value_is A "$(long_value 131069)"
	unset_there BB
	warned 1 '/BB is left out: too large'
}

@test "a file of many bytes is left out, not read" {
	truncate -s 1T "$DIR/HUGE"
	variable A 1
	script a true
	command_env
	value_is A 1
	warned 1 'HUGE is left out: too large for a variable'
}

@test "a file with a NUL byte is left out" {
	printf 'a\0b' >"$DIR/NUL"
	printf '\0' >"$DIR/ONE"
	command_env
	unset_there NUL
	warned 2 'NUL is left out: it holds a NUL byte'
	logged 'ONE is left out: it holds a NUL byte'
}

@test "a file with = in its name is left out" {
	variable a=b c
	script a true
	command_env
	is "$(tr '\0' '\n' <"$C/env" | count a=b -)" 0
	warned 1 '/a=b is left out: no variable can have this name'
}

@test "a directory among the files is left out" {
	mkdir "$DIR/SUB"
	put container_environment/SUB/A 644 1
	script a true
	command_env
	unset_there A
	unset_there SUB
	warned 1 '/SUB is left out: not a regular file'
}

@test "a FIFO among the files is not opened" {
	mkfifo "$DIR/FIFO"
	variable A 1
	left_closed FIFO
}

@test "a device among the files is not opened" {
	requires root
	mknod "$DIR/DEVICE" c 1 3
	variable A 1
	left_closed DEVICE
}

@test "a link to a FIFO among the files is not opened" {
	mkfifo "$ETC/fifo"
	ln -s ../fifo "$DIR/LINK"
	script a true
	command_env
	warned 1 '/LINK is left out: not a regular file'
}

@test "a FIFO that a script makes is not opened" {
	script a 'mkfifo /etc/container_environment/FIFO'
	script b true
	command_env A=1
	value_is A 1
	warned 1 '/FIFO is left out: not a regular file'
}

@test "a file that my_init may not read is left out" {
	as_nobody
	put container_environment/SECRET 600 1
	put container_environment/A 644 2
	script a true
	command_env
	value_is A 2
	unset_there SECRET
	logged '/SECRET is left out: Permission denied'
	is "$(count SECRET)" 1
}

@test "a link to nowhere among the files is left out" {
	ln -s nowhere "$DIR/LINK"
	ln -s LOOP "$DIR/LOOP"
	script a true
	command_env
	unset_there LINK
	warned 2 '/LINK is left out: No such file or directory'
	logged '/LOOP is left out: '
}

@test "each of many odd files is warned of once, and no more after scripts" {
	mkdir "$DIR/SUB"
	mkfifo "$DIR/FIFO"
	ln -s nowhere "$DIR/LINK"
	printf 'a\0' >"$DIR/NUL"
	variable a=b ''
	script a true
	script b 'echo 1 >/etc/container_environment/A'
	script c 'rmdir /etc/container_environment/SUB'
	command_env
	value_is A 1
	warned 5 SUB
}

@test "control characters in the name of an odd file do not reach the log" {
	mkdir "$DIR/"$'A\e[1m\nB'
	command_env
	warned 1 '/A\x1b[1m\x0aB is left out'
}

@test "a link out of the directory is read" {
	put outside 644 value
	ln -s ../outside "$DIR/A"
	script a true
	command_env
	value_is A value
	[[ -L $DIR/A ]] || fail 'the link is gone'
}

@test "a link out of the directory is replaced, not written through" {
	put outside 644 value
	ln -s ../outside "$DIR/A"
	ln -s ../created "$DIR/B"
	command_env A=engine B=engine
	is "$(<"$ETC/outside")" value
	[[ ! -e $ETC/created && ! -L $DIR/A ]] || fail 'it was written through'
	file_is "$DIR/A" engine
	file_is "$DIR/B" engine
}

@test "a dump that is a link is replaced, not written through" {
	put outside 644 value
	ln -s outside "$SH"
	ln -s created "$JSON"
	command_env A=1
	is "$(<"$ETC/outside")" value
	[[ ! -e $ETC/created && ! -L $SH ]] || fail 'it was written through'
	is "$(stat -c %a "$SH" "$JSON" | tr '\n' ' ')" '640 640 '
}

@test "a dump that is a FIFO does not hang the boot" {
	mkfifo "$SH"
	command_env A=1
	has_line "$SH" "export A='1'"
}

@test "a dump that is a directory is warned of once" {
	mkdir "$SH" "$JSON"
	script a true
	script b 'echo 1 >/etc/container_environment/A'
	command_env
	value_is A 1
	warned 2 'cannot write /etc/container_environment.sh: Is a directory'
	logged 'cannot write /etc/container_environment.json: Is a directory'
	is "$(find "$ETC" -name '*=my_init')" ''
}

@test "a variable of the engine for which there is a directory is kept" {
	mkdir "$DIR/A"
	script a true
	command_env A=1 B=2
	value_is A 1
	value_is B 2
	logged '1 variables could not be saved in /etc/container_environment (the first, A: Is a directory)'
}

@test "a leftover temporary file is no variable, and does not stay" {
	variable "=my_init" 'half a val'
	put container_environment.sh=my_init 600 'export HALF='
	script a true
	command_env A=1
	is "$(ls -A "$DIR")" $'A\nPATH'
	[[ ! -e $SH=my_init ]] || fail 'it stayed'
	is "$(tr '\0' '\n' <"$C/env" | count "=my_init" -)" 0
	refute_logged warning
}

@test "a temporary file that is a link is not written through" {
	put outside 644 value
	ln -s ../outside "$DIR/=my_init"
	ln -s outside "$SH=my_init"
	command_env A=1
	is "$(<"$ETC/outside")" value
	file_is "$DIR/A" 1
	has_line "$SH" "export A='1'"
}

@test "a name with a / makes no file, and the variable is kept" {
	script a true
	command_env ../x=1 a/b=2 /etc/c=3
	value_is ../x 1
	value_is a/b 2
	value_is /etc/c 3
	[[ ! -e $ETC/x && ! -e $ETC/c && ! -e $DIR/a ]] || fail 'a file was made'
	warned 1 '3 variables could not be saved in /etc/container_environment'
}

@test "a variable named . or .. makes no file, and is kept" {
	script a true
	command_env .=1 ..=2
	value_is . 1
	value_is .. 2
	is "$(ls -A "$DIR")" PATH
	warned 1 '2 variables could not be saved'
}

@test "a name too long for a file is kept" {
	local long
	long=$(long_value 300)
	script a true
	command_env "$long=1" A=2
	value_is "$long" 1
	file_is "$DIR/A" 2
	warned 1 '1 variables could not be saved'
	from_json "$long" 1
}

# --- full, read-only, not root ------------------------------------------------

@test "a full disk under the dumps leaves the old ones whole, and nothing half" {
	own_etc 64k
	script a "cp /etc/container_environment.* $C
		cat /dev/zero >/etc/fill
		printf 1 >/run/A; ln -s /run/A /etc/container_environment/A"
	script b "echo \$A >>$C/marks"
	boot --skip-runit sh -c "cd /etc; ls -d container_env* >$C/ls
		cmp container_environment.sh $C/container_environment.sh &&
		cmp container_environment.json $C/container_environment.json"
	wait_exit 0
	marks_are 1
	is "$(<"$C/ls")" $'container_environment\ncontainer_environment.json\ncontainer_environment.sh'
	warned 2 'cannot write /etc/container_environment.sh: No space left on device'
}

@test "a disk that is full halfway through a dump leaves the old one whole" {
	own_etc 160k
	script a "cp /etc/container_environment.* $C
		head -c 120000 /dev/zero | tr '\\0' x >/run/A
		ln -s /run/A /etc/container_environment/A"
	boot --skip-runit sh -c "cd /etc; ls -d container_env* | wc -l >$C/ls
		cmp container_environment.json $C/container_environment.json &&
			echo whole >>$C/marks
		echo \${#A} >>$C/marks"
	wait_exit 0
	marks_are whole 120000
	file_is "$C/ls" $'3\n'
	warned 1 'cannot write /etc/container_environment.json: No space left on device'
}

@test "dumps are written again once a full disk has room" {
	own_etc 64k
	script a 'cat /dev/zero >/etc/fill
		printf 1 >/run/A; ln -s /run/A /etc/container_environment/A'
	script b "grep -c export.A /etc/container_environment.sh >>$C/marks; rm /etc/fill"
	boot --skip-runit cp /etc/container_environment.sh "$C/sh"
	wait_exit 0
	marks_are 0
	has_line "$C/sh" "export A='1'"
}

@test "variables for which the disk has no room are kept" {
	wrap sh -ec 'mount -t tmpfs -o size=16k tmpfs /etc/container_environment
		exec "$@"' -
	script a "[ -e /etc/container_environment/A ] || echo unsaved >>$C/marks"
	command_env A="$(long_value 90000)" B=1 C=2
	marks_are unsaved
	value_is A "$(long_value 90000)"
	value_is B 1
	value_is C 2
	warned 1 '1 variables could not be saved in /etc/container_environment (the first, A: No space left on device): they are passed on all the same'
}

@test "a variable for which the disk has no room wins over the old file" {
	wrap sh -ec 'mount -t tmpfs -o size=16k tmpfs /etc/container_environment
		cd /etc/container_environment; echo old >A; echo 1 >B; exec "$@"' -
	script a 'rm /etc/container_environment/B'
	command_env A="$(long_value 90000)"
	unset_there B
	value_is A "$(long_value 90000)"
}

@test "a script's file wins over a variable for which the disk had no room" {
	wrap sh -ec 'mount -t tmpfs -o size=16k tmpfs /etc/container_environment
		echo old >/etc/container_environment/A; exec "$@"' -
	script a 'echo script >/etc/container_environment/A'
	command_env A="$(long_value 90000)"
	value_is A script
}

@test "under a read-only /etc variables are kept for scripts and the command" {
	wrap sh -ec 'mount -o remount,ro /etc; exec "$@"' -
	variable A file
	script a true
	script b "echo \$A \$B >>$C/marks"
	command_env B=engine PATH="$CTR_PATH"
	marks_are 'file engine'
	value_is B engine
	warned 3 ' variables could not be saved in /etc/container_environment (the first, B: Read-only file system)'
	logged 'cannot write /etc/container_environment.sh: Read-only file system'
	logged 'cannot write /etc/container_environment.json: Read-only file system'
}

@test "under a read-only /etc the engine wins over a file, also after a script" {
	wrap sh -ec 'mount -o remount,ro /etc; exec "$@"' -
	variable A file
	script a "echo \$A >>$C/marks"
	command_env A=engine
	marks_are engine
	value_is A engine
}

@test "under a read-only /etc HOME is gone after a script" {
	wrap sh -ec 'mount -o remount,ro /etc; exec "$@"' -
	script a true
	command_env
	unset_there HOME
}

@test "a user who is not root keeps his variables, and boots" {
	as_nobody
	put container_environment/A 644 file
	script a true
	command_env B=engine
	value_is A file
	value_is B engine
	warned 3 '2 variables could not be saved in /etc/container_environment (the first, B: Permission denied)'
}

@test "a user who is not root saves and reads what is his own" {
	as_nobody
	chown 65534:65534 "$DIR"
	script a 'echo script >/etc/container_environment/A'
	command_env B=engine
	value_is A script
	file_is "$DIR/B" engine
	is "$(mode_of "$DIR/B")" '640 65534:65534'
	warned 2 'cannot write /etc/container_environment.sh: Permission denied'
}

@test "a directory that my_init may not read is one warning" {
	as_nobody
	chmod 700 "$DIR"
	script a true
	command_env B=engine
	value_is B engine
	warned 1 'cannot read /etc/container_environment: Permission denied'
}

@test "--quiet hides no warning of the environment" {
	mkdir "$DIR/SUB"
	boot --quiet --skip-runit true
	wait_exit 0
	is "$(<"$LOG")" '*** warning: /etc/container_environment/SUB is left out: not a regular file'
}

@test "of two variables of one name the first counts, once" {
	script a true
	wrap "$BUILD/bin/env_twice" A first A second B other --
	command_env
	is "$(grep -c '^A=' <(tr '\0' '\n' <"$C/env"))" 1
	is "$(<"$DIR/A")" first
	is "$(grep -o '"A"' "$JSON" | grep -c .)" 1
}

@test "what a ConfigMap has besides its variables is left out without a word" {
	mkdir "$DIR/..2026_11_22"
	printf value >"$DIR/..2026_11_22/A"
	ln -s ..2026_11_22 "$DIR/..data"
	ln -s ..data/A "$DIR/A"
	boot sh -c 'test "$A" = value && exit 5'
	wait_exit 5
	refute_logged warning
}
