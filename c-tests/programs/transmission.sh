#!/usr/bin/env bash
# program: /usr/bin/transmission-daemon /usr/bin/transmission-remote /usr/bin/transmission-create
# covers: evhttp server, evbuffer, bufferevent, evdns, timers, event_base_once
#
# transmission: its remote control is an evhttp server; torrents go through bufferevents and all that evbuffer has
# (reserving space, peeking, searching, callbacks, writing some of it); evdns_getaddrinfo finds the tracker;
# event_base_once and event_active wake its thread. Two daemons, one with the files, one that wants them.
network=own # it takes no peers on 127.0.0.0/8, and the name of the tracker needs a name server
# shellcheck source=c-tests/programs/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for address in 10.9.9.{1,2,3}; do ip address add "$address/32" dev lo; done
# The daemons ask this name server, and no other.
echo "nameserver 127.0.0.1" >"$work/resolv.conf"
mount --bind "$work/resolv.conf" /etc/resolv.conf

# daemon NAME RPC-PORT ADDRESS PEER-PORT: all that it does not need is turned off.
daemon() {
    mkdir -p "$work/$1/files"
    cat >"$work/$1/settings.json" <<EOF
{
    "rpc-bind-address": "127.0.0.1", "rpc-port": $2, "rpc-authentication-required": true,
    "rpc-username": "user", "rpc-password": "secret", "rpc-host-whitelist-enabled": false,
    "bind-address-ipv4": "$3", "peer-port": $4, "download-dir": "$work/$1/files",
    "speed-limit-down": 1500, "speed-limit-down-enabled": true, "dht-enabled": false, "utp-enabled": false,
    "lpd-enabled": false, "port-forwarding-enabled": false, "encryption": 0
}
EOF
    start "$1.log" on_lib transmission-daemon -f -g "$work/$1"
}

start world.log python3 "$here/transmission.py" world
free_ports 4
daemon seed "${ports[0]}" 10.9.9.1 "${ports[2]}"
seed=$pid
daemon want "${ports[1]}" 10.9.9.2 "${ports[3]}"
want=$pid
for port in "${ports[@]:0:2}"; do
    wait_for 10 listens "$port" || fail "does not listen: $(tail -n 1 "$work/seed.log")"
done
expect_mapped "$seed"
expect_mapped "$want"

python3 "$here/transmission.py" make "$work/seed/files/things"
once_on_lib transmission-create -p -s 32 -t udp://tracker.test:6969 -o "$work/t.torrent" "$work/seed/files/things"
client python3 "$here/transmission.py" run "$work" "${ports[@]:0:2}"
cmp "$work"/{seed,want}/files/things/big || fail "the files differ"
once_on_lib transmission-remote "127.0.0.1:${ports[1]}" -n user:secret --list
grep -q '100% .* things$' "$work/once" || fail "transmission-remote: $(cat "$work/once")"
once_on_lib transmission-remote "127.0.0.1:${ports[0]}" -n user:secret --exit
wait_for 10 gone "$seed" || fail "transmission-remote --exit does not stop it"
kill -TERM "$want"
wait_for 10 gone "$want" || fail "SIGTERM does not stop it"
ok "$result"
