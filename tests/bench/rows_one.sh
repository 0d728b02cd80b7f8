# The rows around one command. Sourced by run.
# shellcheck shell=sh disable=SC2034,SC2154

group=

# Exec of the init to its exit, around a command that does nothing.
row_exec() {
	row exec 150 'time ratio 1.15 -static$; time peer 1'
	contender floor "$out/floor_exec" "$b/true"
	contender floor-dynamic "$out/floor_exec_dynamic" "$b/true"
	bare_with "$b/true"
	peers_with "$b/true"
	play exit
}

# The system calls of the init, from its exec to its exit, not the command's.
row_syscalls() {
	row syscalls 5 'calls peer 1'
	contender floor "$out/floor_exec" "$b/true"
	bare_with "$b/true"
	peers_with "$b/true"
	play calls
}

have_callgrind() {
	[ -x /usr/bin/valgrind ] || {
		echo "$row: no valgrind here" >&2
		return 1
	}
}

# The instructions of PID 1 for the same, in the user's mode, by callgrind;
# unlike times they repeat.
row_instructions() {
	row=instructions
	have_callgrind || return 0
	row instructions 3 'instructions peer 1'
	contender floor "$out/floor_exec" "$b/true"
	bare_with "$b/true"
	peers_with "$b/true"
	play instructions
}

# The folder in which a control group of pids can be made, if any.
group_parent() {
	one=$(sed -n 's/^[0-9]*:pids://p' /proc/self/cgroup)
	two=$(sed -n 's/^0:://p' /proc/self/cgroup)
	for d in "/sys/fs/cgroup/pids${one%/}" "/sys/fs/cgroup${two%/}"; do
		[ -e "$d/cgroup.procs" ] || continue
		mkdir "$d/bench.$$" 2>/dev/null || continue
		if [ -w "$d/bench.$$/pids.max" ]; then
			rmdir "$d/bench.$$"
			echo "$d"
			return
		fi
		rmdir "$d/bench.$$"
	done
}

# bounded N: N, at most half of what the machine has pids and memory for.
bounded() {
	{
		cat /proc/sys/kernel/pid_max /proc/sys/kernel/threads-max
		awk '/^MemAvailable:/ { print int($2 / 64) }' /proc/meminfo
		[ -z "$parent" ] || cat "$parent/pids.max" 2>/dev/null || :
	} | awk -v n="$1" '/^[0-9]+$/ && $1 / 2 < n { n = int($1 / 2) }
		END { print n }'
}

group_remove() {
	tries=0
	while [ -n "$group" ] && ! rmdir "$group" 2>/dev/null; do
		tries=$((tries + 1))
		[ "$tries" -lt 1000 ] || {
			echo "$group is still in use" >&2
			break
		}
	done
	group=
}

# play_crowd MODE WHAT COUNT: `many WHAT COUNT` as the command of each, in a
# control group that bounds what can go wrong.
play_crowd() {
	parent=$(group_parent)
	count=$(bounded "$(scaled "$3" 100)")
	contender floor "$out/floor_exec" "$out/many" "$2" "$count"
	if [ "$1" = strays ]; then
		bare_with -T "$out/many" "$2" "$count"
	else
		bare_with "$out/many" "$2" "$count"
	fi
	peers_with "$out/many" "$2" "$count"
	printf '%s: a crowd of %s%s\n' "$row" "$count" \
		"${parent:+, in a control group}" >&2
	if [ -n "$parent" ]; then
		group=$parent/bench.$$
		trap group_remove EXIT
		trap 'exit 130' INT
		trap 'exit 143' TERM
		mkdir "$group"
		echo $((2 * count + 200)) >"$group/pids.max"
	fi
	play "$1"
	group_remove
}

# The end of so many orphans, that come to the init dead and at once, to the
# last one's being reaped.
row_orphans() {
	crowd_row orphans 9 'time peer 1; growth-KiB most 0'
	play_crowd orphans dead 20000
}

# The same for orphans that sleep and are woken together.
row_orphans_woken() {
	crowd_row orphans-woken 9 'time peer 1; growth-KiB most 0'
	play_crowd orphans woken 2000
}

# The init's system calls for the same; more waits than there were orphans.
row_orphans_calls() {
	crowd_row orphans-calls 1 'more-waits most 20'
	why='it looks for signals after each 256 ends, so that a TERM is heard among them'
	play_crowd calls dead 20000
}

# The end of the command to the exit of the init, while so many others live.
# Peers that leave them to the kernel are quick: see who got TERM.
row_strays() {
	crowd_row strays 5 'time most 1000' -g 1
	why='these leave the others to a KILL of the kernel: see got-TERM'
	play_crowd strays strays 2000
}

# The same; one in ten is deaf, one in ten leaves a child that is: within the
# grace and a second.
row_strays_mixed() {
	crowd_row strays-mixed 3 'time most 2000' -g 1
	why='these leave the others to a KILL of the kernel: see got-TERM'
	play_crowd strays mixed 2000
}

# own PATH NAME: a copy of its own, so that contenders share no page of it.
own() {
	mkdir -p "$out/own/$2"
	cp "$1" "$out/own/$2/"
	echo "$out/own/$2/${1##*/}"
}

# What the init has while it waits, after its first two seconds and at the end:
# around a command, and with services (+0, +10). All at once.
row_rss() {
	row rss 1 'RSS most 64 -static$' -i "$idle_s"
	contender floor "$out/floor_exec" "$b/pause"
	bare_with "$b/pause"
	for s in $(each_subject); do
		who=${s%%=*}
		contender "$who+0" "$(own "${s#*=}" "$who+0")" --quiet
		contender "$who+10" -n 10 "$(own "${s#*=}" "$who+10")" --quiet
	done
	contender runsvdir /usr/bin/runsvdir -P /etc/service
	peers_with "$b/pause"
	play_together rss
	rm -r "$out/own"
}
