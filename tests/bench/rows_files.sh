# The rows about files and logs. Sourced by run.
# shellcheck shell=sh disable=SC2034,SC2154

# needs FILE: what it must be given beside itself, one path a line.
needs() {
	{
		interpreter=$(head -c 256 "$1" | sed -n '1s/^#! *\([^ ]*\).*/\1/p')
		if [ -n "$interpreter" ]; then echo "$interpreter"; fi
		ldd "${interpreter:-$1}" 2>/dev/null |
			sed -n 's,^[^/]*\(/[^ ]*\) (.*,\1,p'
	} | sort -u
}

# Bytes of the stripped program, and with the libraries that it needs.
row_size() {
	row size 1 'bytes most 100000 -static$'
	contender floor "$out/floor_exec"
	subjects_with
	contender runsvdir /usr/bin/runsvdir
	contender runsv /usr/bin/runsv
	for p in $(each_peer); do
		p=${p%%,*}
		[ "${p%%=*}" = dumb-init-c ] || peer "${p%%=*}" "${p#*=}"
	done
	noisy=0 played=1
	note_row "$(load)" "$(names)"
	while read -r who path; do
		[ -n "$who" ] || continue
		strip -o "$out/stripped" "$path" 2>/dev/null ||
			cp "$path" "$out/stripped"
		bytes=$(wc -c <"$out/stripped")
		all=$(needs "$path" | xargs -r stat -L -c %s |
			awk -v n="$bytes" '{ n += $1 } END { print n }')
		printf '%s\t%s\t1\t%s\t%s\t%s\n' "$row" "$who" "$bytes" \
			"$(needs "$path" | wc -l)" "$all" >>"$raw"
	done <<-END
		$contenders
	END
	rm -f "$out/stripped"
}

# opened_by NAME [STAGE-OPTION...] COMMAND...: every file of the image that it
# and what it starts open or run, from its exec through a boot with one service
# to the end of the stop; the kernel opens loaders and interpreters by itself.
# What an adapter prepares is over by then, and not in it.
opened_by() {
	who=$1
	shift
	rm -rf "$out/opened"
	mkdir "$out/opened"
	# shellcheck disable=SC2086
	strace -ff -qq -ttt -e trace=open,openat,execve,mount -e signal=none \
		-o "$out/opened/pid" $stager $stage_options -m stop "$@" \
		>/dev/null 2>"$out/said.$who" </dev/null || return 1
	# Who gets a /proc of its own becomes the init.
	begun=$(grep -l ' mount("proc", "/proc"' "$out/opened"/pid.* |
		xargs -r sed -n 's/ execve(.*//p' | sort | head -n 1)
	[ -n "$begun" ] || return 1
	awk -v begun="$begun" '$1 >= begun' "$out/opened"/pid.* |
		grep -v ' = -1 ' |
		sed -n '/ mount(/d; s/^[^"]*"\(\/[^"]*\)".*/\1/p' |
		grep -vE '^/(proc|dev|sys|etc|run)/' | sort -u |
		while read -r f; do
			[ -f "$f" ] || continue
			realpath "$f"
			case $(head -c 4 "$f" | tr -d '\0\177') in
			ELF | '#!'*) needs "$f" | xargs -r realpath ;;
			esac
		done | sort -u
}

# All that the supervision of services needs on disk: files, and their bytes,
# programs and libraries without their symbols. The floor is that of a stop, its
# own program too: runsvdir by itself would leave the services to a KILL.
row_size_services() {
	row size-services 1 'bytes peer 1' -n 1 -a 0
	why='runsvdir and runsv, and libc for them, come to its own bytes'
	command -v strace >/dev/null || {
		echo 'size-services: no strace here' >&2
		return 0
	}
	contender floor "$out/floor_stop"
	subjects_with --quiet
	adapters_with services
	noisy=0 played=1
	note_row "$(load)" "$(names)"
	while read -r who command; do
		[ -n "$who" ] || continue
		# shellcheck disable=SC2086
		if ! opened_by "$who" $command >"$out/needed.$who"; then
			failed "$who" 1 "$command"
			continue
		fi
		while read -r f; do
			strip -o "$out/stripped" "$f" 2>/dev/null ||
				cp "$f" "$out/stripped"
			wc -c <"$out/stripped"
		done <"$out/needed.$who" | awk -v OFS='\t' '{ n += $1 }
			END { print NR, n }' >"$out/sum"
		printf '%s\t%s\t1\t%s\n' "$row" "$who" "$(cat "$out/sum")" >>"$raw"
	done <<-END
		$contenders
	END
	rm -rf "$out/opened" "$out/stripped" "$out/sum"
}

# logger NAME LINE: how the log of a service is read, as a line of sh.
logger() {
	mkdir -p "$out/logger"
	printf '#!/bin/sh\n%s\n' "$2" >"$out/logger/$1"
	chmod 755 "$out/logger/$1"
}

# The taggers of my_init want to be where runsv runs them.
tag_with() { # PATH of lib/tag
	place=$out/logger/state.$1
	mkdir -p "$place/services/web/log" "$place/services/web/supervise"
	ln -sf "$2" "$place/services/web/log/run"
	logger "$1" "cd $place/services/web/log && MY_INIT_LOG=$3 exec ./run"
	contender "$1" "$out/logger/$1"
}

# 200 000 lines of 100 bytes, through whoever keeps or tags them: from the
# first line to the last one's being read at the other side (svlogd's in a
# file). The floor is cat, which looks at none. `sed -u` is what most use, and
# reads a byte a call: it is no contest, what stdbuf makes of sed is.
log_row() {
	stager=$out/lines
	logger floor 'exec cat'
	contender floor "$out/logger/floor"
	for s in $(each_subject); do
		tag=${s#*=} tag=${tag%/*}/lib/tag
		[ -x "$tag" ] || continue
		tag_with "${s%%=*}" "$tag" tag
	done
	logger sed "exec sed -u 's/^/web: /'"
	peer sed "$out/logger/sed"
	logger sed-lines "exec stdbuf -oL sed 's/^/web: /'"
	! command -v stdbuf >/dev/null ||
		peer sed-lines "$out/logger/sed-lines"
	d=$out/logger/svlogd.d
	mkdir -p "$d"
	echo s0 >"$d/config"
	logger svlogd "rm -f $d/current; exec svlogd -b 65536 $d"
	! command -v svlogd >/dev/null ||
		peer svlogd -f "$d/current" "$out/logger/svlogd"
	logger s6-log 'exec s6-log 1'
	! command -v s6-log >/dev/null || peer s6-log "$out/logger/s6-log"
	play_as
	rm -rf "$out/logger"
}

# A write for each line.
row_log() {
	row log 9 'time peer 1' -n "$(scaled 200000 20000)" -s 100
	log_row
}

# As much as a pipe takes in one write.
row_log_burst() {
	row log-burst 9 'time peer 1' -n "$(scaled 200000 20000)" -s 100 -w 65536
	log_row
}
