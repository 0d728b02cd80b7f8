# my_initctl check, in the corners: what is seldom written, and must be read
# as sh, env and the kernel read it, and never beyond its end.
# shellcheck shell=bats disable=SC1003,SC2016,SC2030,SC2031,SC2086,SC2154 # $web is one word
load image

# The words of the C library.
TOO_LONG='File name too long' LOOP='Too many levels of symbolic links'
[[ $BUILD != */static ]] || TOO_LONG='Filename too long' LOOP='Symbolic link loop'

# run_is FORMAT: what the service web runs, in sh; from line 2 on.
run_is() { in_bytes $web/run 755 "#!/bin/sh\n$1"; }

# finds LINE...: this is all that it says, whatever the status; run is short for
# the run of web.
finds() {
	run --separate-stderr "$CTL" check "$ROOT" </dev/null
	is "${stderr//"/$web/run"/run}" "$(printf '%s\n' "$@")"
	((status < 2))
}
finds_nothing() { finds ''; }

# cron_at LINE TEXT...: in each of these there is a cron of its own in line LINE.
cron_at() {
	local text
	for text in "${@:2}"; do
		echo "# $text"
		run_is "$text"
		finds "warning: run: line $1: cron goes into the background, where runsv does not see it: add -f"
	done
}

# no_cron TEXT...: in none of these is there any.
no_cron() {
	local text
	for text; do
		echo "# $text"
		run_is "$text"
		finds_nothing
	done
}

# --- words --------------------------------------------------------------------

@test "quotes of all kinds end where sh ends them" {
	cron_at 2 'a "b \\" c" ; cron' "a 'b \\\\' ; cron" 'a \\" ; cron' \
		'a "\x27" && cron' "a '\"' || cron" 'a $(b "c)" \x27)\x27 \\) d) ; cron' \
		'a ${b:-"}"} ; cron' 'a `b c` ; cron' 'a $((1 + (2))) ; cron' 'a $b ; cron'
	cron_at 3 'a "b\nc" ; cron' "a 'b\nc' ; cron" 'a \\\n  b ; cron'
	no_cron 'a "b\ncron\n"' "a 'b\ncron'" 'a "b\ncron' "a 'b\ncron" 'a `\ncron\n`' \
		'a $(b\ncron\n)' 'a ${b\n; cron\n}' 'a $(b\n; cron' 'a \\' 'a $' 'a `' \
		'a "\\' 'a #b ; cron' '# a\\\n# cron\n#cron'
}

@test "documents end where sh ends them" {
	cron_at 5 'cat <<A\n x\nA\ncron' 'cat <<-A\n\tx\n\t\tA\ncron' "cat <<'A B'\nA\nA B\ncron"
	cron_at 6 'cat <<A <<B\nA\nB\nB\ncron' 'cat <<A; b <<-B\nA\n\tcron\n\tB\ncron'
	cron_at 9 'a <<A <<B <<C <<D\nA\nB\nC\nD\n:\n:\ncron'
	no_cron 'cat <<A\ncron\n A\n' 'cat <<A\ncron' 'cat <<A' 'cat <<' \
		'cat <<A <<B\nA\ncron\nB' 'cat <<A\n\nAA\ncron\nA'
}

@test "more documents in one line than it can note hide nothing behind them" {
	run_is 'a <<A <<B <<C <<D <<E\nA\nB\nC\nD\nE\ncron'
	finds 'warning: run: line 8: cron goes into the background, where runsv does not see it: add -f'
	run_is "a <<$(printf '%0300d' 1)\ncron"
	finds 'warning: run: line 3: cron goes into the background, where runsv does not see it: add -f'
}

@test "redirections are no words of the command" {
	cron_at 2 '2>/x cron' '>/x cron' '2>&1 cron' '&>/x cron' '<<<x cron' '<>/x cron' \
		'>|x cron' '3<&- cron' 'cron 2>x' 'cron >'
	no_cron 'a 2>cron' 'a 22>cron' 'a x2>cron' 'a >cron' 'a < cron'
}

@test "a command of a thousand words, and a word of ten thousand bytes" {
	run_is "a$(printf ' %d' {1..1000})\ncron"
	finds 'warning: run: line 3: cron goes into the background, where runsv does not see it: add -f'
	run_is "a $(printf '%010000d' 1) b\n:\ncron"
	finds 'warning: run: line 4: cron goes into the background, where runsv does not see it: add -f'
}

@test "a NUL ends no check, and what follows it is a word" {
	run_is 'a\0cron\n\0\ncron'
	finds 'warning: run: line 4: cron goes into the background, where runsv does not see it: add -f'
}

@test "words in front of the program are passed over, with their options" {
	cron_at 2 'exec -- cron' 'exec -a x cron' 'nice --adjustment=5 cron' \
		'env -i - A=b cron' 'timeout -k 5 9 cron' 'chpst -ul cron cron' 'sudo -- cron' \
		'stdbuf -oL cron' 'if cron; then :; fi' 'while cron; do :; done' 'A= B=c cron'
	no_cron 'timeout' 'timeout 5' 'gosu' 'gosu cron' 'chpst -u' 'chpst -u cron' 'exec' \
		'command -pv cron' 'command -V cron' 'exec --' 'A=cron' 'nice -n' '=a cron'
}

@test "who starts, and who only asks" {
	foreground=('apachectl stop' 'apache2ctl status' 'apachectl configtest' 'httpd -X'
		'apachectl fullstatus' 'apachectl graceful-stop' 'httpd -DNO_DETACH'
		'apache2 -k start -DFOREGROUND' 'httpd -t' 'httpd --help' 'httpd -v'
		'redis-server r.conf' 'redis-server /none.conf' 'valkey-server --daemonize'
		'valkey-server --daemonize no' 'service x reload' 'rc-service x' 'atd -f'
		'named -g' 'atd -V' 'smbd --foreground' 'smbd --interactive=x'
		'supervisord --configuration=/none' 'supervisord --configuration /none'
		'supervisord -c/none' 'nginx -c /none' 'nginx -?' 'nginx -V'
		'syslog-ng --syntax-only' 'gunicorn -b D app' 'gunicorn -n -D' 'x-cron' 'cronx'
		'php-fpmx' 'php-fpm8.2 -m' 'nmbd -i' 'uwsgi --ini x')
	no_cron "${foreground[@]}"
	advice='start the program itself, in the foreground'
	for command in 'service x restart' 'rc-service x start' 'systemctl start x' \
		'invoke-rc.d x start' 'postfix start'; do
		run_is "$command"
		finds "warning: run: line 2: ${command%% *} goes into the background, where runsv does not see it: $advice"
	done
	run_is 'mariadbd-safe &\nexec tail -f x'
	finds 'warning: run: line 2: mariadbd-safe goes into the background, where runsv does not see it: take the & away, and put exec before it'
	run_is 'valkey-server --daemonize yes'
	finds 'warning: run: line 2: valkey-server goes into the background, where runsv does not see it: say --daemonize no'
	for command in 'uwsgi --daemonize x' 'uwsgi --daemonize2=x'; do
		run_is "$command"
		finds 'warning: run: line 2: uwsgi goes into the background, where runsv does not see it: take --daemonize away'
	done
}

@test "a configuration counts wherever the option for it stands" {
	in_bytes etc/s.conf 644 ';nodaemon=true\n[supervisord]\nnodaemon = false\n'
	for option in -c/etc/s.conf '-c /etc/s.conf' --configuration=/etc/s.conf '--configuration /etc/s.conf'; do
		run_is "supervisord $option"
		finds 'warning: run: line 2: supervisord goes into the background, where runsv does not see it: add -n'
	done
	in_bytes etc/s.conf 644 '\n\n  nodaemon = "true"'
	no_cron "supervisord -c /etc/s.conf"
	in_bytes etc/s.conf 644 'nodaemon=truex\nxnodaemon=true\nnodaemon'
	run_is 'supervisord -c /etc/s.conf'
	finds 'warning: run: line 2: supervisord goes into the background, where runsv does not see it: add -n'
}

# --- interpreters -------------------------------------------------------------

@test "env is read as env reads it, and nothing is said where it cannot be" {
	local line
	in_bytes usr/local/bin/py 644 'not executable\n'
	in_bytes usr/local/sbin/py 755 '#!/bin/sh\n'
	for line in '-S -i sh' '-S sh' '-S A=1 B=2 /bin/sh' '-S "sh" -e' '-S -u X none' '-S' \
		'-S -i' '-S A=1' '-i' 'A=1' '/bin/sh' 'py' '-S\\c'; do
		echo "# $line"
		in_bytes $web/run 755 "#!/usr/bin/env $line\nexec web\n"
		finds_nothing
	done
	in_bytes $web/run 755 '#!/usr/bin/env /none/py\n'
	finds 'run: interpreter /none/py: not in the image: install it, or correct the first line'
	rm "$ROOT/usr/local/sbin/py"
	in_bytes $web/run 755 '#!/usr/bin/env py\n'
	finds 'run: interpreter py: in no directory of PATH in the image: install it, or correct the first line'
}

@test "odd first lines" {
	in_bytes usr/bin/empty 755 ''
	in_bytes usr/bin/one 755 '#'
	in_bytes usr/bin/busybox 755 'busybox\n'
	in_bytes $web/run 755 '#!/bin/sh'
	finds_nothing
	in_bytes $web/run 755 '#! \t /bin/sh \t -e \t\n'
	finds_nothing
	in_bytes $web/run 755 '#!/bin/empty\n'
	finds_nothing
	in_bytes $web/run 755 '#!/bin/one\n'
	finds_nothing
	in_bytes $web/run 755 '#!/bin/busybox sh\nweb &\n'
	finds 'warning: run: line 2: the last command ends in &, so run ends at once and runsv starts it again: take the & away, and put exec before it'
	in_bytes $web/run 755 '#!/bin/busybox awk\nweb &\n'
	finds_nothing
	in_bytes $web/run 755 '#!\n'
	finds 'run: its #! line does not begin with an absolute path: begin it with #!/bin/sh, or #!/usr/bin/env NAME'
	in_bytes $web/run 755 '#!/bin/sh/x\n'
	finds 'run: interpreter /bin/sh/x: not in the image: install it, or correct the first line'
	ln -s loop "$ROOT/usr/bin/loop"
	in_bytes $web/run 755 '#!/bin/loop\n'
	finds 'run: interpreter /bin/loop: not in the image: install it, or correct the first line'
}

@test "files of one, two and three bytes" {
	for bytes in '\n' '#' '#!' 'ab' '\r' '\357\273\277'; do
		echo "# $bytes"
		in_bytes $web/run 755 "$bytes"
		run --separate-stderr "$CTL" check "$ROOT"
		is "$status" 1
		[[ $stderr == "/$web/run: "* ]]
	done
}

@test "a service that wants something may have a run without #!" {
	in_bytes $web/run 755 'x'
	touch "$ROOT/$web/critical"
	finds 'warning: run: no #! line, so /bin/sh runs it: begin it with #!/bin/sh'
}

# --- programs -----------------------------------------------------------------

# elf32 DATA MACHINE LOADER-OFFSET LOADER-SIZE: a 32-bit program as run; numbers
# of two bytes as printf has them, in its own byte order.
elf32() {
	local word='\0\0' type='\002\0' one='\001\0' interp='\003\0\0\0'
	local phoff='\064\0\0\0' size='\040\0'
	if (($1 == 2)); then
		type='\0\002' one='\0\001' interp='\0\0\0\003' phoff='\0\0\0\064' size='\0\040'
	fi
	local four=$word$word
	in_bytes $web/run 755 "\177ELF\001\00$1\001\0$four$four$type$2$four$four$phoff$four$four\064\0$size$one$word$word$word$interp$3$four$four$4$four$four$four/none/ld\0"
}

# sibling: the 32-bit machine of this one's family.
sibling() {
	case $(uname -m) in
	x86_64) MACHINE='\003\0' ;;
	aarch64) MACHINE='\050\0' ;;
	*) skip 'no 32-bit machine is known for this one' ;;
	esac
}

@test "a 32-bit program of the same family runs, with its loader" {
	sibling
	elf32 1 $MACHINE '\124\0\0\0' '\011\0\0\0'
	finds 'run: its loader /none/ld is not in the image: install that C library, or link the program statically'
	in_bytes none/ld 755 'ld'
	finds_nothing
}

@test "a program whose tables lead out of it is read no farther than its end" {
	sibling
	local place
	for place in '\124\0\0\0 \0\0\0\0' '\124\0\0\0 \0\001\0\0' '\377\377\377\177 \011\0\0\0' \
		'\124\0\0\0 \010\0\0\0' '\0\0\0\0 \377\377\377\377'; do
		elf32 1 $MACHINE $place
		finds_nothing
	done
	elf32 1 $MACHINE '\124\0\0\0' '\011\0\0\0'
	printf '\0\0' | dd of="$ROOT/$web/run" bs=1 seek=42 conv=notrunc status=none
	finds_nothing
	elf32 1 $MACHINE '\124\0\0\0' '\011\0\0\0'
	printf '\377\377\377\377' | dd of="$ROOT/$web/run" bs=1 seek=28 conv=notrunc status=none
	finds_nothing
}

@test "machines of the other byte order, unknown ones, damaged ones" {
	own=$(uname -m | sed 's/_/-/; s/aarch64/arm64/')
	elf32 2 '\0\010' '\0\0\0\124' '\0\0\0\011'
	finds "run: a program for mips in an image for $own: take the one for $own"
	elf32 2 '\0\026' '\0\0\0\124' '\0\0\0\011'
	finds "run: a program for s390x in an image for $own: take the one for $own"
	elf32 1 '\376\376' '\124\0\0\0' '\011\0\0\0'
	finds "run: a program for another machine in an image for $own: take the one for $own"
	for at in 4 5; do
		elf32 1 '\003\0' '\124\0\0\0' '\011\0\0\0'
		printf '\007' | dd of="$ROOT/$web/run" bs=1 seek=$at conv=notrunc status=none
		finds 'run: a program that is cut off or damaged: build or copy it anew'
	done
	elf32 1 '\003\0' '\124\0\0\0' '\011\0\0\0'
	truncate -s 40 "$ROOT/$web/run"
	finds 'run: a program that is cut off or damaged: build or copy it anew'
}

# --- links --------------------------------------------------------------------

# leads_to TARGET...: run is a link to each of these, which are the shell.
leads_to() {
	local target
	for target; do
		echo "# ${target:0:200}"
		ln -sfn "$target" "$ROOT/$web/run"
		finds 'run: no #! line, and runsv runs no such file: begin it with #!/bin/sh'
	done
}

@test "links are walked as the kernel walks them" {
	in_bytes usr/bin/shx 755 'x'
	ln -s /usr "$ROOT/u"
	leads_to /bin/shx ././../../../bin/./shx //bin//shx /../../bin/shx /u/bin/../bin/shx \
		"$(printf './%.0s' {1..1500})../../../bin/shx" /u/../bin/shx
}

@test "names and paths that are too long are a fault, and no overflow" {
	ln -sfn "/$(printf '%0300d' 1)" "$ROOT/$web/run"
	finds "run: cannot be read: $TOO_LONG: correct it"
	ln -sfn "$(printf './%.0s' {1..2040})" "$ROOT/big"
	ln -sfn "/big/$(printf 'x/%.0s' {1..100})" "$ROOT/$web/run"
	finds "run: cannot be read: $TOO_LONG: correct it"
	ln -sfn "/bin/sh/x" "$ROOT/$web/run"
	finds 'run: cannot be read: Not a directory: correct it'
}

# --- services -----------------------------------------------------------------

@test "a circle among names that are none is found, and each is told of" {
	in_bytes etc/service/db/run 755 '#!/bin/sh\nexec db\n'
	in_bytes etc/service/file 644 'x'
	in_bytes etc/service/db/after 644 'web ../x none db file'
	in_bytes $web/after 644 '# first\ndb\nweb none\n'
	finds '/etc/service/file: not a directory: a script belongs into /etc/service/file/run' \
		'/etc/service/db/after: ../x: no service can have this name: correct it' \
		'/etc/service/db/after: none: no such service: correct it, or add /etc/service/none' \
		'/etc/service/db/after: db: the service itself: take it out' \
		'/etc/service/db/after: file: no such service: correct it, or add /etc/service/file' \
		"/$web/after: web: the service itself: take it out" \
		"/$web/after: none: no such service: correct it, or add /etc/service/none" \
		'/etc/service/db/after: a circle, db -> web -> db: take one of these names out'
}

@test "a service that is a link to itself, names with two dots" {
	ln -s loop "$ROOT/etc/service/loop"
	mkdir "$ROOT/etc/service/..data"
	in_bytes etc/service/.file 644 x
	finds "/etc/service/loop: $LOOP: correct it, or remove it"
}

@test "two services on two file systems are two" {
	requires root
	run_is 'exec web'
	unshare --mount sh -c 'mkdir "$1/etc/service/db" && mount -t tmpfs x "$1/etc/service/db" &&
		cp -p "$1/etc/service/web/run" "$1/etc/service/db" && "$2" check "$1"' \
		- "$ROOT" "$CTL" >"$BATS_TEST_TMPDIR/out" 2>&1
	is "$(<"$BATS_TEST_TMPDIR/out")" '2 services, 0 scripts: no faults'
}

@test "what a user may not read is a fault for him, and no more" {
	requires root
	chmod a+rx "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR" "${BATS_TEST_TMPDIR%/*}"
	in_bytes $web/control/t 755 '#!/bin/sh\n'
	in_bytes $web/log/run 755 '#!/bin/sh\nexec svlogd .\n'
	in_bytes etc/service/db/run 755 '#!/bin/sh\nexec db\n'
	in_bytes $web/critical 600 3
	chmod 700 "$ROOT/$web/control" "$ROOT/$web/log" "$ROOT/etc/service/db"
	chmod 711 "$ROOT/$web/run"
	run --separate-stderr setpriv --reuid=65534 --regid=65534 --clear-groups "$CTL" check "$ROOT"
	is "$stderr" '/etc/service/db: cannot be read: Permission denied: chmod a+rx it
/etc/service/web/run: cannot be read: Permission denied: chmod a+r it
/etc/service/web/critical: cannot be read: Permission denied: make it a file
/etc/service/web/control: cannot be read: Permission denied: make it a directory
/etc/service/web/log: cannot be read: Permission denied'
}

# own ARG...: in the image itself, with these variables.
own() {
	run --separate-stderr env "$@" "$(command -v chroot)" "$ROOT" /ctl check
	is "$stderr" "$FINDS"
	((status < 2))
}

@test "in the image itself ENV_INIT_DIRECTORY and PATH count" {
	requires root
	[[ ! $(readelf -lW "$CTL") =~ INTERP ]] || skip 'this my_initctl needs libraries'
	cp "$CTL" "$ROOT/ctl"
	mkdir "$ROOT/proc"
	in_bytes opt/start/a 644 x
	FINDS='warning: /opt/start/a: not executable, so it is left out: chmod +x it'
	own ENV_INIT_DIRECTORY=/opt/start
	FINDS=''
	own ENV_INIT_DIRECTORY=opt/start
	own ENV_INIT_DIRECTORY=
	in_bytes opt/bin/py 755 '#!/bin/sh\n'
	in_bytes $web/run 755 '#!/usr/bin/env py\n'
	own PATH=/usr/bin:/bin:opt:/opt/bin
	FINDS='/etc/service/web/run: interpreter py: in no directory of PATH in the image: install it, or correct the first line'
	own PATH=/usr/bin:/bin:opt/bin
	# Without /proc the machine is not known, and any program may be for it.
	elf32 2 '\0\026' '\0\0\0\124' '\0\0\0\011'
	FINDS='/etc/service/web/run: its loader /none/ld is not in the image: install that C library, or link the program statically'
	own PATH=/usr/bin:/bin
}
