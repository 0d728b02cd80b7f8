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
# shellcheck shell=bats
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
	local line
	while IFS= read -r -d '' line; do
		[[ ${line%%=*} != "$1" ]] || { VALUE=${line#*=} && return; }
	done <"${2:-$C/env}"
	return 1
}

value_is() {
	value_of "$1" "${3:-$C/env}" || fail "there is no variable $1"
	[[ $VALUE == "$2" ]] || fail "$1 is ${VALUE@Q}, not ${2@Q}"
}

unset_there() { ! value_of "$1" "${2:-$C/env}" || fail "$1 is ${VALUE@Q}"; }

file_is() { cmp "$1" <(printf %s "$2") || fail "$1 holds something else"; }

warned() {
	is "$(count '*** warning:')" "$1"
	is "$(grep -F '*** warning:' "$LOG" | count "$2" -)" 1
}

# sourced SHELL...: what SHELL has after it has read the dump.
sourced() {
	# shellcheck disable=SC2016
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
	# shellcheck disable=SC2016
	wrap sh -ec 'mkdir /run/etc
		cp -a /etc/my_init.d /etc/container_environment* /run/etc/
		mount -t tmpfs -o mode=755,size=$0 tmpfs /etc
		cp -a /run/etc/. /etc/
		exec "$@"' "$1"
}

bytes() {
	local code
	for ((code = ${1:-1}; code < 256; code++)); do
		printf '%b' "\\x$(printf %x $code)"
	done
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
	has "$JSON" '"B": "\udce9"'
	has "$JSON" '"\udcffC": "c"'
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
	# shellcheck disable=SC2016
	wrap sh -c 'umask 077; exec "$@"' -
	command_env A=1
	is "$(stat -c %a "$DIR/A" "$SH" "$JSON" | tr '\n' ' ')" '640 640 640 '
}

@test "what is new has mode 0640, also under umask 000" {
	# shellcheck disable=SC2016
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
	script a 'rm /etc/container_environment/A /etc/container_environment/B'
	script b "echo \${A-none} \${B-none} >>$C/marks"
	command_env B=engine
	marks_are 'none none'
	unset_there A
	has_line "$SH" "export PATH='$CTR_PATH'"
	! has "$SH" 'export A'
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
	! has "$SH" HOME
}

@test "a change of the same size at once after another is seen" {
	local i expected=()
	for i in {10..49}; do
		script "$i" "echo \$A >>$C/marks
			printf $i >/etc/container_environment/A"
		expected+=("$i")
	done
	variable A 09
	command_env
	marks_are 09 "${expected[@]:0:39}"
	value_is A 49
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
			cp $dump /run/was; tr a-z b <$dump >/run/other; cat /run/other >$dump
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

@test "dumps that were removed since an unchanged boot are written anew" {
	local i
	for i in 1 2 3 4; do
		script "$i" "[ -s /etc/container_environment.sh ] || echo none >>$C/marks
			sleep 0.05; rm -f /etc/container_environment.sh"
	done
	command_env A=1
	has_line "$SH" "export A='1'"
	marks_are
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
	(cd "$DIR" && printf %s\\n V{1..5000} | xargs touch && printf last >V5000)
	script a true
	command_env
	is "$(tr '\0' '\n' <"$C/env" | count V -)" 5000
	value_is V5000 last
	is "$(count 'export V' "$SH")" 5000
	is "$(jq length "$JSON")" 5001
}

@test "5000 variables of the engine are 5000 files" {
	# shellcheck disable=SC2016
	wrap sh -c 'i=0; while [ $((i += 1)) -le 5000 ]; do export V$i=$i; done
		exec "$@"' -
	script a true
	command_env
	is "$(find "$DIR" -name 'V*' | wc -l)" 5000
	file_is "$DIR/V4999" 4999
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

@test "a FIFO and a socket among the files are not opened" {
	mkfifo "$DIR/FIFO"
	variable LAST ''
	wrap env_opens /etc/container_environment "$C/opens"
	script a true
	boot sh -c 'read -r x </etc/container_environment/LAST; exec sigprint'
	logged READY
	wait_until test -s "$C/opens"
	wait_until [ "$(count LAST "$C/opens")" -ge 3 ]
	! has_line "$C/opens" FIFO
	stop 143
}
