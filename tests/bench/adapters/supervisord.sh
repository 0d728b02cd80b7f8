#!/bin/sh
# supervisord, as PID 1, with a program for each service and no log of its own.
conf=/etc/supervisord.conf
case $1 in
path) command -v supervisord ;;
services) echo "$2 -n -s -c $conf" ;;
prepare)
	{
		cat <<-END
			[supervisord]
			user=root
			minfds=4096
			logfile=/dev/null
			logfile_maxbytes=0
			pidfile=/run/supervisord.pid
			[unix_http_server]
			file=/run/supervisor.sock
			[rpcinterface:supervisor]
			supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
			[supervisorctl]
			serverurl=unix:///run/supervisor.sock
		END
		for d in /etc/service/s*; do
			[ -d "$d" ] || continue
			printf '[program:%s]\ncommand=%s/run\ndirectory=%s\n' \
				"${d##*/}" "$d" "$d"
			printf 'stdout_logfile=NONE\nstderr_logfile=NONE\n'
		done
	} >$conf
	;;
status) echo "${2%/*}/supervisorctl -c $conf status" ;;
*) exit 1 ;;
esac
