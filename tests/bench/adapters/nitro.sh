#!/bin/sh
# nitro, as PID 1: one process that looks after all services.
case $1 in
path) command -v nitro ;;
services) echo "$2 /etc/service" ;;
prepare) ;;
status) echo "${2%/*}/nitroctl list" ;;
*) exit 1 ;;
esac
