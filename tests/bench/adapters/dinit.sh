#!/bin/sh
# dinit, as the init of a container.
d=/etc/dinit.d
case $1 in
path) command -v dinit ;;
services) echo "$2 --container --services-dir $d --socket-path /run/dinitctl -q" ;;
prepare)
	mkdir -p $d
	{
		echo 'type = internal'
		for s in /etc/service/s*; do
			[ -d "$s" ] || continue
			echo "waits-for: ${s##*/}"
			printf 'type = process\ncommand = %s/run\nworking-dir = %s\n' \
				"$s" "$s" >"$d/${s##*/}"
		done
	} >$d/boot
	;;
status) echo "${2%/*}/dinitctl -p /run/dinitctl list" ;;
*) exit 1 ;;
esac
