#!/bin/sh
# tini around runsvdir, as images do that want a reaper and services.
case $1 in
path) command -v tini ;;
services) echo "$2 -- /usr/bin/runsvdir -P /etc/service" ;;
prepare) ;;
status) echo "sv status /etc/service/*" ;;
*) exit 1 ;;
esac
