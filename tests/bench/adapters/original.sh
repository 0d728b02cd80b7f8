#!/bin/sh
# The my_init of Phusion's baseimage-docker, in Python; it wants runit too.
case $1 in
path) exit 1 ;; # only by `run -a original=PATH`
one) echo "$2 --skip-startup-files --skip-runit --quiet --" ;;
services) echo "$2 --quiet" ;;
scripts) echo "$2 --quiet" ;;
options) echo '-x 2' ;; # after TERM
prepare) mkdir -p /etc/container_environment /etc/my_init.d ;;
status) echo 'sv status /etc/service/*' ;;
*) exit 1 ;;
esac
