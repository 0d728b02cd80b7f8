#!/bin/sh
# dumb-init around runsvdir, as images do that want a reaper and services.
case $1 in
path) command -v dumb-init ;;
services) echo "$2 -- /usr/bin/runsvdir -P /etc/service" ;;
prepare) ;;
status) echo "sv status /etc/service/*" ;;
*) exit 1 ;;
esac
