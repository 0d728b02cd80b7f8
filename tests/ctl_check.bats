# my_initctl check: what it finds in an image, in which words, and what it
# leaves alone. The image is a tree below $ROOT of files that nobody runs.
# shellcheck shell=bats disable=SC1003,SC2016,SC2086,SC2154 # $web is one word
load image

# run_is LINE...: what the service web runs, in sh.
run_is() { in_image $web/run 755 '#!/bin/sh' "$@"; }

checked() { run --separate-stderr "$CTL" check "$ROOT" </dev/null; }

# faults LINE...: these it finds, and nothing else.
faults() {
	checked
	is "$stderr" "$(printf '%s\n' "$@")"
	is "$status" 1
	[[ $output == *": $# fault"* ]]
}

# warns LINE...: of these it warns, and the image is without fault.
warns() {
	checked
	is "$stderr" "$(printf 'warning: %s\n' "$@")"
	is "$status" 0
	[[ $output == *': no faults' ]]
}

# silent [STDOUT]: it finds nothing.
silent() {
	checked
	is "$stderr" ''
	is "$status" 0
	is "$output" "${1-1 service, 0 scripts: no faults}"
}

# background NAME ADVICE COMMAND...: of each of these it warns so.
background() {
	local command
	for command in "${@:3}"; do
		run_is "$command"
		warns "/$web/run: line 2: $1 goes into the background, where runsv does not see it: $2"
	done
}

# foreground COMMAND...: it says nothing of any of these.
foreground() {
	local command
	for command in "$@"; do
		run_is "$command"
		echo "# $command"
		silent
	done
}

# --- what is right ------------------------------------------------------------

@test "an image without a fault: the counts on stdout, nothing else, 0" {
	in_image etc/my_init.d/10-a 755 '#!/bin/sh' 'true'
	in_image etc/rc.local 755 '#!/bin/sh -e' 'true'
	in_image etc/my_init.pre_shutdown.d/a 755 '#!/usr/bin/env sh' 'true'
	in_image etc/my_init.post_shutdown.d/a 755 '#!/bin/sh' 'true'
	in_image etc/container_environment/LANG 644 C.UTF-8
	in_image etc/service/db/run 755 '#!/bin/sh' 'exec db'
	in_image $web/after 644 'db # comment'
	in_image $web/critical 644 3
	in_image $web/brake 644 0
	in_image $web/control/t 755 '#!/bin/sh'
	in_image $web/log/run 755 '#!/bin/sh' 'exec svlogd .'
	touch "$ROOT"/etc/service/db/{down,critical} "$ROOT"/etc/service/.gitkeep
	silent '2 services, 4 scripts: no faults'
}

@test "the skeleton that is installed has no fault" {
	cp -R "$TOP/etc/." "$ROOT/etc/"
	silent
}

@test "the example service, once it has a name, has no fault" {
	cp -R "$TOP/etc/service/.example" "$ROOT/etc/service/example"
	silent '2 services, 0 scripts: no faults'
}

@test "the example image's files have no fault" {
	rm -r "${ROOT:?}/$web"
	cp -R "$TOP"/docker/example/service "$TOP"/docker/example/my_init.d "$ROOT/etc/"
	checked
	is "$stderr" ''
	is "$status" 0
	[[ $output =~ ^[1-9].*': no faults'$ ]]
}

@test "without an operand it checks the root" {
	run --separate-stderr "$CTL" check /
	mine="$status $output"
	[[ $output =~ ^[0-9]+' service' ]]
	run --separate-stderr "$CTL" check
	is "$status $output" "$mine"
}

@test "two operands, an option, a root that is not there: 2" {
	run --separate-stderr "$CTL" check a b
	is "$status $stderr" '2 usage: my_initctl check [ROOT]'
	run --separate-stderr "$CTL" check --json
	is "$status" 2
	run --separate-stderr "$CTL" check "$ROOT/none"
	is "$status $stderr" "2 my_initctl: $ROOT/none: No such file or directory"
}

@test "a summary that cannot be written is a failure" {
	run --separate-stderr sh -c '"$1" check "$2" >/dev/full' sh "$CTL" "$ROOT"
	is "$status $stderr" '1 my_initctl: standard output: No space left on device'
}

@test "nothing in the image is changed or executed" {
	in_image $web/run 755 '#!/bin/sh' "touch $BATS_TEST_TMPDIR/executed"
	in_image etc/my_init.d/a 755 '#!/bin/sh' "touch $BATS_TEST_TMPDIR/executed"
	before=$(cd "$ROOT" && find . -printf '%p %i %m %T@ %C@\n' | sort)
	silent '1 service, 1 script: no faults'
	is "$(cd "$ROOT" && find . -printf '%p %i %m %T@ %C@\n' | sort)" "$before"
	[[ ! -e $BATS_TEST_TMPDIR/executed ]]
}

# --- the service directory ----------------------------------------------------

@test "a service that is no directory is a fault" {
	in_image etc/service/cron 755 '#!/bin/sh'
	faults '/etc/service/cron: not a directory: a script belongs into /etc/service/cron/run'
}

@test "a service that is a link to nothing is a fault" {
	ln -s /etc/sv/cron "$ROOT"/etc/service/cron
	faults '/etc/service/cron: a link that leads nowhere: correct it, or remove it'
}

@test "a service that is an absolute link within the image is none" {
	mkdir "$ROOT/etc/sv"
	mv "$ROOT/$web" "$ROOT/etc/sv/web"
	ln -s /etc/sv/web "$ROOT/$web"
	mv "$ROOT"/etc/service "$ROOT"/etc/default
	ln -s /../../etc/default "$ROOT"/etc/service
	silent
	ln -s /run/sv/web "$ROOT/etc/sv/web/supervise"
	faults '/etc/service/web/supervise: a link to /run/sv/web, and there is no /run/sv: mkdir -p /run/sv'
}

@test "two names of one directory are a fault" {
	ln -s web "$ROOT"/etc/service/www
	faults '/etc/service/www: the same directory as web, so runsvdir runs only one of them: remove it, or copy it'
}

@test "1001 services are a fault, 1000 are none" {
	for ((i = 0; i < 999; i++)); do
		mkdir "$ROOT/etc/service/$i"
		ln "$ROOT/$web/run" "$ROOT/etc/service/$i/run"
	done
	silent '1000 services, 0 scripts: no faults'
	cp -R "$ROOT/$web" "$ROOT/etc/service/last"
	faults '/etc/service: 1001 services, and runsvdir supervises no more than 1000: remove some'
}

@test "a name with a dot in front is a warning" {
	mv "$ROOT/$web" "$ROOT/etc/service/.web"
	warns '/etc/service/.web: a name with a dot in front, so runsvdir leaves it out: rename it if it is a service'
	is "$output" '0 services, 0 scripts: no faults'
}

@test "a newline in a name is a warning, and forges no line" {
	mv "$ROOT/$web" "$ROOT/etc/service/"$'a\nb'
	warns '/etc/service/a\x0ab: a newline in its name, which no log and no list can show: rename it'
}

@test "no service directory is a warning, one that is a file a fault" {
	rm -r "${ROOT:?}"/etc/service
	warns '/etc/service: missing, so there are no services: mkdir it'
	in_image etc/service 644
	faults '/etc/service: cannot be read: Not a directory: make it a directory'
}

@test "services without runit are a warning" {
	rm "$ROOT"/usr/bin/runsvdir
	warns '/etc/service: nothing runs its services without /usr/bin/runsvdir: install runit'
}

# --- a service ----------------------------------------------------------------

@test "no run is a fault" {
	rm "$ROOT/$web/run"
	faults '/etc/service/web/run: missing: add a script that execs the program, and chmod +x it'
}

@test "what is not executable is a fault" {
	chmod -x "$ROOT/$web/run"
	for file in finish check control/t log/run; do
		in_image "$web/$file" 644 '#!/bin/sh'
	done
	faults '/etc/service/web/run: not executable: chmod +x it' \
		'/etc/service/web/finish: not executable: chmod +x it' \
		'/etc/service/web/check: not executable: chmod +x it' \
		'/etc/service/web/control/t: not executable: chmod +x it' \
		'/etc/service/web/log/run: not executable: chmod +x it'
}

@test "a control script that its owner may not execute is a fault, another file is none" {
	in_image $web/control/README 644 'of these'
	in_image $web/control/t 655 '#!/bin/sh'
	faults '/etc/service/web/control/t: not executable: chmod +x it'
}

@test "a control that is no directory is a fault" {
	in_image $web/control 755 '#!/bin/sh'
	faults '/etc/service/web/control: cannot be read: Not a directory: make it a directory'
}

@test "a log without run is a fault" {
	mkdir "$ROOT/$web/log"
	faults '/etc/service/web/log/run: missing: add a script that execs the program, and chmod +x it'
}

@test "a log that is no directory is a warning" {
	in_image $web/log 755 '#!/bin/sh'
	warns '/etc/service/web/log: not a directory, so the service has no logger: make it one with a run in it, or remove it'
}

@test "an empty run is a fault" {
	: >"$ROOT/$web/run"
	faults '/etc/service/web/run: empty: write what it is to do, or remove it'
}

@test "a run that is a directory, a FIFO, a link to nothing is a fault" {
	rm "$ROOT/$web/run"
	mkdir "$ROOT/$web/run"
	faults '/etc/service/web/run: not a regular file: replace it by a program or a script'
	rmdir "$ROOT/$web/run"
	mkfifo "$ROOT/$web/run"
	faults '/etc/service/web/run: not a regular file: replace it by a program or a script'
	ln -sf /opt/web "$ROOT/$web/run"
	faults '/etc/service/web/run: a link to /opt/web, which is not in the image: correct the link'
}

@test "a link out of the image is followed inside it" {
	ln -sf /bin/true "$ROOT/$web/run"
	faults '/etc/service/web/run: a link to /bin/true, which is not in the image: correct the link'
	ln -sf ../../../../../../../../../../../../bin/true "$ROOT/$web/run"
	checked
	is "$status" 1
	in_image usr/bin/true 755 '#!/bin/sh'
	silent
}

@test "links in a circle are a fault and no hang" {
	ln -sf finish "$ROOT/$web/run"
	ln -sf run "$ROOT/$web/finish"
	faults '/etc/service/web/run: a link that leads to itself: make it a file, or remove it' \
		'/etc/service/web/finish: a link that leads to itself: make it a file, or remove it'
}

@test "a run of a terabyte is read from its begin" {
	run_is 'exec web'
	truncate -s 1T "$ROOT/$web/run" || skip 'no file of this size here'
	silent
}

@test "what the user may not execute or read is a fault for him" {
	((EUID == 0)) || skip 'needs to be root, to become another'
	chmod 754 "$ROOT/$web/run"
	chmod a+rx "$BATS_RUN_TMPDIR" "$BATS_TEST_TMPDIR" "${BATS_TEST_TMPDIR%/*}"
	silent
	in_image etc/container_environment/SECRET 600 x
	run --separate-stderr setpriv --reuid=65534 --regid=65534 --clear-groups \
		"$CTL" check "$ROOT"
	is "$status $stderr" "1 /etc/service/web/run: not executable for uid 65534: chmod a+rx it
/etc/container_environment/SECRET: cannot be read: Permission denied: chmod a+r it"
	chmod 700 "$ROOT/etc/container_environment"
	chmod 755 "$ROOT/$web/run"
	run --separate-stderr setpriv --reuid=65534 --regid=65534 --clear-groups \
		"$CTL" check "$ROOT"
	is "$status $stderr" '0 warning: /etc/container_environment: not checked: Permission denied: check as root'
}

# --- first lines --------------------------------------------------------------

@test "no #! is a fault where runsv starts the file" {
	in_image $web/run 755 'exec web'
	in_image $web/check 755 'exec web'
	faults '/etc/service/web/run: no #! line, and runsv runs no such file: begin it with #!/bin/sh' \
		'/etc/service/web/check: no #! line, and runsv runs no such file: begin it with #!/bin/sh'
}

@test "no #! is a warning where /bin/sh runs the file" {
	in_image $web/run 755 'exec web'
	touch "$ROOT/$web/critical"
	in_image etc/my_init.d/a 755 'true'
	warns '/etc/service/web/run: no #! line, so /bin/sh runs it: begin it with #!/bin/sh' \
		'/etc/my_init.d/a: no #! line, so /bin/sh runs it: begin it with #!/bin/sh'
}

@test "an interpreter that is not in the image is a fault" {
	in_image $web/run 755 '#!/bin/bash' 'exec web'
	faults '/etc/service/web/run: interpreter /bin/bash: not in the image: install it, or correct the first line'
}

@test "an interpreter that cannot be one is a fault" {
	in_image usr/bin/tool 644 'a tool'
	in_image $web/run 755 '#! /bin/tool'
	faults '/etc/service/web/run: interpreter /bin/tool: not executable: chmod +x it'
	in_image $web/run 755 '#!/bin'
	faults '/etc/service/web/run: interpreter /bin: not a program: correct the first line'
	in_image $web/run 755 '#!sh'
	faults '/etc/service/web/run: its #! line does not begin with an absolute path: begin it with #!/bin/sh, or #!/usr/bin/env sh'
}

@test "the interpreter of an interpreter is looked for too" {
	in_image usr/bin/tool 755 '#!/opt/perl'
	in_image $web/run 755 '#!/bin/tool'
	faults '/etc/service/web/run: interpreter /opt/perl: not in the image: install it, or correct the first line'
	in_image usr/bin/tool 755 '#!/bin/tool'
	faults '/etc/service/web/run: its interpreter is a script of a script of a script: name a program in the first line'
}

@test "env looks in PATH" {
	in_image $web/run 755 '#!/usr/bin/env python3'
	faults '/etc/service/web/run: interpreter python3: in no directory of PATH in the image: install it, or correct the first line'
	in_image usr/local/bin/python3 755 'python'
	silent
	in_image $web/run 755 '#!/usr/bin/env -S A=1 python3 -u'
	silent
}

@test "env with two words, with none" {
	in_image $web/run 755 '#!/usr/bin/env sh -e'
	faults '/etc/service/web/run: env looks for a program with the name "sh -e": write #!/usr/bin/env -S sh -e'
	in_image $web/run 755 '#!/usr/bin/env'
	faults '/etc/service/web/run: env looks for a program with the name "": write #!/usr/bin/env -S NAME'
}

@test "a #! line of 256 bytes is a fault, of 255 none" {
	in_image $web/run 755 "$(printf '#!/bin/sh %0246d' 0)"
	faults '/etc/service/web/run: its #! line has 256 bytes, of which the kernel reads 255: shorten it'
	in_image $web/run 755 "$(printf '#!/bin/sh %0245d' 0)"
	silent
}

@test "CR LF is a fault in the #! line, and in a script" {
	in_bytes $web/run 755 '#!/bin/sh\r\nexec web\r\n'
	in_bytes etc/my_init.d/a 755 '#!/bin/sh\ntrue\nfalse\r\n'
	faults '/etc/service/web/run: line 1 ends in CR LF: sed -i '\''s/\r$//'\'' it' \
		'/etc/my_init.d/a: line 3 ends in CR LF: sed -i '\''s/\r$//'\'' it'
	in_bytes $web/run 755 '#!/bin/sh\nexec web\r'
	rm "$ROOT/etc/my_init.d/a"
	faults '/etc/service/web/run: line 2 ends in CR: sed -i '\''s/\r$//'\'' it'
}

@test "CR LF in what a script carries behind a NUL is none" {
	in_bytes $web/run 755 '#!/bin/sh\nexec web\n\0\r\n\r\n'
	silent
}

@test "a byte order mark before the #! is a fault" {
	in_bytes $web/run 755 '\357\273\277#!/bin/sh\nexec web\n'
	faults '/etc/service/web/run: a byte order mark before its #!: sed -i '\''1s/^\xef\xbb\xbf//'\'' it'
}

# --- programs -----------------------------------------------------------------

# elf BYTES AT: my_initctl itself without a loader, as run, with other bytes.
elf() {
	head -c 4096 "$CTL" >"$ROOT/$web/run"
	# shellcheck disable=SC2059
	printf "$1" | dd of="$ROOT/$web/run" bs=1 seek="$2" conv=notrunc status=none
}

@test "a program for another machine is a fault" {
	own=$(uname -m | sed 's/_/-/; s/aarch64/arm64/')
	elf '\026\0' 18
	faults "/etc/service/web/run: a program for s390x in an image for $own: take the one for $own"
	cp "$ROOT/$web/run" "$ROOT/usr/bin/tool"
	in_image $web/run 755 '#!/bin/tool'
	faults "/etc/service/web/run: interpreter /bin/tool: a program for s390x in an image for $own: take the one for $own"
}

@test "the machine is that of the image's my_init" {
	elf '\026\0' 18
	mkdir "$ROOT/sbin"
	cp "$ROOT/$web/run" "$ROOT/sbin/my_init"
	checked
	((status < 2))
	[[ $stderr != *'in an image for'* ]]
}

@test "a program that is cut off, an object file: faults" {
	in_bytes $web/run 755 '\177ELF\002\001\001'
	faults '/etc/service/web/run: a program that is cut off or damaged: build or copy it anew'
	elf '\001\0' 16
	faults '/etc/service/web/run: an object file, which cannot be executed: build or copy it anew'
}

@test "a program without its loader is a fault" {
	cp "$BASH" "$ROOT/$web/run"
	loader=$(readelf -l "$BASH" | sed -n 's/.*interpreter: \(.*\)]/\1/p')
	[[ $loader ]] || skip 'a static bash'
	faults "/etc/service/web/run: its loader $loader is not in the image: install that C library, or link the program statically"
	in_image "${loader#/}" 755 'a loader'
	silent
}

# --- order, numbers -----------------------------------------------------------

@test "after with a name that nobody has is a fault" {
	in_image $web/after 644 'db # no such' '#x'
	faults '/etc/service/web/after: db: no such service: correct it, or add /etc/service/db'
	in_image $web/after 644 '../db .db'
	faults '/etc/service/web/after: ../db: no service can have this name: correct it' \
		'/etc/service/web/after: .db: no service can have this name: correct it'
}

@test "after itself is a fault" {
	in_image $web/after 644 web
	faults '/etc/service/web/after: web: the service itself: take it out'
}

# chain NAME OTHER...: a service that is started after the others.
chain() {
	in_image "etc/service/$1/run" 755 '#!/bin/sh' "exec $1"
	in_image "etc/service/$1/after" 644 "${@:2}"
}

@test "a circle is a fault, once, with its way" {
	chain a web b
	chain b c web
	chain c a
	chain d a
	faults '/etc/service/a/after: a circle, a -> b -> c -> a: take one of these names out'
}

@test "each circle is one fault" {
	chain a b
	chain b a c
	chain c b
	faults '/etc/service/a/after: a circle, a -> b -> a: take one of these names out' \
		'/etc/service/b/after: a circle, b -> c -> b: take one of these names out'
}

@test "an after that cannot be read is a fault" {
	mkfifo "$ROOT/$web/after"
	faults '/etc/service/web/after: cannot be read: not a regular file: make it a file'
	rm "$ROOT/$web/after"
	in_image $web/after 644 "$(printf '%065536d' 0)"
	faults '/etc/service/web/after: longer than 65536 bytes: shorten it'
}

@test "a wrong critical is a fault" {
	for wrong in abc 0 1001 -1 '1 2'; do
		in_image $web/critical 644 "$wrong"
		faults '/etc/service/web/critical: neither empty nor a number from 1 to 1000: correct it'
	done
	rm "$ROOT/$web/critical"
	mkdir "$ROOT/$web/critical"
	faults '/etc/service/web/critical: cannot be read: not a regular file: make it a file'
}

@test "a wrong brake is a fault" {
	for wrong in abc '' -1 86401; do
		in_image $web/brake 644 "$wrong"
		faults '/etc/service/web/brake: not a number of seconds from 0 to 86400: correct it'
	done
}

# --- supervise ----------------------------------------------------------------

@test "a supervise of the build is a warning, an empty one is none" {
	mkdir -p "$ROOT/$web"/{,log/}supervise
	in_image $web/log/run 755 '#!/bin/sh' 'exec svlogd .'
	silent
	touch "$ROOT/$web"/supervise/lock "$ROOT/$web"/log/supervise/status
	warns '/etc/service/web/log/supervise: left over from a service that ran when the image was built: rm -r it' \
		'/etc/service/web/supervise: left over from a service that ran when the image was built: rm -r it'
}

@test "a supervise in use is none" {
	mkdir "$ROOT/$web/supervise"
	touch "$ROOT/$web/supervise/lock"
	mkfifo "$ROOT/$web/supervise/ok"
	warns '/etc/service/web/supervise: left over from a service that ran when the image was built: rm -r it'
	exec 5<>"$ROOT/$web/supervise/ok"
	silent
	exec 5<&-
}

@test "a supervise that leads nowhere is a fault where runsv cannot make it" {
	ln -s /run/sv/web "$ROOT/$web/supervise"
	faults '/etc/service/web/supervise: a link to /run/sv/web, and there is no /run/sv: mkdir -p /run/sv'
	mkdir "$ROOT"/run/sv
	silent
	ln -sfn ../state/web/ "$ROOT/$web/supervise"
	faults '/etc/service/web/supervise: a link to ../state/web/, and there is no /etc/service/web/../state: mkdir -p /etc/service/web/../state'
}

@test "a supervise that is no directory is a fault" {
	in_image $web/supervise 644
	faults '/etc/service/web/supervise: not a directory, and runsv needs it as one: remove it'
}

# --- scripts ------------------------------------------------------------------

@test "a script that is left out at the boot is a warning" {
	in_image etc/my_init.d/a 644 'text'
	mkdir "$ROOT/etc/my_init.d/b"
	ln -s /opt/c "$ROOT/etc/my_init.d/c"
	in_image etc/rc.local 644 'text'
	in_image etc/my_init.pre_shutdown.d/d 644 'text'
	warns '/etc/my_init.d/a: not executable, so it is left out: chmod +x it' \
		'/etc/my_init.d/b: not a regular file, so it is left out: replace it by a script, or remove it' \
		'/etc/my_init.d/c: a link to /opt/c, which is not in the image, so it is left out: correct the link' \
		'/etc/rc.local: not executable, so it is left out: chmod +x it' \
		'/etc/my_init.pre_shutdown.d/d: not executable, so it is left out: chmod +x it'
	is "$output" '1 service, 0 scripts: no faults'
}

@test "a hidden file that is left out is none" {
	in_image etc/my_init.d/.gitkeep 644
	mkdir "$ROOT/etc/my_init.d/.git"
	silent
}

@test "scripts, rc.local and hooks are looked into" {
	in_image etc/my_init.d/a 755 '#!/bin/ksh'
	in_image etc/rc.local 755 '#!/bin/ksh'
	in_image etc/my_init.pre_shutdown.d/b 755 '#!/bin/ksh'
	in_bytes etc/my_init.post_shutdown.d/c 755 ''
	faults '/etc/my_init.d/a: interpreter /bin/ksh: not in the image: install it, or correct the first line' \
		'/etc/rc.local: interpreter /bin/ksh: not in the image: install it, or correct the first line' \
		'/etc/my_init.pre_shutdown.d/b: interpreter /bin/ksh: not in the image: install it, or correct the first line' \
		'/etc/my_init.post_shutdown.d/c: empty: write what it is to do, or remove it'
}

@test "a directory of scripts that is none is a fault" {
	in_image etc/my_init.d 755 '#!/bin/sh'
	faults '/etc/my_init.d: cannot be read: Not a directory: make it a directory that can be, or remove it'
}

# --- the environment ----------------------------------------------------------

@test "what is no variable is a fault" {
	environment=etc/container_environment
	mkdir -p "$ROOT/$environment"/{A,..data}
	ln -s nothing "$ROOT/$environment/B"
	mkfifo "$ROOT/$environment/C"
	in_image $environment/D=E 644 x
	in_bytes $environment/F 755 'a\0b'
	in_image $environment/G 644 "$(printf '%0131070d' 0)"
	in_image $environment/H 644 "$(printf '%0131069d' 0)"
	faults '/etc/container_environment/A: a directory, and each variable is a file: remove it' \
		'/etc/container_environment/B: a link that leads nowhere: correct it, or remove it' \
		'/etc/container_environment/C: not a regular file: remove it' \
		'/etc/container_environment/D=E: no variable can have this name: rename it' \
		'/etc/container_environment/F: it holds a NUL byte: write it anew' \
		'/etc/container_environment/G: too large for a variable (131071 bytes with its name): shorten it'
}

@test "a value that ends in CR is a warning" {
	in_bytes etc/container_environment/A 755 'a\r\n'
	warns '/etc/container_environment/A: its value ends in CR: sed -i '\''s/\r$//'\'' it'
}

@test "a variable that is nothing but a newline is an empty one" {
	in_image etc/container_environment/A 644 ''
	[[ -s $ROOT/etc/container_environment/A ]]
	silent
}

@test "an environment that is no directory is a fault" {
	in_image etc/container_environment 644 x
	faults '/etc/container_environment: cannot be read: Not a directory: make it a directory'
}

# --- a run that leaves the foreground -----------------------------------------

@test "a last command that ends in & is a warning" {
	run_is 'web &' '' '# done'
	warns '/etc/service/web/run: line 2: the last command ends in &, so run ends at once and runsv starts it again: take the & away, and put exec before it'
	run_is 'cd /' '(web \' '  -x >/dev/null 2>&1) &'
	warns '/etc/service/web/run: line 4: the last command ends in &, so run ends at once and runsv starts it again: take the & away, and put exec before it'
}

@test "an & that is waited for, quoted, or part of something else is none" {
	foreground $'web &\nwait' 'a && exec web' 'exec web "&"' 'exec web \&' \
		'exec web 2>&1' 'exec web &>/dev/null' 'exec web # &' \
		$'cat <<EOF\nweb &\nEOF' $'exec web <<-X\n\ta &\n\tX' \
		$'for i in 1 2; do web & done\nwait' 'web "$(a & )"'
}

@test "programs that leave the foreground are warned of" {
	background nginx "add -g 'daemon off;'" nginx 'exec /usr/sbin/nginx -c' \
		"nginx -g 'pid /run/n;'"
	background sshd 'add -D' 'exec /usr/sbin/sshd -e' 'sshd -o D=x' sshd
	background cron 'add -f' cron 'exec cron -L 15'
	background crond 'add -f (busybox) or -n (cronie)' 'crond -l 2'
	background php-fpm 'add -F' php-fpm 'exec php-fpm -R'
	background php-fpm8.2 'add -F' 'php-fpm8.2 -y' php-fpm8.2
	background supervisord 'add -n' 'supervisord'
	background rsyslogd 'add -n' 'exec setuser syslog rsyslogd'
	background apache2ctl 'add -D FOREGROUND' 'apache2ctl start' apache2ctl
	background httpd 'add -D FOREGROUND' 'exec httpd -k start'
}

@test "programs that are told to leave it are warned of" {
	background redis-server 'say --daemonize no' 'redis-server /r.conf --daemonize yes'
	background mysqld 'take --daemonize away' 'mysqld --daemonize'
	background memcached 'take -d or --daemon away' 'memcached -m 64 -vd'
	background gunicorn 'take -D or --daemon away' 'exec gunicorn -w 4 --daemon app'
	background mongod 'take --fork away' 'mongod --fork --logpath x'
	background service 'start the program itself, in the foreground' 'service nginx start'
	background nginx 'start the program itself, in the foreground' '/etc/init.d/nginx start'
	background postfix 'start the program itself, in the foreground' 'postfix -c /x start'
	background pg_ctl 'start the program itself, in the foreground' 'exec pg_ctl start -D /d'
	run_is 'mysqld_safe &' 'exec tail -f /var/log/x'
	warns '/etc/service/web/run: line 2: mysqld_safe goes into the background, where runsv does not see it: take the & away, and put exec before it'
}

@test "they are found wherever a command begins" {
	background sshd 'add -D' 'mkdir -p /run/sshd && exec sshd' 'A=1 exec sshd' \
		'if true; then sshd; fi' '{ sshd; }' '( sshd )' '! sshd' \
		'exec chpst -u sshd -o 9 sshd -e' 'exec nice -n 5 setuser root sshd' \
		'exec env -u X A=b sshd' 'exec 2>&1 sshd' 'case x in a) sshd ;; esac'
}

@test "programs that stay in the foreground are not warned of" {
	foreground "exec nginx -g 'daemon off;'" 'nginx -g "user x; daemon off;"' \
		'exec sshd -De' 'exec sshd -e -D' 'exec sshd -ddd' 'cron -f' 'crond -n' \
		'exec php-fpm -F' 'exec php-fpm8.2 --nodaemonize' 'php-fpm -tt' \
		'apache2ctl -D FOREGROUND' 'apache2 -DFOREGROUND' 'httpd -f -p 80' \
		'redis-server' 'redis-server --daemonize no' 'haproxy -W -db -f x' \
		'haproxy -dD -f x' 'exec mysqld_safe' 'service nginx stop' \
		'supervisord -nc x' 'memcached -u d' 'exec rsyslogd -n -iNONE' \
		'pg_ctlcluster 15 main start --foreground'
}

@test "what is no command of its own is not warned of" {
	foreground 'echo nginx' 'command -v nginx >/dev/null' $'nginx -t\nexec web' \
		$'nginx() {\n:\n}\nexec web' $'case $1 in\nnginx) exec web ;;\nesac' \
		'exec web $(cron)' "echo 'cron'; # cron" $'cat <<X >f\ncron\nX\nexec web' \
		'exec chpst -u cron web' 'exec setuser nginx php-fpm -F' 'pkill cron'
}

@test "what their configuration says counts" {
	in_image etc/nginx/nginx.conf 644 '# user x; daemon off;' 'daemon  on;'
	background nginx "add -g 'daemon off;'" nginx
	in_image etc/nginx/nginx.conf 644 'user x; daemon  off;'
	in_image usr/local/etc/php-fpm.d/zz-docker.conf 644 '[global]' 'daemonize = no'
	in_image etc/php/8.2/fpm/php-fpm.conf 644 ';daemonize = yes' 'daemonize=no'
	foreground nginx php-fpm php-fpm8.2 'nginx -c /run/made-later.conf'
	in_image etc/redis/redis.conf 644 'daemonize yes'
	background redis-server 'add --daemonize no, its configuration says yes' \
		'exec redis-server /etc/redis/redis.conf'
	foreground 'redis-server /etc/redis/redis.conf --daemonize no'
	in_image etc/supervisord.conf 644 '[supervisord]' 'nodaemon=true ; so'
	foreground supervisord 'supervisord -c /etc/supervisord.conf'
}

@test "a run in another language is not read as sh" {
	in_image usr/bin/python3 755 'python'
	in_image $web/run 755 '#!/usr/bin/python3' 'cron' 'a = b &'
	silent
	in_image $web/run 755 '#!/usr/bin/env sh' 'exec web &'
	checked
	[[ $stderr == 'warning: '*'line 2: the last command'* ]]
}
