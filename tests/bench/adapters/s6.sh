#!/bin/sh
# s6-svscan, which has an s6-supervise for each service, as PID 1.
case $1 in
path) command -v s6-svscan ;;
services) echo "$2 -c 1100 /etc/service" ;;
# It ends with 0 where there is no .s6-svscan/finish to become.
prepare) ;;
# There is no program that tells of all; s6-svstat is asked about each.
status) echo "for d in /etc/service/s*; do ${2%/*}/s6-svstat \"\$d\"; done" ;;
*) exit 1 ;;
esac
