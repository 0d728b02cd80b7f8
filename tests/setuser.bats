# setuser: who the command is then, and what it gets.  The users are the
# container's own, and setuser is its PID 1.
#
#	su ARG...	setuser ARG... in the container, in the foreground, for run
# shellcheck shell=bats disable=SC2016,SC2154
load helpers

setup() {
	container_setup
	requires root
	AS=()
	put passwd 644 'root:x:0:0:root:/root:/bin/sh
web:x:1234:1235::/home/web:/bin/sh
4321:x:1300:1301::/home/number:/bin/sh
bare:x:1400:1401:::'
	put group 644 'root:x:0:
web:x:1235:
logs:x:1240:root,web
mail:x:1241:web,bare
77:x:1242:'
	put nsswitch.conf 644 'passwd: files
group: files'
}

su() {
	PATH=$CTR_PATH command container -f -T "$DEADLINE" -k "$BUILD" -k "$TOP" \
		"${CTR_OPTS[@]}" "$BATS_TEST_TMPDIR" \
		"${AS[@]}" "$BUILD/setuser" "$@" </dev/null 3>&- 4>&-
}

# ids: user, group, all groups of the command.
ids() { run su "$1" sh -c 'echo $(id -u) $(id -g) $(id -G)'; }

# status_is STATUS MESSAGE: that end, and no line but this one.
status_is() {
	is "$status" "$1"
	is "$output" "$2"
}

@test "a user is named" {
	ids web
	status_is 0 '1234 1235 1235 1240 1241'
}

@test "a user is given as a number" {
	ids 1234
	status_is 0 '1234 1235 1235 1240 1241'
}

@test "a name goes before a number" {
	ids 4321
	status_is 0 '1300 1301 1301'
}

@test "a number without an entry is user and group" {
	ids 5000
	status_is 0 '5000 5000 5000'
}

@test "with a group the user has that group and no other" {
	ids web:mail
	status_is 0 '1234 1241 1241'
}

@test "a group is given as a number" {
	ids web:1240
	status_is 0 '1234 1240 1240'
}

@test "the name of a group goes before a number" {
	ids web:77
	status_is 0 '1234 1242 1242'
}

@test "user and group are numbers without entries" {
	ids 5000:6000
	status_is 0 '5000 6000 6000'
}

@test "the groups of the caller are not kept" {
	AS=(setpriv --groups '1240,1241,9' --)
	ids 5000
	status_is 0 '5000 5000 5000'
}

@test "root has the groups of root" {
	AS=(setpriv --groups 9 --)
	ids root
	status_is 0 '0 0 0 1240'
}

@test "HOME USER LOGNAME UID are the user's" {
	run su web sh -c 'echo $HOME $USER $LOGNAME $UID'
	status_is 0 '/home/web web web 1234'
}

@test "a number has the name of its user" {
	run su 1234 sh -c 'echo $HOME $USER $LOGNAME $UID'
	status_is 0 '/home/web web web 1234'
}

@test "a number without an entry has / for a home and itself for a name" {
	run su 5000 sh -c 'echo $HOME $USER $LOGNAME $UID'
	status_is 0 '/ 5000 5000 5000'
}

@test "all other variables are passed on" {
	container -e 'A=a b' -e UID=7 -e SHELL=/bin/other
	run su web env
	is "$(sort <<<"$output")" "$(printf '%s\n' 'A=a b' HOME=/home/web LOGNAME=web \
		"PATH=$CTR_PATH" SHELL=/bin/other UID=1234 USER=web)"
}

@test "real, effective and saved ids are the user's, and no capability is left" {
	run su web sed -n 's/^\([UG]id\|Cap[PE]..\)://p' /proc/self/status
	is "$status" 0
	is "$(tr -s '\t\n' ' ' <<<"$output")" \
		' 1234 1234 1234 1234 1235 1235 1235 1235 0000000000000000 0000000000000000 '
}

@test "root cannot be regained" {
	run -127 su web setpriv --reuid 0 true
	[[ $output == *'Operation not permitted'* ]]
}

@test "a command is not executed where root could be regained" {
	AS=(setpriv --reuid 5000 --regid 5000 --clear-groups
		--inh-caps '+setuid,+setgid' --ambient-caps '+setuid,+setgid' --)
	run su web echo executed
	status_is 126 'setuser: root could be regained after becoming web'
}

@test "whoever is not root becomes himself" {
	AS=(setpriv --reuid 1234 --regid 1235 --groups 1240 --)
	ids web
	status_is 0 '1234 1235 1235 1240'
}

@test "whoever is not root becomes himself by number, with his group" {
	AS=(setpriv --reuid 5000 --regid 6000 --clear-groups --)
	run su 5000:6000 sh -c 'echo $(id -u) $(id -g) $USER'
	status_is 0 '5000 6000 5000'
}

@test "whoever is not root cannot become another" {
	AS=(setpriv --reuid 5000 --regid 5000 --clear-groups --)
	run su web echo executed
	status_is 126 'setuser: cannot become web: Operation not permitted'
}

@test "whoever is not root cannot become root" {
	AS=(setpriv --reuid 5000 --regid 5000 --clear-groups --)
	run su root echo executed
	status_is 126 'setuser: cannot become root: Operation not permitted'
}

@test "whoever is not root cannot take another group" {
	AS=(setpriv --reuid 1234 --regid 1235 --clear-groups --)
	run su web:mail echo executed
	status_is 126 'setuser: cannot become web: Operation not permitted'
}

@test "root without capabilities cannot become another" {
	AS=(setpriv --bounding-set -all --)
	run su web echo executed
	status_is 126 'setuser: cannot become web: Operation not permitted'
}

@test "root without capabilities becomes himself" {
	AS=(setpriv --bounding-set -all --clear-groups --)
	run su root echo executed
	status_is 0 executed
}

@test "a refused setgroups executes nothing" {
	AS=(deny setgroups EPERM --)
	run su web echo executed
	status_is 126 'setuser: cannot become web: Operation not permitted'
}

@test "a refused setgid executes nothing" {
	AS=(deny setgid EPERM --)
	run su web echo executed
	status_is 126 'setuser: cannot become web: Operation not permitted'
}

@test "a refused setuid executes nothing" {
	AS=(deny setuid EAGAIN --)
	run su web echo executed
	status_is 126 'setuser: cannot become web: Resource temporarily unavailable'
}

@test "an unknown user is 1 and a reason" {
	run su nobody-here echo executed
	status_is 1 'setuser: user nobody-here not found'
}

@test "an unknown group is 1 and a reason" {
	run su web:nothing echo executed
	status_is 1 'setuser: group nothing not found'
}

@test "numbers that are no ids are 1 and a reason" {
	local id
	for id in 4294967295 4294967296 99999999999999999999 1x 0x1 +; do
		run su "$id" echo executed
		status_is 1 "setuser: user $id not found"
		run su "web:$id" echo executed
		status_is 1 "setuser: group $id not found"
	done
}

@test "an empty user or group is 1 and a reason" {
	local id
	for id in '' : web: :web; do
		run su "$id" echo executed
		status_is 1 'setuser: USER or GROUP is empty'
	done
}

@test "without a command it is the usage on stderr and 1" {
	run --separate-stderr su web
	is "$status" 1
	is "$output" ''
	is "$stderr" 'usage: setuser USER[:GROUP] COMMAND [ARG...]'
}

@test "without anything, or with an unknown option, it is the usage and 1" {
	run su
	status_is 1 'usage: setuser USER[:GROUP] COMMAND [ARG...]'
	run su -x web echo executed
	status_is 1 'usage: setuser USER[:GROUP] COMMAND [ARG...]'
}

@test "--help and -h are the usage on stdout and 0" {
	local option
	for option in --help -h; do
		run --separate-stderr su "$option"
		is "$status" 0
		is "$output" 'usage: setuser USER[:GROUP] COMMAND [ARG...]'
		is "$stderr" ''
	done
}

@test "arguments stay whole" {
	run su web printf '<%s>' 'a b' '' '*' --help -- $'c\nd' '$x'
	status_is 0 $'<a b><><*><--help><--><c\nd><$x>'
}

@test "the status of the command is setuser's" {
	run su web sh -c 'exit 77'
	status_is 77 ''
}

@test "the command takes the place of setuser" {
	run su web sh -c 'echo $$'
	status_is 0 1
}

@test "a command that is not found is 127 and a reason" {
	run -127 su web no-such-command
	status_is 127 'setuser: cannot execute no-such-command: No such file or directory'
	run -127 su web /etc/passwd/no
	status_is 127 'setuser: cannot execute /etc/passwd/no: Not a directory'
}

@test "an empty command is 127 and a reason" {
	run -127 su web ''
	status_is 127 'setuser: cannot execute : No such file or directory'
}

@test "a command that is not executable is 126 and a reason" {
	run su web /etc/passwd
	status_is 126 'setuser: cannot execute /etc/passwd: Permission denied'
}

@test "a command that only root may execute is 126 and a reason" {
	put secret 700 '#!/bin/sh'
	run su web /etc/secret
	status_is 126 'setuser: cannot execute /etc/secret: Permission denied'
}

@test "a script whose interpreter is missing is 127 and a reason" {
	put script 755 $'#!/bin/sh\r'
	run -127 su web /etc/script
	is "$status" 127
	[[ $output == 'setuser: cannot execute /etc/script: the interpreter in its first line was not found'* ]]
}

@test "a file without #! is run by sh, with its arguments" {
	put script 755 'echo $0 $1 $2 $#; id -u'
	run su web /etc/script 'a b' c
	status_is 0 $'/etc/script a b c 2\n1234'
}

@test "the command is looked up in PATH as the user" {
	put closed/tool 755 'echo closed'
	put open/tool 755 'echo open'
	chmod 700 "$ETC/closed"
	container -e PATH=/etc/closed:/etc/open:/usr/bin:/bin
	run su web tool
	status_is 0 open
}

@test "without PATH the usual directories are searched" {
	AS=(env -u PATH)
	run su web true
	status_is 0 ''
}
