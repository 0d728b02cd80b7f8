#!/bin/sh
# Host keys: no image holds any, each container makes its own when it boots
# for the first time, if sshd is not down; with -f even then. Where /etc/ssh
# cannot be written to, they lie below /run and live as long as that does.
# No RSA, which may take a second: every client since 2014 knows the others.
# Whose configuration names keys of its own has them.
set -eu

[ "$(id -u)" -eq 0 ] || exit 0
[ "${1-}" = -f ] || [ ! -e /etc/service/sshd/down ] || exit 0
! grep -qisE '^[[:space:]]*HostKey[[:space:]=]' /etc/ssh/sshd_config \
	/etc/ssh/sshd_config.d/*.conf || exit 0
keys=/etc/ssh
for key in "$keys"/ssh_host_*_key; do
	[ ! -s "$key" ] || exit 0
done
if [ ! -w "$keys" ]; then
	keys=/run/sshd/keys
	mkdir -p /run/sshd
	install -d -m 700 "$keys"
fi
for type in ed25519 ecdsa; do
	key=$keys/ssh_host_${type}_key
	[ ! -s "$key" ] || continue
	rm -f "$key"
	ssh-keygen -q -t "$type" -N '' -C '' -f "$key"
	echo "made $key: $(ssh-keygen -l -f "$key")"
done
