#!/bin/sh
# dumb-init around runsvdir, as images do that want a reaper and services. At HUP
# runsvdir tells all services to end, and ends with 111 without waiting for them.
case $1 in
path) command -v dumb-init ;;
services) echo "$2 -r 15:1 -- /usr/bin/runsvdir -P /etc/service" ;;
options) echo '-x 111' ;; # after TERM
prepare) ;;
status) echo "sv status /etc/service/*" ;;
*) exit 1 ;;
esac
